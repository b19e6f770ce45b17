// Convolutions: windows of the input laid out as columns, tile by tile, and multiplied with the weights.
#include "include/ck_convolution.h"

#include <stdlib.h>
#include <string.h>

#include "convolution_winograd.h"
#include "gemm_internal.h"
#include "include/ck_gemm.h"
#include "include/ck_isa.h"
#include "include/ck_pool.h"
#include "sizes.h"

#pragma STDC FP_CONTRACT ON

enum {
  DEPTHWISE_LANES = 16,
  TILE_BYTES = 1 << 18,       // of a tile of columns: it stays in the second-level cache
  WANTED_CHUNKS = 16,         // to share out among threads, where the sizes allow
  MIN_TILE_COLUMNS = 64,
  BLOCK_POSITIONS = 448,      // of a chunk of a direct convolution, about
  STRIP_BYTES = 192 << 10,    // of the source for these
  FILTER_BYTES = 512 << 10,   // of a panel of filters
  ROUND_BYTES = 4 << 20,      // of the strips and gradients laid out at once for the weight's gradient
  WEIGHT_SLICE_CHUNKS = 8,    // below this many chunks a weight's gradient is also cut along the batch
};

static ptrdiff_t volume(const ptrdiff_t s[3]) { return s[0] * s[1] * s[2]; }

// Whether windows and strides are of a size that the direct paths have room and time for; the path by columns takes any.
static int is_compact(const struct ck_convolution *c) {
  enum { WIDEST = 1 << 10, MOST = 1 << 14 };
  ptrdiff_t window = 1, phases = 1;
  for (int d = 0; d < 3; d++) {
    if (c->dilation[d] > WIDEST || c->kernel[d] > WIDEST || c->stride[d] > WIDEST) return 0;
    window *= smaller((c->kernel[d] - 1) * c->dilation[d] + 1, MOST + 1), phases *= c->stride[d];
    if (window > MOST || phases > MOST) return 0;
  }
  return 1;
}

// Whether the columns of windows are the input itself.
static int is_pointwise(const struct ck_convolution *c) {
  for (int d = 0; d < 3; d++)
    if (c->kernel[d] != 1 || c->stride[d] != 1 || c->padding[d] != 0 || c->input[d] != c->output[d]) return 0;
  return 1;
}

// Output positions o of one axis at which the tap `k` of the window lies on the input: low <= o < high.
static void reach(const struct ck_convolution *c, int d, ptrdiff_t k, ptrdiff_t *low, ptrdiff_t *high) {
  const ptrdiff_t shift = k * c->dilation[d] - c->padding[d], stride = c->stride[d];  // input position = o * stride + shift
  *low = shift >= 0 ? 0 : ceiling(-shift, stride);
  const ptrdiff_t room = c->input[d] - shift;
  *high = room <= 0 ? 0 : smaller(c->output[d], ceiling(room, stride));
  if (*high < *low) *high = *low;
}

// The product of matrices as this file uses it, C = A B + (adds ? C : 0), for the three types.
#define OPERANDS(T) const T *a, long a_rs, long a_cs, const T *b, long b_rs, long b_cs
static void product_f32(long m, long n, long k, OPERANDS(float), int adds, float *c, long c_rs) {
  ck_gemm_f32(m, n, k, 1, a, a_rs, a_cs, b, b_rs, b_cs, (float)adds, c, c_rs, 1);
}
static void product_f64(long m, long n, long k, OPERANDS(double), int adds, double *c, long c_rs) {
  ck_gemm_f64(m, n, k, 1, a, a_rs, a_cs, b, b_rs, b_cs, adds, c, c_rs, 1);
}
static void product_i64(long m, long n, long k, OPERANDS(int64_t), int adds, int64_t *c, long c_rs) {
  if (!adds) {
    ck_gemm_i64(m, n, k, a, a_rs, a_cs, b, b_rs, b_cs, c, c_rs, 1);
    return;
  }
  int64_t *sum = ck_gemm_buffer(CK_GEMM_TILE_C, sizeof(int64_t) * (size_t)(m * n));
  ck_gemm_i64(m, n, k, a, a_rs, a_cs, b, b_rs, b_cs, sum, n, 1);
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) c[i * c_rs + j] = (int64_t)((uint64_t)c[i * c_rs + j] + (uint64_t)sum[i * n + j]);
}

