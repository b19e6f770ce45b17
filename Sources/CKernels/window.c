// Windows that slide along axes: where the largest element of each lies, and weighted sums along one axis.
#include "include/ck_window.h"

#include <math.h>

#include "include/ck_isa.h"
#include "include/ck_pool.h"
#include "sizes.h"

#pragma STDC FP_CONTRACT OFF

enum { CHUNK_WORK = 1 << 15, ROW_BLOCK = 64, ENOUGH_WINDOWS = 4 };


struct search {
  const struct ck_windows *w;
  const void *x;
  int64_t *index;
  ptrdiff_t slabs;  // planes times outputs along the first two axes
  ptrdiff_t slabs_per_chunk;
};

struct resampling {
  ptrdiff_t in, out, inner, units, units_per_chunk;
  const ptrdiff_t *start, *source;
  const double *weight;
  int bits;
  const void *x;
  void *y;
};

#define T float
#define P int32_t
#define S f32
#define ISA baseline
#include "window_rows.inc"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define ISA avx2
#include "window_rows.inc"
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,avx512f,avx512bw,avx512dq,avx512vl"), min_vector_width(512))), apply_to = function)
#define ISA avx512
#include "window_rows.inc"
#pragma clang attribute pop
#endif
#undef T
#undef P
#undef S

static void search_row_f32(const struct ck_windows *w, const float *x, ptrdiff_t a, ptrdiff_t b, ptrdiff_t left, ptrdiff_t columns,
                           int64_t *index) {
#if defined(__x86_64__)
  if (ck_isa() >= CK_ISA_AVX512) return search_row_f32_avx512(w, x, a, b, left, columns, index);
  if (ck_isa() >= CK_ISA_AVX2) return search_row_f32_avx2(w, x, a, b, left, columns, index);
#endif
  search_row_f32_baseline(w, x, a, b, left, columns, index);
}

// Whether a run of windows along the last axis, `left` up to the result, are alike: each a stride behind the one before.
static ptrdiff_t run_of_windows(const struct ck_windows *w, ptrdiff_t left) {
  const ptrdiff_t columns = smaller(w->output[2], left + ROW_BLOCK), *first = w->first[2], *last = w->last[2];
  ptrdiff_t right = left + 1;
  while (right < columns && first[right] - first[right - 1] == first[left + 1] - first[left] &&
         last[right] - first[right] == last[left] - first[left])
    right++;
  return right;
}

// Windows one by one, `left` up to `right`.
#define SEARCH_LOOP(T, S)                                                                                                     \
  static void search_windows_##S(const struct ck_windows *w, const T *x, ptrdiff_t a, ptrdiff_t b, ptrdiff_t left,            \
                                 ptrdiff_t right, int64_t *index) {                                                           \
    const ptrdiff_t width = w->input[2];                                                                                      \
    for (ptrdiff_t c = left; c < right; c++) {                                                                                \
      ptrdiff_t place = (w->first[0][a] * w->input[1] + w->first[1][b]) * width + w->first[2][c];                             \
      int found = 0;                                                                                                          \
      T best = 0;                                                                                                             \
      for (ptrdiff_t i = w->first[0][a]; i < w->last[0][a]; i += w->step[0])                                                  \
        for (ptrdiff_t j = w->first[1][b]; j < w->last[1][b]; j += w->step[1]) {                                              \
          const ptrdiff_t line = (i * w->input[1] + j) * width;                                                               \
          for (ptrdiff_t k = w->first[2][c]; k < w->last[2][c]; k += w->step[2]) {                                            \
            const T value = x[line + k];                                                                                      \
            if (!found || value > best || value != value) found = 1, best = value, place = line + k;                          \
          }                                                                                                                   \
        }                                                                                                                     \
      index[c - left] = place;                                                                                                \
    }                                                                                                                         \
  }                                                                                                                           \
                                                                                                                              \
  static void search_##S(void *context, long chunk) {                                                                         \
    const struct search *s = context;                                                                                         \
    const struct ck_windows *w = s->w;                                                                                        \
    const ptrdiff_t plane_size = w->input[0] * w->input[1] * w->input[2], columns = w->output[2];                             \
    for (ptrdiff_t slab = chunk * s->slabs_per_chunk; slab < smaller(s->slabs, (chunk + 1) * s->slabs_per_chunk); slab++) {   \
      const ptrdiff_t a = slab / w->output[1] % w->output[0], b = slab % w->output[1];                                        \
      const T *x = (const T *)s->x + slab / w->output[1] / w->output[0] * plane_size;                                         \
      for (ptrdiff_t left = 0, right; left < columns; left = right) {                                                         \
        right = run_of_windows(w, left);                                                                                      \
        SIDE_BY_SIDE_##S                                                                                                      \
        search_windows_##S(w, x, a, b, left, right, s->index + slab * columns + left);                                        \
      }                                                                                                                       \
    }                                                                                                                         \
  }

