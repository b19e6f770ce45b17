// Reductions over any axes, and running sums.
#include "include/ck_reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "include/ck_cast.h"
#include "include/ck_isa.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT OFF

enum { block_elements = 1024, leaf_elements = 1 << 15, max_leaves = 1024, chunk_work = 1 << 15, column_bytes = 1 << 14 };

struct reduction {
  int reduction, accumulator, dtype, kept_rank, reduced_rank, by_columns, by_places;
  ptrdiff_t sizes[128], strides[128], kept, kept_per_chunk;
  char *out;
  const char *in;
};

// Does something where vectors may be as wide as AVX2's.
#if defined(__x86_64__)
#define IF_WIDER(...) \
  if (ck_isa() >= CK_ISA_AVX2) __VA_ARGS__
#else
#define IF_WIDER(...)
#endif

#define T float
#define PLACE int32_t
#define S f32
#define IS_FLOAT 1
#define LOWEST -INFINITY
#define HIGHEST INFINITY
#include "reduce_type.inc"
#define T double
#define PLACE int64_t
#define S f64
#define IS_FLOAT 1
#define LOWEST -INFINITY
#define HIGHEST INFINITY
#include "reduce_type.inc"
#define T int64_t
#define PLACE int64_t
#define S i64
#define IS_FLOAT 0
#define LOWEST INT64_MIN
#define HIGHEST INT64_MAX
#include "reduce_type.inc"
#define T uint64_t
#define PLACE int64_t
#define S u64
#define IS_FLOAT 0
#define LOWEST 0
#define HIGHEST UINT64_MAX
#include "reduce_type.inc"

static void run_chunk(void *context, long chunk) {
  const struct reduction *r = context;
  ptrdiff_t begin = chunk * r->kept_per_chunk, end = begin + r->kept_per_chunk;
  if (end > r->kept) end = r->kept;
  switch (r->accumulator) {
    case CK_FLOAT32: reduce_chunk_f32(r, begin, end); break;
    case CK_FLOAT64: reduce_chunk_f64(r, begin, end); break;
    case CK_UINT64: reduce_chunk_u64(r, begin, end); break;
    default: reduce_chunk_i64(r, begin, end); break;
  }
}

// Takes over the axes without those of length 1, neighbours joined where they follow each other evenly.
static int merge(int rank, const ptrdiff_t *sizes, const ptrdiff_t *strides, ptrdiff_t *to_sizes, ptrdiff_t *to_strides) {
  int n = 0;
  for (int d = 0; d < rank; d++) {
    if (sizes[d] == 1) continue;
    if (n > 0 && to_strides[n - 1] == sizes[d] * strides[d]) to_sizes[n - 1] *= sizes[d], to_strides[n - 1] = strides[d];
    else to_sizes[n] = sizes[d], to_strides[n] = strides[d], n++;
  }
  return n;
}

void ck_reduce(int reduction, int accumulator, void *out, const void *in, int dtype, int kept_rank, int reduced_rank, const ptrdiff_t *sizes,
               const ptrdiff_t *strides) {
  struct reduction r;
  r.reduction = reduction, r.accumulator = accumulator, r.dtype = dtype, r.out = out, r.in = in;
  r.kept_rank = merge(kept_rank, sizes, strides, r.sizes, r.strides);
  r.reduced_rank = merge(reduced_rank, sizes + kept_rank, strides + kept_rank, r.sizes + r.kept_rank, r.strides + r.kept_rank);
  r.kept = 1;
  ptrdiff_t reduced = 1;
  for (int d = 0; d < kept_rank; d++) r.kept *= sizes[d];
  for (int d = 0; d < reduced_rank; d++) reduced *= sizes[kept_rank + d];
  if (r.kept == 0) return;
  int is_arg = reduction == CK_ARGMAX || reduction == CK_ARGMIN;
  ptrdiff_t kept_step = r.kept_rank ? r.strides[r.kept_rank - 1] : 0;
  ptrdiff_t reduced_step = r.reduced_rank ? r.strides[r.kept_rank + r.reduced_rank - 1] : 0;
  r.by_columns = (!is_arg || reduced < INT32_MAX) && reduced > 0 && r.kept_rank > 0 && labs(kept_step) < labs(reduced_step);
  r.by_places = is_arg;
  r.kept_per_chunk = reduced >= chunk_work ? 1 : chunk_work / (reduced > 0 ? reduced : 1);
  if (r.by_columns) {  // as wide as the first-level cache likes it, but something for every thread
    ptrdiff_t share = (r.kept / ck_pool_threads() + 63) / 64 * 64, widest = column_bytes / 4;
    if (share < 256) share = 256;
    if (share > widest) share = widest;
    if (r.kept_per_chunk < share) r.kept_per_chunk = share;
  }
  ck_parallel_for((r.kept + r.kept_per_chunk - 1) / r.kept_per_chunk, run_chunk, &r);
}

