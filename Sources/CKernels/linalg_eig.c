// Eigenvalues and eigenvectors of real matrices of any kind: to Hessenberg form by reflectors, to real Schur form by QR steps with two
// shifts at a time, and from there by substitution.
#include "linalg_internal.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_PER_VALUE = 60 };

// a = (I - tau v v^T) a on rows row..<row + size and columns from..<to; v[0] is 1.
static void reflect_left(double *a, ptrdiff_t n, ptrdiff_t row, ptrdiff_t size, const double *v, double tau, ptrdiff_t from, ptrdiff_t to) {
  for (ptrdiff_t j = from; j < to; j++) {
    double sum = 0;
    for (ptrdiff_t i = 0; i < size; i++) sum += v[i] * a[(row + i) * n + j];
    for (ptrdiff_t i = 0; i < size; i++) a[(row + i) * n + j] -= tau * sum * v[i];
  }
}

// a = a (I - tau v v^T) on columns column..<column + size of the first `rows` rows.
static void reflect_right(double *a, ptrdiff_t n, ptrdiff_t column, ptrdiff_t size, const double *v, double tau, ptrdiff_t rows) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    double *row = a + i * n + column, sum = 0;
    for (ptrdiff_t j = 0; j < size; j++) sum += row[j] * v[j];
    for (ptrdiff_t j = 0; j < size; j++) row[j] -= tau * sum * v[j];
  }
}

static void to_hessenberg(ptrdiff_t n, double *h, double *z, double *v) {
  for (ptrdiff_t k = 0; k + 2 < n; k++) {
    ptrdiff_t size = n - k - 1;
    for (ptrdiff_t i = 0; i < size; i++) v[i] = h[(k + 1 + i) * n + k];
    double tau = ck_reflector(size, v, 1), beta = v[0];
    if (tau == 0) continue;
    v[0] = 1;
    reflect_left(h, n, k + 1, size, v, tau, k + 1, n);
    h[(k + 1) * n + k] = beta;
    for (ptrdiff_t i = 1; i < size; i++) h[(k + 1 + i) * n + k] = 0;
    reflect_right(h, n, k + 1, size, v, tau, n);
    reflect_right(z, n, k + 1, size, v, tau, n);
  }
}

// One step with two shifts on the rows and columns lo...hi, at least three of them.
static void double_step(ptrdiff_t n, double *h, double *z, ptrdiff_t lo, ptrdiff_t hi, double trace, double det) {
  double *top = h + lo * n + lo;
  double v[3] = {
    top[0] * top[0] + top[1] * top[n] - trace * top[0] + det, top[n] * (top[0] + top[n + 1] - trace), top[n] * top[2 * n + 1]};
  for (ptrdiff_t k = lo; k < hi; k++) {
    ptrdiff_t size = k + 2 <= hi ? 3 : 2;
    if (k > lo) for (ptrdiff_t i = 0; i < size; i++) v[i] = h[(k + i) * n + k - 1];
    double tau = ck_reflector(size, v, 1), beta = v[0];
    v[0] = 1;
    if (k > lo) {
      h[k * n + k - 1] = beta;
      for (ptrdiff_t i = 1; i < size; i++) h[(k + i) * n + k - 1] = 0;
    }
    if (tau == 0) continue;
    reflect_left(h, n, k, size, v, tau, k, n);
    reflect_right(h, n, k, size, v, tau, (k + 3 <= hi ? k + 3 : hi) + 1);
    reflect_right(z, n, k, size, v, tau, n);
  }
}

