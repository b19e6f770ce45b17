// Loops of float32 functions that are worth computing in float32: exp, tanh and erf within one unit of the last place, gelu within two.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "float_avx512.h"
#include "pointwise_internal.h"

#define AVX2 __attribute__((always_inline, target("avx2,fma"))) static inline

// ---- AVX-512 -----------------------------------------------------------------------------------------------------------------

#define AVX512_LOOP(name)                                                                                               \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static void name##_row_avx512(                 \
      size_t n, void *out, const void *a, const void *b, const void *c, const void *p) {                                \
    (void)b, (void)c, (void)p;                                                                                          \
    float *y = out;                                                                                                     \
    const float *x = a;                                                                                                 \
    size_t i = 0;                                                                                                       \
    for (; i + 16 <= n; i += 16) _mm512_storeu_ps(y + i, name##_avx512(_mm512_loadu_ps(x + i)));                        \
    if (i < n) {                                                                                                        \
      __mmask16 mask = (__mmask16)((1u << (n - i)) - 1);                                                                \
      _mm512_mask_storeu_ps(y + i, mask, name##_avx512(_mm512_maskz_loadu_ps(mask, x + i)));                            \
    }                                                                                                                   \
  }
AVX512_LOOP(exp)
AVX512_LOOP(tanh)
AVX512_LOOP(erf)
AVX512_LOOP(gelu)

const struct ck_float_loops ck_float_avx512[] = {
  {"exp", exp_row_avx512}, {"tanh", tanh_row_avx512}, {"erf", erf_row_avx512}, {"gelu", gelu_row_avx512}, {0, 0}};

// ---- AVX2: one number each, for the compiler to make vectors of -----------------------------------------------------------------

#pragma clang fp contract(fast)

static const float rounder = 0x1.8p23f;

AVX2 uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
AVX2 float from_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
AVX2 float power_of_two(uint32_t n) { return from_bits((n << 23) + 0x3f800000u); }
AVX2 float expm1_of_rest(float r) {
  float q = exp_first;
#define STEP(c) q = q * r + c;
  EXP_TERMS(STEP)
#undef STEP
  return r * r * q + r;
}
AVX2 float exp_avx2(float v) {
  float x = v < exp_least ? exp_least : v > exp_most ? exp_most : v;
  float sum = x * log2_e + rounder, n = sum - rounder, r = (x - n * log2_high) - n * log2_low;
  // In two steps, since 2^n may be too small or too large for itself.
  uint32_t whole = bits_of(sum), half = (uint32_t)((int32_t)(whole << 9) >> 10);
  return (expm1_of_rest(r) + 1) * power_of_two(half) * power_of_two(whole - half);
}
// Below 1 by a polynomial, above as 1 - 2 / (e^2a + 1).
AVX2 float tanh_avx2(float x) {
  float a = __builtin_fabsf(x), z = a * a, q = 0.000120058736f;
  q = q * z - 0.0008352025f;
  q = q * z + 0.0030683775f;
  q = q * z - 0.008585862f;
  q = q * z + 0.021780029f;
  q = q * z - 0.05395178f;
  q = q * z + 0.13333182f;
  q = q * z - 0.33333328f;
  float twice = a > 10 ? 20 : 2 * a, sum = twice * log2_e + rounder, n = sum - rounder, r = (twice - n * log2_high) - n * log2_low;
  float power = power_of_two(bits_of(sum)), far = 1 - 2 / (power * expm1_of_rest(r) + (power + 1));
  return a < 1 ? x + x * z * q : __builtin_copysignf(far, x);
}

#define AVX2_LOOP(name)                                                                                                 \
  __attribute__((target("avx2,fma"))) static void name##_row_avx2(                                                      \
      size_t n, void *out, const void *a, const void *b, const void *c, const void *p) {                                \
    (void)b, (void)c, (void)p;                                                                                          \
    float *y = out;                                                                                                     \
    const float *x = a;                                                                                                 \
    _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) y[i] = name##_avx2(x[i]);             \
  }
AVX2_LOOP(exp)
AVX2_LOOP(tanh)

const struct ck_float_loops ck_float_avx2[] = {{"exp", exp_row_avx2}, {"tanh", tanh_row_avx2}, {0, 0}};
#endif
