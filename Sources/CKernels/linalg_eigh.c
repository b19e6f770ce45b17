// Eigenvalues and eigenvectors of symmetric matrices: to tridiagonal form by reflectors, then the QL iteration with implicit shifts.
#include "linalg_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double inner(ptrdiff_t n, const double *x, const double *y) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

// Brings the symmetric `a` to the diagonal d and the subdiagonal e with a = z^T T z; z overwrites `a`.
static void tridiagonalize(ptrdiff_t n, double *a, double *d, double *e, double *taus, double *work) {
  for (ptrdiff_t k = 0; k + 2 < n; k++) {
    // The reflector lies in row k, right of the diagonal: the matrix is symmetric, so that rows serve as columns.
    double *v = a + k * n + k + 1;
    ptrdiff_t size = n - k - 1;
    double tau = taus[k] = ck_reflector(size, v, 1);
    e[k] = v[0];
    v[0] = 1;
    if (tau == 0) continue;
    double *b = a + (k + 1) * n + k + 1;
    for (ptrdiff_t i = 0; i < size; i++) work[i] = tau * inner(size, b + i * n, v);
    double half = tau / 2 * inner(size, work, v);
    for (ptrdiff_t i = 0; i < size; i++) work[i] -= half * v[i];
    for (ptrdiff_t i = 0; i < size; i++) {
      double x = v[i], y = work[i];
      for (ptrdiff_t j = 0; j < size; j++) b[i * n + j] -= x * work[j] + y * v[j];
    }
  }
  for (ptrdiff_t i = 0; i < n; i++) d[i] = a[i * n + i];
  if (n > 1) e[n - 2] = a[(n - 2) * n + n - 1];
  // z = H_last ... H_0, built from the right lower corner on; row k of `a` keeps its reflector until it is used.
  for (ptrdiff_t k = n - 1; k >= 0; k--) {
    if (k + 2 < n && taus[k] != 0) {
      const double *v = a + k * n + k + 1;
      ptrdiff_t size = n - k - 1;
      for (ptrdiff_t i = k + 1; i < n; i++) {
        double *row = a + i * n + k + 1;
        double factor = taus[k] * inner(size, row, v);
        for (ptrdiff_t j = 0; j < size; j++) row[j] -= factor * v[j];
      }
    }
    for (ptrdiff_t i = k; i < n; i++) a[k * n + i] = a[i * n + k] = 0;
    a[k * n + k] = 1;
  }
}

// Turns the tridiagonal matrix (d, e) diagonal and rotates the rows of z along. Returns 0, or 1 after too many steps.
static int iterate(ptrdiff_t n, double *d, double *e, double *z) {
  for (ptrdiff_t l = 0; l < n; l++) {
    for (int step = 0;; step++) {
      ptrdiff_t m = l;
      while (m + 1 < n && fabs(e[m]) > DBL_EPSILON * (fabs(d[m]) + fabs(d[m + 1])) && fabs(e[m]) > DBL_MIN) m++;
      if (m == l) break;
      if (step == 60) return 1;
      // The eigenvalue of the leading 2 x 2 block that lies nearer to d[l] is the shift.
      double g = (d[l + 1] - d[l]) / (2 * e[l]);
      g = d[m] - d[l] + e[l] / (g + copysign(hypot(g, 1), g));
      double s = 1, c = 1, p = 0;
      ptrdiff_t i = m - 1;
      for (; i >= l; i--) {
        double f = s * e[i], b = c * e[i], r = hypot(f, g);
        e[i + 1] = r;
        if (r == 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        double *restrict x = z + i * n, *restrict y = z + (i + 1) * n;
        for (ptrdiff_t k = 0; k < n; k++) {
          double t = y[k];
          y[k] = s * x[k] + c * t;
          x[k] = c * x[k] - s * t;
        }
      }
      if (i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return 0;
}

int ck_eigh(ptrdiff_t n, int flags, double *a, double *values) {
  double *memory = malloc((size_t)(n * n + 3 * n + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *e = memory, *taus = e + n, *work = taus + n, *sorted = work + n;
  double largest = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = 0; j < i; j++) {
      if (flags & CK_UPPER) a[i * n + j] = a[j * n + i];
      else a[j * n + i] = a[i * n + j];
      if (fabs(a[i * n + j]) > largest) largest = fabs(a[i * n + j]);
    }
    if (fabs(a[i * n + i]) > largest) largest = fabs(a[i * n + i]);
  }
  // Far from 1, products of elements would overflow or vanish: work on a multiple.
  double scale = largest > 1e140 || (largest < 1e-140 && largest > 0) ? ldexp(1, -ilogb(largest)) : 1;
  if (scale != 1) for (ptrdiff_t i = 0; i < n * n; i++) a[i] *= scale;
  memset(e, 0, (size_t)(3 * n) * sizeof(double));
  tridiagonalize(n, a, values, e, taus, work);
  int info = iterate(n, values, e, a);
  // Row i of `a` is the eigenvector of value i: put them in order, as columns.
  for (ptrdiff_t i = 0; i < n; i++) {
    ptrdiff_t best = i;
    for (ptrdiff_t k = i + 1; k < n; k++) if (values[k] < values[best]) best = k;
    if (best == i) continue;
    double t = values[i];
    values[i] = values[best];
    values[best] = t;
    memcpy(work, a + i * n, (size_t)n * sizeof(double));
    memcpy(a + i * n, a + best * n, (size_t)n * sizeof(double));
    memcpy(a + best * n, work, (size_t)n * sizeof(double));
  }
  for (ptrdiff_t i = 0; i < n; i++) {
    values[i] /= scale;
    for (ptrdiff_t j = 0; j < n; j++) sorted[j * n + i] = a[i * n + j];
  }
  memcpy(a, sorted, (size_t)(n * n) * sizeof(double));
  free(memory);
  return info;
}
