// Determinants, inverses and cofactors of square matrices, by elimination with partial pivoting.
#include "ck_solve.h"

#pragma STDC FP_CONTRACT OFF

#define T float
#define S f32
#include "solve_type.inc"
#define T double
#define S f64
#include "solve_type.inc"

void ck_det(int dtype, ptrdiff_t count, ptrdiff_t n, void *a, void *out) {
  for (ptrdiff_t i = 0; i < count; i++) {
    if (dtype == CK_FLOAT32) {
      ((float *)out)[i] = det_f32(n, (float *)a + i * n * n);
    } else {
      ((double *)out)[i] = det_f64(n, (double *)a + i * n * n);
    }
  }
}

ptrdiff_t ck_inverse(int dtype, ptrdiff_t count, ptrdiff_t n, void *a, void *out) {
  for (ptrdiff_t i = 0; i < count; i++) {
    ptrdiff_t at = i * n * n;
    ptrdiff_t bad = dtype == CK_FLOAT32 ? invert_f32(n, (float *)a + at, (float *)out + at) : invert_f64(n, (double *)a + at, (double *)out + at);
    if (bad) return i * n + bad;
  }
  return 0;
}

void ck_cofactor(int dtype, ptrdiff_t count, ptrdiff_t n, const void *a, void *out, void *scratch) {
  for (ptrdiff_t i = 0; i < count; i++) {
    ptrdiff_t at = i * n * n;
    if (dtype == CK_FLOAT32) {
      cofactor_f32(n, (const float *)a + at, (float *)out + at, scratch);
    } else {
      cofactor_f64(n, (const double *)a + at, (double *)out + at, scratch);
    }
  }
}