void ck_reduce_run(int reduction, int accumulator, void *out, const void *in, ptrdiff_t n) {
  switch (accumulator) {
    case CK_FLOAT32: *(float *)out = reduce_run_f32(reduction, in, n); break;
    case CK_FLOAT64: *(double *)out = reduce_run_f64(reduction, in, n); break;
    case CK_UINT64: *(uint64_t *)out = reduce_run_u64(reduction, in, n); break;
    default: *(int64_t *)out = reduce_run_i64(reduction, in, n); break;
  }
}

ptrdiff_t ck_reduce_place(int reduction, int accumulator, const void *in, ptrdiff_t n) {
  switch (accumulator) {
    case CK_FLOAT32: return find_f32(in, n, reduce_run_f32(reduction, in, n));
    case CK_FLOAT64: return find_f64(in, n, reduce_run_f64(reduction, in, n));
    case CK_UINT64: return find_u64(in, n, reduce_run_u64(reduction, in, n));
    default: return find_i64(in, n, reduce_run_i64(reduction, in, n));
  }
}

void ck_reduce_pair(int reduction, int accumulator, void *a, const void *b) {
  switch (accumulator) {
    case CK_FLOAT32: *(float *)a = combine_f32(reduction, *(float *)a, *(const float *)b); break;
    case CK_FLOAT64: *(double *)a = combine_f64(reduction, *(double *)a, *(const double *)b); break;
    case CK_UINT64: *(uint64_t *)a = combine_u64(reduction, *(uint64_t *)a, *(const uint64_t *)b); break;
    default: *(int64_t *)a = combine_i64(reduction, *(int64_t *)a, *(const int64_t *)b); break;
  }
}

// ---- running sums

struct running {
  int what, accumulator;  // a ck_reduction
  char *out;
  const char *in;
  ptrdiff_t outer, n, inner, lines_per_chunk;
};

enum { together = 4, columns = 64 };

// Running sums of four rows at once, which don't wait for each other, in double.
#define ROWS(STEP)                                                                             \
  for (ptrdiff_t k = 0; k < n; k++) {                                                          \
    out[k] = (float)(a STEP in[k]), out[n + k] = (float)(b STEP in[n + k]);                    \
    out[2 * n + k] = (float)(c STEP in[2 * n + k]), out[3 * n + k] = (float)(d STEP in[3 * n + k]); \
  }
static void wide_rows(int is_product, float *restrict out, const float *restrict in, ptrdiff_t n, ptrdiff_t count) {
  double first = is_product ? 1 : -0.0;
  if (count == together) {
    double a = first, b = first, c = first, d = first;
    if (is_product) ROWS(*=) else ROWS(+=)
    return;
  }
  for (ptrdiff_t i = 0; i < count; i++, out += n, in += n) {
    double sum = first;
    if (is_product)
      for (ptrdiff_t k = 0; k < n; k++) out[k] = (float)(sum *= in[k]);
    else
      for (ptrdiff_t k = 0; k < n; k++) out[k] = (float)(sum += in[k]);
  }
}
#undef ROWS

