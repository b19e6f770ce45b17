// random_philox.c: TensorFlow's Philox4x32-10 and the distributions of its TF1 random kernels.
#include <math.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

static const double two_pi = 0x1.921fb54442d18p+2;

void ck_philox_seed(ck_philox *g, uint64_t seed, uint64_t seed2) {
  *g = (ck_philox){.counter = {0, 0, (uint32_t)seed2, (uint32_t)(seed2 >> 32)}, .key = {(uint32_t)seed, (uint32_t)(seed >> 32)}};
}

void ck_philox_skip(ck_philox *g, uint64_t blocks) {
  uint64_t low = (uint64_t)g->counter[1] << 32 | g->counter[0], high = (uint64_t)g->counter[3] << 32 | g->counter[2];
  low += blocks;
  high += low < blocks;
  g->counter[0] = (uint32_t)low;
  g->counter[1] = (uint32_t)(low >> 32);
  g->counter[2] = (uint32_t)high;
  g->counter[3] = (uint32_t)(high >> 32);
}

void ck_philox_block(ck_philox *g, uint32_t out[4]) {
  uint32_t c0 = g->counter[0], c1 = g->counter[1], c2 = g->counter[2], c3 = g->counter[3], k0 = g->key[0], k1 = g->key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  ck_philox_skip(g, 1);
}

// The random bits become the mantissa of a number in [1, 2).
CK_INLINE float unit_f32(uint32_t word) { return ck_float_of(0x3F800000u | (word & 0x7FFFFFu)) - 1.0f; }

CK_INLINE double unit_f64(uint32_t high, uint32_t low) { return (double)(int64_t)((uint64_t)(high & 0xFFFFFu) << 32 | low) * 0x1p-52; }

CK_INLINE void box_muller_f32(uint32_t a, uint32_t b, float out[2]) {
  float u = unit_f32(a);
  if (u < 1.0e-7f) u = 1.0e-7f;
  float angle = (float)(two_pi * unit_f32(b)), radius = sqrtf(-2.0f * logf(u));
  out[0] = sinf(angle) * radius;
  out[1] = cosf(angle) * radius;
}

CK_INLINE void box_muller_f64(const uint32_t w[4], double out[2]) {
  double u = unit_f64(w[0], w[1]);
  if (u < 1.0e-7) u = 1.0e-7;
  double angle = two_pi * unit_f64(w[2], w[3]), radius = sqrt(-2.0 * log(u));
  out[0] = sin(angle) * radius;
  out[1] = cos(angle) * radius;
}

// Four (or two) outputs a block; the last block may be used in part.
#define FILL(name, type, per_block, transform)                                   \
  void name(const ck_philox *start, type *out, size_t count) {                   \
    ck_philox g = *start;                                                        \
    for (size_t i = 0; i < count; i += per_block) {                              \
      uint32_t w[4];                                                             \
      type v[per_block];                                                         \
      ck_philox_block(&g, w);                                                    \
      transform;                                                                 \
      for (size_t j = 0; j < per_block && i + j < count; j++) out[i + j] = v[j]; \
    }                                                                            \
  }

FILL(ck_philox_uniform_f32, float, 4, for (int j = 0; j < 4; j++) v[j] = unit_f32(w[j]))
FILL(ck_philox_uniform_f64, double, 2, (v[0] = unit_f64(w[0], w[1]), v[1] = unit_f64(w[2], w[3])))
FILL(ck_philox_normal_f32, float, 4, (box_muller_f32(w[0], w[1], v), box_muller_f32(w[2], w[3], v + 2)))
FILL(ck_philox_normal_f64, double, 2, box_muller_f64(w, v))

// Each group of one block's outputs owns as many blocks of the stream as 256 samples an output can take.
void ck_philox_truncated_normal_f32(const ck_philox *start, float *out, size_t count) {
  for (size_t group = 0; group < count; group += 4) {
    ck_philox g = *start;
    ck_philox_skip(&g, group / 4 * 256);
    size_t wanted = count - group < 4 ? count - group : 4, got = 0;
    while (got < wanted) {
      uint32_t w[4];
      float v[4];
      ck_philox_block(&g, w);
      box_muller_f32(w[0], w[1], v);
      box_muller_f32(w[2], w[3], v + 2);
      for (int j = 0; j < 4 && got < wanted; j++) {
        if (fabsf(v[j]) < 2.0f) out[group + got++] = v[j];
      }
    }
  }
}

void ck_philox_truncated_normal_f64(const ck_philox *start, double *out, size_t count) {
  for (size_t group = 0; group < count; group += 2) {
    ck_philox g = *start;
    ck_philox_skip(&g, group / 2 * 128);
    size_t wanted = count - group < 2 ? count - group : 2, got = 0;
    while (got < wanted) {
      uint32_t w[4];
      double v[2];
      ck_philox_block(&g, w);
      box_muller_f64(w, v);
      for (int j = 0; j < 2 && got < wanted; j++) {
        if (fabs(v[j]) < 2.0) out[group + got++] = v[j];
      }
    }
  }
}

void ck_philox_integers_i32(const ck_philox *start, int32_t *out, size_t count, int32_t low, int32_t high) {
  ck_philox g = *start;
  uint32_t range = (uint32_t)high - (uint32_t)low;
  for (size_t i = 0; i < count; i += 4) {
    uint32_t w[4];
    ck_philox_block(&g, w);
    for (size_t j = 0; j < 4 && i + j < count; j++) out[i + j] = (int32_t)((uint32_t)low + w[j] % range);
  }
}

void ck_philox_integers_i64(const ck_philox *start, int64_t *out, size_t count, int64_t low, int64_t high) {
  ck_philox g = *start;
  uint64_t range = (uint64_t)high - (uint64_t)low;
  for (size_t i = 0; i < count; i += 2) {
    uint32_t w[4];
    ck_philox_block(&g, w);
    for (size_t j = 0; j < 2 && i + j < count; j++) {
      uint64_t draw = w[2 * j] | (uint64_t)w[2 * j + 1] << 32;
      out[i + j] = (int64_t)((uint64_t)low + draw % range);
    }
  }
}

void ck_philox_shuffle(const ck_philox *start, int64_t *items, size_t count) {
  ck_philox g = *start;
  uint32_t w[4];
  for (size_t i = 0; i + 1 < count; i++) {
    if (i % 4 == 0) ck_philox_block(&g, w);
    size_t j = i + w[i % 4] % (uint32_t)(count - i);
    int64_t t = items[i];
    items[i] = items[j];
    items[j] = t;
  }
}
