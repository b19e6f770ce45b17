// Windows that slide along axes: where the largest element of each lies, and weighted sums along one axis.
#pragma once
#include "ck_dtype.h"

// The positions of windows along three axes: along axis d, output o looks at first[d][o], first[d][o] + step[d], … below last[d][o].
struct ck_windows {
  ptrdiff_t planes, input[3], output[3], step[3];
  const ptrdiff_t *first[3], *last[3];
};

// index[plane][o] = the row-major position, in its plane of x, of the largest element of window o: the first of equals, a NaN before
// all others. A window of no elements gives the place where it begins. x is contiguous: float32, float64 or int64.
void ck_max_positions(const struct ck_windows *w, int dtype, const void *x, int64_t *index);

// y[outer][o][inner] = sum over t in start[o]..<start[o + 1] of weight[t] * x[outer][source[t]][inner], in the order of t.
// x and y are contiguous: float32, float64, int64 (whose weights are whole numbers), or uint8 (whose weights are whole multiples of
// 2^-bits, given without that factor; sums are rounded to the nearest byte); x has `in` rows for each outer position.
void ck_resample(int dtype, ptrdiff_t outer, ptrdiff_t in, ptrdiff_t out, ptrdiff_t inner, const ptrdiff_t *start, const ptrdiff_t *source,
                 const double *weight, int bits, const void *x, void *y);
