// The singular value decomposition: to bidiagonal form by reflectors, of R where the matrix is much higher than wide, then QR steps with
// implicit shifts. Vectors without a singular value are what the reflectors make them; where R is taken is chosen as PyTorch's library
// does, so that they agree with its.
#include "ck_gemm.h"
#include "linalg_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_PER_VALUE = 60 };

static double inner(ptrdiff_t n, const double *x, const double *y) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

// The rotation that turns (x, y) into (r, 0).
typedef struct {
  double c, s, r;
} rotation;

static rotation rotation_to(double x, double y) {
  double r = hypot(x, y);
  return r == 0 ? (rotation){1, 0, 0} : (rotation){x / r, y / r, r};
}

// Rotates two rows.
static void rotate(ptrdiff_t n, rotation q, double *restrict x, double *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) {
    double t = x[i];
    x[i] = q.c * t + q.s * y[i];
    y[i] = q.c * y[i] - q.s * t;
  }
}

// An upper bidiagonal matrix with diagonal d and e above it, and the rows that take part in what is done to it.
typedef struct {
  ptrdiff_t n;
  double *d, *e;
  double *left, *right;  // n rows of n numbers each: u and v transposed
} bidiagonal;

// The diagonal's element i is zero: rotates what stands beside it out of the matrix, up to column hi.
static void clear_row(bidiagonal *b, ptrdiff_t i, ptrdiff_t hi) {
  double f = b->e[i];
  b->e[i] = 0;
  for (ptrdiff_t k = i + 1; k <= hi && f != 0; k++) {
    rotation q = rotation_to(b->d[k], f);
    b->d[k] = q.r;
    rotate(b->n, q, b->left + k * b->n, b->left + i * b->n);
    if (k < hi) {
      f = -q.s * b->e[k];
      b->e[k] *= q.c;
    }
  }
}

// The diagonal's last element is zero: rotates what stands above it out of the matrix, up to row lo.
static void clear_column(bidiagonal *b, ptrdiff_t lo, ptrdiff_t hi) {
  double f = b->e[hi - 1];
  b->e[hi - 1] = 0;
  for (ptrdiff_t k = hi - 1; k >= lo && f != 0; k--) {
    rotation q = rotation_to(b->d[k], f);
    b->d[k] = q.r;
    rotate(b->n, q, b->right + k * b->n, b->right + hi * b->n);
    if (k > lo) {
      f = -q.s * b->e[k - 1];
      b->e[k - 1] *= q.c;
    }
  }
}

// One step on rows lo...hi. The shift is the eigenvalue of the last 2 x 2 block of b^T b that lies nearer to its last element.
static void shifted_step(bidiagonal *b, ptrdiff_t lo, ptrdiff_t hi) {
  double *d = b->d, *e = b->e, above = hi - 1 > lo ? e[hi - 2] : 0;
  double p = d[hi - 1] * d[hi - 1] + above * above, off = d[hi - 1] * e[hi - 1], last = d[hi] * d[hi] + e[hi - 1] * e[hi - 1];
  double half = (p - last) / 2, root = half + copysign(hypot(half, off), half);
  double shift = root == 0 ? last : last - off / root * off;
  double y = d[lo] - shift / d[lo], z = e[lo];  // both divided by d[lo], which is not zero
  for (ptrdiff_t k = lo; k < hi; k++) {
    rotation q = rotation_to(y, z);
    if (k > lo) e[k - 1] = q.r;
    y = q.c * d[k] + q.s * e[k];
    e[k] = q.c * e[k] - q.s * d[k];
    z = q.s * d[k + 1];
    d[k + 1] *= q.c;
    rotate(b->n, q, b->right + k * b->n, b->right + (k + 1) * b->n);
    q = rotation_to(y, z);
    d[k] = q.r;
    y = q.c * e[k] + q.s * d[k + 1];
    d[k + 1] = q.c * d[k + 1] - q.s * e[k];
    if (k < hi - 1) {
      z = q.s * e[k + 1];
      e[k + 1] *= q.c;
    }
    rotate(b->n, q, b->left + k * b->n, b->left + (k + 1) * b->n);
  }
  e[hi - 1] = y;
}

