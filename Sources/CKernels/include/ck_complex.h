// Running sums and products of complex numbers, and their products along rows.
#pragma once
#include "ck_dtype.h"

// out[o][k][i] = in[o][0][i] ∘ … ∘ in[o][k][i] for contiguous arrays of CK_COMPLEX64 or CK_COMPLEX128; sums, or products.
void ck_complex_cumulate(int is_product, int dtype, void *out, const void *in, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner);

// out[r] = the product of row r's n elements; 1 without any.
void ck_complex_product(int dtype, void *out, const void *in, ptrdiff_t rows, ptrdiff_t n);
