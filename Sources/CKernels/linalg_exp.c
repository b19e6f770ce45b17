// The exponential of a matrix: a rational approximation of order 13 of a small enough fraction of it, squared again and again.
#include "ck_gemm.h"
#include "linalg_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void multiply(ptrdiff_t n, const double *a, const double *b, double beta, double *c) {
  ck_gemm_f64(n, n, n, 1, a, n, 1, b, n, 1, beta, c, n, 1);
}

int ck_matrix_exp(ptrdiff_t n, double *a, double *out) {
  // The coefficients of the Padé approximant: b[k] = (26 - k)! 13! / (26! k! (13 - k)!), times 26! / 13!.
  static const double b[14] = {
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
    33522128640,       1323241920,        40840800,         960960,           16380,           182,            1};
  const double reach = 5.371920351148152;  // up to this norm the approximation is exact to double precision
  double norm = 0;
  for (ptrdiff_t j = 0; j < n; j++) {
    double sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) sum += fabs(a[i * n + j]);
    if (sum > norm || sum != sum) norm = sum;
    if (norm != norm) break;
  }
  size_t count = (size_t)(n * n);
  if (!isfinite(norm)) {
    for (size_t i = 0; i < count; i++) out[i] = NAN;
    return 0;
  }
  double *memory = malloc((5 * count + 1) * sizeof(double) + (size_t)(n + 1) * sizeof(int32_t));
  if (!memory) return CK_NO_MEMORY;
  double *a2 = memory, *a4 = a2 + count, *a6 = a4 + count, *odd = a6 + count, *even = odd + count;
  int32_t *pivots = (int32_t *)(even + count);
  int squarings = norm > reach ? (int)ceil(log2(norm / reach)) : 0;
  for (size_t i = 0; i < count; i++) a[i] = ldexp(a[i], -squarings);
  multiply(n, a, a, 0, a2);
  multiply(n, a2, a2, 0, a4);
  multiply(n, a2, a4, 0, a6);
  // odd = a (a6 (b13 a6 + b11 a4 + b9 a2) + b7 a6 + b5 a4 + b3 a2 + b1), even likewise with the other coefficients.
  for (size_t i = 0; i < count; i++) {
    double unit = i % ((size_t)n + 1) == 0;
    out[i] = b[13] * a6[i] + b[11] * a4[i] + b[9] * a2[i];
    even[i] = b[7] * a6[i] + b[5] * a4[i] + b[3] * a2[i] + b[1] * unit;
  }
  multiply(n, a6, out, 1, even);
  multiply(n, a, even, 0, odd);
  for (size_t i = 0; i < count; i++) {
    double unit = i % ((size_t)n + 1) == 0;
    out[i] = b[12] * a6[i] + b[10] * a4[i] + b[8] * a2[i];
    even[i] = b[6] * a6[i] + b[4] * a4[i] + b[2] * a2[i] + b[0] * unit;
  }
  multiply(n, a6, out, 1, even);
  for (size_t i = 0; i < count; i++) {
    out[i] = even[i] + odd[i];
    a[i] = even[i] - odd[i];
  }
  ck_solve(n, n, a, out, pivots);
  for (int k = 0; k < squarings; k++) {
    multiply(n, out, out, 0, a);
    memcpy(out, a, count * sizeof(double));
  }
  free(memory);
  return 0;
}
