// random_numpy.c: the streams of NumPy's legacy RandomState.
#include <math.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

double ck_legacy_double(ck_mt_stream *s) {
  uint32_t a = ck_mt19937_u32(&s->engine) >> 5, b = ck_mt19937_u32(&s->engine) >> 6;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

void ck_legacy_doubles(ck_mt_stream *s, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = ck_legacy_double(s);
}

// The polar method; the first of a pair is cached and the second returned.
static double next_normal(ck_mt_stream *s) {
  if (s->has_cached_normal) {
    double z = s->cached_normal;
    s->has_cached_normal = 0;
    s->cached_normal = 0;
    return z;
  }
  double x1, x2, r2;
  do {
    x1 = 2.0 * ck_legacy_double(s) - 1.0;
    x2 = 2.0 * ck_legacy_double(s) - 1.0;
    r2 = x1 * x1 + x2 * x2;
  } while (r2 >= 1.0 || r2 == 0.0);
  double f = sqrt(-2.0 * log(r2) / r2);
  s->cached_normal = f * x1;
  s->has_cached_normal = 1;
  return f * x2;
}

void ck_legacy_normals(ck_mt_stream *s, double *out, size_t count, double loc, double scale) {
  for (size_t i = 0; i < count; i++) out[i] = loc + scale * next_normal(s);
}

void ck_legacy_exponentials(ck_mt_stream *s, double *out, size_t count, double scale) {
  for (size_t i = 0; i < count; i++) out[i] = scale * -log(1.0 - ck_legacy_double(s));
}

static uint64_t interval(ck_mt_stream *s, uint64_t max) {
  if (max == 0) return 0;
  uint64_t mask = ck_mask_above(max), v;
  if (max <= UINT32_MAX) {
    do v = ck_mt19937_u32(&s->engine) & mask;
    while (v > max);
  } else {
    do v = ck_mt19937_u64(&s->engine) & mask;
    while (v > max);
  }
  return v;
}

void ck_legacy_bounded(ck_mt_stream *s, int bits, uint64_t low, uint64_t range, void *out, size_t count) {
  uint64_t mask = ck_mask_above(range);
  // Small types cut their numbers from one 32-bit draw, low end first; what is left over is lost with the call.
  uint32_t buffer = 0;
  int pieces = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t v = 0;
    if (range != 0) {
      if (bits >= 32) {
        v = interval(s, range);
      } else {
        do {
          if (pieces == 0) {
            buffer = ck_mt19937_u32(&s->engine);
            pieces = 32 / bits - 1;
          } else {
            buffer >>= bits;
            pieces--;
          }
          v = buffer & mask;
        } while (v > range);
      }
    }
    ck_store_bits(bits, out, i, low + v);
  }
}

void ck_legacy_shuffle(ck_mt_stream *s, int64_t *items, size_t count) {
  for (size_t i = count; i-- > 1;) {
    size_t j = interval(s, i);
    int64_t t = items[i];
    items[i] = items[j];
    items[j] = t;
  }
}
