// Half-precision conversions in portable arithmetic: exact, rounding to nearest even, NaN stays NaN.
#pragma once
#include <stdint.h>
#include <string.h>

static inline float bits_to_f32(uint32_t u) {
  float f;
  memcpy(&f, &u, 4);
  return f;
}
static inline uint32_t f32_to_bits(float f) {
  uint32_t u;
  memcpy(&u, &f, 4);
  return u;
}

static inline float bf16_to_f32(uint16_t h) { return bits_to_f32((uint32_t)h << 16); }
static inline uint16_t f32_to_bf16(float f) {
  uint32_t u = f32_to_bits(f);
  if ((u & 0x7fffffff) > 0x7f800000) return (uint16_t)(0x7fc0 | (u >> 16 & 0x8000));
  return (uint16_t)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

static inline float f16_to_f32(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000) << 16, rest = (uint32_t)(h & 0x7fff) << 13;
  float magnitude = bits_to_f32(rest) * 0x1p112f;                  // shifts the exponent's bias; makes subnormals normal
  uint32_t special = rest >= 0x0f800000 ? 0x7f800000 | rest : 0;   // infinity and NaN keep the largest exponent
  return bits_to_f32(sign | (special ? special : f32_to_bits(magnitude)));
}
static inline uint16_t f32_to_f16(float f) {
  uint32_t u = f32_to_bits(f), sign = u >> 16 & 0x8000;
  u &= 0x7fffffff;
  if (u > 0x7f800000) return (uint16_t)(sign | 0x7e00);
  if (u >= 0x477ff000) return (uint16_t)(sign | 0x7c00);  // rounds to infinity
  if (u < 0x38800000) {                                    // subnormal: adding 0.5 lets the addition itself round
    uint32_t r = f32_to_bits(bits_to_f32(u) + 0.5f) - 0x3f000000;
    return (uint16_t)(sign | r);
  }
  return (uint16_t)(sign | (u + 0xc8000fff + (u >> 13 & 1)) >> 13);
}
