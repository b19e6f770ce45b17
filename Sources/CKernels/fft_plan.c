// Fourier transforms: which steps a length takes, and the tables of roots of 1.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fft_internal.h"

// e^(2πi k / n) for 0 <= k < n. The angle is brought into an eighth of the circle in whole numbers, where nothing is rounded.
static void root(ptrdiff_t k, ptrdiff_t n, double *cosine, double *sine) {
  const ptrdiff_t octant = 8 * k / n, rest = 8 * k - octant * n;
  const double angle = 0.78539816339744830962 * (double)(octant % 2 ? n - rest : rest) / (double)n;
  const double c = cos(angle), s = sin(angle);
  switch (octant) {
    case 0: *cosine = c, *sine = s; break;
    case 1: *cosine = s, *sine = c; break;
    case 2: *cosine = -s, *sine = c; break;
    case 3: *cosine = -c, *sine = s; break;
    case 4: *cosine = -c, *sine = -s; break;
    case 5: *cosine = -s, *sine = -c; break;
    case 6: *cosine = s, *sine = -c; break;
    default: *cosine = c, *sine = -s; break;
  }
}

static void store(int dtype, void *table, ptrdiff_t i, double value) {
  if (dtype == CK_FLOAT32) ((float *)table)[i] = (float)value;
  else ((double *)table)[i] = value;
}

// Two tables of `count` numbers; 0 where there is no memory for them.
static int allocate(int dtype, ptrdiff_t count, void **a, void **b) {
  const size_t size = (size_t)(count > 0 ? count : 1) * (dtype == CK_FLOAT32 ? 4 : 8);
  *a = malloc(size), *b = malloc(size);
  return *a && *b;
}

static ptrdiff_t smallest_odd_factor(ptrdiff_t n) {
  for (ptrdiff_t d = 3; d * d <= n; d += 2)
    if (n % d == 0) return d;
  return n;
}

// Roughly the work of a transform in steps for each of its factors, large ones having loops without code of their own.
static double cost(ptrdiff_t n) {
  const double length = (double)n;
  double sum = 0;
  for (; n % 4 == 0; n /= 4) sum += 4;
  for (; n % 2 == 0; n /= 2) sum += 2;
  while (n > 1) {
    const ptrdiff_t factor = smallest_odd_factor(n);
    sum += factor <= 5 ? (double)factor : 2 * (double)factor;
    n /= factor;
  }
  return length * sum;
}

// The smallest 2^a 3^b 5^c that is at least `least`.
static ptrdiff_t good_length(ptrdiff_t least) {
  ptrdiff_t best = 1;
  while (best < least) best *= 2;
  for (ptrdiff_t fives = 1; fives < best; fives *= 5)
    for (ptrdiff_t odd = fives; odd < best; odd *= 3) {
      ptrdiff_t length = odd;
      while (length < least) length *= 2;
      if (length < best) best = length;
    }
  return best;
}

static int make_stage(struct ck_fft_plan *plan, ptrdiff_t radix, ptrdiff_t done) {
  struct ck_fft_stage *stage = &plan->stage[plan->stages++];
  const ptrdiff_t n = plan->n, m = n / done / radix;
  stage->radix = radix, stage->m = m;
  if (!allocate(plan->dtype, (radix - 1) * m, &stage->cosines, &stage->sines)) return 0;
  for (ptrdiff_t j = 1; j < radix; j++)
    for (ptrdiff_t p = 0; p < m; p++) {
      double c, s;
      root(p * j * done, n, &c, &s);
      store(plan->dtype, stage->cosines, (j - 1) * m + p, c);
      store(plan->dtype, stage->sines, (j - 1) * m + p, -s);
    }
  if (radix <= 5) return 1;
  if (!allocate(plan->dtype, radix, &stage->root_cosines, &stage->root_sines)) return 0;
  for (ptrdiff_t k = 0; k < radix; k++) {
    double c, s;
    root(k, radix, &c, &s);
    store(plan->dtype, stage->root_cosines, k, c);
    store(plan->dtype, stage->root_sines, k, -s);
  }
  return 1;
}

