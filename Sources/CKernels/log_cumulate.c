// Running logarithms of sums of exponentials.
#include <math.h>

#include "include/ck_reduce.h"

// log(exp(a) + exp(b)) without overflow; infinities of one sign stay what they are.
#define LOG_ADD(T, LOG1P, EXP)                                                   \
  static T log_add_##T(T a, T b) {                                               \
    T low = b != b ? b : a < b ? a : b, high = b != b ? b : a < b ? b : a;       \
    if (a != a) low = high = a;                                                  \
    return low != high || isfinite(low) ? LOG1P(EXP(low - high)) + high : a;     \
  }
LOG_ADD(float, log1pf, expf)
LOG_ADD(double, log1p, exp)

#define CUMULATE(T)                                                                              \
  {                                                                                              \
    const T *x = in;                                                                             \
    T *y = out;                                                                                  \
    for (ptrdiff_t o = 0; o < outer; o++, x += n * inner, y += n * inner)                        \
      for (ptrdiff_t k = 0; k < n; k++)                                                          \
        for (ptrdiff_t i = 0; i < inner; i++)                                                    \
          y[k * inner + i] = k ? log_add_##T(y[(k - 1) * inner + i], x[k * inner + i]) : x[i];   \
  }

void ck_log_cumulate(int dtype, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  if (dtype == CK_FLOAT32) CUMULATE(float)
  else CUMULATE(double)
}
