// Convolutions with windows of 3 x 3 by Winograd's F(2 x 2, 3 x 3): 16 products give four results instead of 36, and the sums around them
// are of a few numbers, so that errors hardly grow. Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015.
#include "convolution_winograd.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "gemm_internal.h"
#include "include/ck_isa.h"
#include "include/ck_pool.h"
#include "sizes.h"

enum {
  PARTS = 16,              // of a tile
  MOST_TILES = 64,         // of a chunk, about
  FEWEST_TILES = 28,
  TILE_BYTES = 512 << 10,  // of the source's transform of a chunk: it stays in the second-level cache
  WIDEST_ROW = 256,        // in tiles
  SLACK = 16,              // numbers that a vector may reach beyond a row
};

struct transforms {
  void (*tiles)(const float *const row[4], ptrdiff_t count, ptrdiff_t first, ptrdiff_t tiles, float *mixed, ptrdiff_t mixed_row, float *to,
                ptrdiff_t to_part);
  void (*filters)(ptrdiff_t width, const float *taps, float *to, ptrdiff_t to_part);
  int (*results)(ptrdiff_t width, ptrdiff_t tiles, const float *from, ptrdiff_t from_part, float *first, float *second, ptrdiff_t columns);
};

#define ISA baseline
#define LANES 4
#include "convolution_winograd_isa.inc"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ISA avx2
#define LANES 8
#include "convolution_winograd_isa.inc"
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"), min_vector_width(512))), \
                             apply_to = function)
#define ISA avx512
#define LANES 16
#include "convolution_winograd_isa.inc"
#pragma clang attribute pop
#endif

static const struct transforms *transforms_in_use(void) {
#if defined(__x86_64__)
  if (ck_isa() >= CK_ISA_AVX512) return &transforms_avx512;
  if (ck_isa() >= CK_ISA_AVX2) return &transforms_avx2;
#endif
  return &transforms_baseline;
}

struct work {
  const struct ck_winograd *w;
  const struct transforms *transforms;
  const struct ck_gemm_table_f32 *kernels;
  ptrdiff_t tile_rows, tiles_across;        // of a plane
  ptrdiff_t rows, all_rows, parts, panels;  // rows of tiles in a chunk and in a group; parts: of the filters
  ptrdiff_t wide;                           // of a panel of filters
  float *packed;                            // [group][panel][part of a tile][channel][filter of the panel]
  const ptrdiff_t *place;
  atomic_int *is_finite;
};

static ptrdiff_t panel_width(const struct work *work, ptrdiff_t panel) {
  return work->w->filters - panel * work->wide > work->wide / 2 ? work->wide : work->wide / 2;
}

static void pack_panel(void *context, long chunk) {
  const struct work *work = context;
  const struct ck_winograd *w = work->w;
  const ptrdiff_t panel = chunk % work->panels, width = panel_width(work, panel);
  const ptrdiff_t columns = smaller(work->wide, w->filters - panel * work->wide);
  const float *taps = w->w + chunk / work->panels * w->w_group + panel * work->wide * w->w_filter;
  float *turned = ck_gemm_buffer(CK_CONVOLUTION_COLUMNS, sizeof(float) * (size_t)(9 * w->channels * width));
  if (w->w_channel == 9 && !w->flips) {
    work->kernels->pack_filters(9 * w->channels, columns, width, taps, w->w_filter, work->place, turned);
  } else {
    for (ptrdiff_t c = 0; c < w->channels; c++)
      work->kernels->pack_filters(9, columns, width, taps + c * w->w_channel, w->w_filter, work->place + c * 9, turned);
  }
  float *to = work->packed + chunk * PARTS * w->channels * work->wide;
  for (ptrdiff_t c = 0; c < w->channels; c++)
    work->transforms->filters(width, turned + c * 9 * width, to + c * width, w->channels * width);
}

// The transformed source of rows of tiles low..<high of a group: [part][channel][tile].
static void transform_source(const struct work *work, ptrdiff_t group, ptrdiff_t low, ptrdiff_t high, float *to, ptrdiff_t to_part) {
  const struct ck_winograd *w = work->w;
  const ptrdiff_t across = work->tiles_across, tiles = (high - low) * across, width = w->source[1];
  const ptrdiff_t mixed_row = 2 * across + 2 + 2 * SLACK, from = larger(0, -w->padding[1]);
  const ptrdiff_t count = larger(0, smaller(width, 2 * across + 2 - w->padding[1]) - from), first = larger(0, from + w->padding[1]);
  float *mixed = ck_gemm_buffer(CK_GEMM_TILE_A, sizeof(float) * (size_t)(4 * mixed_row + width + SLACK)), *nothing = mixed + 4 * mixed_row;
  memset(mixed, 0, sizeof(float) * (size_t)(4 * mixed_row + width + SLACK));
  for (ptrdiff_t c = 0; c < w->channels; c++)
    for (ptrdiff_t r = low; r < high; r++) {
      const ptrdiff_t plane = r / work->tile_rows * w->groups + group, top = r % work->tile_rows * 2 - w->padding[0];
      const float *x = w->x + (plane * w->channels + c) * w->source[0] * width, *row[4];
      for (int k = 0; k < 4; k++) row[k] = (top + k >= 0 && top + k < w->source[0] ? x + (top + k) * width : nothing) + from;
      work->transforms->tiles(row, count, first, across, mixed, mixed_row, to + c * tiles + (r - low) * across, to_part);
    }
}

