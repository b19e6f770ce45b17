// Finding the instruction set: cpuid says what the processor has, xgetbv what the system saves on a context switch.
#include "ck_isa.h"

#include "ck_pointwise.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

static unsigned long long saved_state(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (unsigned long long)high << 32 | low;
}

static int detect(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return CK_ISA_BASELINE;
  const unsigned first = bit_OSXSAVE | bit_AVX | bit_FMA | bit_F16C;
  if ((c & first) != first) return CK_ISA_BASELINE;
  const unsigned long long state = saved_state();
  const unsigned long long ymm = 0x6, zmm = 0xe6;  // SSE and AVX; those and the mask, upper-half and high-16 registers
  if ((state & ymm) != ymm || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return CK_ISA_BASELINE;
  const unsigned wide = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
  return (b & wide) == wide && (state & zmm) == zmm ? CK_ISA_AVX512 : CK_ISA_AVX2;
}

static int detect_bf16(void) {
  unsigned a, b, c, d;
  return detect() == CK_ISA_AVX512 && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 5 & 1);
}
#else
static int detect(void) { return CK_ISA_BASELINE; }
static int detect_bf16(void) { return 0; }
#endif

// Level + 1, 0 for not looked at yet. Two threads that look at once store the same value.
static atomic_int best_level, level_in_use;

int ck_isa_best(void) {
  int level = atomic_load_explicit(&best_level, memory_order_relaxed);
  if (level == 0) {
    level = detect() + 1;
    atomic_store_explicit(&best_level, level, memory_order_relaxed);
  }
  return level - 1;
}

int ck_isa_has_bf16(void) {
  static atomic_int known;  // 1 for no, 2 for yes
  int answer = atomic_load_explicit(&known, memory_order_relaxed);
  if (answer == 0) {
    answer = detect_bf16() + 1;
    atomic_store_explicit(&known, answer, memory_order_relaxed);
  }
  return answer - 1;
}

const char *ck_isa_name(int level) {
  static const char *const names[] = {"baseline", "avx2", "avx512"};
  return level >= 0 && level <= CK_ISA_AVX512 ? names[level] : "unknown";
}

static int initial_level(void) {
  const int best = ck_isa_best();
  const char *wanted = getenv("LANTERN_ISA");
  for (int level = 0; wanted && level < best; level++)
    if (strcmp(wanted, ck_isa_name(level)) == 0) return level;
  return best;
}

int ck_isa(void) {
  int level = atomic_load_explicit(&level_in_use, memory_order_relaxed);
  if (level == 0) {
    level = initial_level() + 1;
    // A level set meanwhile by ck_isa_set stands.
    int none = 0;
    if (!atomic_compare_exchange_strong_explicit(&level_in_use, &none, level, memory_order_relaxed, memory_order_relaxed))
      level = none;
  }
  return level - 1;
}

void ck_isa_set(int level) {
  const int best = ck_isa_best();
  const int chosen = level < 0 ? initial_level() : level < best ? level : best;
  atomic_store_explicit(&level_in_use, chosen + 1, memory_order_relaxed);
  ck_pointwise_choose();
}
