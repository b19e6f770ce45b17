// random_pcg64.c: NumPy's PCG64 (XSL-RR 128/64), its ziggurats and its bounded integers.
#include <math.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

typedef unsigned __int128 u128;

static const double normal_r = 3.6541528853610087963519472518, normal_inverse_r = 0.27366123732975827203338247596;
static const double exponential_r = 7.69711747013104972;

CK_INLINE u128 step(ck_pcg64 *g) {
  const u128 multiplier = (u128)2549297995355413924u << 64 | 4865540595714422341u;
  u128 state = (u128)g->state_high << 64 | g->state_low, increment = (u128)g->increment_high << 64 | g->increment_low;
  state = state * multiplier + increment;
  g->state_high = (uint64_t)(state >> 64);
  g->state_low = (uint64_t)state;
  return state;
}

void ck_pcg64_seed(ck_pcg64 *g, const uint64_t words[4]) {
  u128 start = (u128)words[0] << 64 | words[1], sequence = (u128)words[2] << 64 | words[3];
  u128 increment = sequence << 1 | 1;
  *g = (ck_pcg64){.increment_high = (uint64_t)(increment >> 64), .increment_low = (uint64_t)increment};
  u128 state = step(g) + start;
  g->state_high = (uint64_t)(state >> 64);
  g->state_low = (uint64_t)state;
  step(g);
}

uint64_t ck_pcg64_u64(ck_pcg64 *g) {
  step(g);
  uint64_t v = g->state_high ^ g->state_low;
  unsigned r = (unsigned)(g->state_high >> 58);
  return v >> r | v << (-r & 63);
}

uint32_t ck_pcg64_u32(ck_pcg64 *g) {
  if (g->has_half) {
    g->has_half = 0;
    return g->half;
  }
  uint64_t v = ck_pcg64_u64(g);
  g->half = (uint32_t)(v >> 32);
  g->has_half = 1;
  return (uint32_t)v;
}

double ck_pcg64_double(ck_pcg64 *g) { return (double)(int64_t)(ck_pcg64_u64(g) >> 11) * 0x1p-53; }

float ck_pcg64_float(ck_pcg64 *g) { return (float)(int32_t)(ck_pcg64_u32(g) >> 8) * 0x1p-24f; }

double ck_pcg64_normal(ck_pcg64 *g) {
  for (;;) {
    uint64_t r = ck_pcg64_u64(g);
    unsigned layer = r & 0xFF;
    r >>= 8;
    uint64_t magnitude = r >> 1 & 0x000FFFFFFFFFFFFF;
    double x = (double)(int64_t)magnitude * ck_zig_normal_w[layer];
    if (r & 1) x = -x;
    if (magnitude < ck_zig_normal_k[layer]) return x;
    if (layer == 0) {
      double xx, yy;
      do {
        xx = -normal_inverse_r * log1p(-ck_pcg64_double(g));
        yy = -log1p(-ck_pcg64_double(g));
      } while (!(yy + yy > xx * xx));
      return magnitude >> 8 & 1 ? -(normal_r + xx) : normal_r + xx;
    }
    double low = ck_zig_normal_f[layer], high = ck_zig_normal_f[layer - 1];
    if ((high - low) * ck_pcg64_double(g) + low < exp(-0.5 * x * x)) return x;
  }
}

float ck_pcg64_normal_f(ck_pcg64 *g) {
  for (;;) {
    uint32_t r = ck_pcg64_u32(g);
    unsigned layer = r & 0xFF;
    uint32_t magnitude = r >> 9 & 0x7FFFFF;
    float x = (float)(int32_t)magnitude * ck_zig_normal_f_w[layer];
    if (r >> 8 & 1) x = -x;
    if (magnitude < ck_zig_normal_f_k[layer]) return x;
    if (layer == 0) {
      float xx, yy;
      do {
        xx = -(float)normal_inverse_r * log1pf(-ck_pcg64_float(g));
        yy = -log1pf(-ck_pcg64_float(g));
      } while (!(yy + yy > xx * xx));
      return magnitude >> 8 & 1 ? -((float)normal_r + xx) : (float)normal_r + xx;
    }
    float low = ck_zig_normal_f_f[layer], high = ck_zig_normal_f_f[layer - 1];
    float height = (high - low) * ck_pcg64_float(g) + low;
    if ((double)height < exp(-0.5 * x * x)) return x;
  }
}

double ck_pcg64_exponential(ck_pcg64 *g) {
  for (;;) {
    uint64_t r = ck_pcg64_u64(g) >> 3;
    unsigned layer = r & 0xFF;
    r >>= 8;
    double x = (double)(int64_t)r * ck_zig_exponential_w[layer];
    if (r < ck_zig_exponential_k[layer]) return x;
    if (layer == 0) return exponential_r - log1p(-ck_pcg64_double(g));
    double low = ck_zig_exponential_f[layer], high = ck_zig_exponential_f[layer - 1];
    if ((high - low) * ck_pcg64_double(g) + low < exp(-x)) return x;
  }
}

