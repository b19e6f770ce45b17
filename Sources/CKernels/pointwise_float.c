// Loops of float32 functions that are worth computing in float32: exp and tanh within one unit of the last place, gelu within two.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "pointwise_internal.h"

#define AVX512 __attribute__((always_inline, target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static inline
#define AVX2 __attribute__((always_inline, target("avx2,fma"))) static inline

// Coefficients of (e^r - 1 - r) / r^2 for |r| <= log(2) / 2, highest first, and log(2) in two parts.
#define EXP_TERMS(STEP) \
  STEP(0.0013933650f) STEP(0.0083333105f) STEP(0.041666466f) STEP(0.16666667f) STEP(0.5f)
static const float exp_first = 0.00019890991f, log2_high = 0.693359375f, log2_low = -2.12194440e-4f, log2_e = 1.44269504f;
// Beyond these e^x is 0 or infinite.
static const float exp_least = -104, exp_most = 89;

// ---- AVX-512 -----------------------------------------------------------------------------------------------------------------

#include "float_tables.inc"

typedef __m512 vec;
#define ALL(x) _mm512_set1_ps(x)
#define FMA _mm512_fmadd_ps

AVX512 vec pick16(const float row[16], __m512i k) { return _mm512_permutexvar_ps(k, _mm512_loadu_ps(row)); }
AVX512 vec pick32(const float row[32], __m512i k) { return _mm512_permutex2var_ps(_mm512_loadu_ps(row), k, _mm512_loadu_ps(row + 16)); }

// e^r - 1.
AVX512 vec expm1_near_0(vec r) {
  vec q = ALL(exp_first);
#define STEP(c) q = FMA(q, r, ALL(c));
  EXP_TERMS(STEP)
#undef STEP
  return FMA(_mm512_mul_ps(r, r), q, r);
}
// n and r with x = n log 2 + r.
AVX512 vec split_power(vec x, vec *n) {
  *n = _mm512_roundscale_ps(_mm512_mul_ps(x, ALL(log2_e)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  return FMA(*n, ALL(-log2_low), FMA(*n, ALL(-log2_high), x));
}
// A NaN passes through min and max as their second operand.
AVX512 vec exp_avx512(vec x) {
  vec n, r = split_power(_mm512_min_ps(ALL(exp_most), _mm512_max_ps(ALL(exp_least), x)), &n);
  return _mm512_scalef_ps(_mm512_add_ps(expm1_near_0(r), ALL(1)), n);
}
AVX512 vec tanh_avx512(vec x) {
  vec size = _mm512_abs_ps(x), a = _mm512_min_ps(ALL(15.9f), _mm512_max_ps(ALL(0.0625f), size));
  // The exponent and two more bits; those of 1/16 are 12 in the five that count.
  __m512i k = _mm512_sub_epi32(_mm512_srli_epi32(_mm512_castps_si512(a), 21), _mm512_set1_epi32(12));
  vec d = _mm512_sub_ps(a, pick32(tanh_table[0], k)), q = pick32(tanh_table[7], k);
  for (int i = 6; i >= 1; i--) q = FMA(q, d, pick32(tanh_table[i], k));
  vec z = _mm512_mul_ps(x, x), near = FMA(_mm512_mul_ps(x, z), FMA(z, ALL(0.13333334f), ALL(-0.33333334f)), x);
  vec far = _mm512_or_ps(q, _mm512_and_ps(x, ALL(-0.0f)));
  return _mm512_mask_mov_ps(far, _mm512_cmp_ps_mask(size, ALL(0.0625f), _CMP_LT_OQ), near);
}
// With a = |x| and Q(a) = e^(-a^2 / 2) q: x - a Q(a) above 0, else -a Q(a). q, the square and the product have two parts, so that only the
// last sum is rounded.
AVX512 vec gelu_avx512(vec x) {
  vec a = _mm512_min_ps(ALL(14.99f), _mm512_abs_ps(x));  // Q is 0 there
  // The exponent and two more bits of a + 1; those of 1 are 12 in the four that count.
  __m512i k = _mm512_sub_epi32(_mm512_srli_epi32(_mm512_castps_si512(_mm512_add_ps(a, ALL(1))), 21), _mm512_set1_epi32(12));
  vec d = _mm512_sub_ps(a, pick16(normal_table[0], k)), slope = pick16(normal_table[7], k);
  for (int i = 6; i >= 2; i--) slope = FMA(slope, d, pick16(normal_table[i], k));
  vec start = pick16(normal_table[1], k), q = FMA(slope, d, start), q_rest = FMA(slope, d, _mm512_sub_ps(start, q));
  vec square = _mm512_mul_ps(a, a), square_rest = _mm512_fmsub_ps(a, a, square);
  vec n, r = split_power(_mm512_mul_ps(square, ALL(-0.5f)), &n);
  vec e = expm1_near_0(FMA(square_rest, ALL(-0.5f), r));
  vec product = _mm512_mul_ps(a, q), product_rest = FMA(a, q_rest, _mm512_fmsub_ps(a, q, product));
  vec rest = _mm512_scalef_ps(_mm512_add_ps(product, FMA(product, e, product_rest)), n);
  vec negative = _mm512_or_ps(rest, _mm512_and_ps(x, ALL(-0.0f)));
  vec y = _mm512_mask_sub_ps(negative, _mm512_cmp_ps_mask(x, ALL(0), _CMP_GT_OQ), x, rest);
  return _mm512_mask_mov_ps(y, _mm512_cmp_ps_mask(x, ALL(-INFINITY), _CMP_EQ_OQ), ALL(NAN));  // as -infinity times 0
}

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
AVX512_LOOP(gelu)

const struct ck_float_loops ck_float_avx512[] = {{"exp", exp_row_avx512}, {"tanh", tanh_row_avx512}, {"gelu", gelu_row_avx512}, {0, 0}};

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
