// The matrix product's kernels, once for each element type and instruction set. Products and sums fuse where the processor can.
#include "gemm_internal.h"

#pragma STDC FP_CONTRACT ON

#if defined(__aarch64__)
#define BASELINE_ROWS 12  // 32 vector registers
#else
#define BASELINE_ROWS 6  // 16
#endif

#define T float
#define S f32
#define ISA baseline
#define VECTOR_BYTES 16
#define ROWS BASELINE_ROWS
#include "gemm_kernels.inc"

#define T double
#define S f64
#define ISA baseline
#define VECTOR_BYTES 16
#define ROWS BASELINE_ROWS
#include "gemm_kernels.inc"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define T float
#define S f32
#define ISA avx2
#define VECTOR_BYTES 32
#define ROWS 6
#include "gemm_kernels.inc"

#define T double
#define S f64
#define ISA avx2
#define VECTOR_BYTES 32
#define ROWS 6
#include "gemm_kernels.inc"

#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

#define T float
#define S f32
#define ISA avx512
#define VECTOR_BYTES 64
#define ROWS 14
#include "gemm_kernels.inc"

#define T double
#define S f64
#define ISA avx512
#define VECTOR_BYTES 64
#define ROWS 14
#include "gemm_kernels.inc"

#pragma clang attribute pop
#endif
