// Eigenvalues and eigenvectors of complex matrices of any kind: to Hessenberg form by reflectors, to a triangle by QR steps with one
// shift at a time, and from there by substitution.
#include "linalg_internal.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef double _Complex number;

enum { STEPS_PER_VALUE = 60 };

// a = a (I - tau v v^H) on columns column..<column + size of all n rows; v[0] is 1.
static void reflect_columns(ptrdiff_t n, number *a, ptrdiff_t column, ptrdiff_t size, const number *v, number tau) {
  for (ptrdiff_t i = 0; i < n; i++) {
    number *row = a + i * n + column, sum = 0;
    for (ptrdiff_t j = 0; j < size; j++) sum += row[j] * v[j];
    for (ptrdiff_t j = 0; j < size; j++) row[j] -= tau * sum * conj(v[j]);
  }
}

static void to_hessenberg(ptrdiff_t n, number *h, number *z, number *v, number *work) {
  for (ptrdiff_t k = 0; k + 2 < n; k++) {
    ptrdiff_t size = n - k - 1;
    for (ptrdiff_t i = 0; i < size; i++) v[i] = h[(k + 1 + i) * n + k];
    number tau = ck_complex_reflector(size, v, 1), beta = v[0];
    if (tau == 0) continue;
    v[0] = 1;
    ck_complex_reflect_rows(size, size, conj(tau), v, 1, h + (k + 1) * n + k + 1, n, work);
    h[(k + 1) * n + k] = beta;
    for (ptrdiff_t i = 1; i < size; i++) h[(k + 1 + i) * n + k] = 0;
    reflect_columns(n, h, k + 1, size, v, tau);
    reflect_columns(n, z, k + 1, size, v, tau);
  }
}

// The eigenvalue of the 2 x 2 block with its last element at hi that lies nearer to that element.
static number shift_of(ptrdiff_t n, const number *h, ptrdiff_t hi) {
  number a = h[(hi - 1) * n + hi - 1], b = h[(hi - 1) * n + hi], c = h[hi * n + hi - 1], d = h[hi * n + hi];
  number half = (a - d) / 2, root = csqrt(half * half + b * c);
  number sum = cabs(half + root) > cabs(half - root) ? half + root : half - root;
  return sum == 0 ? d : d - b * c / sum;
}

// One QR step on the rows and columns lo...hi: h - shift = Q R becomes R Q + shift, by rotations of neighbouring rows and then columns.
// The rotation of rows k and k + 1 is [[c, s], [-conj(s), c]] with a real c.
static void shifted_step(ptrdiff_t n, number *h, number *z, ptrdiff_t lo, ptrdiff_t hi, number shift) {
  number x = h[lo * n + lo] - shift, y = h[(lo + 1) * n + lo];
  for (ptrdiff_t k = lo; k < hi; k++) {
    if (k > lo) {
      x = h[k * n + k - 1];
      y = h[(k + 1) * n + k - 1];
    }
    double size = cabs(x), length = hypot(size, cabs(y));
    if (length == 0) continue;
    number phase = size == 0 ? 1 : x / size, s = phase * conj(y) / length;
    double c = size / length;
    for (ptrdiff_t j = k > lo ? k - 1 : lo; j < n; j++) {
      number p = h[k * n + j], q = h[(k + 1) * n + j];
      h[k * n + j] = c * p + s * q;
      h[(k + 1) * n + j] = c * q - conj(s) * p;
    }
    if (k > lo) h[(k + 1) * n + k - 1] = 0;
    for (int which = 0; which < 2; which++) {
      number *m = which ? z : h;
      ptrdiff_t rows = which ? n : (k + 2 < hi ? k + 2 : hi) + 1;
      for (ptrdiff_t i = 0; i < rows; i++) {
        number p = m[i * n + k], q = m[i * n + k + 1];
        m[i * n + k] = c * p + conj(s) * q;
        m[i * n + k + 1] = c * q - s * p;
      }
    }
  }
}

// Whether c below the diagonal (a, d) counts as zero: it is small beside both, and so is the change of the eigenvalues without it
// (the criterion of Ahues and Tisseur).
static int vanishes(number a, number b, number c, number d) {
  double below = cabs(c), beside = cabs(a) + cabs(d);
  if (below < DBL_MIN || !(below == below)) return 1;
  if (below > DBL_EPSILON / 2 * beside) return 0;
  double above = cabs(b), gap = cabs(a - d), last = cabs(d), more = fmax(above, below), less = fmin(above, below);
  double large = fmax(last, gap), small = fmin(last, gap), sum = large + more;
  return less * (more / sum) <= fmax(DBL_MIN, DBL_EPSILON / 2 * (small * (large / sum)));
}

static int to_triangle(ptrdiff_t n, number *h, number *z) {
  int steps = 0;
  for (ptrdiff_t hi = n - 1; hi > 0;) {
    ptrdiff_t lo = hi;
    for (; lo > 0; lo--) {
      if (vanishes(h[(lo - 1) * n + lo - 1], h[(lo - 1) * n + lo], h[lo * n + lo - 1], h[lo * n + lo])) {
        h[lo * n + lo - 1] = 0;
        break;
      }
    }
    if (lo == hi) {
      hi--;
      steps = 0;
      continue;
    }
    if (++steps > STEPS_PER_VALUE) return 1;
    // Every tenth shift is another one, in case the usual ones lead nowhere.
    number shift = steps % 10 ? shift_of(n, h, hi) : h[hi * n + hi] + 0.75 * cabs(h[hi * n + hi - 1]);
    shifted_step(n, h, z, lo, hi, shift);
  }
  return 0;
}

int ck_complex_eig(ptrdiff_t n, number *a, double *values, double *vectors) {
  number *memory = calloc((size_t)(n * n + 2 * n + 1), sizeof(number));
  if (!memory) return CK_NO_MEMORY;
  number *z = memory, *x = z + n * n, *work = x + n;
  for (ptrdiff_t i = 0; i < n; i++) z[i * n + i] = 1;
  to_hessenberg(n, a, z, x, work);
  int info = to_triangle(n, a, z);
  double norm = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = i; j < n; j++) norm = hypot(norm, cabs(a[i * n + j]));
  }
  double least = DBL_EPSILON * norm + DBL_MIN;
  for (ptrdiff_t k = 0; !info && k < n; k++) {
    number value = a[k * n + k];
    memcpy(values + 2 * k, &value, sizeof value);
    if (!vectors) continue;
    // The triangle's eigenvector ends with 1 at row k.
    x[k] = 1;
    for (ptrdiff_t i = k - 1; i >= 0; i--) {
      number sum = 0, gap = value - a[i * n + i];
      for (ptrdiff_t j = i + 1; j <= k; j++) sum += a[i * n + j] * x[j];
      x[i] = sum / (cabs(gap) < least ? least : gap);
      double size = cabs(x[i]);
      if (size > 1e100) for (ptrdiff_t j = i; j <= k; j++) x[j] /= size;
    }
    for (ptrdiff_t i = 0; i < n; i++) {
      work[i] = 0;
      for (ptrdiff_t j = 0; j <= k; j++) work[i] += z[i * n + j] * x[j];
    }
    ck_put_eigenvector(n, work, 1, (number *)vectors + k);
  }
  free(memory);
  return info;
}
