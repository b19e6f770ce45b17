// e^x in float arithmetic alone, for the weights of softmax and attention, which are divided by their sum.
#pragma once
#include <stdint.h>
#include <string.h>

#pragma clang fp contract(fast)

// For x <= 0, within two units of the last place; 0 where that is below the smallest normal number. NaN stays NaN.
static inline __attribute__((always_inline)) float ck_float_exp(float x) {
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
