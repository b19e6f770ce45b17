// The matrix of cofactors, det(A) times the transposed inverse, of matrices that may be singular.
#include "ck_gemm.h"
#include "linalg_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MINORS = 8 };  // up to this size the cofactors of singular matrices are computed from their definition

static double determinant(ptrdiff_t n, double *a, int32_t *pivots) {
  ck_lu(n, n, a, pivots);
  double product = 1;
  for (ptrdiff_t i = 0; i < n; i++) product *= pivots[i] == i + 1 ? a[i * n + i] : -a[i * n + i];
  return product;
}

// Each the determinant of what is left without a row and a column.
static void from_minors(ptrdiff_t n, const double *a, double *out, double *minor, int32_t *pivots) {
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = 0; j < n; j++) {
      double *m = minor;
      for (ptrdiff_t r = 0; r < n; r++) {
        for (ptrdiff_t c = 0; c < n; c++) {
          if (r != i && c != j) *m++ = a[r * n + c];
        }
      }
      double det = determinant(n - 1, minor, pivots);
      out[i * n + j] = (i + j) % 2 ? -det : det;
    }
  }
}

// With A = U S V^T the cofactors are det(U) det(V) U C V^T, where C has the products of all other singular values on its diagonal.
// `memory` holds four matrices and a row.
static int from_singular_values(ptrdiff_t n, const double *a, double *out, double *memory, int32_t *pivots) {
  size_t count = (size_t)(n * n);
  double *copy = memory, *u = copy + count, *vt = u + count, *other = vt + count, *s = other + count;
  memcpy(copy, a, count * sizeof(double));
  int info = ck_svd(n, n, 0, copy, u, s, vt);
  if (info) return info;
  memcpy(other, u, count * sizeof(double));
  double sign = determinant(n, other, pivots);
  memcpy(other, vt, count * sizeof(double));
  sign = copysign(1, sign * determinant(n, other, pivots));
  for (ptrdiff_t j = 0; j < n; j++) {
    double product = sign;
    for (ptrdiff_t k = 0; k < n; k++) product *= k == j ? 1 : s[k];
    for (ptrdiff_t i = 0; i < n; i++) u[i * n + j] *= product;
  }
  ck_gemm_f64(n, n, n, 1, u, n, 1, vt, n, 1, 0, out, n, 1);
  return 0;
}

int ck_cofactor(ptrdiff_t n, const double *a, double *out) {
  size_t count = (size_t)(n * n);
  double *memory = malloc((4 * count + (size_t)n + 1) * sizeof(double) + (size_t)n * sizeof(int32_t));
  if (!memory) return CK_NO_MEMORY;
  double *lu = memory, *inverse = lu + count;
  int32_t *pivots = (int32_t *)(memory + 4 * count + n + 1);
  int info = 0;
  memcpy(lu, a, count * sizeof(double));
  memset(inverse, 0, count * sizeof(double));
  for (ptrdiff_t i = 0; i < n; i++) inverse[i * n + i] = 1;
  if (ck_solve(n, n, lu, inverse, pivots) == 0) {
    double det = 1;
    for (ptrdiff_t i = 0; i < n; i++) det *= pivots[i] == i + 1 ? lu[i * n + i] : -lu[i * n + i];
    for (ptrdiff_t i = 0; i < n; i++) {
      for (ptrdiff_t j = 0; j < n; j++) out[i * n + j] = inverse[j * n + i] * det;
    }
  } else if (n <= MOST_MINORS) {
    from_minors(n, a, out, lu, pivots);
  } else {
    info = from_singular_values(n, a, out, memory, pivots);
  }
  free(memory);
  return info;
}
