// Steps of vector programs for processors with AVX-512.
#if defined(__x86_64__)
#define TABLE ck_vector_avx512
#define WIDTH 64
#define CK_TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"
#include "fused_vector_isa.inc"
#endif
