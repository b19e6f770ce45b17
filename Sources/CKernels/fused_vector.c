// Vector programs: finding their operations, and running them over rows whose ends fill no tile.
#include <string.h>

#include "fused_vector_internal.h"
#include "include/ck_isa.h"
#include "include/ck_pointwise.h"
#include "include/ck_reduce.h"

static const char *const names[] = {
#define NAME(name, expr) #name,
#define NAME_CALLED(name) #name,
  CK_VECTOR_BINARY(NAME) CK_VECTOR_UNARY(NAME) CK_VECTOR_CALLED(NAME_CALLED)
#undef NAME_CALLED
#undef NAME
};
static int pointwise_ops[vector_operations];
__attribute__((constructor)) static void find_all(void) {
  for (int k = 0; k < vector_operations; k++) pointwise_ops[k] = ck_pointwise_find(names[k]);
}
int ck_vector_pointwise(int operation) { return pointwise_ops[operation]; }

int ck_vector_find(int pointwise_op) {
  const char *name = ck_pointwise_name(pointwise_op);
  for (int k = 0; k < vector_operations; k++)
    if (strcmp(name, names[k]) == 0) return k;
  return -1;
}

int ck_vector_arity(int operation) { return operation < vector_binaries ? 2 : 1; }

static const struct vector_loops *loops(void) {
#if defined(__x86_64__)
  switch (ck_isa()) {
    case CK_ISA_AVX512: return &ck_vector_avx512;
    case CK_ISA_AVX2: return &ck_vector_avx2;
    default: break;
  }
#endif
  return &ck_vector_baseline;
}

void ck_vector_run(const struct ck_vector *v, char *const *reg, char *memory, ptrdiff_t stride, ptrdiff_t n) {
  const struct vector_loops *l = loops();
  if (v->is_one) return (v->is_double ? l->one_f64 : l->one_f32)(v->steps, reg, 0, 1);
  const vector_loop loop = v->is_double ? l->f64 : l->f32;
  const size_t bytes = (size_t)n * (v->is_double ? 8 : 4), rest = bytes % (size_t)l->tile, whole = bytes - rest;
  if (whole) loop(v->steps, reg, 0, whole);
#if defined(__x86_64__)
  // What was stored past the caches is there for other threads.
  if (v->is_streaming) __builtin_ia32_sfence();
#endif
  if (!rest) return;
  // What lies outside of the scratch memory ends with its last element: a tile's worth of it is copied in and out.
  char *tail[256];
  for (int k = 0; k < v->uses; k++) {
    const struct ck_vector_use *u = &v->use[k];
    char *own = memory + u->reg * stride, *place = reg[u->reg];
    tail[u->reg] = u->is_number ? place : place + whole;
    if (u->is_number || place == own) continue;
    tail[u->reg] = own;
    if (u->is_read) memcpy(own, place + whole, rest);
  }
  loop(v->steps, tail, 0, rest);
  for (int k = 0; k < v->uses; k++) {
    const struct ck_vector_use *u = &v->use[k];
    if (u->is_written && !u->is_number && reg[u->reg] != memory + u->reg * stride) memcpy(reg[u->reg] + whole, tail[u->reg], rest);
  }
}

void ck_vector_reduce(int reduction, int dtype, void *out, const void *in, ptrdiff_t n) {
  const struct vector_loops *l = loops();
  // Narrow registers hold too little of what an extreme takes.
  const int is_known = reduction == CK_SUM || ((reduction == CK_MAX || reduction == CK_MIN) && n >= 16 && l != &ck_vector_baseline);
  if (is_known && dtype == CK_FLOAT32) return l->reduce_f32(reduction, out, in, n);
  if (is_known && dtype == CK_FLOAT64) return l->reduce_f64(reduction, out, in, n);
  ck_reduce_run(reduction, dtype, out, in, n);
}
