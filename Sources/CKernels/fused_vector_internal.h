// What the files of vector programs share: the list of operations, and the loops of the instruction sets.
#pragma once
#include "include/ck_vector.h"

// x, y are the inputs and P(0), P(1), … the parameters; each line means what the one of this name in pointwise.def means.
#define CK_VECTOR_BINARY(O)                                              \
  O(add, x + y)                                                          \
  O(sub, x - y)                                                          \
  O(mul, x * y)                                                          \
  O(div, x / y)                                                          \
  O(maximum, SELECT(x != x, x, SELECT(y != y, y, SELECT(x > y, x, y))))  \
  O(minimum, SELECT(x != x, x, SELECT(y != y, y, SELECT(x < y, x, y))))  \
  O(sigmoid_backward, x * ((ONE - y) * y))                               \
  O(tanh_backward, x * (ONE - y * y))                                    \
  O(threshold_backward, SELECT(y <= P(0), ZERO, x))                      \
  O(leaky_relu_backward, SELECT(y > ZERO, x, x * P(0)))                  \
  O(mse_loss, (x - y) * (x - y))
#define CK_VECTOR_UNARY(O)                                               \
  O(neg, -x)                                                             \
  O(abs, __builtin_elementwise_abs(x))                                   \
  O(square, x * x)                                                       \
  O(reciprocal, ONE / x)                                                 \
  O(sqrt, __builtin_elementwise_sqrt(x))                                 \
  O(rsqrt, NARROW(1 / __builtin_elementwise_sqrt(WIDE(x))))              \
  O(relu, SELECT(x < ZERO, ZERO, x))                                     \
  O(leaky_relu, SELECT(x > ZERO, x, x * P(0)))                           \
  O(clamp_min, SELECT(x < P(0), P(0), SELECT(P(0) != P(0), P(0), x)))    \
  O(clamp_max, SELECT(x > P(0), P(0), SELECT(P(0) != P(0), P(0), x)))
// Functions that the element-by-element loops have too: those run over a tile where no form in registers gives the same bits.
#define CK_VECTOR_CALLED(O) O(exp) O(tanh) O(erf) O(gelu)

enum {
#define COUNT(name, expr) vector_##name,
#define COUNT_CALLED(name) vector_##name,
  CK_VECTOR_BINARY(COUNT) vector_binaries,
  vector_before = vector_binaries - 1,
  CK_VECTOR_UNARY(COUNT) CK_VECTOR_CALLED(COUNT_CALLED) vector_operations
#undef COUNT_CALLED
#undef COUNT
};
// The pointwise operation that an operation here is.
int ck_vector_pointwise(int operation);

// Runs a program tile by tile, from the byte `at` to `end` of its registers.
typedef void (*vector_loop)(const struct ck_vector_step *steps, char *const *reg, size_t at, size_t end);
struct vector_loops {
  vector_loop f32, f64, one_f32, one_f64;
  // A sum or an extreme of n elements side by side, 16 at least where it is an extreme.
  void (*reduce_f32)(int reduction, void *out, const void *in, ptrdiff_t n);
  void (*reduce_f64)(int reduction, void *out, const void *in, ptrdiff_t n);
  int tile;  // bytes
};
extern const struct vector_loops ck_vector_baseline;
#if defined(__x86_64__)
extern const struct vector_loops ck_vector_avx2, ck_vector_avx512;
#endif
