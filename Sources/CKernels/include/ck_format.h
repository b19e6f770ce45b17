// Numbers as text: C's formats, which Swift cannot call, in the C locale whatever the program has set.
#pragma once
#include <stddef.h>

// Write `value` as "%.*f" or "%.*e" into out[0..<capacity] (with a final NUL) and return the text's length without the NUL.
// A return value >= capacity means that the text was cut; `precision` must not be negative.
int ck_format_fixed(char *out, size_t capacity, double value, int precision);
int ck_format_exponent(char *out, size_t capacity, double value, int precision);
