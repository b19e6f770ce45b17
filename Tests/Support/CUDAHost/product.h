// Matrix products on the processor, as the stand-ins for cuBLAS and cuBLASLt compute them: sums in double, column by column.
#include <math.h>
#include <stdint.h>
#include <string.h>

static void (*open_memory)(void), (*close_memory)(void);
static int (*record)(void *stream, void (*run)(const void *), const void *data, size_t size);

// Finds the driver that the program has loaded; whether it is the stand-in.
static int find_driver(void) {
  void *driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (!driver) return 0;
  open_memory = (void (*)(void))dlsym(driver, "lantern_fake_open"), close_memory = (void (*)(void))dlsym(driver, "lantern_fake_close");
  record = (int (*)(void *, void (*)(const void *), const void *, size_t))dlsym(driver, "lantern_fake_record");
  return open_memory && close_memory && record;
}

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

struct product {
  int ta, tb, m, n, k, a_type, lda, ldb, ldc, batch;
  const void *a, *b;
  void *c;
  long long a_step, b_step, c_step;
  double alpha, beta;
  // One number for each row, or nothing; then 0, 2 (the larger of 0 and it) or 32 (GELU by tanh).
  const void *bias;
  int activation;
};
static void multiply(const void *data) {
  const struct product *p = data;
  const int type = p->a_type;
  open_memory();
  for (int i = 0; i < p->batch; i++)
    for (int column = 0; column < p->n; column++)
      for (int row = 0; row < p->m; row++) {
        double sum = 0;
        for (int t = 0; t < p->k; t++)
          sum += load(p->a, type, i * p->a_step + (p->ta ? (int64_t)row * p->lda + t : (int64_t)t * p->lda + row)) *
                 load(p->b, type, i * p->b_step + (p->tb ? (int64_t)t * p->ldb + column : (int64_t)column * p->ldb + t));
        const int64_t at = i * p->c_step + (int64_t)column * p->ldc + row;
        double value = p->alpha * sum + (p->beta != 0 ? p->beta * load(p->c, type, at) : 0);
        if (p->bias) value += load(p->bias, type, row);
        if (p->activation == 2) value = value < 0 ? 0 : value;
        if (p->activation == 32) value *= 0.5 * (1 + tanh(0.79788456080286536 * (value + 0.044715 * value * value * value)));
        store(p->c, type, at, value);
      }
  close_memory();
}
