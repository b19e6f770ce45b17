// Attention, block by block of queries and keys: attention_type.inc, once for each type.
#include "include/ck_attention.h"

#include <math.h>
#include <string.h>

#include "float_exp.h"
#include "gemm_internal.h"
#include "include/ck_gemm.h"
#include "include/ck_isa.h"
#include "include/ck_pointwise.h"
#include "include/ck_pool.h"
#include "sizes.h"

#pragma STDC FP_CONTRACT ON

enum {
  QUERIES = 128,
  KEYS = 256,           // a block of products stays in the second-level cache
  CAUSAL_QUERIES = 64,  // smaller blocks: fewer products are computed in vain along the diagonal
  CAUSAL_KEYS = 128,
  ENOUGH_HEADS = 8,     // to share out
};


#define T float
#define S f32
#define GEMM ck_gemm_f32
#define EXP_OF ck_float_exp
#include "attention_type.inc"
#undef EXP_OF

#define T double
#define S f64
#define GEMM ck_gemm_f64
#include "attention_type.inc"

void ck_attention_forward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, void *y, void *log_sums) {
  if (dtype == CK_FLOAT32) forward_f32(a, q, k, v, y, log_sums);
  else forward_f64(a, q, k, v, y, log_sums);
}

void ck_attention_backward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, const void *gy,
                           const void *products, const void *log_sums, void *gq, void *gk, void *gv) {
  if (dtype == CK_FLOAT32) backward_f32(a, q, k, v, gy, products, log_sums, gq, gk, gv);
  else backward_f64(a, q, k, v, gy, products, log_sums, gq, gk, gv);
}
