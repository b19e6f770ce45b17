// Elimination with partial pivoting on row-major square matrices: determinants, inverses, cofactors.
#pragma once
#include "ck_dtype.h"

// All take `count` matrices of n x n, CK_FLOAT32 or CK_FLOAT64, one behind the other.

// The determinants; overwrites `a`.
void ck_det(int dtype, ptrdiff_t count, ptrdiff_t n, void *a, void *out);

// The inverses; overwrites `a`. Returns 0, or 1 + i * n + k when the pivot of column k of matrix i is zero.
ptrdiff_t ck_inverse(int dtype, ptrdiff_t count, ptrdiff_t n, void *a, void *out);

// The matrices of cofactors, det(A) times the transposed inverse, also where A is singular. `scratch` holds one matrix.
void ck_cofactor(int dtype, ptrdiff_t count, ptrdiff_t n, const void *a, void *out, void *scratch);