struct depthwise {
  void (*forward)(void *context, long chunk);
  void (*input)(void *context, long chunk);
  void (*weight)(void *context, long chunk);
};

// Images of float32 and windows of 3 x 3 at every place.
static int is_for_winograd(const struct ck_convolution *c) {
  for (int d = 0; d < 3; d++)
    if (c->stride[d] != 1 || c->dilation[d] != 1 || c->kernel[d] != (d == 0 ? 1 : 3)) return 0;
  return c->padding[0] == 0 && c->input[0] == 1 && c->output[0] == 1 && volume(c->input) > 0 && volume(c->output) > 0;
}

static int forward_winograd(const struct ck_convolution *c, const float *x, const float *w, const float *bias, float *y) {
  if (!is_for_winograd(c)) return 0;
  const ptrdiff_t taps = 9 * c->channels;
  return ck_winograd(&(struct ck_winograd){
    .planes = c->batch * c->groups, .groups = c->groups, .channels = c->channels, .filters = c->filters,
    .source = {c->input[1], c->input[2]}, .result = {c->output[1], c->output[2]}, .padding = {c->padding[1], c->padding[2]},
    .w_filter = taps, .w_channel = 9, .w_group = c->filters * taps, .x = x, .w = w, .bias = bias, .y = y});
}

// The same with the window turned by half a circle, from the gradient of the result to that of the input.
static int input_winograd(const struct ck_convolution *c, const float *gy, const float *w, float *gx) {
  if (!is_for_winograd(c)) return 0;
  const ptrdiff_t taps = 9 * c->channels;
  return ck_winograd(&(struct ck_winograd){
    .planes = c->batch * c->groups, .groups = c->groups, .channels = c->filters, .filters = c->channels,
    .source = {c->output[1], c->output[2]}, .result = {c->input[1], c->input[2]}, .padding = {2 - c->padding[1], 2 - c->padding[2]},
    .w_filter = 9, .w_channel = taps, .w_group = c->filters * taps, .flips = 1, .x = gy, .w = w, .y = gx});
}

#define DIRECT
#define WINOGRAD
#define T float
#define U float
#define S f32
#include "convolution_type.inc"
#undef WINOGRAD
#define T double
#define U double
#define S f64
#include "convolution_type.inc"
#undef DIRECT
#define T int64_t
#define U uint64_t
#define S i64
#include "convolution_type.inc"

void ck_convolution_forward(const struct ck_convolution *c, int dtype, const void *x, const void *w, const void *bias, void *y) {
  switch (dtype) {
    case CK_FLOAT32: forward_f32(c, x, w, bias, y); break;
    case CK_FLOAT64: forward_f64(c, x, w, bias, y); break;
    default: forward_i64(c, x, w, bias, y);
  }
}

void ck_convolution_input(const struct ck_convolution *c, int dtype, const void *gy, const void *w, void *gx) {
  switch (dtype) {
    case CK_FLOAT32: input_f32(c, gy, w, gx); break;
    case CK_FLOAT64: input_f64(c, gy, w, gx); break;
    default: input_i64(c, gy, w, gx);
  }
}

void ck_convolution_weight(const struct ck_convolution *c, int dtype, const void *gy, const void *x, void *gw) {
  switch (dtype) {
    case CK_FLOAT32: weight_f32(c, gy, x, gw); break;
    case CK_FLOAT64: weight_f64(c, gy, x, gw); break;
    default: weight_i64(c, gy, x, gw);
  }
}
