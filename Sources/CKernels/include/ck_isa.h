// Which instruction set the kernels use: found once, may be lowered by the environment or a test.
#pragma once

enum ck_isa { CK_ISA_BASELINE, CK_ISA_AVX2, CK_ISA_AVX512 };

// The highest level that both the processor and the operating system support.
// AVX2 stands for avx2 + fma + f16c; AVX512 for that and avx512 f, bw, dq, vl.
int ck_isa_best(void);

// Whether the processor multiplies pairs of bfloat16 numbers (avx512_bf16); counts only where the level in use is AVX512.
int ck_isa_has_bf16(void);

// The level in use: the best one, unless LANTERN_ISA=baseline|avx2|avx512 asks for a lower one.
int ck_isa(void);

// Sets the level in use (never above the best; a negative level goes back to the default). For tests.
void ck_isa_set(int level);

// "baseline", "avx2" or "avx512".
const char *ck_isa_name(int level);
