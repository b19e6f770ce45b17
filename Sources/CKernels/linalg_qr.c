// Householder reflectors and the QR decomposition, with LAPACK's signs.
#include "linalg_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The length of n numbers, safe from overflow and underflow.
static double length(ptrdiff_t n, const double *x, ptrdiff_t step) {
  double sum = 0, largest = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    sum += x[i * step] * x[i * step];
    double size = fabs(x[i * step]);
    if (size > largest) largest = size;
  }
  if (sum > 1e-280 && sum < 1e280) return sqrt(sum);
  if (sum != sum || largest == 0 || isinf(largest)) return sum;
  sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += (x[i * step] / largest) * (x[i * step] / largest);
  return largest * sqrt(sum);
}

double ck_reflector(ptrdiff_t n, double *x, ptrdiff_t step) {
  if (n < 2) return 0;
  double rest = length(n - 1, x + step, step);
  if (rest == 0) return 0;
  double alpha = x[0], beta = -copysign(hypot(alpha, rest), alpha);
  for (ptrdiff_t i = 1; i < n; i++) x[i * step] /= alpha - beta;
  x[0] = beta;
  return (beta - alpha) / beta;
}

void ck_reflect_rows(ptrdiff_t rows, ptrdiff_t columns, double tau, const double *v, ptrdiff_t step, double *a, ptrdiff_t lda, double *work) {
  if (tau == 0 || columns == 0) return;
  memcpy(work, a, (size_t)columns * sizeof(double));
  for (ptrdiff_t i = 1; i < rows; i++) {
    double factor = v[i * step];
    for (ptrdiff_t j = 0; j < columns; j++) work[j] += factor * a[i * lda + j];
  }
  for (ptrdiff_t j = 0; j < columns; j++) a[j] -= tau * work[j];
  for (ptrdiff_t i = 1; i < rows; i++) {
    double factor = tau * v[i * step];
    for (ptrdiff_t j = 0; j < columns; j++) a[i * lda + j] -= factor * work[j];
  }
}

int ck_qr(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double *a, double *q) {
  ptrdiff_t steps = m < n ? m : n;
  double *work = malloc((size_t)(n + k + steps + 1) * sizeof(double));
  if (!work) return CK_NO_MEMORY;
  double *taus = work + n + k;
  for (ptrdiff_t i = 0; i < steps; i++) {
    taus[i] = ck_reflector(m - i, a + i * n + i, n);
    ck_reflect_rows(m - i, n - i - 1, taus[i], a + i * n + i, n, a + i * n + i + 1, n, work);
  }
  if (q) {
    memset(q, 0, (size_t)(m * k) * sizeof(double));
    for (ptrdiff_t i = 0; i < k; i++) q[i * k + i] = 1;
    // From the last reflector to the first: columns before it are still those of the identity.
    for (ptrdiff_t i = (steps < k ? steps : k) - 1; i >= 0; i--) {
      ck_reflect_rows(m - i, k - i, taus[i], a + i * n + i, n, q + i * k + i, k, work);
    }
  }
  for (ptrdiff_t i = 1; i < m; i++) {
    for (ptrdiff_t j = 0; j < i && j < n; j++) a[i * n + j] = 0;
  }
  free(work);
  return 0;
}
