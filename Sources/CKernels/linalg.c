// The door to the decompositions: one kernel over a stack of matrices, and the distances between rows.
#include "ck_linalg.h"
#include "ck_pool.h"
#include "linalg_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  enum ck_linalg_kernel kernel;
  ptrdiff_t count, chunk;
  const struct ck_linalg_call *call;
  int32_t *info;
} batch;

static void run_chunk(void *context, long chunk) {
  const batch *b = context;
  ptrdiff_t end = (chunk + 1) * b->chunk;
  if (end > b->count) end = b->count;
  for (ptrdiff_t i = chunk * b->chunk; i < end; i++) {
    void *p[4];
    for (int k = 0; k < 4; k++) p[k] = b->call->p[k] ? (char *)b->call->p[k] + i * b->call->step[k] : NULL;
    b->info[i] = (b->call->flags & CK_COMPLEX ? ck_complex_run : ck_run)(b->kernel, b->call, p);
  }
}

void ck_linalg(enum ck_linalg_kernel kernel, ptrdiff_t count, const struct ck_linalg_call *call, int32_t *info) {
  ptrdiff_t work = call->m * call->m * (call->n > call->m ? call->n : call->m);
  ptrdiff_t chunk = work > 0 ? (1 << 16) / work + 1 : count;  // enough matrices to be worth a thread's while
  if (chunk < 1) chunk = 1;
  batch b = {kernel, count, chunk, call, info};
  ck_parallel_for((count + chunk - 1) / chunk, run_chunk, &b);
}

// ---- distances

typedef struct {
  ptrdiff_t n, m, d;
  double p;
  const double *a, *b;
  double *out;
} distances;

static double distance(ptrdiff_t d, double p, const double *x, const double *y) {
  double sum = 0;
  if (p == 2) {
    for (ptrdiff_t k = 0; k < d; k++) sum += (x[k] - y[k]) * (x[k] - y[k]);
    return sqrt(sum);
  }
  if (p == 1) {
    for (ptrdiff_t k = 0; k < d; k++) sum += fabs(x[k] - y[k]);
    return sum;
  }
  if (p == 0) {
    for (ptrdiff_t k = 0; k < d; k++) sum += x[k] - y[k] != 0;
    return sum;
  }
  if (isinf(p)) {
    for (ptrdiff_t k = 0; k < d; k++) {
      double size = fabs(x[k] - y[k]);
      if (size > sum || size != size) sum = size;  // a NaN stays: nothing is larger
    }
    return sum;
  }
  for (ptrdiff_t k = 0; k < d; k++) sum += pow(fabs(x[k] - y[k]), p);
  return pow(sum, 1 / p);
}

static void distances_from(void *context, long i) {
  const distances *s = context;
  for (ptrdiff_t j = 0; j < s->m; j++) s->out[i * s->m + j] = distance(s->d, s->p, s->a + i * s->d, s->b + j * s->d);
}

void ck_cdist(ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, double p, const double *a, const double *b, double *out) {
  distances s = {n, m, d, p, a, b, out};
  if (n * m * d > 1 << 16) return ck_parallel_for(n, distances_from, &s);
  for (ptrdiff_t i = 0; i < n; i++) distances_from(&s, i);
}
