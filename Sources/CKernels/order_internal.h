// What the files of order share.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Whether rows of n elements have keys of 32 bits, and positions too.
int ck_has_narrow_keys(int dtype, ptrdiff_t n);

// The positions that sort one such row; equal elements keep their order. `room` holds 2 n numbers of 64 bits.
void ck_sort_narrow(ptrdiff_t n, int dtype, int descending, const void *x, void *room, int64_t *position);
