// Decompositions and solvers on matrices of reals.
#include "ck_gemm.h"
#include "linalg_internal.h"
#include "linalg_lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ck_multiply_add(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_operand a, struct ck_operand b, double beta, double *c,
                ptrdiff_t ldc) {
  ck_gemm_f64(m, n, k, alpha, a.at, a.row, a.column, b.at, b.row, b.column, beta, c, ldc, 1);
}

#define NUMBER double
#define FN CK_REAL_NAME
#define LAPACK_FN(name) ck_lapack_##name
#define PARTS 1
#define REAL(x) (x)
#define IMAGINARY(x) 0.0
#define CONJUGATE(x) (x)
#define SIZE(x) fabs(x)
#define PARTS_SIZE(x) fabs(x)
#define SQUARE(x) ((x) * (x))

#include "linalg_dot.inc"
#include "linalg_qr.inc"
#include "linalg_solve.inc"
#include "linalg_eigh.inc"
#include "linalg_svd.inc"
#include "linalg_exp.inc"
#include "linalg_cofactor.inc"
#include "linalg_run.inc"
