// Reductions over any axes, and running sums.
#pragma once
#include "ck_dtype.h"

enum ck_reduction { CK_SUM, CK_PROD, CK_MAX, CK_MIN, CK_ARGMAX, CK_ARGMIN };

// Reduces `in` over `reduced_rank` axes for every position of `kept_rank` others. `sizes` and `strides` (in bytes) list the kept
// axes first. `out` is contiguous, one element of `accumulator` type for each kept position: CK_FLOAT32, CK_FLOAT64, CK_INT64 or
// CK_UINT64, to which elements of another type are converted as they are read. The positions that ARGMAX and ARGMIN find are int64,
// counted in row-major order of the reduced axes; the first of equals wins, and NaN beats everything.
//
// Float sums along contiguous memory add pairwise, in blocks of 128 with eight running sums, as NumPy does: the result does not
// depend on the instruction set or the number of threads.
void ck_reduce(int reduction, int accumulator, void *out, const void *in, int dtype, int kept_rank, int reduced_rank, const ptrdiff_t *sizes,
               const ptrdiff_t *strides);

// The same over `n` contiguous elements of `accumulator` type, to one at `out`; on the calling thread alone. Not for positions.
void ck_reduce_run(int reduction, int accumulator, void *out, const void *in, ptrdiff_t n);
// Where the extreme that CK_MAX or CK_MIN finds there stands first; n > 0.
ptrdiff_t ck_reduce_place(int reduction, int accumulator, const void *in, ptrdiff_t n);
// Combines the results of two stretches of elements: a = a ∘ b.
void ck_reduce_pair(int reduction, int accumulator, void *a, const void *b);

// Running sums (CK_SUM), products, maxima or minima along one axis: out[i] = in[0] ∘ … ∘ in[i], for `rows` rows of `n` elements of
// `accumulator` type, the axis being `step` elements apart in both.
void ck_cumulate(int reduction, int accumulator, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner);

// Running sums or products of float32, carried on in float64 and rounded to each result, as PyTorch's are.
void ck_cumulate_wide(int is_product, float *out, const float *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner);

// Running sums with log(exp(a) + exp(b)) in the place of a + b; CK_FLOAT32 or CK_FLOAT64.
void ck_log_cumulate(int dtype, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner);