// Makes the 2 x 2 block at k triangular where its eigenvalues are real. values: pairs (re, im).
static void split_block(ptrdiff_t n, double *h, double *z, ptrdiff_t k, double *values) {
  double a = h[k * n + k], b = h[k * n + k + 1], c = h[(k + 1) * n + k], d = h[(k + 1) * n + k + 1];
  double p = (a - d) / 2, q = p * p + b * c;
  if (q < 0) {
    values[2 * k] = values[2 * k + 2] = d + p;
    values[2 * k + 1] = sqrt(-q);
    values[2 * k + 3] = -sqrt(-q);
    return;
  }
  double root = p + copysign(sqrt(q), p), r = hypot(root, c), cs = root / r, sn = c / r;
  for (ptrdiff_t j = k; j < n; j++) {
    double x = h[k * n + j], y = h[(k + 1) * n + j];
    h[k * n + j] = cs * x + sn * y;
    h[(k + 1) * n + j] = cs * y - sn * x;
  }
  for (int which = 0; which < 2; which++) {
    double *m = which ? z : h;
    for (ptrdiff_t i = 0; i < (which ? n : k + 2); i++) {
      double x = m[i * n + k], y = m[i * n + k + 1];
      m[i * n + k] = cs * x + sn * y;
      m[i * n + k + 1] = cs * y - sn * x;
    }
  }
  h[(k + 1) * n + k] = 0;
  values[2 * k] = h[k * n + k];
  values[2 * k + 2] = h[(k + 1) * n + k + 1];
  values[2 * k + 1] = values[2 * k + 3] = 0;
}

static int to_schur(ptrdiff_t n, double *h, double *z, double *values) {
  ptrdiff_t hi = n - 1;
  int steps = 0;
  while (hi >= 0) {
    ptrdiff_t lo = hi;
    for (; lo > 0; lo--) {
      double size = fabs(h[lo * n + lo]) + fabs(h[(lo - 1) * n + lo - 1]);
      if (!(fabs(h[lo * n + lo - 1]) > DBL_EPSILON * size) || fabs(h[lo * n + lo - 1]) < DBL_MIN) {
        h[lo * n + lo - 1] = 0;
        break;
      }
    }
    if (lo == hi) {
      values[2 * hi] = h[hi * n + hi];
      values[2 * hi + 1] = 0;
      hi--;
      steps = 0;
    } else if (lo == hi - 1) {
      split_block(n, h, z, lo, values);
      hi -= 2;
      steps = 0;
    } else {
      if (++steps > STEPS_PER_VALUE) return 1;
      double *corner = h + (hi - 1) * n + hi - 1;
      double trace = corner[0] + corner[n + 1], det = corner[0] * corner[n + 1] - corner[1] * corner[n];
      double half = (corner[0] - corner[n + 1]) / 2, square = half * half + corner[1] * corner[n];
      if (square >= 0) {  // two real shifts: twice the one nearer to the last element, as in LAPACK
        double root = sqrt(square), mean = trace / 2, last = corner[n + 1];
        double shift = fabs(mean + root - last) <= fabs(mean - root - last) ? mean + root : mean - root;
        trace = 2 * shift;
        det = shift * shift;
      }
      if (steps % 10 == 0) {  // shifts that lead nowhere: take others
        double size = fabs(h[hi * n + hi - 1]) + fabs(h[(hi - 1) * n + hi - 2]);
        trace = 1.5 * size;
        det = size * size;
      }
      double_step(n, h, z, lo, hi, trace, det);
    }
  }
  return 0;
}

static double _Complex safe_divide(double _Complex x, double _Complex y, double least) {
  return x / (cabs(y) < least ? least : y);
}

// Solves m x = -right for two unknowns, by elimination with the larger element of the first column; pivots too small for that are
// replaced by `least`.
static void solve_two(double _Complex m[4], double _Complex right[2], double least, double _Complex *x) {
  int first = cabs(m[2]) > cabs(m[0]) ? 1 : 0, second = 1 - first;
  double _Complex factor = safe_divide(m[2 * second], m[2 * first], least);
  double _Complex rest = m[2 * second + 1] - factor * m[2 * first + 1];
  x[1] = -safe_divide(right[second] - factor * right[first], rest, least);
  x[0] = -safe_divide(right[first] + m[2 * first + 1] * x[1], m[2 * first], least);
}

