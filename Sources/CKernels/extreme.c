// extreme.c: the largest or smallest element of one run of memory, and where it stands.
#include "ck_reduce.h"

// Eight running extremes side by side, which compilers turn into vectors; NaN is noticed on the way and wins.
#define EXTREME(T, NAME, IS_NAN)                                                                       \
  static T NAME(const T *x, ptrdiff_t n, int smallest) {                                               \
    T best[8];                                                                                         \
    int nan[8] = {0};                                                                                  \
    ptrdiff_t i = 0;                                                                                   \
    for (int k = 0; k < 8; k++) best[k] = x[0];                                                        \
    if (smallest) {                                                                                    \
      for (; i + 8 <= n; i += 8)                                                                       \
        for (int k = 0; k < 8; k++) nan[k] |= IS_NAN(x[i + k]), best[k] = x[i + k] < best[k] ? x[i + k] : best[k]; \
    } else {                                                                                           \
      for (; i + 8 <= n; i += 8)                                                                       \
        for (int k = 0; k < 8; k++) nan[k] |= IS_NAN(x[i + k]), best[k] = x[i + k] > best[k] ? x[i + k] : best[k]; \
    }                                                                                                  \
    for (int k = 0; i < n; i++, k++) {                                                                 \
      nan[k] |= IS_NAN(x[i]);                                                                          \
      if (smallest ? x[i] < best[k] : x[i] > best[k]) best[k] = x[i];                                  \
    }                                                                                                  \
    int any = 0;                                                                                       \
    for (int k = 0; k < 8; k++) any |= nan[k];                                                         \
    if (any)                                                                                           \
      for (i = 0; i < n; i++)                                                                          \
        if (IS_NAN(x[i])) return x[i];                                                                 \
    T found = best[0];                                                                                 \
    for (int k = 1; k < 8; k++)                                                                        \
      if (smallest ? best[k] < found : best[k] > found) found = best[k];                               \
    return found;                                                                                      \
  }                                                                                                    \
  static ptrdiff_t NAME##_place(const T *x, ptrdiff_t n, int smallest) {                               \
    T found = NAME(x, n, smallest);                                                                    \
    ptrdiff_t i = 0;                                                                                   \
    if (IS_NAN(found)) {                                                                               \
      while (!IS_NAN(x[i])) i++;                                                                       \
      return i;                                                                                        \
    }                                                                                                  \
    for (; i + 8 <= n; i += 8) {                                                                       \
      int here = 0;                                                                                    \
      for (int k = 0; k < 8; k++) here |= x[i + k] == found;                                           \
      if (here) break;                                                                                 \
    }                                                                                                  \
    while (x[i] != found) i++;                                                                         \
    return i;                                                                                          \
  }
#define NEVER(v) 0
#define UNEQUAL(v) ((v) != (v))

EXTREME(double, of_double, UNEQUAL)
EXTREME(float, of_float, UNEQUAL)
EXTREME(int64_t, of_int64, NEVER)
EXTREME(int32_t, of_int32, NEVER)

int ck_extreme(int dtype, int smallest, const void *x, ptrdiff_t n, void *out) {
  if (n < 1) return 0;
  switch (dtype) {
    case CK_FLOAT64: *(double *)out = of_double(x, n, smallest); return 1;
    case CK_FLOAT32: *(float *)out = of_float(x, n, smallest); return 1;
    case CK_INT64: *(int64_t *)out = of_int64(x, n, smallest); return 1;
    case CK_INT32: *(int32_t *)out = of_int32(x, n, smallest); return 1;
    default: return 0;
  }
}

ptrdiff_t ck_extreme_place(int dtype, int smallest, const void *x, ptrdiff_t n) {
  if (n < 1) return -1;
  switch (dtype) {
    case CK_FLOAT64: return of_double_place(x, n, smallest);
    case CK_FLOAT32: return of_float_place(x, n, smallest);
    case CK_INT64: return of_int64_place(x, n, smallest);
    case CK_INT32: return of_int32_place(x, n, smallest);
    default: return -1;
  }
}
