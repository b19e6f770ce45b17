// What the files of the Fourier transform share.
#pragma once
#include "include/ck_fft.h"

// Rows that are transformed side by side, element by element: every step of a transform is then a loop over neighbours in memory.
enum { CK_FFT_MAX_LANES = 16, CK_FFT_MAX_STAGES = 64 };

// One step of a transform: `m` butterflies of `radix` elements each, and for all but the first element of each its m factors,
// real parts at `cosines` + (j - 1) * m, imaginary ones at `sines`. For radices without code of their own, `root_cosines` and
// `root_sines` hold the radix-th roots of 1.
struct ck_fft_stage {
  ptrdiff_t radix, m;
  void *cosines, *sines, *root_cosines, *root_sines;
};

// How complex transforms of one length run. Tables are of the type `dtype`, computed in float64.
struct ck_fft_plan {
  int dtype, stages;
  ptrdiff_t n, real_n;  // real_n: the length of the real transform that this is the half of; 0 for none
  struct ck_fft_stage stage[CK_FFT_MAX_STAGES];
  void *half_cosines, *half_sines;  // e^(-2πi k / real_n) for k in 0...n
  // Lengths with a large prime factor: a convolution with e^(iπ k² / n), by transforms of the length of `convolution`.
  struct ck_fft_plan *convolution;
  void *chirp_cosines, *chirp_sines, *spectrum_cosines, *spectrum_sines;
  // The cache's.
  long users, last_use;
};

// The numbers in each of the four buffers that a row takes.
static inline ptrdiff_t ck_fft_work(const struct ck_fft_plan *plan) { return plan->convolution ? plan->convolution->n : plan->n; }

// A plan, or null without memory; `real_n` is 0 or 2 n.
struct ck_fft_plan *ck_fft_make_plan(int dtype, ptrdiff_t n, ptrdiff_t real_n);
void ck_fft_free_plan(struct ck_fft_plan *plan);

struct ck_fft_job {
  struct ck_fft transform;
  const struct ck_fft_plan *plan;
  ptrdiff_t rows, lanes, groups_per_chunk;
};

// Transforms rows `first` up to `first + lanes`; scratch holds 4 * ck_fft_work(plan) * lanes numbers. And a forward transform of
// `lanes` interleaved rows of split complex numbers: 0 when the result lies in re and im, 1 for re2 and im2.
struct ck_fft_kernels {
  void (*rows_f32)(const struct ck_fft_job *job, ptrdiff_t first, ptrdiff_t lanes, void *scratch);
  void (*rows_f64)(const struct ck_fft_job *job, ptrdiff_t first, ptrdiff_t lanes, void *scratch);
  int (*forward_f64)(const struct ck_fft_plan *plan, ptrdiff_t lanes, double *re, double *im, double *re2, double *im2);
};
extern const struct ck_fft_kernels ck_fft_baseline;
#if defined(__x86_64__)
extern const struct ck_fft_kernels ck_fft_avx2;
extern const struct ck_fft_kernels ck_fft_avx512;
#endif
