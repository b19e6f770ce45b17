// Numbers shifted and scaled to mean 0 and variance 1, channel by channel, and the derivative of that.
#include "include/ck_normalize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "include/ck_isa.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT ON

enum { CHUNK_WORK = 1 << 15, SUM_LANES = 32, SUM_BLOCK = 1024, WEIGHT_CHUNKS = 32 };

struct channels {
  ptrdiff_t outer, channels, inner, channels_per_chunk;
  double eps;
  const void *x, *gy, *weight, *bias;  // weight and bias: a number for each inner position, or null
  void *y, *mean, *variance;
};

// Sums `value` of `at` over a line of numbers of type T: blocks in lanes of that type, which the compiler keeps in vectors, the blocks in
// double.
#define SUM_LINE(count, value, total)                                               \
  for (ptrdiff_t block = 0; block < (count); block += SUM_BLOCK) {                  \
    const ptrdiff_t end = block + SUM_BLOCK < (count) ? block + SUM_BLOCK : (count); \
    T lanes[SUM_LANES] = {0};                                                       \
    ptrdiff_t i = block;                                                            \
    for (; i + SUM_LANES <= end; i += SUM_LANES)                                    \
      for (int lane = 0; lane < SUM_LANES; lane++) {                                \
        const ptrdiff_t at = i + lane;                                              \
        lanes[lane] += (value);                                                     \
      }                                                                             \
    for (; i < end; i++) {                                                          \
      const ptrdiff_t at = i;                                                       \
      (total) += (double)(value);                                                   \
    }                                                                               \
    for (int lane = 0; lane < SUM_LANES; lane++) (total) += (double)lanes[lane];    \
  }

// Every type for every instruction set.
#define T float
#define S f32
#include "normalize_isa.inc"
#define T double
#define S f64
#include "normalize_isa.inc"

static void run(struct channels *c, void (*body)(void *context, long chunk)) {
  if (c->outer * c->channels * c->inner == 0) return;
  const ptrdiff_t fitting = CHUNK_WORK / (c->outer * c->inner);
  c->channels_per_chunk = fitting > 1 ? fitting : 1;
  ck_parallel_for((c->channels + c->channels_per_chunk - 1) / c->channels_per_chunk, body, c);
}

void ck_standardize(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *x, const void *weight,
                    const void *bias, void *y) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .eps = eps, .x = x, .weight = weight, .bias = bias, .y = y};
  run(&c, dtype == CK_FLOAT32 ? loops_f32()->forward : loops_f64()->forward);
}

void ck_standardize_backward(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x,
                             const void *weight, void *gx) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .eps = eps, .x = x, .gy = gy, .weight = weight, .y = gx};
  run(&c, dtype == CK_FLOAT32 ? loops_f32()->backward : loops_f64()->backward);
}

int ck_standardize_weight(int dtype, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x, void *gw) {
  struct channels c = {.outer = 1, .channels = channels, .inner = inner, .eps = eps, .x = x, .gy = gy};
  if (inner == 0) return 1;
  const ptrdiff_t shared = (channels + WEIGHT_CHUNKS - 1) / WEIGHT_CHUNKS, fitting = CHUNK_WORK / inner;
  c.channels_per_chunk = shared > fitting ? shared : fitting > 1 ? fitting : 1;
  const long rows = (long)((channels + c.channels_per_chunk - 1) / c.channels_per_chunk);
  c.y = malloc((dtype == CK_FLOAT32 ? sizeof(float) : sizeof(double)) * (size_t)((rows > 1 ? rows : 1) * inner));
  if (!c.y) return 0;
  ck_parallel_for(rows, dtype == CK_FLOAT32 ? loops_f32()->weigh : loops_f64()->weigh, &c);
  if (dtype == CK_FLOAT32) loops_f32()->add_rows(&c, rows, gw);
  else loops_f64()->add_rows(&c, rows, gw);
  free(c.y);
  return 1;
}

void ck_moments(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, const void *x, void *mean, void *variance) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .x = x, .mean = mean, .variance = variance};
  run(&c, dtype == CK_FLOAT32 ? loops_f32()->moments : loops_f64()->moments);
}
