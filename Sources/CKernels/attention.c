// Attention, block by block of queries and keys: attention_type.inc, once for each type.
#include "include/ck_attention.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gemm_internal.h"
#include "include/ck_gemm.h"
#include "include/ck_isa.h"
#include "include/ck_pointwise.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT ON

enum {
  QUERIES = 128,
  KEYS = 256,           // a block of products stays in the second-level cache
  CAUSAL_QUERIES = 64,  // smaller blocks: fewer products are computed in vain along the diagonal
  CAUSAL_KEYS = 128,
  ENOUGH_HEADS = 8,     // to share out
};

static ptrdiff_t smaller(ptrdiff_t x, ptrdiff_t y) { return x < y ? x : y; }
static ptrdiff_t larger(ptrdiff_t x, ptrdiff_t y) { return x > y ? x : y; }
static ptrdiff_t ceiling(ptrdiff_t x, ptrdiff_t y) { return (x + y - 1) / y; }

// e^x for x <= 0 within two units of the last place; 0 where that is below the smallest normal number. NaN stays NaN.
static inline __attribute__((always_inline)) float exp_of(float x) {
  const float rounder = 0x1.8p23f, bounded = x < -87.0f ? -87.0f : x;
  const float sum = bounded * 1.44269504f + rounder, n = sum - rounder;
  const float r = (bounded - n * 0.693359375f) + n * 2.12194440e-4f;
  float e = 1.9875691500e-4f;
  e = e * r + 1.3981999507e-3f;
  e = e * r + 8.3334519073e-3f;
  e = e * r + 4.1665795894e-2f;
  e = e * r + 1.6666665459e-1f;
  e = e * r + 5.0000001201e-1f;
  e = e * r * r + r + 1;
  uint32_t bits;
  memcpy(&bits, &sum, sizeof bits);
  bits = (bits << 23) + 0x3f800000u;  // 2^n
  float power;
  memcpy(&power, &bits, sizeof power);
  return x < -87.0f ? 0 : e * power;
}

#define T float
#define S f32
#define GEMM ck_gemm_f32
#define EXP_OF exp_of
#include "attention_type.inc"
#undef EXP_OF

#define T double
#define S f64
#define GEMM ck_gemm_f64
#include "attention_type.inc"

void ck_attention_forward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, void *y, void *log_sums) {
  if (dtype == CK_FLOAT32) forward_f32(a, q, k, v, y, log_sums);
  else forward_f64(a, q, k, v, y, log_sums);
}

int ck_attention_backward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, const void *gy,
                          const void *y, const void *log_sums, void *gq, void *gk, void *gv) {
  return dtype == CK_FLOAT32 ? backward_f32(a, q, k, v, gy, y, log_sums, gq, gk, gv) : backward_f64(a, q, k, v, gy, y, log_sums, gq, gk, gv);
}
