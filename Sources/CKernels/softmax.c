// Numbers turned into shares along an axis, or into the logarithms of shares, and the derivatives of both.
#include "include/ck_softmax.h"

#include <math.h>

#include "float_exp.h"
#include "include/ck_dtype.h"
#include "include/ck_isa.h"
#include "include/ck_pointwise.h"
#include "include/ck_pool.h"

#pragma clang fp contract(off)

// Lines that lie side by side are taken in tiles of this many, so that their sums stay in the first-level cache.
enum { CHUNK_WORK = 1 << 14, TILE = 64, SUM_BLOCK = 4096 };

struct rows {
  void (*forward)(int is_log, ptrdiff_t n, const float *x, float *y);
  void (*backward)(int is_log, ptrdiff_t n, const float *g, const float *y, float *out);
};

#pragma clang fp contract(fast)
#define ISA baseline
#include "softmax_rows.inc"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ISA avx2
#include "softmax_rows.inc"
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"), min_vector_width(512))), \
                             apply_to = function)
#define ISA avx512
#include "softmax_rows.inc"
#pragma clang attribute pop
#endif
#pragma clang fp contract(off)

static const struct rows *rows_in_use(void) {
#if defined(__x86_64__)
  if (ck_isa() >= CK_ISA_AVX512) return &rows_avx512;
  if (ck_isa() >= CK_ISA_AVX2) return &rows_avx2;
#endif
  return &rows_baseline;
}

struct shares {
  const struct rows *rows;
  int is_log;
  ptrdiff_t outer, n, inner, tiles, units_per_chunk;  // a unit is a tile of one outer position
  const void *x, *gy;
  void *y;
  ck_loop exp;  // of this instruction set and type
};

#define T float
#define NAME(f) f##_f32
#define ROWS(s) (s)->rows
#include "softmax_type.inc"
#undef ROWS
#define T double
#define NAME(f) f##_f64
#include "softmax_type.inc"

static void run(int dtype, struct shares *s) {
  if (s->outer == 0 || s->n == 0 || s->inner == 0) return;
  s->rows = rows_in_use();
  s->exp = ck_pointwise_loop(ck_pointwise_exp, dtype);
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
