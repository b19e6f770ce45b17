// Numbers out of text, correctly rounded and independent of the locale.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The longest decimal number at the start of [text, end): sign, digits with at most one point, exponent, or "inf", "infinity", "nan" in any
// case. Returns its end and stores the nearest double (ties to even); NULL where there is no number.
const char *ck_decimal_double(const char *text, const char *end, double *value);

// The whole number at the start of [text, end): sign and digits. Returns its end; NULL where there are no digits. The magnitude is cut to
// UINT64_MAX, and `overflow` is set, where it does not fit.
const char *ck_decimal_integer(const char *text, const char *end, uint64_t *magnitude, int *negative, int *overflow);

// Reads the numbers of a line [text, end), at most `capacity` of them, between which stands `delimiter`, or white space where that is -1.
// Returns 1 when each field of the line is a plain decimal number and there was room for it. `fields`: how many were stored.
int ck_decimal_fields(const char *text, const char *end, int delimiter, double *values, size_t capacity, size_t *fields);
