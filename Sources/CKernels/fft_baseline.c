// Fourier transforms for any processor.
#define KERNELS ck_fft_baseline
#include "fft_isa.inc"
