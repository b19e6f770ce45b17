// Order: sorting, selecting, running extremes, groups of equal elements, places in sorted rows. Everything is found as positions.
// Inputs are contiguous rows of `n` elements of any real dtype; NaN counts as the largest, zeros of both signs as equal. Functions that
// give an int give 0, or -1 where there was no memory to work in.
#pragma once
#include "ck_dtype.h"

// position[r][i]: where the i-th smallest (or largest) element of row r stands; equal ones keep their order.
int ck_sort(ptrdiff_t rows, ptrdiff_t n, int dtype, int descending, const void *x, int64_t *position);

// out[r]: the elements of row r in rising order, of dtypes of at most 32 bits; zeros of both signs may change places.
int ck_sort_values(ptrdiff_t rows, ptrdiff_t n, int dtype, const void *x, void *out);

// position[r][i], i < count <= n: where the i-th smallest (or largest) element of row r stands; of equal ones any.
int ck_top(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t count, int dtype, int largest, const void *x, int64_t *position);

// CK_SELECT_KTH: the k-th smallest, from 0. CK_SELECT_MEDIAN: the lower of the two in the middle, or the first NaN. CK_SELECT_NANMEDIAN:
// that of the elements that are numbers. CK_SELECT_MODE: the most frequent, the smallest of equally frequent ones, its last place.
enum ck_selection { CK_SELECT_KTH, CK_SELECT_MEDIAN, CK_SELECT_NANMEDIAN, CK_SELECT_MODE };

// position[r]: where the element asked for stands in row r; n > 0.
int ck_select(ptrdiff_t rows, ptrdiff_t n, int dtype, int selection, ptrdiff_t k, const void *x, int64_t *position);

// position[r][i]: where the largest (or smallest) of the first i + 1 elements stands, the last of equals; NaN beats everything.
int ck_running_extreme(ptrdiff_t rows, ptrdiff_t n, int dtype, int smallest, const void *x, int64_t *position);

// Groups of equal rows of m elements, in the order of rows that compare element by element, or (`consecutive`) of neighbours only.
// first[g]: where the first row of group g stands; count[g]: how many there are; group[i]: the group of row i. Gives the number of
// groups; a row with a NaN equals none.
ptrdiff_t ck_group(ptrdiff_t n, ptrdiff_t m, int dtype, int consecutive, const void *x, int64_t *first, int64_t *count, int64_t *group);

// position[r][i]: how many elements of the sorted row r are smaller than value[r][i] (or, `right`, smaller or equal). dtype is
// CK_FLOAT64 or CK_INT64; `sorter`, if any, holds the positions that put the rows in order. A NaN value lies behind everything.
void ck_search(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t values, int dtype, int right, const void *sorted, const int64_t *sorter,
               const void *value, int64_t *position);
