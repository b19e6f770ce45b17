// The decompositions of large matrices by LAPACK, where a program found one; see linalg_lapack.c.
#pragma once
#include "linalg_internal.h"

// Whether LAPACK is there, and worth it for a matrix of this size.
int ck_lapack_serves(enum ck_linalg_kernel kernel, ptrdiff_t m, ptrdiff_t n);

// As the functions of the same names in linalg_internal.h. LAPACK_DECLINES where the matrix has elements that are not finite, which
// LAPACK may walk over for ever, or where it reports that it did not get through: nothing is overwritten then.
enum { LAPACK_DECLINES = -2 };
#define CK_LAPACK_DECLARE(T, NAME)                                                  \
  int NAME##_qr(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, T *a, T *q, T *kept);         \
  int NAME##_eigh(ptrdiff_t n, int flags, T *a, double *values);                     \
  int NAME##_svd(ptrdiff_t m, ptrdiff_t n, int flags, T *a, T *u, double *s, T *vt); \
  int NAME##_eig(ptrdiff_t n, T *a, double *values, double *vectors);

CK_LAPACK_DECLARE(double, ck_lapack)
CK_LAPACK_DECLARE(double _Complex, ck_complex_lapack)
