// Numbers shifted and scaled to mean 0 and variance 1, channel by channel, and the derivative of that.
#pragma once
#include "ck_dtype.h"

// All arrays are contiguous float32 or float64 of [outer][channels][inner]; a channel's numbers are those of all outer and inner
// positions. Sums of long lines are kept in double. A channel's variance is the mean squared distance from its mean.

// y = (x - mean) / sqrt(variance + eps) * weight + bias, with numbers for the inner positions; either may be null, a bias needs a weight.
void ck_standardize(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *x, const void *weight,
                    const void *bias, void *y);
// gx: the gradient of x, given that of y
void ck_standardize_backward(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x,
                             const void *weight, void *gx);
// gw[inner]: the gradient of the weight, for one outer position. Whether there was memory.
int ck_standardize_weight(int dtype, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x, void *gw);
// mean[channel], variance[channel]
void ck_moments(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, const void *x, void *mean, void *variance);
