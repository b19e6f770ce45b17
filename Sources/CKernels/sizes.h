// Small arithmetic on sizes and positions.
#pragma once
#include <stddef.h>

static inline ptrdiff_t smaller(ptrdiff_t x, ptrdiff_t y) { return x < y ? x : y; }
static inline ptrdiff_t larger(ptrdiff_t x, ptrdiff_t y) { return x > y ? x : y; }
// x / y, rounded up.
static inline ptrdiff_t ceiling(ptrdiff_t x, ptrdiff_t y) { return (x + y - 1) / y; }
