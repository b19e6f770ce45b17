// Matrix products: C = alpha * A B + beta * C for floating point, C = A B (wrapping) for integers.
//
// A is m x k, B is k x n, C is m x n. Element (i, j) of X lies at x[i * x_row_stride + j * x_col_stride]; strides count
// elements and may be any number, so a transpose, a flip or (0, for A and B) a broadcast needs no copy. C must not overlap A or B,
// nor itself. With beta == 0, C is written without being read; with k == 0 the product is zero. alpha == 0 is nothing special:
// NaN and infinity in A and B reach C. Results are the same bits for any number of threads, on one instruction set.
#pragma once
#include "ck_dtype.h"

#define CK_GEMM_OPERANDS(T)                                                                                                   \
  const T *a, long a_row_stride, long a_col_stride, const T *b, long b_row_stride, long b_col_stride
#define CK_GEMM_RESULT(T) T *c, long c_row_stride, long c_col_stride

void ck_gemm_f32(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(float), float beta, CK_GEMM_RESULT(float));
void ck_gemm_f64(long m, long n, long k, double alpha, CK_GEMM_OPERANDS(double), double beta, CK_GEMM_RESULT(double));

// Halves: computed in float, rounded once to the nearest even at the end.
void ck_gemm_f16(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(ck_f16), float beta, CK_GEMM_RESULT(ck_f16));
void ck_gemm_bf16(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(ck_bf16), float beta, CK_GEMM_RESULT(ck_bf16));

// Stacks of `count` products; matrix i of X begins at x + i * x_step (0, for A and B, takes one matrix for all).
#define CK_GEMM_STACK(S, T, F)                                                                                                \
  void ck_gemm_stack_##S(long count, long m, long n, long k, F alpha, long a_step, long b_step, CK_GEMM_OPERANDS(T), F beta,   \
                         long c_step, CK_GEMM_RESULT(T));
CK_GEMM_STACK(f32, float, float)
CK_GEMM_STACK(f64, double, double)
CK_GEMM_STACK(f16, ck_f16, float)
CK_GEMM_STACK(bf16, ck_bf16, float)

void ck_gemm_i64(long m, long n, long k, CK_GEMM_OPERANDS(int64_t), CK_GEMM_RESULT(int64_t));
void ck_gemm_i32(long m, long n, long k, CK_GEMM_OPERANDS(int32_t), CK_GEMM_RESULT(int32_t));
void ck_gemm_i16(long m, long n, long k, CK_GEMM_OPERANDS(int16_t), CK_GEMM_RESULT(int16_t));
void ck_gemm_i8(long m, long n, long k, CK_GEMM_OPERANDS(int8_t), CK_GEMM_RESULT(int8_t));
void ck_gemm_u8(long m, long n, long k, CK_GEMM_OPERANDS(uint8_t), CK_GEMM_RESULT(uint8_t));
