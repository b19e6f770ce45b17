// Code that the processor's kernels share with CUDA's, as text for the compiler at run time.
#pragma once

// digamma, polygamma and the inverse of erf, in double precision. Wants `copysign` and its like, INFINITY and NAN.
const char *ck_cuda_special(void);
// What rows of pointwise.def need more than one expression for. Wants NAME1, H and F.
const char *ck_cuda_activations(void);
// Division, remainder and power of floats or whole numbers. Wants NAME1, H, T, W, M and MINUS_ONE.
const char *ck_cuda_numbers(int is_float);
