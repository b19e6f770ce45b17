// random_normal.c: PyTorch's normal numbers: the scalar path with its cached half, and the blocks of 16 with polynomial log, sin, cos.
#include <math.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

static const double two_pi = 0x1.921fb54442d18p+2;

// The next normal of the scalar path: Box-Muller in double, the second of a pair cached.
static double next_normal(ck_mt_stream *s) {
  if (s->has_cached_normal) {
    s->has_cached_normal = 0;
    double z = s->cached_normal;
    s->cached_normal = 0;
    return z;
  }
  double u1 = ck_torch_unit(&s->engine), u2 = ck_torch_unit(&s->engine);
  double radius = sqrt(-2.0 * log1p(-u2)), angle = two_pi * u1;
  s->cached_normal = radius * sin(angle);
  s->has_cached_normal = 1;
  return radius * cos(angle);
}

void ck_torch_log_normal(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double mean, double std) {
  for (size_t i = 0; i < count; i++) ck_store_real(dtype, out, i, exp(fma(next_normal(s), std, mean)));
}

// ---- float32 blocks. Written without branches, lane by lane: the compiler turns the loop over eight lanes into vector code, and the
// scalar build gives the same bits because every fused operation is spelled out.

#define FMA(a, b, c) __builtin_elementwise_fma((float)(a), (float)(b), (float)(c))

CK_INLINE float block_log(float x) {
  uint32_t bits = ck_float_bits(x);
  float e = (float)((int32_t)(bits >> 23) - 127) + 1.0f;
  float m = ck_float_of((bits & 0x807FFFFFu) | 0x3F000000u);
  int below = m < 0.707106781186547524f;
  e = below ? e - 1.0f : e;
  x = (m - 1.0f) + (below ? m : 0.0f);
  float z = x * x;
  float y = 7.0376836292e-2f;
  y = FMA(y, x, -1.1514610310e-1f);
  y = FMA(y, x, 1.1676998740e-1f);
  y = FMA(y, x, -1.2420140846e-1f);
  y = FMA(y, x, 1.4249322787e-1f);
  y = FMA(y, x, -1.6668057665e-1f);
  y = FMA(y, x, 2.0000714765e-1f);
  y = FMA(y, x, -2.4999993993e-1f);
  y = FMA(y, x, 3.3333331174e-1f);
  y = y * x;
  y = FMA(y, z, e * -2.12194440e-4f);
  y = FMA(-z, 0.5f, y);
  x = x + y;
  return FMA(e, 0.693359375f, x);
}

CK_INLINE void block_sincos(float x, float *sine, float *cosine) {
  int32_t j = (int32_t)(x * 1.27323954473516f);
  j = (j + 1) & ~1;
  float y = (float)j;
  x = FMA(y, -0.78515625f, x);
  x = FMA(y, -2.4187564849853515625e-4f, x);
  x = FMA(y, -3.77489497744594108e-8f, x);
  float z = x * x;
  float c = FMA(FMA(2.443315711809948e-5f, z, -1.388731625493765e-3f), z, 4.166664568298827e-2f);
  c = c * z;
  c = FMA(z, c, -(z * 0.5f));
  c = c + 1.0f;
  float s = FMA(FMA(-1.9515295891e-4f, z, 8.3321608736e-3f), z, -1.6666654611e-1f);
  s = s * z;
  s = FMA(x, s, x);
  // The original selects by masking and adding, so that a zero comes out positive before its sign is set.
  float si = ((j & 2) == 0 ? s : c) + 0.0f, co = ((j & 2) == 0 ? c : s) + 0.0f;
  *sine = ck_float_of(ck_float_bits(si) ^ ((uint32_t)(j & 4) << 29));
  *cosine = ck_float_of(ck_float_bits(co) ^ ((uint32_t)(~(j - 2) & 4) << 29));
}

