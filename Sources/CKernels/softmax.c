// Numbers turned into shares along an axis, or into the logarithms of shares, and the derivatives of both.
#include "include/ck_softmax.h"

#include <math.h>

#include "include/ck_dtype.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT OFF

// Lines that lie side by side are taken in tiles of this many, so that their sums stay in the first-level cache.
enum { CHUNK_WORK = 1 << 14, TILE = 64 };

struct shares {
  int is_log;
  ptrdiff_t outer, n, inner, tiles, units_per_chunk;  // a unit is a tile of one outer position
  const void *x, *gy;
  void *y;
};

#define SHARES(T, S, EXP)                                                                                        \
  static void forward_line_##S(int is_log, ptrdiff_t n, const T *x, T *y) {                                      \
    T lanes[8], top = x[0];                                                                                      \
    ptrdiff_t i = 0;                                                                                             \
    for (int k = 0; k < 8; k++) lanes[k] = top;                                                                  \
    for (; i + 8 <= n; i += 8)                                                                                   \
      for (int k = 0; k < 8; k++) lanes[k] = x[i + k] > lanes[k] ? x[i + k] : lanes[k];                          \
    for (; i < n; i++) top = x[i] > top ? x[i] : top;                                                            \
    for (int k = 0; k < 8; k++) top = lanes[k] > top ? lanes[k] : top;                                           \
    double sum = 0;                                                                                              \
    if (is_log) {                                                                                                \
      for (i = 0; i < n; i++) sum += EXP(x[i] - top);                                                            \
      const T shift = (T)log(sum);                                                                               \
      for (i = 0; i < n; i++) y[i] = (x[i] - top) - shift;                                                       \
    } else {                                                                                                     \
      for (i = 0; i < n; i++) sum += y[i] = EXP(x[i] - top);                                                     \
      const T total = (T)sum;                                                                                    \
      for (i = 0; i < n; i++) y[i] /= total;                                                                     \
    }                                                                                                            \
  }                                                                                                              \
  static void forward_tile_##S(int is_log, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t width, const T *x, T *y) {    \
    T top[TILE];                                                                                                 \
    double sum[TILE] = {0};                                                                                      \
    for (ptrdiff_t k = 0; k < width; k++) top[k] = x[k];                                                         \
    for (ptrdiff_t i = 1; i < n; i++)                                                                            \
      for (ptrdiff_t k = 0; k < width; k++) top[k] = x[i * inner + k] > top[k] ? x[i * inner + k] : top[k];      \
    for (ptrdiff_t i = 0; i < n; i++)                                                                            \
      for (ptrdiff_t k = 0; k < width; k++) {                                                                    \
        const T below = x[i * inner + k] - top[k], e = EXP(below);                                               \
        y[i * inner + k] = is_log ? below : e;                                                                   \
        sum[k] += e;                                                                                             \
      }                                                                                                          \
    T last[TILE];                                                                                                \
    for (ptrdiff_t k = 0; k < width; k++) last[k] = (T)(is_log ? log(sum[k]) : sum[k]);                          \
    for (ptrdiff_t i = 0; i < n; i++)                                                                            \
      for (ptrdiff_t k = 0; k < width; k++)                                                                      \
        y[i * inner + k] = is_log ? y[i * inner + k] - last[k] : y[i * inner + k] / last[k];                     \
  }                                                                                                              \
  static void backward_tile_##S(int is_log, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t width, const T *g, const T *y, T *out) { \
    double sum[TILE] = {0};                                                                                      \
    for (ptrdiff_t i = 0; i < n; i++)                                                                            \
      for (ptrdiff_t k = 0; k < width; k++) {                                                                    \
        const ptrdiff_t at = i * inner + k;                                                                      \
        sum[k] += is_log ? (double)g[at] : (double)g[at] * (double)y[at];                                        \
      }                                                                                                          \
    T total[TILE];                                                                                               \
    for (ptrdiff_t k = 0; k < width; k++) total[k] = (T)sum[k];                                                  \
    for (ptrdiff_t i = 0; i < n; i++)                                                                            \
      for (ptrdiff_t k = 0; k < width; k++) {                                                                    \
        const ptrdiff_t at = i * inner + k;                                                                      \
        out[at] = is_log ? g[at] - EXP(y[at]) * total[k] : y[at] * (g[at] - total[k]);                           \
      }                                                                                                          \
  }                                                                                                              \
  static void run_##S(void *context, long chunk) {                                                               \
    const struct shares *s = context;                                                                            \
    const ptrdiff_t units = s->outer * s->tiles, begin = chunk * s->units_per_chunk;                             \
    for (ptrdiff_t unit = begin; unit < units && unit < begin + s->units_per_chunk; unit++) {                    \
      const ptrdiff_t first = unit % s->tiles * TILE, left = s->inner - first, width = left < TILE ? left : TILE; \
      const ptrdiff_t at = unit / s->tiles * s->n * s->inner + first;                                            \
      const T *x = (const T *)s->x + at;                                                                         \
      T *y = (T *)s->y + at;                                                                                     \
      if (s->gy) backward_tile_##S(s->is_log, s->n, s->inner, width, (const T *)s->gy + at, x, y);               \
      else if (s->inner == 1) forward_line_##S(s->is_log, s->n, x, y);                                           \
      else forward_tile_##S(s->is_log, s->n, s->inner, width, x, y);                                             \
    }                                                                                                            \
  }
SHARES(float, f32, expf)
SHARES(double, f64, exp)

static void run(int dtype, struct shares *s) {
  if (s->outer == 0 || s->n == 0 || s->inner == 0) return;
  s->tiles = (s->inner + TILE - 1) / TILE;
  const ptrdiff_t work = s->n * (s->inner < TILE ? s->inner : TILE), units = s->outer * s->tiles;
  s->units_per_chunk = work >= CHUNK_WORK ? 1 : CHUNK_WORK / work;
  const long chunks = (long)((units + s->units_per_chunk - 1) / s->units_per_chunk);
  ck_parallel_for(chunks, dtype == CK_FLOAT64 ? run_f64 : run_f32, s);
}

void ck_softmax(int dtype, int is_log, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const void *x, void *y) {
  struct shares s = {.is_log = is_log, .outer = outer, .n = n, .inner = inner, .x = x, .y = y};
  run(dtype, &s);
}

void ck_softmax_gradient(int dtype, int is_log, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const void *gy, const void *y, void *gx) {
  struct shares s = {.is_log = is_log, .outer = outer, .n = n, .inner = inner, .x = y, .gy = gy, .y = gx};
  run(dtype, &s);
}
