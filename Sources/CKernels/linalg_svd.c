// The singular value decomposition: QR first, then one-sided Jacobi rotations on the rows of R, which finds small singular values to
// their own precision.
#include "linalg_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SWEEPS = 60 };

static double inner(ptrdiff_t n, const double *x, const double *y) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

static void rotate(ptrdiff_t n, double c, double s, double *restrict x, double *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) {
    double t = x[i];
    x[i] = c * t - s * y[i];
    y[i] = s * t + c * y[i];
  }
}

// Rotates pairs of rows of w, and the rows of j with them, until all rows of w stand at right angles. Returns 1 when they never do.
static int orthogonalize(ptrdiff_t n, double *w, double *j) {
  double *squares = malloc((size_t)n * sizeof(double));
  if (!squares) return CK_NO_MEMORY;
  double limit = DBL_EPSILON * sqrt((double)n);
  int rotated = 1;
  for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
    rotated = 0;
    for (ptrdiff_t i = 0; i < n; i++) squares[i] = inner(n, w + i * n, w + i * n);
    for (ptrdiff_t p = 0; p + 1 < n; p++) {
      for (ptrdiff_t q = p + 1; q < n; q++) {
        double *x = w + p * n, *y = w + q * n;
        double xx = squares[p], yy = squares[q], xy = inner(n, x, y);
        if (!(fabs(xy) > limit * sqrt(xx) * sqrt(yy)) || fabs(xy) < DBL_MIN) continue;
        rotated = 1;
        double zeta = (yy - xx) / (2 * xy);
        double t = copysign(1, zeta) / (fabs(zeta) + hypot(1, zeta));
        double c = 1 / sqrt(1 + t * t), s = c * t;
        rotate(n, c, s, x, y);
        rotate(n, c, s, j + p * n, j + q * n);
        squares[p] = inner(n, x, x);
        squares[q] = inner(n, y, y);
      }
    }
  }
  free(squares);
  return rotated;
}

// Takes from x what lies along the first `count` rows of w, all of length 1; twice, so that rounding leaves nothing. Returns its length.
static double remove_parts(ptrdiff_t n, ptrdiff_t count, const double *w, double *x) {
  for (int round = 0; round < 2; round++) {
    for (ptrdiff_t k = 0; k < count; k++) {
      double part = inner(n, x, w + k * n);
      for (ptrdiff_t i = 0; i < n; i++) x[i] -= part * w[k * n + i];
    }
  }
  return sqrt(inner(n, x, x));
}

// Makes the rows of w, sorted by length, unit vectors; a row too short to have a direction of its own gets one at right angles.
static void normalize(ptrdiff_t n, double *w, const double *s) {
  for (ptrdiff_t i = 0; i < n; i++) {
    double *x = w + i * n;
    if (s[i] != s[i]) continue;
    if (s[i] > (double)n * DBL_EPSILON * s[0]) {
      for (ptrdiff_t k = 0; k < n; k++) x[k] /= s[i];
      continue;
    }
    double size = 0;
    if (s[i] > 0) {
      for (ptrdiff_t k = 0; k < n; k++) x[k] /= s[i];
      size = remove_parts(n, i, w, x);
    }
    for (ptrdiff_t unit = 0; !(size > 0.1 / sqrt((double)n)) && unit < n; unit++) {
      memset(x, 0, (size_t)n * sizeof(double));
      x[unit] = 1;
      size = remove_parts(n, i, w, x);
    }
    for (ptrdiff_t k = 0; k < n; k++) x[k] /= size;
  }
}

static void sort_rows(ptrdiff_t n, double *s, double *w, double *j, double *spare) {
  size_t bytes = (size_t)n * sizeof(double);
  for (ptrdiff_t i = 0; i < n; i++) {
    ptrdiff_t best = i;
    for (ptrdiff_t k = i + 1; k < n; k++) {
      if (s[k] > s[best]) best = k;
    }
    if (best == i) continue;
    double t = s[i];
    s[i] = s[best];
    s[best] = t;
    double *rows[2] = {w, j};
    for (int which = 0; which < 2; which++) {
      memcpy(spare, rows[which] + i * n, bytes);
      memcpy(rows[which] + i * n, rows[which] + best * n, bytes);
      memcpy(rows[which] + best * n, spare, bytes);
    }
  }
}

// a is m x n with m >= n; u is m x columns. `w` (n x n) becomes v transposed.
static int decompose(ptrdiff_t m, ptrdiff_t n, ptrdiff_t columns, double *a, double *u, double *s, double *w) {
  double *memory = malloc((size_t)(m * columns + n * n + n + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *q = memory, *j = q + m * columns, *spare = j + n * n;
  double largest = 0;
  for (ptrdiff_t i = 0; i < m * n; i++) {
    if (fabs(a[i]) > largest) largest = fabs(a[i]);
  }
  double scale = largest > 1e140 || (largest < 1e-140 && largest > 0) ? ldexp(1, -ilogb(largest)) : 1;
  if (scale != 1) {
    for (ptrdiff_t i = 0; i < m * n; i++) a[i] *= scale;
  }
  int info = ck_qr(m, n, columns, a, q);
  if (!info) {
    memcpy(w, a, (size_t)(n * n) * sizeof(double));
    memset(j, 0, (size_t)(n * n) * sizeof(double));
    for (ptrdiff_t i = 0; i < n; i++) j[i * n + i] = 1;
    info = orthogonalize(n, w, j);
    for (ptrdiff_t i = 0; i < n; i++) s[i] = sqrt(inner(n, w + i * n, w + i * n));
    sort_rows(n, s, w, j, spare);
    normalize(n, w, s);
    for (ptrdiff_t i = 0; i < n; i++) s[i] /= scale;
    // R = j^T s w, so that u = q j^T in the first n columns; the others are q's.
    for (ptrdiff_t i = 0; i < m; i++) {
      for (ptrdiff_t k = 0; k < columns; k++) {
        u[i * columns + k] = k < n ? inner(n, q + i * columns, j + k * n) : q[i * columns + k];
      }
    }
  }
  free(memory);
  return info;
}

static void transpose_into(ptrdiff_t m, ptrdiff_t n, const double *a, double *out) {
  for (ptrdiff_t i = 0; i < m; i++) {
    for (ptrdiff_t j = 0; j < n; j++) out[j * m + i] = a[i * n + j];
  }
}

int ck_svd(ptrdiff_t m, ptrdiff_t n, int flags, double *a, double *u, double *s, double *vt) {
  int full = !!(flags & CK_FULL);
  if (m >= n) return decompose(m, n, full ? m : n, a, u, s, vt);
  // A wide matrix: a^T = u' s v'^T, so that u = v' and v^T = u'^T.
  ptrdiff_t columns = full ? n : m;
  double *memory = malloc((size_t)(n * m + n * columns + m * m + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *turned = memory, *v = turned + n * m, *ut = v + n * columns;
  transpose_into(m, n, a, turned);
  int info = decompose(n, m, columns, turned, v, s, ut);
  transpose_into(m, m, ut, u);
  transpose_into(n, columns, v, vt);
  free(memory);
  return info;
}