// Turns 16 uniform numbers into 16 normal ones, block after block.
CK_INLINE void blocks_body(float *restrict d, size_t blocks, float mean, float std) {
  for (size_t b = 0; b < blocks; b++, d += 16) {
    for (int j = 0; j < 8; j++) {
      float radius = __builtin_elementwise_sqrt(-2.0f * block_log(1.0f - d[j]));
      float s, c;
      block_sincos((float)two_pi * d[j + 8], &s, &c);
      d[j] = FMA(radius * c, std, mean);
      d[j + 8] = FMA(radius * s, std, mean);
    }
  }
}

static void blocks_base(float *d, size_t blocks, float mean, float std) { blocks_body(d, blocks, mean, std); }

typedef void blocks_function(float *d, size_t blocks, float mean, float std);

#if CK_RANDOM_X86
CK_TARGET_AVX2 static void blocks_avx2(float *d, size_t blocks, float mean, float std) { blocks_body(d, blocks, mean, std); }

static int simd_off;

void ck_torch_normal_use_simd(int on) { __atomic_store_n(&simd_off, !on, __ATOMIC_RELAXED); }

static blocks_function *blocks_kernel(void) {
  int has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has && !__atomic_load_n(&simd_off, __ATOMIC_RELAXED) ? blocks_avx2 : blocks_base;
}
#else
void ck_torch_normal_use_simd(int on) { (void)on; }

static blocks_function *blocks_kernel(void) { return blocks_base; }
#endif

static void draw_units(ck_mt19937 *engine, float *d, size_t count) {
  uint32_t draws[624];
  while (count > 0) {
    size_t n = count < 624 ? count : 624;
    ck_mt19937_fill_u32(engine, draws, n);
    for (size_t i = 0; i < n; i++) d[i] = ck_torch_unit_f(draws[i]);
    d += n;
    count -= n;
  }
}

// All uniforms of the tensor first, then block by block; a ragged tail recomputes the last 16 elements from 16 new draws.
static void fill_f32(ck_mt19937 *engine, float *d, size_t count, float mean, float std) {
  blocks_function *kernel = blocks_kernel();
  draw_units(engine, d, count);
  kernel(d, count / 16, mean, std);
  if (count % 16 == 0) return;
  draw_units(engine, d + count - 16, 16);
  kernel(d + count - 16, 1, mean, std);
}

static void fill_f64(ck_mt19937 *engine, double *d, size_t count, double mean, double std) {
  ck_torch_fill_units(engine, d, count);
  size_t whole = count / 16, blocks = whole + (count % 16 != 0);
  for (size_t b = 0; b < blocks; b++) {
    double *block = d + (b < whole ? b * 16 : count - 16);
    if (b == whole) ck_torch_fill_units(engine, block, 16);
    for (int j = 0; j < 8; j++) {
      double radius = sqrt(-2.0 * log(1.0 - block[j])), angle = two_pi * block[j + 8];
      block[j] = fma(radius * cos(angle), std, mean);
      block[j + 8] = fma(radius * sin(angle), std, mean);
    }
  }
}

// Half precision draws block by block, so a ragged tail takes no draws of its own before the last block.
static void fill_half(ck_mt19937 *engine, enum ck_dtype dtype, uint16_t *h, size_t count, float mean, float std) {
  blocks_function *kernel = blocks_kernel();
  size_t whole = count / 16, blocks = whole + (count % 16 != 0);
  float d[16];
  for (size_t b = 0; b < blocks; b++) {
    uint16_t *block = h + (b < whole ? b * 16 : count - 16);
    draw_units(engine, d, 16);
    kernel(d, 1, mean, std);
    for (int j = 0; j < 16; j++) block[j] = dtype == CK_FLOAT16 ? ck_round_f16(d[j]) : ck_round_bf16(d[j]);
  }
}

void ck_torch_normal(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double mean, double std, int contiguous) {
  if (count < 16 || !contiguous) {
    for (size_t i = 0; i < count; i++) ck_store_real(dtype, out, i, fma(next_normal(s), std, mean));
  } else if (dtype == CK_FLOAT64) {
    fill_f64(&s->engine, out, count, mean, std);
  } else if (dtype == CK_FLOAT32) {
    fill_f32(&s->engine, out, count, (float)mean, (float)std);
  } else {
    fill_half(&s->engine, dtype, out, count, (float)mean, (float)std);
  }
}
