// Numbers turned into shares along an axis, or into the logarithms of shares, and the derivatives of both.
#pragma once
#include <stddef.h>

// y = e^x / Σ e^x, or its logarithm, along the middle axis of [outer, n, inner], for float32 and float64.
void ck_softmax(int dtype, int is_log, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const void *x, void *y);

// The derivative by x, from the gradient of y and y itself.
void ck_softmax_gradient(int dtype, int is_log, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const void *gy, const void *y, void *gx);
