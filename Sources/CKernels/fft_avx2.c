// Fourier transforms for processors with AVX2 and FMA.
#if defined(__x86_64__)
#define KERNELS ck_fft_avx2
#define CK_TARGET "avx2,fma"
#include "fft_isa.inc"
#endif
