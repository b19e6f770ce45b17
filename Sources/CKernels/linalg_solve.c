// Elimination with partial pivoting, triangular systems, and the Cholesky decomposition.
#include "ck_gemm.h"
#include "linalg_internal.h"

#include <math.h>

enum { PANEL = 32 };  // columns eliminated one by one before the rest of the matrix is brought up to date with one product

static void swap_rows(ptrdiff_t n, double *a, double *b) {
  for (ptrdiff_t j = 0; j < n; j++) {
    double t = a[j];
    a[j] = b[j];
    b[j] = t;
  }
}

static void subtract_row(ptrdiff_t n, double *restrict row, double factor, const double *restrict other) {
  for (ptrdiff_t j = 0; j < n; j++) row[j] -= factor * other[j];
}

// The row from k on with the largest element in column k; the first NaN counts as largest, so that it is not passed over.
static ptrdiff_t find_pivot(ptrdiff_t m, ptrdiff_t n, const double *a, ptrdiff_t k) {
  ptrdiff_t best = k;
  for (ptrdiff_t i = k + 1; i < m; i++) {
    double x = fabs(a[i * n + k]), y = fabs(a[best * n + k]);
    if (x > y || (x != x && y == y)) best = i;
  }
  return best;
}

int ck_lu(ptrdiff_t m, ptrdiff_t n, double *a, int32_t *pivots) {
  ptrdiff_t steps = m < n ? m : n;
  int info = 0;
  for (ptrdiff_t start = 0; start < steps; start += PANEL) {
    ptrdiff_t end = start + PANEL < steps ? start + PANEL : steps;
    for (ptrdiff_t k = start; k < end; k++) {
      ptrdiff_t p = find_pivot(m, n, a, k);
      pivots[k] = (int32_t)(p + 1);
      if (p != k) swap_rows(n, a + k * n, a + p * n);
      double pivot = a[k * n + k];
      if (pivot == 0) {
        if (!info) info = (int)k + 1;
        continue;
      }
      for (ptrdiff_t i = k + 1; i < m; i++) {
        double factor = a[i * n + k] /= pivot;
        if (factor != 0) subtract_row(end - k - 1, a + i * n + k + 1, factor, a + k * n + k + 1);
      }
    }
    // Right of the panel: first its own rows, then a product for all rows below.
    for (ptrdiff_t k = start; k < end; k++) {
      for (ptrdiff_t i = k + 1; i < end; i++) subtract_row(n - end, a + i * n + end, a[i * n + k], a + k * n + end);
    }
    if (end < m && end < n) {
      ck_gemm_f64(m - end, n - end, end - start, -1, a + end * n + start, n, 1, a + start * n + end, n, 1, 1, a + end * n + end, n, 1);
    }
  }
  return info;
}

void ck_solve_triangular(ptrdiff_t m, ptrdiff_t n, int flags, const double *a, double *b) {
  // A transposed triangle is read as the other one with its strides exchanged.
  int transposed = !!(flags & CK_TRANSPOSED), is_upper = !!(flags & CK_UPPER) != transposed;
  ptrdiff_t down = transposed ? 1 : m, across = transposed ? m : 1;
  for (ptrdiff_t start = 0; start < m; start += PANEL) {
    ptrdiff_t end = start + PANEL < m ? start + PANEL : m;
    ptrdiff_t low = is_upper ? m - end : start, high = is_upper ? m - start : end;  // rows low..<high are solved now
    for (ptrdiff_t step = 0; step < high - low; step++) {
      ptrdiff_t i = is_upper ? high - 1 - step : low + step;
      for (ptrdiff_t k = is_upper ? i + 1 : low; k < (is_upper ? high : i); k++) {
        subtract_row(n, b + i * n, a[i * down + k * across], b + k * n);
      }
      if (flags & CK_UNIT) continue;
      double pivot = a[i * down + i * across];
      for (ptrdiff_t j = 0; j < n; j++) b[i * n + j] /= pivot;
    }
    // Their part of all rows still to be solved.
    ptrdiff_t from = is_upper ? 0 : high, to = is_upper ? low : m;
    if (from < to) {
      ck_gemm_f64(to - from, n, high - low, -1, a + from * down + low * across, down, across, b + low * n, n, 1, 1, b + from * n, n, 1);
    }
  }
}

int ck_solve(ptrdiff_t m, ptrdiff_t n, double *a, double *b, int32_t *pivots) {
  int info = ck_lu(m, m, a, pivots);
  if (info) return info;
  for (ptrdiff_t i = 0; i < m; i++) {
    if (pivots[i] != i + 1) swap_rows(n, b + i * n, b + (pivots[i] - 1) * n);
  }
  ck_solve_triangular(m, n, CK_UNIT, a, b);
  ck_solve_triangular(m, n, CK_UPPER, a, b);
  return 0;
}

static void transpose(ptrdiff_t n, double *a) {
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = 0; j < i; j++) {
      double t = a[i * n + j];
      a[i * n + j] = a[j * n + i];
      a[j * n + i] = t;
    }
  }
}

int ck_cholesky(ptrdiff_t n, int flags, double *a) {
  if (flags & CK_UPPER) transpose(n, a);
  int info = 0;
  for (ptrdiff_t start = 0; start < n && !info; start += PANEL) {
    ptrdiff_t end = start + PANEL < n ? start + PANEL : n;
    // Rows start..<n less what the finished columns give, then the panel row by row.
    if (start > 0) {
      ck_gemm_f64(n - start, end - start, start, -1, a + start * n, n, 1, a + start * n, 1, n, 1, a + start * n + start, n, 1);
    }
    for (ptrdiff_t j = start; j < end && !info; j++) {
      double pivot = a[j * n + j];
      for (ptrdiff_t k = start; k < j; k++) pivot -= a[j * n + k] * a[j * n + k];
      if (!(pivot > 0)) {
        info = (int)j + 1;
        break;
      }
      pivot = sqrt(pivot);
      a[j * n + j] = pivot;
      for (ptrdiff_t i = j + 1; i < n; i++) {
        double sum = a[i * n + j];
        for (ptrdiff_t k = start; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
        a[i * n + j] = sum / pivot;
      }
    }
  }
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t j = i + 1; j < n; j++) a[i * n + j] = 0;
  }
  if (flags & CK_UPPER) transpose(n, a);
  return info;
}