// Makes the matrix diagonal, and the diagonal positive. Returns 0, or 1 after too many steps.
static int diagonalize(bidiagonal *b) {
  double *d = b->d, *e = b->e;
  ptrdiff_t hi = b->n - 1;
  for (int steps = 0; hi > 0;) {
    for (ptrdiff_t i = 0; i < hi; i++) {
      if (fabs(e[i]) <= DBL_EPSILON * (fabs(d[i]) + fabs(d[i + 1])) || fabs(e[i]) < DBL_MIN) e[i] = 0;
    }
    if (e[hi - 1] == 0) {
      hi--;
      steps = 0;
      continue;
    }
    if (++steps > STEPS_PER_VALUE) return 1;
    ptrdiff_t lo = hi - 1, zero = -1;
    while (lo > 0 && e[lo - 1] != 0) lo--;
    for (ptrdiff_t i = lo; i <= hi; i++) {
      double beside = (i < hi ? fabs(e[i]) : 0) + (i > lo ? fabs(e[i - 1]) : 0);
      if (fabs(d[i]) <= DBL_EPSILON * beside * 0x1p-10) {
        d[i] = 0;
        zero = i;
      }
    }
    if (zero == hi) clear_column(b, lo, hi);
    else if (zero >= 0) clear_row(b, zero, hi);
    else shifted_step(b, lo, hi);
  }
  for (ptrdiff_t i = 0; i < b->n; i++) {
    if (!signbit(d[i])) continue;
    d[i] = -d[i];
    for (ptrdiff_t k = 0; k < b->n; k++) b->right[i * b->n + k] = -b->right[i * b->n + k];
  }
  return 0;
}

static void sort_rows(ptrdiff_t n, double *s, double *x, double *y, double *spare) {
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
    double *rows[2] = {x, y};
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
  double *memory = malloc((size_t)(m * columns + 2 * n * n + 2 * n + 1) * sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *q = memory, *left = q + m * columns, *inside = left + n * n, *spare = inside + n * n, *e = spare + n;
  double largest = 0;
  for (ptrdiff_t i = 0; i < m * n; i++) {
    if (fabs(a[i]) > largest) largest = fabs(a[i]);
  }
  double scale = largest > 1e140 || (largest < 1e-140 && largest > 0) ? ldexp(1, -ilogb(largest)) : 1;
  if (scale != 1) {
    for (ptrdiff_t i = 0; i < m * n; i++) a[i] *= scale;
  }
  int info = by_qr ? ck_qr(m, n, columns, a, q) : bidiagonalize(m, n, columns, a, q, vt);
  if (!info && by_qr) {
    info = bidiagonalize(n, n, n, a, inside, vt);
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
    // a = q b p^T, and b becomes diagonal: rows of p^T are rotated as b's columns are, and those of `left` as its rows.
    memset(left, 0, (size_t)(n * n) * sizeof(double));
    for (ptrdiff_t i = 0; i < n; i++) {
      left[i * n + i] = 1;
      s[i] = a[i * n + i];
      e[i] = i + 1 < n ? a[i * n + i + 1] : 0;
    }
    bidiagonal b = {n, s, e, left, vt};
    info = diagonalize(&b);
    sort_rows(n, s, vt, left, spare);
    for (ptrdiff_t i = 0; i < n; i++) s[i] /= scale;
    for (ptrdiff_t i = 0; i < m; i++) memcpy(u + i * columns, q + i * columns, (size_t)columns * sizeof(double));
    ck_gemm_f64(m, n, n, 1, q, columns, 1, left, 1, n, 0, u, columns, 1);
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
