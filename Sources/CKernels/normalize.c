// Numbers shifted and scaled to mean 0 and variance 1, channel by channel, and the derivative of that.
#include "include/ck_normalize.h"

#include <math.h>

#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT OFF

enum { CHUNK_WORK = 1 << 15, LANES = 8 };

struct channels {
  ptrdiff_t outer, channels, inner, channels_per_chunk;
  double eps;
  const void *x, *gy;
  void *y, *mean, *variance;
};

// Sums over a line in eight lanes, which the compiler keeps in vectors; the lanes are added in order.
#define SUM_LINE(count, value, total)                                               \
  do {                                                                              \
    double lanes[LANES] = {0}, rest = 0;                                            \
    ptrdiff_t i = 0;                                                                \
    for (; i + LANES <= (count); i += LANES)                                        \
      for (int lane = 0; lane < LANES; lane++) {                                    \
        const ptrdiff_t at = i + lane;                                              \
        lanes[lane] += (value);                                                     \
      }                                                                             \
    for (; i < (count); i++) {                                                      \
      const ptrdiff_t at = i;                                                       \
      rest += (value);                                                              \
    }                                                                               \
    for (int lane = 0; lane < LANES; lane++) rest += lanes[lane];                   \
    (total) += rest;                                                                \
  } while (0)

#define NORMALIZE(T, S)                                                                                                       \
  static void moments_of_##S(const struct channels *c, ptrdiff_t channel, double *mean, double *variance) {                   \
    const double count = (double)(c->outer * c->inner);                                                                       \
    const T *first = (const T *)c->x + channel * c->inner;                                                                    \
    const ptrdiff_t step = c->channels * c->inner;                                                                            \
    double sum = 0, squares = 0;                                                                                              \
    for (ptrdiff_t o = 0; o < c->outer; o++) {                                                                                \
      const T *x = first + o * step;                                                                                          \
      SUM_LINE(c->inner, (double)x[at], sum);                                                                                 \
    }                                                                                                                         \
    const double middle = sum / count;                                                                                        \
    for (ptrdiff_t o = 0; o < c->outer; o++) {                                                                                \
      const T *x = first + o * step;                                                                                          \
      SUM_LINE(c->inner, ((double)x[at] - middle) * ((double)x[at] - middle), squares);                                       \
    }                                                                                                                         \
    *mean = middle, *variance = squares / count;                                                                              \
  }                                                                                                                           \
                                                                                                                              \
  static void moments_##S(void *context, long chunk) {                                                                        \
    const struct channels *c = context;                                                                                       \
    for (ptrdiff_t k = chunk * c->channels_per_chunk; k < (chunk + 1) * c->channels_per_chunk && k < c->channels; k++) {      \
      double mean, variance;                                                                                                  \
      moments_of_##S(c, k, &mean, &variance);                                                                                 \
      ((T *)c->mean)[k] = (T)mean, ((T *)c->variance)[k] = (T)variance;                                                       \
    }                                                                                                                         \
  }                                                                                                                           \
                                                                                                                              \
  static void forward_##S(void *context, long chunk) {                                                                        \
    const struct channels *c = context;                                                                                       \
    for (ptrdiff_t k = chunk * c->channels_per_chunk; k < (chunk + 1) * c->channels_per_chunk && k < c->channels; k++) {      \
      double mean, variance;                                                                                                  \
      moments_of_##S(c, k, &mean, &variance);                                                                                 \
      const T middle = (T)mean, scale = (T)(1 / sqrt(variance + c->eps));                                                     \
      for (ptrdiff_t o = 0; o < c->outer; o++) {                                                                              \
        const ptrdiff_t start = (o * c->channels + k) * c->inner;                                                             \
        const T *x = (const T *)c->x + start;                                                                                 \
        T *y = (T *)c->y + start;                                                                                             \
        for (ptrdiff_t i = 0; i < c->inner; i++) y[i] = (x[i] - middle) * scale;                                              \
      }                                                                                                                       \
    }                                                                                                                         \
  }                                                                                                                           \
                                                                                                                              \
  static void backward_##S(void *context, long chunk) {                                                                       \
    const struct channels *c = context;                                                                                       \
    const double count = (double)(c->outer * c->inner);                                                                       \
    for (ptrdiff_t k = chunk * c->channels_per_chunk; k < (chunk + 1) * c->channels_per_chunk && k < c->channels; k++) {      \
      double mean, variance, sum = 0, product = 0;                                                                            \
      moments_of_##S(c, k, &mean, &variance);                                                                                 \
      for (ptrdiff_t o = 0; o < c->outer; o++) {                                                                              \
        const ptrdiff_t start = (o * c->channels + k) * c->inner;                                                             \
        const T *x = (const T *)c->x + start, *g = (const T *)c->gy + start;                                                  \
        SUM_LINE(c->inner, (double)g[at], sum);                                                                               \
        SUM_LINE(c->inner, (double)g[at] * ((double)x[at] - mean), product);                                                  \
      }                                                                                                                       \
      const double scale = 1 / sqrt(variance + c->eps);                                                                       \
      const T middle = (T)mean, factor = (T)scale, shift = (T)(sum / count), slope = (T)(product / count * scale * scale);    \
      for (ptrdiff_t o = 0; o < c->outer; o++) {                                                                              \
        const ptrdiff_t start = (o * c->channels + k) * c->inner;                                                             \
        const T *x = (const T *)c->x + start, *g = (const T *)c->gy + start;                                                  \
        T *gx = (T *)c->y + start;                                                                                            \
        for (ptrdiff_t i = 0; i < c->inner; i++) gx[i] = factor * (g[i] - shift - (x[i] - middle) * slope);                   \
      }                                                                                                                       \
    }                                                                                                                         \
  }

NORMALIZE(float, f32)
NORMALIZE(double, f64)

static void run(struct channels *c, void (*body)(void *context, long chunk)) {
  if (c->outer * c->channels * c->inner == 0) return;
  const ptrdiff_t fitting = CHUNK_WORK / (c->outer * c->inner);
  c->channels_per_chunk = fitting > 1 ? fitting : 1;
  ck_parallel_for((c->channels + c->channels_per_chunk - 1) / c->channels_per_chunk, body, c);
}

void ck_standardize(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *x, void *y) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .eps = eps, .x = x, .y = y};
  run(&c, dtype == CK_FLOAT32 ? forward_f32 : forward_f64);
}

void ck_standardize_backward(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, double eps, const void *gy, const void *x,
                             void *gx) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .eps = eps, .x = x, .gy = gy, .y = gx};
  run(&c, dtype == CK_FLOAT32 ? backward_f32 : backward_f64);
}

void ck_moments(int dtype, ptrdiff_t outer, ptrdiff_t channels, ptrdiff_t inner, const void *x, void *mean, void *variance) {
  struct channels c = {.outer = outer, .channels = channels, .inner = inner, .x = x, .mean = mean, .variance = variance};
  run(&c, dtype == CK_FLOAT32 ? moments_f32 : moments_f64);
}
