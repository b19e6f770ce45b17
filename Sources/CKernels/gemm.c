// The matrix product's entry points for float and double; the work is in gemm_vector.inc and gemm_matrix.inc.
#include "ck_gemm.h"
#include "ck_isa.h"
#include "ck_pool.h"
#include "gemm_internal.h"
#include "sizes.h"

#include <string.h>

#pragma STDC FP_CONTRACT ON

enum {
  // Below these many products a loop on the pool costs more than it saves.
  PARALLEL_PRODUCTS = 1 << 20,
  PARALLEL_VECTOR_PRODUCTS = 1 << 17,
  WANTED_CHUNKS = 16,  // to share out among threads, where the sizes allow
};


// Whether to use the pool depends on the size alone; the chunks are the same either way.
static void run(int parallel, long chunks, void (*body)(void *, long), void *context) {
  if (parallel) return ck_parallel_for(chunks, body, context);
  for (long chunk = 0; chunk < chunks; chunk++) body(context, chunk);
}

#define T float
#define S f32
#include "gemm_vector.inc"
#include "gemm_matrix.inc"
#undef S
#undef T

#define T double
#define S f64
#include "gemm_vector.inc"
#include "gemm_matrix.inc"
#undef S
#undef T

void ck_gemm_f32(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(float), float beta, CK_GEMM_RESULT(float)) {
  product_f32(m, n, k, alpha, (operand_f32){a, a_row_stride, a_col_stride}, (operand_f32){b, b_row_stride, b_col_stride}, beta,
              (result_f32){c, c_row_stride, c_col_stride});
}

void ck_gemm_f64(long m, long n, long k, double alpha, CK_GEMM_OPERANDS(double), double beta, CK_GEMM_RESULT(double)) {
  product_f64(m, n, k, alpha, (operand_f64){a, a_row_stride, a_col_stride}, (operand_f64){b, b_row_stride, b_col_stride}, beta,
              (result_f64){c, c_row_stride, c_col_stride});
}
