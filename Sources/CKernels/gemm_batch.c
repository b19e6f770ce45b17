// Stacks of matrix products: shared out matrix by matrix where there are enough of them, otherwise each product shares itself out.
#include "ck_gemm.h"
#include "ck_pool.h"

enum {
  ENOUGH_MATRICES = 16,
  CHUNK_PRODUCTS = 1 << 17,      // of a chunk, at least
  PARALLEL_PRODUCTS = 1 << 18,   // below these many in all, a loop on the pool costs more than it saves
};

#define STACK(S, T, F)                                                                                                        \
  struct stack_##S {                                                                                                          \
    long count, per_chunk, m, n, k;                                                                                           \
    F alpha, beta;                                                                                                            \
    const T *a, *b;                                                                                                           \
    T *c;                                                                                                                     \
    long a_step, a_rs, a_cs, b_step, b_rs, b_cs, c_step, c_rs, c_cs;                                                          \
  };                                                                                                                          \
                                                                                                                              \
  static void stack_chunk_##S(void *context, long chunk) {                                                                    \
    const struct stack_##S *s = context;                                                                                      \
    for (long i = chunk * s->per_chunk; i < s->count && i < (chunk + 1) * s->per_chunk; i++)                                  \
      ck_gemm_##S(s->m, s->n, s->k, s->alpha, s->a + i * s->a_step, s->a_rs, s->a_cs, s->b + i * s->b_step, s->b_rs, s->b_cs, \
                  s->beta, s->c + i * s->c_step, s->c_rs, s->c_cs);                                                           \
  }                                                                                                                           \
                                                                                                                              \
  void ck_gemm_stack_##S(long count, long m, long n, long k, F alpha, long a_step, long b_step, CK_GEMM_OPERANDS(T), F beta,   \
                         long c_step, CK_GEMM_RESULT(T)) {                                                                    \
    const long products = m * n * k;                                                                                          \
    struct stack_##S s = {count, 1, m, n, k, alpha, beta, a, b, c, a_step, a_row_stride, a_col_stride, b_step, b_row_stride,  \
                          b_col_stride, c_step, c_row_stride, c_col_stride};                                                  \
    const int is_shared = count > 1 && products > 0 && products >= PARALLEL_PRODUCTS / count                                  \
                          && (count >= ENOUGH_MATRICES || products < PARALLEL_PRODUCTS);                                      \
    if (products > 0 && products < CHUNK_PRODUCTS) s.per_chunk = (CHUNK_PRODUCTS + products - 1) / products;                  \
    const long chunks = (count + s.per_chunk - 1) / s.per_chunk;                                                              \
    if (is_shared) return ck_parallel_for(chunks, stack_chunk_##S, &s);                                                       \
    for (long chunk = 0; chunk < chunks; chunk++) stack_chunk_##S(&s, chunk);                                                 \
  }

STACK(f32, float, float)
STACK(f64, double, double)
STACK(f16, ck_f16, float)
STACK(bf16, ck_bf16, float)
