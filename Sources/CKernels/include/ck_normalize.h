// Numbers shifted and scaled to mean 0 and variance 1, channel by channel, and the derivative of that.
#pragma once
#include "ck_dtype.h"

// All arrays are contiguous float32 or float64 of [outer][channels][inner]; a channel's numbers are those of all outer and inner
// positions. Sums are kept in double. A channel's variance is the mean squared distance from its mean.

// y = (x - mean) / sqrt(variance + eps)
void ck_standardize(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *x, void *y);
// gx: the gradient of x, given that of y
void ck_standardize_backward(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x,
                             void *gx);
// mean[channel], variance[channel]
void ck_moments(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, const void *x, void *mean, void *variance);