// The eigenvector of the Schur form for the value whose block ends at row `last`.
static void back_substitute(ptrdiff_t n, const double *h, ptrdiff_t last, double _Complex value, double norm, double _Complex *x) {
  double least = DBL_EPSILON * norm + DBL_MIN;
  for (ptrdiff_t i = last + 1; i < n; i++) x[i] = 0;
  x[last] = 1;
  ptrdiff_t j = last - 1;
  if (cimag(value) != 0) {
    double above = h[j * n + last], below = h[last * n + j];
    if (fabs(below) >= fabs(above)) {
      x[j] = (value - h[last * n + last]) / below;
    } else {
      x[j] = 1;
      x[last] = (value - h[j * n + j]) / above;
    }
    j--;
  }
  while (j >= 0) {
    double _Complex sum = 0;
    for (ptrdiff_t i = j + 1; i <= last; i++) sum += h[j * n + i] * x[i];
    if (j > 0 && h[j * n + j - 1] != 0) {  // a block of two rows
      double _Complex above = 0;
      for (ptrdiff_t i = j + 1; i <= last; i++) above += h[(j - 1) * n + i] * x[i];
      double _Complex block[4] = {h[(j - 1) * n + j - 1] - value, h[(j - 1) * n + j], h[j * n + j - 1], h[j * n + j] - value};
      double _Complex right[2] = {above, sum};
      solve_two(block, right, least, x + j - 1);
      j -= 2;
    } else {
      x[j] = -safe_divide(sum, h[j * n + j] - value, least);
      j--;
    }
    double size = cabs(x[j + 1]);
    if (j + 2 <= last && cabs(x[j + 2]) > size) size = cabs(x[j + 2]);
    if (size > 1e100) for (ptrdiff_t i = j + 1; i <= last; i++) x[i] /= size;
  }
}

void ck_put_eigenvector(ptrdiff_t n, double _Complex *x, int turns, double _Complex *column) {
  double length = 0, largest = 0;
  double _Complex phase = 1;
  for (ptrdiff_t i = 0; i < n; i++) length = hypot(length, cabs(x[i]));
  for (ptrdiff_t i = 0; turns && i < n; i++) {
    if (cabs(x[i]) > largest * (1 + 1e-12)) {
      largest = cabs(x[i]);
      phase = conj(x[i]) / largest;
    }
  }
  for (ptrdiff_t i = 0; i < n; i++) column[i * n] = turns ? x[i] / length * phase : creal(x[i]) / length;
}

int ck_eig(ptrdiff_t n, double *a, double *values, double *vectors) {
  double *memory = calloc((size_t)(n * n + 5 * n + 1), sizeof(double));
  if (!memory) return CK_NO_MEMORY;
  double *z = memory, *work = z + n * n;
  for (ptrdiff_t i = 0; i < n; i++) z[i * n + i] = 1;
  to_hessenberg(n, a, z, work);
  int info = to_schur(n, a, z, values);
  double norm = 0;
  for (ptrdiff_t i = 0; i < n * n; i++) norm += a[i] * a[i];
  norm = sqrt(norm);
  double _Complex *x = (double _Complex *)work, *column = x + n;
  for (ptrdiff_t k = 0; vectors && !info && k < n; k++) {
    double _Complex value = values[2 * k] + I * values[2 * k + 1];
    int paired = values[2 * k + 1] != 0;
    back_substitute(n, a, k + paired, value, norm, x);
    for (ptrdiff_t i = 0; i < n; i++) {
      double _Complex sum = 0;
      for (ptrdiff_t j = 0; j <= k + paired; j++) sum += z[i * n + j] * x[j];
      column[i] = sum;
    }
    ck_put_eigenvector(n, column, paired, (double _Complex *)vectors + k);
    for (ptrdiff_t i = 0; paired && i < n; i++) {
      double *y = vectors + 2 * (i * n + k);
      y[2] = y[0];
      y[3] = -y[1];
    }
    k += paired;
  }
  free(memory);
  return info;
}