static void run_chunk(void *context, long chunk) {
  const struct work *work = context;
  const struct ck_winograd *w = work->w;
  const struct ck_gemm_table_f32 *kernels = work->kernels;
  const ptrdiff_t part = chunk % work->parts, chunks = ceiling(work->all_rows, work->rows);
  const ptrdiff_t group = chunk / work->parts / chunks, low = chunk / work->parts % chunks * work->rows;
  const ptrdiff_t high = smaller(low + work->rows, work->all_rows), across = work->tiles_across, tiles = (high - low) * across;
  const ptrdiff_t source_part = w->channels * tiles + SLACK, sums_part = tiles * work->wide;
  const ptrdiff_t height = w->result[0], columns = w->result[1], area = height * columns;
  float *source = ck_gemm_buffer(CK_CONVOLUTION_COLUMNS, sizeof(float) * (size_t)(PARTS * source_part));
  float *sums = ck_gemm_buffer(CK_CONVOLUTION_SUMS, sizeof(float) * (size_t)(PARTS * sums_part + 2 * (high - low) * columns * work->wide));
  float *results = sums + PARTS * sums_part;
  transform_source(work, group, low, high, source, source_part);
  const ptrdiff_t pieces = ceiling(tiles, kernels->rows), piece = tiles / pieces, longer = tiles % pieces, offset = 0;
  for (ptrdiff_t panel = part; panel < work->panels; panel += work->parts) {
    const ptrdiff_t width = panel_width(work, panel), filters = smaller(work->wide, w->filters - panel * work->wide);
    const float *packed = work->packed + (group * work->panels + panel) * PARTS * w->channels * work->wide;
    for (int k = 0; k < PARTS; k++) {
      const float *a = source + k * source_part, *b = packed + k * w->channels * width;
      float *sum = sums + k * sums_part;
      for (ptrdiff_t i = 0; i < pieces; i++) {
        const ptrdiff_t rows = piece + (i < longer);
        kernels->segments[width > kernels->lanes][rows - 1](1, &offset, w->channels, a, 1, tiles, b, 0, sum, width);
        a += rows, sum += rows * width;
      }
    }
    const float *bias = w->bias ? w->bias + group * w->filters + panel * work->wide : NULL;
    for (ptrdiff_t r = low; r < high;) {  // the rows of one plane at a time
      const ptrdiff_t plane = r / work->tile_rows * w->groups + group, begin = r % work->tile_rows * 2;
      const ptrdiff_t end = smaller(begin + 2 * (high - r), height);
      for (ptrdiff_t row = begin; row < end; row += 2, r++) {
        float *to = results + (row - begin) * columns * width;
        const float *from = sums + (r - low) * across * width;
        if (!work->transforms->results(width, across, from, sums_part, to, row + 1 < end ? to + columns * width : NULL, columns))
          atomic_store_explicit(work->is_finite, 0, memory_order_relaxed);
      }
      kernels->turn_sums((end - begin) * columns, filters, results, width, bias,
                         w->y + (plane * w->filters + panel * work->wide) * area + begin * columns, area, 1);
    }
  }
}

// Whether it takes clearly less time than 9 products for each result, all counted in products. Transforms are dear per number.
static int pays(const struct ck_winograd *w, const struct work *work) {
  enum { SOURCE = 250, RESULT = 200, FILTER = 120 };
  const double tiles = (double)work->all_rows * (double)work->tiles_across, c = (double)w->channels, f = (double)w->filters;
  const double places = (double)w->result[0] * (double)w->result[1] * (double)(w->planes / w->groups);
  return PARTS * tiles * c * f + tiles * (SOURCE * c + RESULT * f) + FILTER * c * f < 0.85 * 9 * places * c * f;
}

int ck_winograd(const struct ck_winograd *w) {
  struct work work = {.w = w, .transforms = transforms_in_use(), .kernels = ck_gemm_kernels_f32()};
  work.tile_rows = ceiling(w->result[0], 2), work.tiles_across = ceiling(w->result[1], 2);
  work.all_rows = w->planes / w->groups * work.tile_rows;
  work.wide = 2 * work.kernels->lanes, work.panels = ceiling(w->filters, work.wide);
  if (work.tiles_across > WIDEST_ROW || w->channels < 16 || !pays(w, &work)) return 0;
  const ptrdiff_t fitting = larger(FEWEST_TILES, smaller(MOST_TILES, TILE_BYTES / (4 * PARTS) / w->channels));
  work.rows = smaller(larger(1, fitting / work.tiles_across), work.all_rows);
  const ptrdiff_t chunks = ceiling(work.all_rows, work.rows) * w->groups, threads = ck_pool_threads();
  // Too few chunks for all threads: the filters are shared out as well, and each part transforms the source anew.
  work.parts = threads == 1 || chunks >= 2 * threads ? 1 : smaller(work.panels, ceiling(2 * threads, chunks));

  ptrdiff_t *place = malloc(sizeof(ptrdiff_t) * (size_t)(9 * w->channels));
  if (!place) return 0;
  for (ptrdiff_t i = 0; i < 9 * w->channels; i++) place[i] = w->flips ? i - i % 9 + 8 - i % 9 : i;
  atomic_int is_finite = 1;
  work.place = place, work.is_finite = &is_finite;
  work.packed = ck_gemm_buffer(CK_CONVOLUTION_FILTERS, sizeof(float) * (size_t)(w->groups * work.panels * PARTS * w->channels * work.wide));
  ck_parallel_for(w->groups * work.panels, pack_panel, &work);
  ck_parallel_for(chunks * work.parts, run_chunk, &work);
  free(place);
  // An infinity or NaN is in more sums here than it belongs to.
  return atomic_load_explicit(&is_finite, memory_order_relaxed);
}
