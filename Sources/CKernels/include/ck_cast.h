// Conversion between any two element types, and strided copies.
#pragma once
#include "ck_dtype.h"

// The bytes of one element.
int ck_item_size(int dtype);

// dst[i] = (type of dst) src[i] for i < n; strides in bytes. Values out of an integer's range convert as x86 does: truncated
// towards zero, the smallest integer when that does not fit; complex to real drops the imaginary part.
void ck_cast(size_t n, void *dst, int dst_dtype, ptrdiff_t dst_stride, const void *src, int src_dtype, ptrdiff_t src_stride);

// The same over `rank` axes; `dst` and `src` must not overlap unless they are the same layout of the same type.
void ck_copy(int rank, const ptrdiff_t *sizes, void *dst, int dst_dtype, const ptrdiff_t *dst_strides, const void *src, int src_dtype,
             const ptrdiff_t *src_strides);

float ck_f16_to_f32(ck_f16 h);
ck_f16 ck_f32_to_f16(float f);
float ck_bf16_to_f32(ck_bf16 h);
ck_bf16 ck_f32_to_bf16(float f);

// dst[i] = the element at src, for i < n.
void ck_spread(void *dst, const void *src, int item_size, size_t n);
