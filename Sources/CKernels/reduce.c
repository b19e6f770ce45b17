// Reductions over any axes, and running sums.
#include "include/ck_reduce.h"

#include <math.h>
#include <stdlib.h>

#include "include/ck_cast.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT OFF

enum { block_elements = 512, leaf_elements = 1 << 15, max_leaves = 1024, chunk_work = 1 << 15 };

struct reduction {
  int reduction, accumulator, dtype, kept_rank, reduced_rank, by_columns;
  ptrdiff_t sizes[128], strides[128], kept, kept_per_chunk;
  char *out;
  const char *in;
};

#define T float
#define S f32
#define IS_FLOAT 1
#define LOWEST -INFINITY
#define HIGHEST INFINITY
#include "reduce_type.inc"
#define T double
#define S f64
#define IS_FLOAT 1
#define LOWEST -INFINITY
#define HIGHEST INFINITY
#include "reduce_type.inc"
#define T int64_t
#define S i64
#define IS_FLOAT 0
#define LOWEST INT64_MIN
#define HIGHEST INT64_MAX
#include "reduce_type.inc"
#define T uint64_t
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
  r.by_columns = !is_arg && reduced > 0 && r.kept_rank > 0 && labs(kept_step) < labs(reduced_step);
  r.kept_per_chunk = reduced >= chunk_work ? 1 : chunk_work / (reduced > 0 ? reduced : 1);
  if (r.by_columns && r.kept_per_chunk < 64) r.kept_per_chunk = 64;
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

void ck_reduce_pair(int reduction, int accumulator, void *a, const void *b) {
  switch (accumulator) {
    case CK_FLOAT32: *(float *)a = combine_f32(reduction, *(float *)a, *(const float *)b); break;
    case CK_FLOAT64: *(double *)a = combine_f64(reduction, *(double *)a, *(const double *)b); break;
    case CK_UINT64: *(uint64_t *)a = combine_u64(reduction, *(uint64_t *)a, *(const uint64_t *)b); break;
    default: *(int64_t *)a = combine_i64(reduction, *(int64_t *)a, *(const int64_t *)b); break;
  }
}

// Some columns at a time.
void ck_cumulate_wide(int is_product, float *out, const float *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  enum { columns = 64 };
  double carry[columns];
  if (inner == 1) {
    for (ptrdiff_t o = 0; o < outer; o++, in += n, out += n) {
      double sum = is_product ? 1 : -0.0;  // a register instead of an array of one
      if (is_product)
        for (ptrdiff_t k = 0; k < n; k++) out[k] = (float)(sum *= in[k]);
      else
        for (ptrdiff_t k = 0; k < n; k++) out[k] = (float)(sum += in[k]);
    }
    return;
  }
  for (ptrdiff_t o = 0; o < outer; o++)
    for (ptrdiff_t first = 0; first < inner; first += columns) {
      ptrdiff_t m = inner - first < columns ? inner - first : columns, start = o * n * inner + first;
      for (ptrdiff_t i = 0; i < m; i++) carry[i] = is_product ? 1 : -0.0;
      for (ptrdiff_t k = 0; k < n; k++)
        for (ptrdiff_t i = 0; i < m; i++) {
          ptrdiff_t at = start + k * inner + i;
          carry[i] = is_product ? carry[i] * in[at] : carry[i] + in[at];
          out[at] = (float)carry[i];
        }
    }
}

void ck_cumulate(int reduction, int accumulator, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  switch (accumulator) {
    case CK_FLOAT32: cumulate_f32(reduction, out, in, outer, n, inner); break;
    case CK_FLOAT64: cumulate_f64(reduction, out, in, outer, n, inner); break;
    case CK_UINT64: cumulate_u64(reduction, out, in, outer, n, inner); break;
    default: cumulate_i64(reduction, out, in, outer, n, inner); break;
  }
}
