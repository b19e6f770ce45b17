// Element-by-element loops for processors with AVX-512.
#if defined(__x86_64__)
#define TABLE ck_pointwise_avx512
#define CK_TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"
#include "pointwise_isa.inc"
#endif
