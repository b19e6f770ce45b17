// Eigenvalues of symmetric tridiagonal matrices of reals, by the QL iteration with implicit shifts.
#include "linalg_internal.h"

#include <float.h>
#include <math.h>

int ck_tridiagonal_values(ptrdiff_t n, double *d, double *e, double *z, ptrdiff_t width) {
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
        double *restrict x = z + i * width, *restrict y = z + (i + 1) * width;
        for (ptrdiff_t k = 0; k < width; k++) {
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