float ck_pcg64_exponential_f(ck_pcg64 *g) {
  for (;;) {
    uint32_t r = ck_pcg64_u32(g) >> 1;
    unsigned layer = r & 0xFF;
    r >>= 8;
    float x = (float)(int32_t)r * ck_zig_exponential_f_w[layer];
    if (r < ck_zig_exponential_f_k[layer]) return x;
    if (layer == 0) return (float)exponential_r - log1pf(-ck_pcg64_float(g));
    float low = ck_zig_exponential_f_f[layer], high = ck_zig_exponential_f_f[layer - 1];
    float height = (high - low) * ck_pcg64_float(g) + low;
    if (height < expf(-x)) return x;
  }
}

CK_INLINE uint32_t lemire_32(ck_pcg64 *g, uint32_t max) {
  uint64_t bound = (uint64_t)max + 1, m = ck_pcg64_u32(g) * bound;
  if ((uint32_t)m < bound) {
    uint32_t threshold = (uint32_t)((UINT32_MAX - max) % bound);
    while ((uint32_t)m < threshold) m = ck_pcg64_u32(g) * bound;
  }
  return (uint32_t)(m >> 32);
}

CK_INLINE uint64_t lemire_64(ck_pcg64 *g, uint64_t max) {
  uint64_t bound = max + 1;
  u128 m = (u128)ck_pcg64_u64(g) * bound;
  if ((uint64_t)m < bound) {
    uint64_t threshold = (UINT64_MAX - max) % bound;
    while ((uint64_t)m < threshold) m = (u128)ck_pcg64_u64(g) * bound;
  }
  return (uint64_t)(m >> 64);
}

uint64_t ck_pcg64_lemire(ck_pcg64 *g, uint64_t max) {
  if (max == 0) return 0;
  if (max < UINT32_MAX) return lemire_32(g, (uint32_t)max);
  if (max == UINT32_MAX) return ck_pcg64_u32(g);
  return max == UINT64_MAX ? ck_pcg64_u64(g) : lemire_64(g, max);
}

uint64_t ck_pcg64_interval(ck_pcg64 *g, uint64_t max) {
  uint64_t mask = ck_mask_above(max), v;
  if (max == 0) return 0;
  do v = (max <= UINT32_MAX ? ck_pcg64_u32(g) : ck_pcg64_u64(g)) & mask;
  while (v > max);
  return v;
}

// Types of 1, 8 and 16 bits take pieces of one 32-bit draw, low end first.
typedef struct pieces {
  uint32_t buffer;
  int left;
} pieces;

CK_INLINE uint32_t next_piece(ck_pcg64 *g, pieces *p, int bits) {
  if (p->left == 0) {
    p->buffer = ck_pcg64_u32(g);
    p->left = 32 / bits - 1;
  } else {
    p->buffer >>= bits;
    p->left--;
  }
  return p->buffer & ((1u << bits) - 1);
}

CK_INLINE uint32_t lemire_piece(ck_pcg64 *g, pieces *p, int bits, uint32_t max) {
  uint32_t full = (1u << bits) - 1;
  if (bits == 1 || max == full) return next_piece(g, p, bits);
  uint32_t bound = max + 1, m = next_piece(g, p, bits) * bound;
  if ((m & full) < bound) {
    uint32_t threshold = (full - max) % bound;
    while ((m & full) < threshold) m = next_piece(g, p, bits) * bound;
  }
  return m >> bits;
}

void ck_pcg64_bounded(ck_pcg64 *g, int bits, uint64_t low, uint64_t range, void *out, size_t count) {
  pieces p = {0, 0};
  for (size_t i = 0; i < count; i++) {
    uint64_t v = range == 0 ? 0 : bits >= 32 ? ck_pcg64_lemire(g, range) : lemire_piece(g, &p, bits, (uint32_t)range);
    ck_store_bits(bits, out, i, low + v);
  }
}

CK_INLINE void swap(int64_t *items, size_t i, size_t j) {
  int64_t t = items[i];
  items[i] = items[j];
  items[j] = t;
}

void ck_pcg64_shuffle(ck_pcg64 *g, int64_t *items, size_t count) {
  for (size_t i = count; i-- > 1;) swap(items, i, ck_pcg64_interval(g, i));
}

void ck_pcg64_shuffle_tail(ck_pcg64 *g, int64_t *items, size_t count, size_t first) {
  for (size_t i = count; i-- > first;) swap(items, i, ck_pcg64_lemire(g, i));
}
