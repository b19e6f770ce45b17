// Fourier transforms: plans that are kept, and rows shared among threads.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "fft_internal.h"
#include "include/ck_isa.h"
#include "include/ck_pool.h"

// ---- plans: the last few are kept ------------------------------------------------------------------------------------------------

enum { kept_plans = 16, longest_kept = 1 << 18 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct ck_fft_plan *kept[kept_plans];
static long uses;

static struct ck_fft_plan *find(int dtype, ptrdiff_t n, ptrdiff_t real_n) {
  for (int i = 0; i < kept_plans; i++)
    if (kept[i] && kept[i]->dtype == dtype && kept[i]->n == n && kept[i]->real_n == real_n) return kept[i];
  return NULL;
}

static struct ck_fft_plan *take_plan(int dtype, ptrdiff_t n, ptrdiff_t real_n) {
  pthread_mutex_lock(&lock);
  struct ck_fft_plan *plan = find(dtype, n, real_n);
  if (plan) plan->users++, plan->last_use = ++uses;
  pthread_mutex_unlock(&lock);
  if (plan) return plan;
  plan = ck_fft_make_plan(dtype, n, real_n);
  if (plan) plan->users = 1;
  return plan;
}

// Gives a plan back: it takes the place of the one that has not been used for longest.
static void give_back(struct ck_fft_plan *plan) {
  struct ck_fft_plan *dropped = NULL;
  pthread_mutex_lock(&lock);
  plan->users--;
  if (find(plan->dtype, plan->n, plan->real_n) != plan) {
    dropped = plan;
    if (plan->n <= longest_kept && !find(plan->dtype, plan->n, plan->real_n)) {
      int place = -1;
      for (int i = 0; i < kept_plans; i++) {
        if (kept[i] && kept[i]->users) continue;
        if (place < 0 || !kept[i] || (kept[place] && kept[i]->last_use < kept[place]->last_use)) place = i;
        if (!kept[i]) break;
      }
      if (place >= 0) dropped = kept[place], kept[place] = plan, plan->last_use = ++uses;
    }
  }
  pthread_mutex_unlock(&lock);
  ck_fft_free_plan(dropped);
}

// ---- rows ------------------------------------------------------------------------------------------------------------------------

struct run {
  struct ck_fft_job job;
  void (*rows)(const struct ck_fft_job *job, ptrdiff_t first, ptrdiff_t lanes, void *scratch);
  size_t scratch;
  atomic_int is_short_of_memory;
};

static void run_chunk(void *context, long chunk) {
  struct run *run = context;
  const struct ck_fft_job *job = &run->job;
  void *scratch = aligned_alloc(64, run->scratch);
  if (!scratch) {
    atomic_store_explicit(&run->is_short_of_memory, 1, memory_order_relaxed);
    return;
  }
  const ptrdiff_t step = job->lanes * job->groups_per_chunk, begin = chunk * step;
  const ptrdiff_t end = begin + step < job->rows ? begin + step : job->rows;
  for (ptrdiff_t row = begin; row < end; row += job->lanes)
    run->rows(job, row, end - row < job->lanes ? end - row : job->lanes, scratch);
  free(scratch);
}

int ck_fft_run(const struct ck_fft *transform) {
  struct run run = {.job = {.transform = *transform, .rows = 1}};
  struct ck_fft_job *job = &run.job;
  for (int d = 0; d < transform->rank; d++) job->rows *= transform->sizes[d];
  if (job->rows == 0) return 0;
  const int halves = transform->kind != CK_FFT_COMPLEX && transform->n % 2 == 0;
  struct ck_fft_plan *plan =
      take_plan(transform->dtype, halves ? transform->n / 2 : transform->n, halves ? transform->n : 0);
  if (!plan) return 1;
  const struct ck_fft_kernels *kernels = &ck_fft_baseline;
#if defined(__x86_64__)
  if (ck_isa() == CK_ISA_AVX2) kernels = &ck_fft_avx2;
  if (ck_isa() == CK_ISA_AVX512) kernels = &ck_fft_avx512;
#endif
  const int is_single = transform->dtype == CK_FLOAT32;
  run.rows = is_single ? kernels->rows_f32 : kernels->rows_f64;
  job->plan = plan;
  // As many rows side by side as fill two vectors, fewer where the buffers would leave the second-level cache.
  const ptrdiff_t row_bytes = 4 * ck_fft_work(plan) * (is_single ? 4 : 8);
  job->lanes = is_single ? CK_FFT_MAX_LANES : CK_FFT_MAX_LANES / 2;
  while (job->lanes > 1 && job->lanes * row_bytes > 1 << 19) job->lanes /= 2;
  if (job->lanes > job->rows) job->lanes = job->rows;
  const ptrdiff_t group_work = job->lanes * plan->n;
  job->groups_per_chunk = group_work >= 1 << 14 ? 1 : (1 << 14) / group_work;
  run.scratch = ((size_t)(job->lanes * row_bytes) + 63) / 64 * 64;
  const ptrdiff_t step = job->lanes * job->groups_per_chunk;
  ck_parallel_for((job->rows + step - 1) / step, run_chunk, &run);
  give_back(plan);
  return atomic_load_explicit(&run.is_short_of_memory, memory_order_relaxed);
}
