// Numbers out of text: whole numbers and doubles, correctly rounded by the method of Clinger for short ones, that of Eisel and Lemire for
// up to 19 digits, and the C library's own for the rest.
#define _GNU_SOURCE
#include "ck_decimal.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define LOWEST_POWER -342
#define HIGHEST_POWER 308

static const uint64_t powers_of_five[][2] = {
#include "decimal_powers.inc"
};

// Exact as doubles.
static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static inline int is_digit(char c) { return (unsigned char)(c - '0') < 10; }

static inline double with_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The bits of the double nearest to w * 10^q, w > 0; UINT64_MAX where 128 bits of the power do not decide.
static uint64_t scaled(uint64_t w, int64_t q) {
  if (q < LOWEST_POWER) return 0;
  const uint64_t infinity = 0x7ffull << 52;
  if (q > HIGHEST_POWER) return infinity;
  const int zeros = __builtin_clzll(w);
  w <<= zeros;
  const uint64_t *power = powers_of_five[q - LOWEST_POWER];
  unsigned __int128 product = (unsigned __int128)w * power[0];
  uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
  // 55 bits are needed; the rest of the power matters only when all bits below them are set.
  if ((high & 0x1ff) == 0x1ff) {
    const uint64_t carry = (uint64_t)((unsigned __int128)w * power[1] >> 64);
    low += carry;
    if (low < carry) high++;
  }
  if (low == UINT64_MAX && (q < -27 || q > 55)) return UINT64_MAX;
  const int top = (int)(high >> 63);
  const int shift = top + 64 - 52 - 3;
  uint64_t mantissa = high >> shift;
  // floor(q * log2(10)), by a fraction that is exact enough for all powers of the table.
  int64_t exponent = ((217706 * q) >> 16) + 63 + top - zeros + 1023;
  if (exponent <= 0) {
    if (exponent <= -63) return 0;
    mantissa >>= 1 - exponent;
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    return mantissa;  // a carry into the exponent's bits makes the smallest normal number, as it should
  }
  // Exactly in the middle between two doubles: only small powers can be.
  if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) mantissa &= ~1ull;
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >> 53) {
    mantissa >>= 1;
    exponent++;
  }
  if (exponent >= 0x7ff) return infinity;
  return (mantissa & ~(1ull << 52)) | (uint64_t)exponent << 52;
}

static locale_t c_locale;
static void make_locale(void) { c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

// By the C library, in the C locale; 0 where there is no memory for a copy of the text.
static int by_library(const char *text, const char *end, double *value) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_locale);
  char small[128];
  const size_t n = (size_t)(end - text);
  char *copy = n < sizeof small ? small : malloc(n + 1);
  if (!copy) return 0;
  memcpy(copy, text, n);
  copy[n] = 0;
  *value = c_locale ? strtod_l(copy, NULL, c_locale) : strtod(copy, NULL);
  if (copy != small) free(copy);
  return 1;
}

static int matches(const char *text, const char *end, const char *word) {
  size_t n = 0;
  for (; word[n]; n++)
    if (text + n >= end || (text[n] | 32) != word[n]) return 0;
  return (int)n;
}

const char *ck_decimal_double(const char *text, const char *end, double *value) {
  const char *p = text;
  const int negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  const char *digits = p;
  uint64_t w = 0;
  while (p < end && is_digit(*p)) w = w * 10 + (uint64_t)(*p++ - '0');
  ptrdiff_t count = p - digits;
  int64_t q = 0;
  if (p < end && *p == '.') {
    const char *point = ++p;
    while (p < end && is_digit(*p)) w = w * 10 + (uint64_t)(*p++ - '0');
    q = point - p;
    count += p - point;
  }
  if (count == 0) {
    int n;
    double special;
    if ((n = matches(digits, end, "infinity")) || (n = matches(digits, end, "inf")))
      special = INFINITY;
    else if ((n = matches(digits, end, "nan")))
      special = NAN;
    else
      return NULL;
    *value = negative ? -special : special;
    return digits + n;
  }
  const char *mantissa_end = p;
  if (p < end && (*p | 32) == 'e') {
    const char *e = p + 1;
    const int minus = e < end && *e == '-';
    if (e < end && (*e == '-' || *e == '+')) e++;
    if (e < end && is_digit(*e)) {
      int64_t power = 0;
      for (; e < end && is_digit(*e); e++)
        if (power < 1000000000000) power = power * 10 + (*e - '0');
      q += minus ? -power : power;
      p = e;
    }
  }
  uint64_t bits;
  if (count <= 19) {
  exact:
    if (w == 0) {
      bits = 0;
    } else if (w >> 53 == 0 && q >= -22 && q <= 22) {
      const double scaled_exactly = q < 0 ? (double)w / powers_of_ten[-q] : (double)w * powers_of_ten[q];
      *value = negative ? -scaled_exactly : scaled_exactly;
      return p;
    } else {
      bits = scaled(w, q);
    }
  } else {
    // Leading zeros don't count; of the others 19 fit, and where the rest does not matter nothing more is needed.
    const char *d = digits;
    while (d < mantissa_end && (*d == '0' || *d == '.')) {
      if (*d != '.') count--;
      d++;
    }
    w = 0;
    int taken = 0;
    for (; d < mantissa_end && taken < 19; d++)
      if (*d != '.') {
        w = w * 10 + (uint64_t)(*d - '0');
        taken++;
      }
    if (count <= 19) goto exact;
    q += count - 19;
    bits = scaled(w, q);
    // 19 digits may be the largest number of 64 bits; one more still fits.
    if (bits != UINT64_MAX && bits != scaled(w + 1, q)) bits = UINT64_MAX;
  }
  if (bits == UINT64_MAX) return by_library(text, p, value) ? p : NULL;
  *value = with_bits(bits | (uint64_t)negative << 63);
  return p;
}

const char *ck_decimal_integer(const char *text, const char *end, uint64_t *magnitude, int *negative, int *overflow) {
  const char *p = text;
  *negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  const char *digits = p;
  uint64_t w = 0;
  *overflow = 0;
  for (; p < end && is_digit(*p); p++)
    if (__builtin_mul_overflow(w, 10, &w) || __builtin_add_overflow(w, (uint64_t)(*p - '0'), &w)) *overflow = 1;
  if (p == digits) return NULL;
  *magnitude = *overflow ? UINT64_MAX : w;
  return p;
}

static inline int is_space(char c) { return c == ' ' || (unsigned char)(c - '\t') < 5; }

int ck_decimal_fields(const char *text, const char *end, int delimiter, double *values, size_t capacity, size_t *fields) {
  const char *p = text;
  size_t n = 0;
  *fields = 0;
  for (;;) {
    while (p < end && is_space(*p) && *p != delimiter) p++;
    if (delimiter < 0 && p == end) return 1;
    if (n == capacity) return 0;
    const char *after = ck_decimal_double(p, end, &values[n]);
    if (!after) return 0;
    p = after;
    while (p < end && is_space(*p) && *p != delimiter) p++;
    if (p < end && (delimiter < 0 ? p == after : *p != delimiter)) return 0;
    *fields = ++n;
    if (p == end) return 1;
    if (delimiter >= 0) p++;
  }
}
