// random_internal.h: what the random-number files share: draws, half-precision stores, ziggurat tables.
#pragma once
#include <string.h>

#include "ck_random.h"

// Inlined into functions compiled for a newer instruction set, which a plain `inline` function would not be at -O0.
#define CK_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define CK_RANDOM_X86 1
#define CK_TARGET_AVX2 __attribute__((target("avx2,fma")))
#else
#define CK_RANDOM_X86 0
#endif

extern const uint64_t ck_zig_normal_k[256];
extern const double ck_zig_normal_w[256];
extern const double ck_zig_normal_f[256];
extern const uint32_t ck_zig_normal_f_k[256];
extern const float ck_zig_normal_f_w[256];
extern const float ck_zig_normal_f_f[256];
extern const uint64_t ck_zig_exponential_k[256];
extern const double ck_zig_exponential_w[256];
extern const double ck_zig_exponential_f[256];
extern const uint32_t ck_zig_exponential_f_k[256];
extern const float ck_zig_exponential_f_w[256];
extern const float ck_zig_exponential_f_f[256];

// The smallest 2^k - 1 that is not below `max`.
CK_INLINE uint64_t ck_mask_above(uint64_t max) { return max == 0 ? 0 : UINT64_MAX >> __builtin_clzll(max); }

// ---- rounding to half precision, to nearest even

CK_INLINE uint32_t ck_float_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return bits;
}

CK_INLINE float ck_float_of(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}

CK_INLINE ck_bf16 ck_round_bf16(float x) {
  uint32_t u = ck_float_bits(x);
  if ((u & 0x7FFFFFFFu) > 0x7F800000u) return 0x7FC0;
  return (ck_bf16)((u + 0x7FFFu + ((u >> 16) & 1)) >> 16);
}

CK_INLINE float ck_widen_bf16(ck_bf16 h) { return ck_float_of((uint32_t)h << 16); }

CK_INLINE ck_f16 ck_round_f16(float x) {
  uint32_t u = ck_float_bits(x), sign = (u >> 16) & 0x8000u;
  u &= 0x7FFFFFFFu;
  if (u > 0x7F800000u) return (ck_f16)(sign | 0x7E00u);
  if (u >= 0x47800000u) return (ck_f16)(sign | 0x7C00u);
  // Below the smallest normal half: adding 0.5 lines the last subnormal bit up with the last bit of a float, and rounds there.
  if (u < 0x38800000u) return (ck_f16)(sign | (ck_float_bits(ck_float_of(u) + 0.5f) - 0x3F000000u));
  return (ck_f16)(sign | ((u - 0x38000000u + 0xFFFu + ((u >> 13) & 1)) >> 13));
}

CK_INLINE float ck_widen_f16(ck_f16 h) {
  uint32_t sign = (uint32_t)(h & 0x8000u) << 16, magnitude = h & 0x7FFFu;
  if (magnitude >= 0x7C00u) return ck_float_of(sign | 0x7F800000u | (magnitude & 0x3FFu) << 13);
  return ck_float_of(sign | ck_float_bits(ck_float_of(magnitude << 13) * 0x1p112f));
}

// Stores a double as an element: through float for the half types, by truncation for the integers.
CK_INLINE void ck_store_real(enum ck_dtype dtype, void *out, size_t i, double v) {
  switch (dtype) {
    case CK_FLOAT64: ((double *)out)[i] = v; break;
    case CK_FLOAT32: ((float *)out)[i] = (float)v; break;
    case CK_FLOAT16: ((ck_f16 *)out)[i] = ck_round_f16((float)v); break;
    case CK_BFLOAT16: ((ck_bf16 *)out)[i] = ck_round_bf16((float)v); break;
    case CK_BOOL: ((uint8_t *)out)[i] = v != 0; break;
    case CK_UINT8: case CK_INT8: ((uint8_t *)out)[i] = (uint8_t)(int64_t)v; break;
    case CK_INT16: case CK_UINT16: ((uint16_t *)out)[i] = (uint16_t)(int64_t)v; break;
    case CK_INT32: case CK_UINT32: ((uint32_t *)out)[i] = (uint32_t)(int64_t)v; break;
    default: ((int64_t *)out)[i] = (int64_t)v; break;
  }
}

// Stores an integer as an element: one rounding for float and double, two for the half types.
CK_INLINE void ck_store_integer(enum ck_dtype dtype, void *out, size_t i, int64_t v) {
  switch (dtype) {
    case CK_FLOAT64: ((double *)out)[i] = (double)v; break;
    case CK_FLOAT32: ((float *)out)[i] = (float)v; break;
    case CK_FLOAT16: ((ck_f16 *)out)[i] = ck_round_f16((float)v); break;
    case CK_BFLOAT16: ((ck_bf16 *)out)[i] = ck_round_bf16((float)v); break;
    case CK_BOOL: ((uint8_t *)out)[i] = v != 0; break;
    case CK_UINT8: case CK_INT8: ((uint8_t *)out)[i] = (uint8_t)v; break;
    case CK_INT16: case CK_UINT16: ((uint16_t *)out)[i] = (uint16_t)v; break;
    case CK_INT32: case CK_UINT32: ((uint32_t *)out)[i] = (uint32_t)v; break;
    default: ((int64_t *)out)[i] = v; break;
  }
}

// Stores the low bits of a number as an integer of that width; a single bit takes a byte.
CK_INLINE void ck_store_bits(int bits, void *out, size_t i, uint64_t v) {
  switch (bits) {
    case 64: ((uint64_t *)out)[i] = v; break;
    case 32: ((uint32_t *)out)[i] = (uint32_t)v; break;
    case 16: ((uint16_t *)out)[i] = (uint16_t)v; break;
    default: ((uint8_t *)out)[i] = (uint8_t)v; break;
  }
}

// ---- the uniform numbers PyTorch makes of raw draws

CK_INLINE double ck_torch_unit(ck_mt19937 *engine) {
  return (double)(int64_t)(ck_mt19937_u64(engine) & (((uint64_t)1 << 53) - 1)) * 0x1p-53;
}

CK_INLINE float ck_torch_unit_f(uint32_t draw) { return (float)(int32_t)(draw & 0xFFFFFFu) * 0x1p-24f; }

// `count` of ck_torch_unit's numbers.
void ck_torch_fill_units(ck_mt19937 *engine, double *out, size_t count);