static int make_stages(struct ck_fft_plan *plan) {
  ptrdiff_t rest = plan->n, done = 1;
  while (rest > 1) {
    const ptrdiff_t radix = rest % 4 == 0 ? 4 : rest % 2 == 0 ? 2 : smallest_odd_factor(rest);
    if (!make_stage(plan, radix, done)) return 0;
    rest /= radix, done *= radix;
  }
  return 1;
}

static int make_convolution(struct ck_fft_plan *plan, ptrdiff_t length) {
  const ptrdiff_t n = plan->n;
  plan->convolution = ck_fft_make_plan(plan->dtype, length, 0);
  if (!plan->convolution) return 0;
  if (!allocate(plan->dtype, n, &plan->chirp_cosines, &plan->chirp_sines)) return 0;
  if (!allocate(plan->dtype, length, &plan->spectrum_cosines, &plan->spectrum_sines)) return 0;
  // The spectrum is computed in float64, whatever the type.
  struct ck_fft_plan *wide = ck_fft_make_plan(CK_FLOAT64, length, 0);
  double *buffer = calloc((size_t)length * 4, sizeof(double));
  if (wide && buffer) {
    double *re = buffer, *im = re + length, *re2 = im + length, *im2 = re2 + length;
    ptrdiff_t square = 0;  // k² mod 2n
    for (ptrdiff_t k = 0; k < n; k++) {
      double c, s;
      root(square, 2 * n, &c, &s);
      store(plan->dtype, plan->chirp_cosines, k, c);
      store(plan->dtype, plan->chirp_sines, k, -s);
      re[k] = c / (double)length, im[k] = s / (double)length;
      if (k > 0) re[length - k] = re[k], im[length - k] = im[k];
      square = (square + 2 * k + 1) % (2 * n);
    }
    if (ck_fft_baseline.forward_f64(wide, 1, re, im, re2, im2)) re = re2, im = im2;
    for (ptrdiff_t k = 0; k < length; k++) {
      store(plan->dtype, plan->spectrum_cosines, k, re[k]);
      store(plan->dtype, plan->spectrum_sines, k, im[k]);
    }
  }
  const int done = wide && buffer;
  ck_fft_free_plan(wide);
  free(buffer);
  return done;
}

static int make_half(struct ck_fft_plan *plan) {
  if (!allocate(plan->dtype, plan->n + 1, &plan->half_cosines, &plan->half_sines)) return 0;
  for (ptrdiff_t k = 0; k <= plan->n; k++) {
    double c, s;
    root(k, plan->real_n, &c, &s);
    store(plan->dtype, plan->half_cosines, k, c);
    store(plan->dtype, plan->half_sines, k, -s);
  }
  return 1;
}

struct ck_fft_plan *ck_fft_make_plan(int dtype, ptrdiff_t n, ptrdiff_t real_n) {
  struct ck_fft_plan *plan = calloc(1, sizeof *plan);
  if (!plan) return NULL;
  plan->dtype = dtype, plan->n = n, plan->real_n = real_n;
  int made = 1;
  const ptrdiff_t length = n > 50 ? good_length(2 * n - 1) : 0;
  if (length && 2.5 * cost(length) < cost(n)) made = make_convolution(plan, length);
  else made = make_stages(plan);
  if (made && real_n) made = make_half(plan);
  if (made) return plan;
  ck_fft_free_plan(plan);
  return NULL;
}

void ck_fft_free_plan(struct ck_fft_plan *plan) {
  if (!plan) return;
  for (int i = 0; i < plan->stages; i++) {
    struct ck_fft_stage *stage = &plan->stage[i];
    free(stage->cosines), free(stage->sines), free(stage->root_cosines), free(stage->root_sines);
  }
  free(plan->half_cosines), free(plan->half_sines);
  free(plan->chirp_cosines), free(plan->chirp_sines), free(plan->spectrum_cosines), free(plan->spectrum_sines);
  ck_fft_free_plan(plan->convolution);
  free(plan);
}
