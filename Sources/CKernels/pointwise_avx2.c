// Element-by-element loops for processors with AVX2 and FMA.
#if defined(__x86_64__)
#define TABLE ck_pointwise_avx2
#define CK_TARGET "avx2,fma,f16c"
#include "pointwise_isa.inc"
#endif
