// Decompositions and solvers on row-major matrices of doubles, or with CK_COMPLEX of pairs of them, one or many at a time.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum ck_linalg_kernel {
  // p0: a, m x n, becomes L (below the diagonal, unit diagonal left out) and U; p1: min(m, n) row numbers from 1, int32: row i was
  // swapped with row p1[i]. info: 0, or 1 + the first column whose pivot is zero.
  CK_LU,
  // p0: a, m x m; p1: b, m x n, becomes the solution of a x = b; p2: m int32. Overwrites a. info as CK_LU.
  CK_SOLVE,
  // p0: a, m x m, of which one triangle is read; p1: b, m x n, becomes the solution. flags: CK_UPPER, CK_UNIT, CK_TRANSPOSED
  // (which for complex numbers means conjugated too).
  CK_SOLVE_TRIANGULAR,
  // p0: a, m x m, of which the lower triangle (CK_UPPER: the upper one) is read; becomes L (or U), the rest zero.
  // info: 0, or 1 + the first row where a is not positive definite.
  CK_CHOLESKY,
  // p0: a, m x n, becomes R in its first k rows; p1: q, m x k, or a null pointer. k <= m; signs as LAPACK's.
  // p2: the min(m, n) factors of the reflectors, whose vectors then stay below R, or a null pointer.
  CK_QR,
  // p0: a, m x m, of which the lower triangle (CK_UPPER: the upper one) is read; becomes the eigenvectors, in columns;
  // p1: the m eigenvalues, reals, in increasing order. info: 0, or 1 where the iteration did not converge.
  CK_EIGH,
  // p0: a, m x n, overwritten; p1: u, m x (CK_FULL: m, else min(m, n)); p2: the min(m, n) singular values, reals, in decreasing order;
  // p3: v transposed (and conjugated), (CK_FULL: n, else min(m, n)) x n. info: 0, or 1 where the iteration did not converge.
  CK_SVD,
  // p0: a, m x m, overwritten; p1: m eigenvalues, pairs (re, im); p2: the eigenvectors, in columns, m x m pairs, each of length 1, or
  // a null pointer. info: 0, or 1 where the iteration did not converge.
  CK_EIG,
  // p0: a, m x m, overwritten; p1: the exponential of a.
  CK_MATRIX_EXP,
  // p0: a, m x m; p1: the matrix of its cofactors, also where a is singular. info as CK_SVD.
  CK_COFACTOR,
};

enum ck_linalg_flags { CK_UPPER = 1, CK_UNIT = 2, CK_TRANSPOSED = 4, CK_FULL = 8, CK_COMPLEX = 16 };

enum { CK_NO_MEMORY = -1 };

struct ck_linalg_call {
  ptrdiff_t m, n, k;
  int flags;
  void *p[4];
  ptrdiff_t step[4];  // bytes from one matrix to the next
};

// Runs a kernel on `count` matrices, each matrix on one thread; info[i] is what the kernel says of matrix i, or CK_NO_MEMORY.
void ck_linalg(enum ck_linalg_kernel kernel, ptrdiff_t count, const struct ck_linalg_call *call, int32_t *info);

// LAPACK's functions, of float64 and of complex128, with 32-bit integers: GELQF, ORGLQ or UNGLQ, SYEVD or HEEVD, GESDD, GEEV.
struct ck_lapack_functions {
  struct {
    void *lq, *q_of_lq, *eigh, *svd, *eig;
  } reals, complexes;
};

// Whether a matrix is large enough for LAPACK to be worth it: below, its panels cost more than they save.
int ck_linalg_is_large(enum ck_linalg_kernel kernel, ptrdiff_t m, ptrdiff_t n);

// Lets these functions do the decompositions of large matrices; a null pointer, as at the start: none. They must stay as they are.
void ck_linalg_use_lapack(const struct ck_lapack_functions *functions);

// p-norm distances between rows: out[i * m + j] = |a_i - b_j|_p for the n rows of a and the m rows of b, all of d numbers.
// With p = 0 the numbers that differ are counted; p may be infinite.
void ck_cdist(ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, double p, const double *a, const double *b, double *out);
