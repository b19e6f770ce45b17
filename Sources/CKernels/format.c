// format.c: decimal texts of doubles with a fixed number of digits, correctly rounded by the C library.
#define _GNU_SOURCE
#include "ck_format.h"
#include <locale.h>
#include <stdatomic.h>
#include <stdio.h>

// printf takes its decimal point from the thread's locale, and a program may have set one with a comma.
static locale_t c_locale(void) {
  static _Atomic(locale_t) shared;
  locale_t known = atomic_load(&shared);
  if (known) return known;
  locale_t fresh = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!fresh) return (locale_t)0;
  if (atomic_compare_exchange_strong(&shared, &known, fresh)) return fresh;
  freelocale(fresh);
  return known;
}

static int format(char *out, size_t capacity, const char *pattern, int precision, double value) {
  locale_t wanted = c_locale();
  locale_t before = wanted ? uselocale(wanted) : (locale_t)0;
  int length = snprintf(out, capacity, pattern, precision, value);
  if (before) uselocale(before);
  return length < 0 ? 0 : length;
}

int ck_format_fixed(char *out, size_t capacity, double value, int precision) {
  return format(out, capacity, "%.*f", precision, value);
}

int ck_format_exponent(char *out, size_t capacity, double value, int precision) {
  return format(out, capacity, "%.*e", precision, value);
}