#define SIDE_BY_SIDE_f32                                                                                                      \
  if (right - left >= ENOUGH_WINDOWS && plane_size < INT32_MAX) {                                                             \
    search_row_f32(w, x, a, b, left, right - left, s->index + slab * columns + left);                                         \
    continue;                                                                                                                 \
  }
#define SIDE_BY_SIDE_f64
#define SIDE_BY_SIDE_i64

#define RESAMPLE_LOOP(T, S)                                                                                                   \
  static void resample_##S(void *context, long chunk) {                                                                       \
    const struct resampling *r = context;                                                                                     \
    const ptrdiff_t inner = r->inner;                                                                                         \
    for (ptrdiff_t unit = chunk * r->units_per_chunk; unit < smaller(r->units, (chunk + 1) * r->units_per_chunk); unit++) {   \
      const ptrdiff_t o = unit % r->out, begin = r->start[o], end = r->start[o + 1];                                          \
      const T *x = (const T *)r->x + unit / r->out * r->in * inner;                                                           \
      T *y = (T *)r->y + unit * inner;                                                                                        \
      if (inner == 1) {                                                                                                       \
        T sum = 0;                                                                                                            \
        for (ptrdiff_t t = begin; t < end; t++) sum += (T)r->weight[t] * x[r->source[t]];                                     \
        *y = sum;                                                                                                             \
        continue;                                                                                                             \
      }                                                                                                                       \
      if (begin == end)                                                                                                       \
        for (ptrdiff_t i = 0; i < inner; i++) y[i] = 0;                                                                       \
      for (ptrdiff_t t = begin; t < end; t++) {                                                                               \
        const T factor = (T)r->weight[t], *from = x + r->source[t] * inner;                                                   \
        if (t == begin)                                                                                                       \
          for (ptrdiff_t i = 0; i < inner; i++) y[i] = factor * from[i];                                                      \
        else                                                                                                                  \
          for (ptrdiff_t i = 0; i < inner; i++) y[i] += factor * from[i];                                                     \
      }                                                                                                                       \
    }                                                                                                                         \
  }

SEARCH_LOOP(float, f32)
SEARCH_LOOP(double, f64)
SEARCH_LOOP(int64_t, i64)
RESAMPLE_LOOP(float, f32)
RESAMPLE_LOOP(double, f64)
RESAMPLE_LOOP(uint64_t, i64)  // unsigned: sums wrap around

static void resample_bytes(void *context, long chunk) {
  const struct resampling *r = context;
  const int32_t half = r->bits > 0 ? 1 << (r->bits - 1) : 0;
  for (ptrdiff_t unit = chunk * r->units_per_chunk; unit < smaller(r->units, (chunk + 1) * r->units_per_chunk); unit++) {
    const ptrdiff_t o = unit % r->out;
    const uint8_t *x = (const uint8_t *)r->x + unit / r->out * r->in * r->inner;
    uint8_t *y = (uint8_t *)r->y + unit * r->inner;
    for (ptrdiff_t i = 0; i < r->inner; i++) {
      int32_t sum = half;
      for (ptrdiff_t t = r->start[o]; t < r->start[o + 1]; t++) sum += (int32_t)r->weight[t] * x[r->source[t] * r->inner + i];
      sum = sum < 0 ? 0 : sum >> r->bits;
      y[i] = (uint8_t)(sum > 255 ? 255 : sum);
    }
  }
}

void ck_max_positions(const struct ck_windows *w, int dtype, const void *x, int64_t *index) {
  struct search s = {.w = w, .x = x, .index = index, .slabs = w->planes * w->output[0] * w->output[1]};
  if (s.slabs * w->output[2] == 0) return;
  ptrdiff_t work = w->output[2];  // of a slab: every element of every window
  for (int d = 0; d < 3; d++) work *= larger(1, (w->last[d][w->output[d] / 2] - w->first[d][w->output[d] / 2]) / w->step[d]);
  s.slabs_per_chunk = larger(1, CHUNK_WORK / work);
  ck_parallel_for((s.slabs + s.slabs_per_chunk - 1) / s.slabs_per_chunk,
                  dtype == CK_FLOAT32 ? search_f32 : dtype == CK_FLOAT64 ? search_f64 : search_i64, &s);
}

void ck_resample(int dtype, ptrdiff_t outer, ptrdiff_t in, ptrdiff_t out, ptrdiff_t inner, const ptrdiff_t *start, const ptrdiff_t *source,
                 const double *weight, int bits, const void *x, void *y) {
  struct resampling r = {.in = in, .out = out, .inner = inner, .units = outer * out, .start = start, .source = source, .weight = weight,
                         .bits = bits, .x = x, .y = y};
  if (r.units * inner == 0) return;
  const ptrdiff_t work = larger(1, start[out] / out) * inner;
  r.units_per_chunk = larger(1, CHUNK_WORK / work);
  ck_parallel_for((r.units + r.units_per_chunk - 1) / r.units_per_chunk,
                  dtype == CK_FLOAT32   ? resample_f32
                  : dtype == CK_FLOAT64 ? resample_f64
                  : dtype == CK_UINT8   ? resample_bytes
                                        : resample_i64,
                  &r);
}
