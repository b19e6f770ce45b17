// Steps of optimisers over many parameters at once.
#include "ck_optimizer.h"

#include <math.h>
#include <stdlib.h>

#include "ck_dtype.h"
#include "ck_isa.h"
#include "ck_pool.h"

#pragma clang diagnostic ignored "-Wpass-failed"

typedef void (*loop)(const struct ck_step_part *part, ptrdiff_t start, ptrdiff_t end, const void *context);

#define CK_TARGET
#define T float
#define NAME(f) f##_f32_baseline
#include "optimizer_type.inc"
#define T double
#define NAME(f) f##_f64_baseline
#include "optimizer_type.inc"
#undef CK_TARGET

#if defined(__x86_64__)
#define CK_TARGET __attribute__((target("avx2,fma")))
#define T float
#define NAME(f) f##_f32_avx2
#include "optimizer_type.inc"
#define T double
#define NAME(f) f##_f64_avx2
#include "optimizer_type.inc"
#undef CK_TARGET

#define CK_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prefer-256-bit")))
#define T float
#define NAME(f) f##_f32_avx512
#include "optimizer_type.inc"
#define T double
#define NAME(f) f##_f64_avx512
#include "optimizer_type.inc"
#undef CK_TARGET

#define LOOPS(f, type) {f##_##type##_baseline, f##_##type##_avx2, f##_##type##_avx512}
#else
#define LOOPS(f, type) {f##_##type##_baseline, f##_##type##_baseline, f##_##type##_baseline}
#endif

static const loop sgd_loops[2][3] = {LOOPS(sgd, f32), LOOPS(sgd, f64)}, adam_loops[2][3] = {LOOPS(adam, f32), LOOPS(adam, f64)};

enum { CHUNK = 1 << 14 };  // numbers of one parameter that a thread takes at a time

typedef struct {
  loop run;
  ptrdiff_t parts;
  const struct ck_step_part *part;
  const void *context;
} work;

static long chunks_of(const struct ck_step_part *part) { return (long)((part->count + CHUNK - 1) / CHUNK); }

static void run_chunk(void *context, long chunk) {
  const work *w = context;
  const struct ck_step_part *part = w->part;
  // Few parameters make up most of a model, so the search is short beside the work.
  for (; chunk >= chunks_of(part); part++) chunk -= chunks_of(part);
  const ptrdiff_t start = chunk * (ptrdiff_t)CHUNK, end = start + CHUNK < part->count ? start + CHUNK : part->count;
  w->run(part, start, end, w->context);
}

static void run(const loop loops[2][3], int dtype, ptrdiff_t parts, const struct ck_step_part *part, const void *context) {
  work w = {loops[dtype == CK_FLOAT64][ck_isa()], parts, part, context};
  long chunks = 0;
  for (ptrdiff_t i = 0; i < parts; i++) chunks += chunks_of(part + i);
  ck_parallel_for(chunks, run_chunk, &w);
}

void ck_sgd_step(int dtype, ptrdiff_t parts, const struct ck_step_part *part, const struct ck_sgd *how) {
  run(sgd_loops, dtype, parts, part, how);
}

void ck_adam_step(int dtype, ptrdiff_t parts, const struct ck_step_part *part, const struct ck_adam *how) {
  run(adam_loops, dtype, parts, part, how);
}