static void wide_columns(int is_product, float *out, const float *in, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t m) {
  double carry[columns];
  for (ptrdiff_t i = 0; i < m; i++) carry[i] = is_product ? 1 : -0.0;
  for (ptrdiff_t k = 0; k < n; k++)
    for (ptrdiff_t i = 0; i < m; i++) {
      ptrdiff_t at = k * inner + i;
      carry[i] = is_product ? carry[i] * in[at] : carry[i] + in[at];
      out[at] = (float)carry[i];
    }
}

// A line is some rows where the axis is the last one, and otherwise some columns of one outer position.
static void wide_chunk(void *context, long chunk) {
  const struct running *r = context;
  ptrdiff_t low = chunk * r->lines_per_chunk, high = low + r->lines_per_chunk, blocks = (r->inner + columns - 1) / columns;
  float *out = (float *)r->out;
  const float *in = (const float *)r->in;
  int is_product = r->what == CK_PROD;
  if (r->inner == 1) {
    if (high * together > r->outer) high = (r->outer + together - 1) / together;
    for (ptrdiff_t i = low; i < high; i++) {
      ptrdiff_t row = i * together, count = r->outer - row < together ? r->outer - row : together;
      wide_rows(is_product, out + row * r->n, in + row * r->n, r->n, count);
    }
    return;
  }
  if (high > r->outer * blocks) high = r->outer * blocks;
  for (ptrdiff_t i = low; i < high; i++) {
    ptrdiff_t first = i % blocks * columns, at = i / blocks * r->n * r->inner + first;
    wide_columns(is_product, out + at, in + at, r->n, r->inner, r->inner - first < columns ? r->inner - first : columns);
  }
}

void ck_cumulate_wide(int is_product, float *out, const float *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  if (outer * n * inner == 0) return;
  struct running r = {is_product ? CK_PROD : CK_SUM, CK_FLOAT32, (char *)out, (const char *)in, outer, n, inner, 1};
  ptrdiff_t lines = inner == 1 ? (outer + together - 1) / together : outer * ((inner + columns - 1) / columns);
  ptrdiff_t work = n * (inner == 1 ? together : inner < columns ? inner : columns);
  if (work < chunk_work) r.lines_per_chunk = chunk_work / work;
  ck_parallel_for((long)((lines + r.lines_per_chunk - 1) / r.lines_per_chunk), wide_chunk, &r);
}

static void cumulate_chunk(void *context, long chunk) {
  const struct running *r = context;
  ptrdiff_t low = chunk * r->lines_per_chunk, high = low + r->lines_per_chunk;
  if (high > r->outer) high = r->outer;
  ptrdiff_t start = low * r->n * r->inner;
  switch (r->accumulator) {
    case CK_FLOAT32: cumulate_f32(r->what, (float *)r->out + start, (const float *)r->in + start, high - low, r->n, r->inner); break;
    case CK_FLOAT64: cumulate_f64(r->what, (double *)r->out + start, (const double *)r->in + start, high - low, r->n, r->inner); break;
    case CK_UINT64: cumulate_u64(r->what, (uint64_t *)r->out + start, (const uint64_t *)r->in + start, high - low, r->n, r->inner); break;
    default: cumulate_i64(r->what, (int64_t *)r->out + start, (const int64_t *)r->in + start, high - low, r->n, r->inner); break;
  }
}

void ck_cumulate(int reduction, int accumulator, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  if (outer * n * inner == 0) return;
  struct running r = {reduction, accumulator, out, in, outer, n, inner, 1};
  if (n * inner < chunk_work) r.lines_per_chunk = chunk_work / (n * inner);
  ck_parallel_for((long)((outer + r.lines_per_chunk - 1) / r.lines_per_chunk), cumulate_chunk, &r);
}
