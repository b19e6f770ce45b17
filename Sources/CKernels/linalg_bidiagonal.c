// Singular values of upper bidiagonal matrices of reals, by QR steps with implicit shifts.
#include "linalg_internal.h"

#include <float.h>
#include <math.h>

enum { STEPS_PER_VALUE = 60 };

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
  double *left, *right;  // u transposed, n rows of n numbers, and v transposed, n rows of `width` numbers
  ptrdiff_t width;
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
    rotate(b->width, q, b->right + k * b->width, b->right + hi * b->width);
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
    rotate(b->width, q, b->right + k * b->width, b->right + (k + 1) * b->width);
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
    for (ptrdiff_t k = 0; k < b->width; k++) b->right[i * b->width + k] = -b->right[i * b->width + k];
  }
  return 0;
}

int ck_bidiagonal_values(ptrdiff_t n, double *d, double *e, double *left, double *right, ptrdiff_t width) {
  bidiagonal b = {n, d, e, left, right, width};
  return diagonalize(&b);
}
