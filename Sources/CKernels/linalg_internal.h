// What the files of decompositions share: every matrix is row-major, `lda` numbers from row to row.
#pragma once
#include "ck_linalg.h"

// For reals (ck_NAME) and complex numbers (ck_complex_NAME), from the same text; a transposed matrix is a conjugated one too.
//
// reflector: LAPACK's elementary reflector H = I - tau v v^H with H^H (alpha, x) = (beta, 0), v = (1, x') and real beta. Reads alpha
//   from x[0], writes beta there and x' behind it. Returns tau, 0 where there is nothing to do.
// reflect_rows: a (rows x columns) = (I - tau v v^H) a, where v has the stated step and v[0] counts as 1. `work` holds `columns` numbers.
// multiply_add: c = alpha a b + beta c, for m x n x k; each operand with its steps from row to row and from column to column, and whether
//   it is conjugated. The parts of c that are written must not overlap a nor b.
// run: a kernel on one matrix.
// All others return their kernel's info; see ck_linalg.h.
#define CK_LINALG_DECLARE(T, FN)                                                                                              \
  T FN(reflector)(ptrdiff_t n, T *x, ptrdiff_t step);                                                                         \
  void FN(reflect_rows)(ptrdiff_t rows, ptrdiff_t columns, T tau, const T *v, ptrdiff_t step, T *a, ptrdiff_t lda, T *work);  \
  void FN(multiply_add)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_operand a, struct ck_operand b, double beta, \
                   T *c, ptrdiff_t ldc);                                                                                      \
  int FN(run)(enum ck_linalg_kernel kernel, const struct ck_linalg_call *c, void *p[4]);                                      \
  int FN(lu)(ptrdiff_t m, ptrdiff_t n, T *a, int32_t *pivots);                                                                \
  int FN(solve)(ptrdiff_t m, ptrdiff_t n, T *a, T *b, int32_t *pivots);                                                       \
  void FN(solve_triangular)(ptrdiff_t m, ptrdiff_t n, int flags, const T *a, T *b);                                           \
  int FN(cholesky)(ptrdiff_t n, int flags, T *a);                                                                             \
  int FN(qr)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, T *a, T *q, T *taus);                                                     \
  int FN(eigh)(ptrdiff_t n, int flags, T *a, double *values);                                                                 \
  int FN(svd)(ptrdiff_t m, ptrdiff_t n, int flags, T *a, T *u, double *s, T *vt);                                             \
  int FN(eig)(ptrdiff_t n, T *a, double *values, double *vectors);                                                            \
  int FN(matrix_exp)(ptrdiff_t n, T *a, T *out);                                                                              \
  int FN(cofactor)(ptrdiff_t n, const T *a, T *out);

struct ck_operand {
  const void *at;
  ptrdiff_t row, column;
  int conjugated;
};

enum {
  PANEL = 32,       // columns eliminated one by one before the rest of the matrix is brought up to date with one product
  MOST_MINORS = 8,  // up to this size the cofactors of singular matrices are computed from their definition
};

#define CK_REAL_NAME(name) ck_##name
#define CK_COMPLEX_NAME(name) ck_complex_##name
CK_LINALG_DECLARE(double, CK_REAL_NAME)
CK_LINALG_DECLARE(double _Complex, CK_COMPLEX_NAME)

// Turns the tridiagonal matrix with diagonal d and e beside it diagonal, and rotates the n rows of z, of `width` numbers, along.
// Returns 0, or 1 after too many steps.
int ck_tridiagonal_values(ptrdiff_t n, double *d, double *e, double *z, ptrdiff_t width);

// Turns the matrix with diagonal d and e above it diagonal and positive; the n rows of `left`, of n numbers, and those of `right`, of
// `width` numbers, are rotated as its rows and columns are. Returns 0, or 1 after too many steps.
int ck_bidiagonal_values(ptrdiff_t n, double *d, double *e, double *left, double *right, ptrdiff_t width);

// Writes an eigenvector x of n numbers into a column of a matrix of eigenvectors, at length 1; where `turns`, so that its largest
// element is real.
void ck_put_eigenvector(ptrdiff_t n, double _Complex *x, int turns, double _Complex *column);
