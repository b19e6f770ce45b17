// The float32 functions of pointwise_float.c for AVX-512, sixteen numbers at a time: eager loops and vector programs take the same ones.
#pragma once
#include <immintrin.h>
#include <math.h>

#define AVX512 __attribute__((always_inline, target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static inline

// Coefficients of (e^r - 1 - r) / r^2 for |r| <= log(2) / 2, highest first, and log(2) in two parts.
#define EXP_TERMS(STEP) \
  STEP(0.0013933650f) STEP(0.0083333105f) STEP(0.041666466f) STEP(0.16666667f) STEP(0.5f)
static const float exp_first = 0.00019890991f, log2_high = 0.693359375f, log2_low = -2.12194440e-4f, log2_e = 1.44269504f;
// Beyond these e^x is 0 or infinite.
static const float exp_least = -104, exp_most = 89;

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
// An odd function from its table over 1/16 to 16, where size = |x|.
AVX512 vec odd_from_table(const float table[8][32], vec x, vec size) {
  vec a = _mm512_min_ps(ALL(15.9f), _mm512_max_ps(ALL(0.0625f), size));
  // The exponent and two more bits; those of 1/16 are 12 in the five that count.
  __m512i k = _mm512_sub_epi32(_mm512_srli_epi32(_mm512_castps_si512(a), 21), _mm512_set1_epi32(12));
  vec d = _mm512_sub_ps(a, pick32(table[0], k)), q = pick32(table[7], k);
  for (int i = 6; i >= 1; i--) q = FMA(q, d, pick32(table[i], k));
  return _mm512_or_ps(q, _mm512_and_ps(x, ALL(-0.0f)));
}
AVX512 vec tanh_avx512(vec x) {
  vec size = _mm512_abs_ps(x), far = odd_from_table(tanh_table, x, size);
  vec z = _mm512_mul_ps(x, x), near = FMA(_mm512_mul_ps(x, z), FMA(z, ALL(0.13333334f), ALL(-0.33333334f)), x);
  return _mm512_mask_mov_ps(far, _mm512_cmp_ps_mask(size, ALL(0.0625f), _CMP_LT_OQ), near);
}
// Near 0: 2 / sqrt(pi), in two parts, times x - x^3 / 3 + x^5 / 10.
AVX512 vec erf_avx512(vec x) {
  vec size = _mm512_abs_ps(x), far = odd_from_table(erf_table, x, size), z = _mm512_mul_ps(x, x);
  vec rest = FMA(FMA(z, ALL(0.112837918f), ALL(-0.376126379f)), z, ALL(-5.86353828e-08f));
  vec near = FMA(x, ALL(1.12837923f), _mm512_mul_ps(x, rest));
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
