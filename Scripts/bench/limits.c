// What the machine can do, for one thread: the bandwidth of memory and the peak of multiplications with additions.
//   clang -O3 -march=native limits.c -o limits && ./limits
// Prints one JSON object.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

enum { WIDE = 64 };  // bytes of a vector
typedef float floats __attribute__((vector_size(WIDE)));
typedef double doubles __attribute__((vector_size(WIDE)));

// Billions of operations a second of chains that don't wait for each other.
#define PEAK(name, T, lanes)                                                                \
  static double name(void) {                                                                \
    T a[12], x = {0}, y = {0};                                                              \
    for (int i = 0; i < 12; i++) a[i] = x;                                                  \
    double best = 0;                                                                        \
    for (int round = 0; round < 20; round++) {                                              \
      double start = now();                                                                 \
      for (long i = 0; i < 200000; i++) {                                                   \
        __asm__ volatile("" : "+v"(x), "+v"(y));                                            \
        for (int k = 0; k < 12; k++) a[k] = a[k] * x + y;                                   \
      }                                                                                     \
      double rate = 200000.0 * 12 * 2 * lanes / (now() - start) / 1e9;                      \
      if (rate > best) best = rate;                                                         \
    }                                                                                       \
    for (int k = 1; k < 12; k++) a[0] += a[k];                                              \
    __asm__ volatile("" : : "v"(a[0]));                                                     \
    return best;                                                                            \
  }
PEAK(peak_f32, floats, (WIDE / 4))
PEAK(peak_f64, doubles, (WIDE / 8))

int main(void) {
  const size_t n = (size_t)1 << 26;  // 256 MB each
  float *a = malloc(n * 4), *b = malloc(n * 4), *c = malloc(n * 4);
  if (!a || !b || !c) return 1;
  memset(a, 1, n * 4), memset(b, 1, n * 4), memset(c, 1, n * 4);
  double read = 1e9, triad = 1e9;
  for (int round = 0; round < 5; round++) {
    double start = now();
    floats s[8] = {{0}};
    for (size_t i = 0; i + 128 <= n; i += 128)
      for (int k = 0; k < 8; k++) s[k] += *(floats *)(a + i + k * 16);
    for (int k = 1; k < 8; k++) s[0] += s[k];
    __asm__ volatile("" : : "v"(s[0]));
    double once = now() - start;
    if (once < read) read = once;
    start = now();
    for (size_t i = 0; i < n; i++) c[i] = a[i] + b[i];
    __asm__ volatile("" : : "r"(c) : "memory");
    once = now() - start;
    if (once < triad) triad = once;
  }
  printf("{\"read_gb_s\": %.1f, \"triad_gb_s\": %.1f, \"fma_f32_gflops\": %.1f, \"fma_f64_gflops\": %.1f}\n", n * 4 / read / 1e9, n * 12 / triad / 1e9,
         peak_f32(), peak_f64());
}
