// The singular value decomposition: to bidiagonal form by reflectors, of R where the matrix is much higher than wide, then one-sided
// Jacobi rotations. Vectors without a singular value are what the reflectors make them; where R is taken is chosen as PyTorch's library
// does, so that they agree with its.
#include "ck_gemm.h"
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

// Brings a (m x n, m >= n) to the upper bidiagonal matrix b = q^T a p of its first n rows; q is m x columns, pt is n x n.
static int bidiagonalize(ptrdiff_t m, ptrdiff_t n, ptrdiff_t columns, double *a, double *q, double *pt) {
  double *work = malloc((size_t)(columns + 3 * n + 1) * sizeof(double));
  if (!work) return CK_NO_MEMORY;
  double *left = work + columns + n, *right = left + n;
  for (ptrdiff_t i = 0; i < n; i++) {
    double *corner = a + i * n + i;
    left[i] = ck_reflector(m - i, corner, n);
    ck_reflect_rows(m - i, n - i - 1, left[i], corner, n, corner + 1, n, work);
    right[i] = 0;
    if (i + 2 >= n) continue;
    double *v = corner + 1;
    ptrdiff_t size = n - i - 1;
    right[i] = ck_reflector(size, v, 1);
    for (ptrdiff_t k = i + 1; k < m; k++) {
      double *row = a + k * n + i + 1;
      double factor = right[i] * (row[0] + inner(size - 1, row + 1, v + 1));
      row[0] -= factor;
      for (ptrdiff_t j = 1; j < size; j++) row[j] -= factor * v[j];
    }
  }
  memset(q, 0, (size_t)(m * columns) * sizeof(double));
  memset(pt, 0, (size_t)(n * n) * sizeof(double));
  for (ptrdiff_t i = 0; i < columns; i++) q[i * columns + i] = 1;
  for (ptrdiff_t i = 0; i < n; i++) pt[i * n + i] = 1;
  for (ptrdiff_t i = n - 1; i >= 0; i--) {
    double *corner = a + i * n + i;
    ck_reflect_rows(m - i, columns - i, left[i], corner, n, q + i * columns + i, columns, work);
    for (ptrdiff_t k = i + 1; right[i] != 0 && k < n; k++) {
      double *row = pt + k * n + i + 1, *v = corner + 1;
      double factor = right[i] * (row[0] + inner(n - i - 2, row + 1, v + 1));
      row[0] -= factor;
      for (ptrdiff_t j = 1; j < n - i - 1; j++) row[j] -= factor * v[j];
    }
  }
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = 0; j < n; j++) {
      if (j != i && j != i + 1) a[i * n + j] = 0;
    }
  }
  free(work);
  return 0;
}

// a is m x n with m >= n; u is m x columns.
static int decompose(ptrdiff_t m, ptrdiff_t n, ptrdiff_t columns, int by_qr, double *a, double *u, double *s, double *vt) {
  double *memory = malloc((size_t)(m * columns + 4 * n * n + n + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *q = memory, *j = q + m * columns, *w = j + n * n, *pt = w + n * n, *inside = pt + n * n, *spare = inside + n * n;
  double largest = 0;
  for (ptrdiff_t i = 0; i < m * n; i++) {
    if (fabs(a[i]) > largest) largest = fabs(a[i]);
  }
  double scale = largest > 1e140 || (largest < 1e-140 && largest > 0) ? ldexp(1, -ilogb(largest)) : 1;
  if (scale != 1) {
    for (ptrdiff_t i = 0; i < m * n; i++) a[i] *= scale;
  }
  int info = by_qr ? ck_qr(m, n, columns, a, q) : bidiagonalize(m, n, columns, a, q, pt);
  if (!info && by_qr) {
    info = bidiagonalize(n, n, n, a, inside, pt);
    // q of a = (q of R's rows) in the first n columns.
    for (ptrdiff_t i = 0; !info && i < m; i++) {
      double *row = q + i * columns;
      memset(spare, 0, (size_t)n * sizeof(double));
      for (ptrdiff_t k = 0; k < n; k++) {
        for (ptrdiff_t l = 0; l < n; l++) spare[l] += row[k] * inside[k * n + l];
      }
      memcpy(row, spare, (size_t)n * sizeof(double));
    }
  }
  if (!info) {
    memcpy(w, a, (size_t)(n * n) * sizeof(double));
    memset(j, 0, (size_t)(n * n) * sizeof(double));
    for (ptrdiff_t i = 0; i < n; i++) j[i * n + i] = 1;
    info = orthogonalize(n, w, j);
    for (ptrdiff_t i = 0; i < n; i++) s[i] = sqrt(inner(n, w + i * n, w + i * n));
    sort_rows(n, s, w, j, spare);
    normalize(n, w, s);
    for (ptrdiff_t i = 0; i < n; i++) s[i] /= scale;
    // b = j^T s w, so that u = q j^T in the first n columns, and v^T = w p^T.
    for (ptrdiff_t i = 0; i < m; i++) memcpy(u + i * columns, q + i * columns, (size_t)columns * sizeof(double));
    ck_gemm_f64(m, n, n, 1, q, columns, 1, j, 1, n, 0, u, columns, 1);
    ck_gemm_f64(n, n, n, 1, w, n, 1, pt, n, 1, 0, vt, n, 1);
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
  if (m >= n) return decompose(m, n, full ? m : n, m > n && m >= 3 * n / 2, a, u, s, vt);
  // A wide matrix: a^T = u' s v'^T, so that u = v' and v^T = u'^T.
  ptrdiff_t columns = full ? n : m;
  double *memory = malloc((size_t)(n * m + n * columns + m * m + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *turned = memory, *v = turned + n * m, *ut = v + n * columns;
  transpose_into(m, n, a, turned);
  int info = decompose(n, m, columns, 0, turned, v, s, ut);
  transpose_into(m, m, ut, u);
  transpose_into(n, columns, v, vt);
  free(memory);
  return info;
}
