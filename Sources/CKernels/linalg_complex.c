// Decompositions and solvers on matrices of complex numbers.
#include "ck_gemm.h"
#include "linalg_internal.h"
#include "linalg_lapack.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Four products of parts: real and imaginary parts are two numbers from each other.
void ck_complex_multiply_add(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_operand a, struct ck_operand b, double beta,
                        double _Complex *c, ptrdiff_t ldc) {
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
      int negative = (i && a.conjugated) ^ (j && b.conjugated) ^ (i && j), part = i ^ j;
      ck_gemm_f64(m, n, k, negative ? -alpha : alpha, (const double *)a.at + i, 2 * a.row, 2 * a.column, (const double *)b.at + j,
                  2 * b.row, 2 * b.column, i ? 1 : beta, (double *)c + part, 2 * ldc, 2);
    }
  }
}

static double square(double _Complex x) { return creal(x) * creal(x) + cimag(x) * cimag(x); }

#define NUMBER double _Complex
#define FN CK_COMPLEX_NAME
#define LAPACK_FN(name) ck_complex_lapack_##name
#define PARTS 2
#define REAL(x) creal(x)
#define IMAGINARY(x) cimag(x)
#define CONJUGATE(x) conj(x)
#define SIZE(x) cabs(x)
#define PARTS_SIZE(x) (fabs(creal(x)) + fabs(cimag(x)))
#define SQUARE(x) square(x)

#include "linalg_dot.inc"
#include "linalg_qr.inc"
#include "linalg_solve.inc"
#include "linalg_eigh.inc"
#include "linalg_svd.inc"
#include "linalg_exp.inc"
#include "linalg_cofactor.inc"
#include "linalg_run.inc"
