// Discrete Fourier transforms of any length, in float32 and float64, along one axis of strided arrays.
#pragma once
#include "ck_dtype.h"

enum ck_fft_kind {
  CK_FFT_COMPLEX,       // n complex numbers to n complex numbers
  CK_FFT_REAL,          // n reals to the first n / 2 + 1 of their complex transform; the others are conjugates of these
  CK_FFT_TO_REAL,       // n / 2 + 1 complex numbers, which stand for n with that symmetry, to n reals
};

// out[j] = scale * Σ in[k] e^(∓2πi jk / n): minus, or plus where `inverse` is set. Steps and strides count parts (a complex number is
// two of them). `in` and `out` may be the same array with the same layout for CK_FFT_COMPLEX.
struct ck_fft {
  int kind, dtype;      // dtype: that of the parts, CK_FLOAT32 or CK_FLOAT64
  int inverse;
  ptrdiff_t n;          // at least 1
  ptrdiff_t available;  // how many elements the input has along the axis: more than are wanted are ignored, missing ones are zero
  double scale;
  const void *in;
  void *out;
  ptrdiff_t in_step, out_step;                  // along the axis
  int rank;                                     // the other axes
  const ptrdiff_t *sizes, *in_strides, *out_strides;
};

// Transforms all rows, on several threads; 0, or 1 when there is not enough memory. Results do not depend on the number of threads.
int ck_fft_run(const struct ck_fft *transform);
