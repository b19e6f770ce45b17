// A stand-in for cuBLAS: the one product that Lantern asks for, by its definition. It opens the stand-in driver's memory while it works.
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void (*open_memory)(void), (*close_memory)(void);

int cublasCreate_v2(void **handle) {
  void *driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (!driver) return 1;
  open_memory = (void (*)(void))dlsym(driver, "lantern_fake_open"), close_memory = (void (*)(void))dlsym(driver, "lantern_fake_close");
  if (!open_memory || !close_memory) return 1;
  *handle = malloc(1);
  return 0;
}
int cublasSetStream_v2(void *handle, void *stream) { return (void)stream, handle ? 0 : 1; }

static float from_half(uint16_t h) {
  _Float16 v;
  memcpy(&v, &h, 2);
  return (float)v;
}
static double load(const void *p, int type, int64_t i) {
  switch (type) {
    case 0: return ((const float *)p)[i];
    case 1: return ((const double *)p)[i];
    case 2: return from_half(((const uint16_t *)p)[i]);
    default: {
      uint32_t bits = (uint32_t)((const uint16_t *)p)[i] << 16;
      float v;
      memcpy(&v, &bits, 4);
      return v;
    }
  }
}
static void store(void *p, int type, int64_t i, double v) {
  switch (type) {
    case 0: ((float *)p)[i] = (float)v; break;
    case 1: ((double *)p)[i] = v; break;
    case 2: {
      _Float16 h = (_Float16)(float)v;
      memcpy((uint16_t *)p + i, &h, 2);
      break;
    }
    default: {
      float f = (float)v;
      uint32_t bits;
      memcpy(&bits, &f, 4);
      ((uint16_t *)p)[i] = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    }
  }
}

int cublasGemmStridedBatchedEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int a_type, int lda,
                               long long a_step, const void *b, int b_type, int ldb, long long b_step, const void *beta, void *c, int c_type,
                               int ldc, long long c_step, int batch, int compute, int algorithm) {
  (void)algorithm;
  if (!handle || m < 0 || n < 0 || k < 0 || batch < 0) return 7;
  if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m || lda < 1 || ldb < 1 || ldc < 1) return 7;
  const int exact = a_type == 1 ? 70 : 68, fast = a_type == 0 ? 77 : exact;
  if ((compute != exact && compute != fast) || a_type != b_type || a_type != c_type) return 15;
  const double x = a_type == 1 ? *(const double *)alpha : *(const float *)alpha, y = a_type == 1 ? *(const double *)beta : *(const float *)beta;
  open_memory();
  for (int i = 0; i < batch; i++)
    for (int column = 0; column < n; column++)
      for (int row = 0; row < m; row++) {
        double sum = 0;
        for (int t = 0; t < k; t++)
          sum += load(a, a_type, i * a_step + (ta ? (int64_t)row * lda + t : (int64_t)t * lda + row)) *
                 load(b, b_type, i * b_step + (tb ? (int64_t)t * ldb + column : (int64_t)column * ldb + t));
        const int64_t at = i * c_step + (int64_t)column * ldc + row;
        store(c, c_type, at, x * sum + (y != 0 ? y * load(c, c_type, at) : 0));
      }
  close_memory();
  return 0;
}
