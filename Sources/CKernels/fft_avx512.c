// Fourier transforms for processors with AVX-512.
#if defined(__x86_64__)
#define KERNELS ck_fft_avx512
#define CK_TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"
#include "fft_isa.inc"
#endif
