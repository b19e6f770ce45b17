// What the files of decompositions share: every matrix is row-major, `lda` numbers from row to row.
#pragma once
#include "ck_linalg.h"

// LAPACK's elementary reflector H = I - tau v v^T with H (alpha, x) = (beta, 0) and v = (1, x'). Reads alpha from x[0], writes beta
// there and x' behind it. Returns tau, 0 where there is nothing to do.
double ck_reflector(ptrdiff_t n, double *x, ptrdiff_t step);

// a (rows x columns) = (I - tau v v^T) a, where v has the stated step and v[0] counts as 1. `work` holds `columns` numbers.
void ck_reflect_rows(ptrdiff_t rows, ptrdiff_t columns, double tau, const double *v, ptrdiff_t step, double *a, ptrdiff_t lda, double *work);

// Each returns its kernel's info; see ck_linalg.h.
int ck_lu(ptrdiff_t m, ptrdiff_t n, double *a, int32_t *pivots);
int ck_solve(ptrdiff_t m, ptrdiff_t n, double *a, double *b, int32_t *pivots);
void ck_solve_triangular(ptrdiff_t m, ptrdiff_t n, int flags, const double *a, double *b);
int ck_cholesky(ptrdiff_t n, int flags, double *a);
int ck_qr(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double *a, double *q);
int ck_eigh(ptrdiff_t n, int flags, double *a, double *values);
int ck_svd(ptrdiff_t m, ptrdiff_t n, int flags, double *a, double *u, double *s, double *vt);
int ck_eig(ptrdiff_t n, double *a, double *values, double *vectors);
int ck_matrix_exp(ptrdiff_t n, double *a, double *out);
int ck_cofactor(ptrdiff_t n, const double *a, double *out);
