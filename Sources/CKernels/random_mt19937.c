// random_mt19937.c: the Mersenne Twister, seeded as init_genrand and init_by_array.
#include "random_internal.h"

enum { N = 624, M = 397 };

void ck_mt19937_seed(ck_mt19937 *engine, uint32_t seed) {
  uint32_t *st = engine->state;
  st[0] = seed;
  for (uint32_t j = 1; j < N; j++) st[j] = 1812433253u * (st[j - 1] ^ (st[j - 1] >> 30)) + j;
  engine->index = N;
  engine->fresh = 1;
}

void ck_mt19937_seed_array(ck_mt19937 *engine, const uint32_t *key, size_t count) {
  ck_mt19937_seed(engine, 19650218u);
  uint32_t *st = engine->state;
  uint32_t i = 1;
  size_t j = 0;
  for (size_t k = count > N ? count : N; k > 0; k--) {
    st[i] = (st[i] ^ ((st[i - 1] ^ (st[i - 1] >> 30)) * 1664525u)) + key[j] + (uint32_t)j;
    if (++i == N) st[0] = st[N - 1], i = 1;
    if (++j == count) j = 0;
  }
  for (int k = N - 1; k > 0; k--) {
    st[i] = (st[i] ^ ((st[i - 1] ^ (st[i - 1] >> 30)) * 1566083941u)) - i;
    if (++i == N) st[0] = st[N - 1], i = 1;
  }
  st[0] = 0x80000000u;
}

CK_INLINE uint32_t twist(uint32_t a, uint32_t b) {
  uint32_t y = (a & 0x80000000u) | (b & 0x7FFFFFFFu);
  return (y >> 1) ^ (0x9908B0DFu & -(b & 1));
}

CK_INLINE uint32_t temper(uint32_t y) {
  y ^= y >> 11;
  y ^= (y << 7) & 0x9D2C5680u;
  y ^= (y << 15) & 0xEFC60000u;
  return y ^ (y >> 18);
}

static void next_block(ck_mt19937 *engine) {
  uint32_t *st = engine->state;
  for (int k = 0; k < N - M; k++) st[k] = st[k + M] ^ twist(st[k], st[k + 1]);
  for (int k = N - M; k < N - 1; k++) st[k] = st[k + M - N] ^ twist(st[k], st[k + 1]);
  st[N - 1] = st[M - 1] ^ twist(st[N - 1], st[0]);
  engine->index = 0;
  engine->fresh = 0;
}

uint32_t ck_mt19937_u32(ck_mt19937 *engine) {
  if (engine->index >= N) next_block(engine);
  return temper(engine->state[engine->index++]);
}

uint64_t ck_mt19937_u64(ck_mt19937 *engine) {
  uint64_t high = ck_mt19937_u32(engine);
  return high << 32 | ck_mt19937_u32(engine);
}

void ck_mt19937_fill_u32(ck_mt19937 *engine, uint32_t *out, size_t count) {
  while (count > 0) {
    if (engine->index >= N) next_block(engine);
    const uint32_t *st = engine->state + engine->index;
    size_t left = (size_t)(N - engine->index), n = count < left ? count : left;
    for (size_t i = 0; i < n; i++) out[i] = temper(st[i]);
    engine->index += (int32_t)n;
    out += n;
    count -= n;
  }
}

void ck_mt19937_get_words(const ck_mt19937 *engine, uint32_t *words) { memcpy(words, engine->state, sizeof engine->state); }

void ck_mt19937_set_words(ck_mt19937 *engine, const uint32_t *words) { memcpy(engine->state, words, sizeof engine->state); }
