// Convolutions over one to three axes, and their two derivatives, which are convolutions of their own.
#pragma once
#include "ck_dtype.h"

// Three spatial axes; a missing one has size 1, stride 1, padding 0 and dilation 1. `padding` counts the zeros in front of each axis;
// behind it there are as many as the output needs.
//   x [batch, groups * channels, input...]   w [groups * filters, channels, kernel...]   y [batch, groups * filters, output...]
struct ck_convolution {
  ptrdiff_t batch, groups, channels, filters;
  ptrdiff_t input[3], output[3], kernel[3], stride[3], padding[3], dilation[3];
};

// All tensors are contiguous and of the type `dtype`: float32, float64 or int64 (which wraps around). Results are the same bits for any
// number of threads. `bias` (one number for each filter) may be null.

// y = x convolved with w, plus bias
void ck_convolution_forward(const struct ck_convolution *c, int dtype, const void *x, const void *w, const void *bias, void *y);
// gx: what the gradient of x is, given that of y; also the forward pass of the transposed convolution
void ck_convolution_input(const struct ck_convolution *c, int dtype, const void *gy, const void *w, void *gx);
// gw: what the gradient of w is, given that of y
void ck_convolution_weight(const struct ck_convolution *c, int dtype, const void *gy, const void *x, void *gw);
