// Attention: for each query the means of the values' rows, weighted by the softmax of its products with the keys. Neither all products
// nor all weights are ever stored: memory grows with the length of the sequence, not with its square.
#pragma once
#include "ck_dtype.h"

// `heads` queries [length, width], `heads / group` keys [keys, width] and values [keys, value_width]: query head h goes with key and value
// head h / group. Element (h, i, e) of a tensor lies at h * head + i * row + e * column of its strides.
struct ck_attention {
  ptrdiff_t heads, group, length, keys, width, value_width;
  int is_causal;  // query i sees keys 0...i
  double scale;
  struct ck_attention_strides {
    ptrdiff_t head, row, column;
  } q, k, v;
  // Which keys a query may see (mask_dtype CK_BOOL), or what is added to the products (that of the tensors); null for nothing.
  // Query head h has mask h / mask_group % masks.
  const void *mask;
  int mask_dtype;
  ptrdiff_t mask_group, masks;
  struct ck_attention_strides mask_strides;  // head: from mask to mask
};

// dtype is float32 or float64. Results are contiguous and the same bits for any number of threads: y [heads, length, value_width], and
// log_sums [heads, length], the logarithms of the sums of exponentials. A query that sees nothing gives zeros and minus infinity.
void ck_attention_forward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, void *y, void *log_sums);

// The gradients of q, k and v (contiguous), given that of y (contiguous), the products of its rows with those of y [heads, length], less
// the gradients of the log_sums where they have any, and the log_sums.
void ck_attention_backward(const struct ck_attention *a, int dtype, const void *q, const void *k, const void *v, const void *gy,
                           const void *products, const void *log_sums, void *gq, void *gk, void *gv);
