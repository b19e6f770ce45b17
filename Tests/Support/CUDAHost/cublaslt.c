// A stand-in for cuBLASLt: descriptors, a search that gives one algorithm, and products with a bias and an activation, by definition.
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include "product.h"

enum { success = 0, not_initialized = 1, invalid_value = 7, not_supported = 15, memory_wanted = 4096 };

struct description {
  int compute, scale, ta, tb;
  unsigned finish;
  const void *bias;
};
struct layout {
  int type, batch;
  uint64_t rows, columns;
  int64_t step, batch_step;
};
struct preference {
  uint64_t limit;
  uint32_t alignment[4];
};
struct result {
  uint64_t algorithm[8];
  size_t memory;
  int status;
  float waves;
  int reserved[4];
};

static int searches, runs, refuses, last_finish, last_compute;
int lantern_fake_cublaslt_compute(void) { return last_compute; }
int lantern_fake_cublaslt_searches(void) { return searches; }
int lantern_fake_cublaslt_runs(void) { return runs; }
int lantern_fake_cublaslt_finish(void) { return last_finish; }
// 1: no algorithm serves; 2: the product itself is refused.
void lantern_fake_cublaslt_refuse(int how) { refuses = how; }

size_t cublasLtGetVersion(void) { return 120900; }
int cublasLtCreate(void **handle) {
  if (!find_driver()) return not_initialized;
  return *handle = malloc(1), success;
}
int cublasLtMatmulDescCreate(struct description **d, int compute, int scale) {
  *d = calloc(1, sizeof **d);
  return (*d)->compute = compute, (*d)->scale = scale, (*d)->finish = 1, success;
}
int cublasLtMatmulDescDestroy(struct description *d) { return free(d), success; }
int cublasLtMatmulDescSetAttribute(struct description *d, int attribute, const void *value, size_t size) {
  switch (attribute) {
    case 3: return size == 4 ? (memcpy(&d->ta, value, 4), success) : invalid_value;
    case 4: return size == 4 ? (memcpy(&d->tb, value, 4), success) : invalid_value;
    case 7: return size == 4 ? (memcpy(&d->finish, value, 4), success) : invalid_value;
    case 8: return size == 8 ? (memcpy(&d->bias, value, 8), success) : invalid_value;
    default: return invalid_value;
  }
}
int cublasLtMatrixLayoutCreate(struct layout **l, int type, uint64_t rows, uint64_t columns, int64_t step) {
  *l = calloc(1, sizeof **l);
  return **l = (struct layout){type, 1, rows, columns, step, 0}, success;
}
int cublasLtMatrixLayoutDestroy(struct layout *l) { return free(l), success; }
int cublasLtMatrixLayoutSetAttribute(struct layout *l, int attribute, const void *value, size_t size) {
  if (attribute == 5 && size == 4) return memcpy(&l->batch, value, 4), success;
  if (attribute == 6 && size == 8) return memcpy(&l->batch_step, value, 8), success;
  return invalid_value;
}
int cublasLtMatmulPreferenceCreate(struct preference **p) {
  *p = calloc(1, sizeof **p);
  return success;
}
int cublasLtMatmulPreferenceDestroy(struct preference *p) { return free(p), success; }
int cublasLtMatmulPreferenceSetAttribute(struct preference *p, int attribute, const void *value, size_t size) {
  if (attribute == 1 && size == 8) return memcpy(&p->limit, value, 8), success;
  if (attribute >= 5 && attribute <= 8 && size == 4) return memcpy(&p->alignment[attribute - 5], value, 4), success;
  return invalid_value;
}

// Whether the layouts are those of one product; `a` and `b` as they lie in memory.
static int fits(const struct description *d, const struct layout *a, const struct layout *b, const struct layout *c) {
  if (!d || !a || !b || !c || a->type != b->type || a->type != c->type) return invalid_value;
  if (a->batch != b->batch || a->batch != c->batch || a->batch < 1) return invalid_value;
  const struct layout *all[3] = {a, b, c};
  for (int k = 0; k < 3; k++)
    if (!all[k]->rows || !all[k]->columns || all[k]->step < (int64_t)all[k]->rows) return invalid_value;
  const uint64_t m = d->ta ? a->columns : a->rows, k = d->ta ? a->rows : a->columns;
  if ((d->tb ? b->columns : b->rows) != k || (d->tb ? b->rows : b->columns) != c->columns || c->rows != m) return invalid_value;
  const int exact = a->type == 1 ? 70 : 68;
  if (d->scale != (a->type == 1) || (d->compute != exact && !(a->type == 0 && d->compute == 77))) return not_supported;
  switch (d->finish) {
    case 1: return success;
    case 2: case 32: return a->type == 1 ? not_supported : success;
    case 4: case 6: case 36: return a->type == 1 || !d->bias ? not_supported : success;
    default: return invalid_value;
  }
}
int cublasLtMatmulAlgoGetHeuristic(void *handle, struct description *d, struct layout *a, struct layout *b, struct layout *c,
                                   struct layout *out, struct preference *p, int most, struct result *results, int *count) {
  if (!handle || !p || most < 1) return invalid_value;
  for (int k = 0; k < 4; k++)
    if (!p->alignment[k] || p->alignment[k] & (p->alignment[k] - 1)) return invalid_value;
  const int status = fits(d, a, b, c);
  if (status || out != c) return status ? status : invalid_value;
  searches++, *count = 0;
  if (refuses == 1 || p->limit < memory_wanted) return not_supported;
  // The first answer is one that does not serve.
  memset(results, 0, sizeof *results);
  results->status = not_supported, *count = 1;
  if (most > 1) {
    memset(results + 1, 0, sizeof *results);
    results[1].algorithm[0] = 0x7a7a, results[1].memory = memory_wanted, *count = 2;
  }
  return success;
}

struct work {
  struct product product;
  void *memory;
};
static void run(const void *data) {
  const struct work *w = data;
  open_memory();
  memset(w->memory, 0x5a, memory_wanted);
  close_memory();
  multiply(&w->product);
}
int cublasLtMatmul(void *handle, struct description *d, const void *alpha, const void *a, struct layout *al, const void *b, struct layout *bl,
                   const void *beta, const void *c, struct layout *cl, void *out, struct layout *ol, const uint64_t *algorithm, void *memory,
                   size_t size, void *stream) {
  if (!handle || !algorithm || algorithm[0] != 0x7a7a || !memory || size < memory_wanted || c != out || cl != ol) return invalid_value;
  const int status = fits(d, al, bl, ol);
  if (status) return status;
  if (refuses == 2) return not_supported;
  const int is_double = al->type == 1;
  const double x = is_double ? *(const double *)alpha : *(const float *)alpha, y = is_double ? *(const double *)beta : *(const float *)beta;
  const int m = (int)ol->rows, n = (int)ol->columns, k = (int)(d->ta ? al->rows : al->columns);
  const struct work w = {
    {d->ta, d->tb, m, n, k, al->type, (int)al->step, (int)bl->step, (int)ol->step, ol->batch, a, b, out, al->batch_step, bl->batch_step,
     ol->batch_step, x, y, d->finish & 4 ? d->bias : 0, (int)(d->finish & ~5u)},
    memory};
  runs++, last_finish = (int)d->finish, last_compute = d->compute;
  if (!record(stream, run, &w, sizeof w)) run(&w);
  return success;
}
