// Steps of vector programs for processors with AVX2 and FMA.
#if defined(__x86_64__)
#define TABLE ck_vector_avx2
#define WIDTH 32
#define CK_TARGET "avx2,fma,f16c"
#include "fused_vector_isa.inc"
#endif
