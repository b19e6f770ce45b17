// Element-by-element loops for complex numbers: most of their time is libm's, so one instruction set serves all.
#include <complex.h>
#undef I

#include "pointwise_internal.h"

#pragma STDC FP_CONTRACT OFF

#define R float
#define S c64
#define M(fn) fn##f
#define CLIBM(fn) fn##f
#include "pointwise_complex_type.inc"
#define R double
#define S c128
#define M(fn) fn
#define CLIBM(fn) fn
#include "pointwise_complex_type.inc"

#define ROW(name, expr) {#name, name##_c64, name##_c128},
#define UNARY ROW
#define BINARY ROW
#define TERNARY ROW
#define UNARY_TEST ROW
#define BINARY_TEST ROW
#define UNARY_COMPLEX ROW
#define UNARY_PART ROW
const struct ck_complex_loops ck_pointwise_complex[] = {
#include "pointwise_complex.def"
#undef UNARY_TEST
#undef BINARY_TEST
#include "pointwise_complex_rows.inc"
};
const int ck_pointwise_complex_count = sizeof ck_pointwise_complex / sizeof *ck_pointwise_complex;
