// Picking elements by position, and putting them there. All arrays are contiguous; positions are int64 and must have been checked.
#pragma once
#include "ck_dtype.h"

// The first of `count` positions outside 0..<size (or -size..<size where `negative` is set), or -1.
ptrdiff_t ck_find_bad_index(ptrdiff_t count, const int64_t *index, int64_t size, int negative);

// out[o][k] = x[o][index[k]], rows of `row_bytes`; x has `n` rows for each o.
void ck_take_rows(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row_bytes, const void *x, const int64_t *index, void *out);

enum ck_put { CK_PUT_SET, CK_PUT_ADD, CK_PUT_MUL, CK_PUT_MAX, CK_PUT_MIN };

// x[o][index[k]] = (or +=, *=, the larger, the smaller) src[o][k], rows of `row` elements, one after the other in the order of k.
void ck_put_rows(int dtype, int put, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row, void *x, const int64_t *index, const void *src);

// x[o][index[k]] = value, rows of `row` elements of `item_size` bytes.
void ck_fill_rows(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row, int item_size, void *x, const int64_t *index, const void *value);

// out[i] = x[i with position `dim` replaced by index[i]] for every multi-index i of `sizes`; strides in elements.
void ck_gather(int item_size, int rank, const ptrdiff_t *sizes, int dim, const ptrdiff_t *x_strides, const void *x, const int64_t *index, void *out);

// x[i with position `dim` replaced by index[i]] = (or as above) src[i]; strides in elements (0 for a single number).
void ck_scatter(int dtype, int put, int rank, const ptrdiff_t *sizes, int dim, const ptrdiff_t *x_strides, const ptrdiff_t *src_strides, void *x,
                const int64_t *index, const void *src);

// How many of `n` bytes are not zero; the positions of those; the elements of x there.
ptrdiff_t ck_count_true(ptrdiff_t n, const uint8_t *mask);
void ck_true_positions(ptrdiff_t n, const uint8_t *mask, int rank, const ptrdiff_t *sizes, int64_t *out);
void ck_take_true(ptrdiff_t n, const uint8_t *mask, int item_size, const void *x, void *out);
