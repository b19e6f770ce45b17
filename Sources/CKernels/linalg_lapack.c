// LAPACK behind the decompositions, for matrices large enough. Its functions are found while the program runs; nothing is linked.
//
// LAPACK's matrices are column-major: where ours is A, it sees A transposed. An SVD or QR decomposition of one is an SVD or LQ
// decomposition of the other with the factors exchanged, so nothing needs to be moved; see linalg_lapack.inc.
#include "linalg_lapack.h"

#include <complex.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static _Atomic(const struct ck_lapack_functions *) lapack;

void ck_linalg_use_lapack(const struct ck_lapack_functions *functions) { atomic_store(&lapack, functions); }

int ck_linalg_is_large(enum ck_linalg_kernel kernel, ptrdiff_t m, ptrdiff_t n) {
  enum { LEAST = 96 };
  if (kernel == CK_EIGH || kernel == CK_EIG) n = m;
  if ((m < n ? m : n) < LEAST || m > INT32_MAX / 2 || n > INT32_MAX / 2) return 0;
  return kernel == CK_QR || kernel == CK_EIGH || kernel == CK_SVD || kernel == CK_EIG;
}

int ck_lapack_serves(enum ck_linalg_kernel kernel, ptrdiff_t m, ptrdiff_t n) {
  return ck_linalg_is_large(kernel, m, n) && atomic_load(&lapack);
}

static int all_finite(ptrdiff_t count, const double *x) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < count; i++) sum += x[i] * 0;  // 0, or NaN from the first number that is not finite
  return sum == 0;
}

#define FUNCTIONS atomic_load(&lapack)->reals
#define NUMBER double
#define LAPACK(name) ck_lapack_##name
#define PARTS 1
#define CONJUGATE(x) (x)
#include "linalg_lapack.inc"
#undef FUNCTIONS
#undef NUMBER
#undef LAPACK
#undef PARTS
#undef CONJUGATE

#define FUNCTIONS atomic_load(&lapack)->complexes
#define NUMBER double _Complex
#define LAPACK(name) ck_complex_lapack_##name
#define PARTS 2
#define CONJUGATE(x) conj(x)
#include "linalg_lapack.inc"
