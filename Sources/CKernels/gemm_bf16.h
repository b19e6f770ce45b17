// Products of bfloat16 matrices by the processor's own pairs of products, where it has them.
#pragma once
#include "ck_gemm.h"

// Whether the instruction set in use has them.
int ck_gemm_bf16_has_pairs(void);

// As ck_gemm_bf16, for m, n, k >= 1. Subnormal numbers count as zeros there.
void ck_gemm_bf16_by_pairs(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(ck_bf16), float beta, CK_GEMM_RESULT(ck_bf16));
