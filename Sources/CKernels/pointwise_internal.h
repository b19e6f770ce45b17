// What the files of the element-by-element loops share.
#pragma once
#include <math.h>
#include <stdint.h>

#include "include/ck_pointwise.h"

extern const ck_loop ck_pointwise_baseline[][CK_DTYPES];
#if defined(__x86_64__)
extern const ck_loop ck_pointwise_avx2[][CK_DTYPES];
extern const ck_loop ck_pointwise_avx512[][CK_DTYPES];
#endif
