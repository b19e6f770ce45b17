// What the files of the element-by-element loops share.
#pragma once
#include <math.h>
#include <stdint.h>

#include "include/ck_pointwise.h"
#include "include/ck_special.h"

extern const ck_loop ck_pointwise_baseline[][CK_DTYPES];
#if defined(__x86_64__)
extern const ck_loop ck_pointwise_avx2[][CK_DTYPES];
extern const ck_loop ck_pointwise_avx512[][CK_DTYPES];
#endif

// Loops of one row for complex numbers.
struct ck_complex_loops {
  const char *name;
  ck_loop c64, c128;
};
extern const struct ck_complex_loops ck_pointwise_complex[];
extern const int ck_pointwise_complex_count;

// Loops of single rows for float32 that take the place of those computed in double; the last one has no name.
struct ck_float_loops {
  const char *name;
  ck_loop loop;
};
#if defined(__x86_64__)
extern const struct ck_float_loops ck_float_avx2[], ck_float_avx512[];
#endif
