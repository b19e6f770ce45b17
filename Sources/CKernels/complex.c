// Running sums and products of complex numbers, and their products along rows.
#include "include/ck_complex.h"


#pragma STDC FP_CONTRACT OFF

#define LOOPS(T, S)                                                                                                          \
  typedef struct {                                                                                                           \
    T re, im;                                                                                                                \
  } number_##S;                                                                                                              \
  static number_##S times_##S(number_##S a, number_##S b) {                                                                  \
    return (number_##S){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};                                               \
  }                                                                                                                          \
  static void cumulate_##S(int is_product, number_##S *out, const number_##S *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) { \
    for (ptrdiff_t o = 0; o < outer; o++)                                                                                    \
      for (ptrdiff_t k = 0; k < n; k++)                                                                                      \
        for (ptrdiff_t i = 0; i < inner; i++) {                                                                              \
          ptrdiff_t at = (o * n + k) * inner + i;                                                                            \
          if (k == 0) out[at] = in[at];                                                                                      \
          else if (is_product) out[at] = times_##S(out[at - inner], in[at]);                                                 \
          else out[at] = (number_##S){out[at - inner].re + in[at].re, out[at - inner].im + in[at].im};                       \
        }                                                                                                                    \
  }                                                                                                                          \
  static void product_##S(number_##S *out, const number_##S *in, ptrdiff_t rows, ptrdiff_t n) {                              \
    for (ptrdiff_t r = 0; r < rows; r++) {                                                                                   \
      number_##S product = {1, 0};                                                                                           \
      for (ptrdiff_t i = 0; i < n; i++) product = i == 0 ? in[r * n] : times_##S(product, in[r * n + i]);                    \
      out[r] = product;                                                                                                      \
    }                                                                                                                        \
  }
LOOPS(float, c64)
LOOPS(double, c128)

void ck_complex_cumulate(int is_product, int dtype, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner) {
  if (dtype == CK_COMPLEX64) cumulate_c64(is_product, out, in, outer, n, inner);
  else cumulate_c128(is_product, out, in, outer, n, inner);
}

void ck_complex_product(int dtype, void *out, const void *in, ptrdiff_t rows, ptrdiff_t n) {
  if (dtype == CK_COMPLEX64) product_c64(out, in, rows, n);
  else product_c128(out, in, rows, n);
}
