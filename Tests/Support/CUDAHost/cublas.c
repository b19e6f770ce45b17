// A stand-in for cuBLAS: the one product that Lantern asks for, by its definition. It opens the stand-in driver's memory while it works.
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include "product.h"

static int last_compute;
int lantern_fake_cublas_compute(void) { return last_compute; }

int cublasCreate_v2(void **handle) {
  if (!find_driver()) return 1;
  *handle = calloc(1, sizeof(void *));  // the stream
  return 0;
}
int cublasSetStream_v2(void **handle, void *stream) { return handle ? (*handle = stream, 0) : 1; }

int cublasGemmStridedBatchedEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int a_type, int lda,
                               long long a_step, const void *b, int b_type, int ldb, long long b_step, const void *beta, void *c, int c_type,
                               int ldc, long long c_step, int batch, int compute, int algorithm) {
  (void)algorithm;
  if (!handle || m < 0 || n < 0 || k < 0 || batch < 0) return 7;
  if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m || lda < 1 || ldb < 1 || ldc < 1) return 7;
  const int exact = a_type == 1 ? 70 : 68, fast = a_type == 0 ? 77 : exact;
  if ((compute != exact && compute != fast) || a_type != b_type || a_type != c_type) return 15;
  last_compute = compute;
  const double x = a_type == 1 ? *(const double *)alpha : *(const float *)alpha, y = a_type == 1 ? *(const double *)beta : *(const float *)beta;
  const struct product p = {ta, tb, m, n, k, a_type, lda, ldb, ldc, batch, a, b, c, a_step, b_step, c_step, x, y};
  if (!record(*(void **)handle, multiply, &p, sizeof p)) multiply(&p);
  return 0;
}
