// Matrix products of bfloat16 on processors that multiply pairs of them: operands are packed in pairs along k, sums are float.
#include "gemm_bf16.h"

#include "ck_isa.h"
#include "ck_pool.h"
#include "gemm_internal.h"
#include "sizes.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum {
  ROWS = 14,          // of a register tile
  LANES = 16,
  PANEL = 2 * LANES,  // columns of B beside each other
  DEPTH = 512,        // pairs of a block along k, at most: a tile of A and a panel of B pass through the first-level cache
  REACH = 4096,       // pairs along k packed at once
  SPAN = 1024,        // rows and columns of C worked on at once
  GROUP_PANELS = 4,
  GROUP_TILES = 4,
  BLOCK_PANELS = 5,   // panels of B in a chunk
  WANTED_CHUNKS = 16,
  PARALLEL_PRODUCTS = 1 << 20,
};

typedef uint32_t pair;
typedef uint32_t pairs8 __attribute__((vector_size(32)));
typedef pairs8 loose_pairs8 __attribute__((aligned(2), may_alias));
typedef ck_bf16 halves8 __attribute__((vector_size(16)));
typedef halves8 loose_halves8 __attribute__((aligned(2), may_alias));


#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// What becomes of a tile's sums: where `rounded` is NULL they are stored in (`adds`: added to) floats, otherwise
// rounded = alpha * (sums + (adds ? floats : 0)) + beta * rounded.
struct target {
  float *sums;
  long sums_rs;
  int adds;
  ck_bf16 *rounded;
  long rs, cs;
  float alpha, beta;
};

static float float_from_bf16(ck_bf16 half) {
  const uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static ck_bf16 bf16_from_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  if ((bits & 0x7fffffff) > 0x7f800000) return (ck_bf16)(bits >> 16 | 0x40);
  return (ck_bf16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static __m512 float_from_bf16_lanes(__m256i halves) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16)); }

// To the nearest even, in whole numbers: the processor's own conversion would make zeros of subnormal numbers.
static __m256i bf16_from_float_lanes(__m512 value) {
  const __m512i bits = _mm512_castps_si512(value);
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  const __m512i rounded = _mm512_srli_epi32(_mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff)), odd), 16);
  const __m512i quiet = _mm512_or_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(0x40));
  return _mm512_cvtepi32_epi16(_mm512_mask_mov_epi32(rounded, _mm512_cmp_ps_mask(value, value, _CMP_UNORD_Q), quiet));
}

INLINE void tile(const int rows, const int vectors, long k, const pair *a, const pair *b, struct target t, long columns) {
  __m512 sum[ROWS][2];
  UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = _mm512_setzero_ps();
  for (long p = 0; p < k; p++) {
    __m512bh across[2];
    UNROLL for (int v = 0; v < vectors; v++) across[v] = (__m512bh)_mm512_loadu_si512(b + v * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      const __m512bh x = (__m512bh)_mm512_set1_epi32((int)a[i]);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = _mm512_dpbf16_ps(sum[i][v], x, across[v]);
    }
    a += rows;
    b += vectors * LANES;
  }
  UNROLL for (int v = 0; v < vectors; v++) {
    const __mmask16 mask = (__mmask16)((1u << smaller(LANES, columns - v * LANES)) - 1);
    UNROLL for (int i = 0; i < rows; i++) {
      float *at = t.sums ? t.sums + i * t.sums_rs + v * LANES : NULL;
      __m512 value = sum[i][v];
      if (t.adds) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(mask, at));
      if (!t.rounded) {
        _mm512_mask_storeu_ps(at, mask, value);
        continue;
      }
      ck_bf16 *out = t.rounded + i * t.rs + v * LANES * t.cs;
      value = _mm512_mul_ps(value, _mm512_set1_ps(t.alpha));
      if (t.cs == 1) {
        if (t.beta != 0)
          value = _mm512_fmadd_ps(_mm512_set1_ps(t.beta), float_from_bf16_lanes(_mm256_maskz_loadu_epi16(mask, out)), value);
        _mm256_mask_storeu_epi16(out, mask, bf16_from_float_lanes(value));
      } else {
        float lanes[LANES];
        _mm512_storeu_ps(lanes, value);
        for (long j = 0; j < smaller(LANES, columns - v * LANES); j++) {
          ck_bf16 *place = out + j * t.cs;
          *place = bf16_from_float(t.beta == 0 ? lanes[j] : lanes[j] + t.beta * float_from_bf16(*place));
        }
      }
    }
  }
}

typedef void kernel(long k, const pair *a, const pair *b, struct target t, long columns);
#define KERNEL(R)                                                                                                  \
  static void tile_##R##x1(long k, const pair *a, const pair *b, struct target t, long c) { tile(R, 1, k, a, b, t, c); } \
  static void tile_##R##x2(long k, const pair *a, const pair *b, struct target t, long c) { tile(R, 2, k, a, b, t, c); }
KERNEL(1) KERNEL(2) KERNEL(3) KERNEL(4) KERNEL(5) KERNEL(6) KERNEL(7)
KERNEL(8) KERNEL(9) KERNEL(10) KERNEL(11) KERNEL(12) KERNEL(13) KERNEL(14)
#undef KERNEL
#define ENTRIES(V)                                                                                                  \
  {tile_1x##V, tile_2x##V, tile_3x##V, tile_4x##V, tile_5x##V, tile_6x##V, tile_7x##V,                              \
   tile_8x##V, tile_9x##V, tile_10x##V, tile_11x##V, tile_12x##V, tile_13x##V, tile_14x##V}
static kernel *const kernels[2][ROWS] = {ENTRIES(1), ENTRIES(2)};
#undef ENTRIES

// An 8 x 8 block of pairs turned in registers, from rows of pairs that may begin at any half.
INLINE void turn(const ck_bf16 *from, long from_stride, pair *to, long to_stride) {
  pairs8 row[8], mixed[8];
  UNROLL for (int i = 0; i < 8; i++) row[i] = *(const loose_pairs8 *)(from + i * from_stride);
  UNROLL for (int round = 0; round < 3; round++) {
    UNROLL for (int i = 0; i < 4; i++) {
      mixed[2 * i] = __builtin_shufflevector(row[i], row[i + 4], 0, 8, 1, 9, 2, 10, 3, 11);
      mixed[2 * i + 1] = __builtin_shufflevector(row[i], row[i + 4], 4, 12, 5, 13, 6, 14, 7, 15);
    }
    UNROLL for (int i = 0; i < 8; i++) row[i] = mixed[i];
  }
  UNROLL for (int i = 0; i < 8; i++) *(loose_pairs8 *)(to + i * to_stride) = row[i];
}

// Eight pairs from two rows of halves.
INLINE pairs8 joined(const ck_bf16 *low, const ck_bf16 *high) {
  return __builtin_convertvector(*(const loose_halves8 *)low, pairs8) | __builtin_convertvector(*(const loose_halves8 *)high, pairs8) << 16;
}

// Lays halves x[count, k] (element (i, p) at x[i * across + p * along]) out in pairs: to[p / 2 * width + i], zeros behind the last
// element of each direction. `count` <= `width`. Rows of A with width = their number, or columns of B in a panel.
static void pack(long count, long width, long k, const ck_bf16 *x, long across, long along, pair *to) {
  const long whole = k / 2;
  long p = 0;
  if (along == 1 && count >= 8) {
    for (; p + 8 <= whole; p += 8)
      for (long i = 0; i < count; i += 8) {
        const long first = smaller(i, count - 8);  // the last eight may overlap those before
        turn(x + 2 * p + first * across, across, to + p * width + first, width);
      }
  } else if (across == 1 && count >= 8) {
    for (; p < whole; p++)
      for (long i = 0; i < count; i += 8) {
        const long first = smaller(i, count - 8);
        const ck_bf16 *low = x + 2 * p * along + first;
        *(loose_pairs8 *)(to + p * width + first) = joined(low, low + along);
      }
  }
  for (; p < whole; p++)
    for (long i = 0; i < count; i++) {
      const ck_bf16 *low = x + i * across + 2 * p * along;
      to[p * width + i] = low[0] | (pair)low[along] << 16;
    }
  if (k % 2)
    for (long i = 0; i < count; i++) to[whole * width + i] = x[i * across + (k - 1) * along];
  if (count < width)
    for (p = 0; p < (k + 1) / 2; p++)
      for (long i = count; i < width; i++) to[p * width + i] = 0;
}

#pragma clang attribute pop

struct product {
  long m, n, k;  // of the part worked on
  const ck_bf16 *a, *b;
  long a_rs, a_cs, b_rs, b_cs;
  pair *packed_a, *packed_b;
  long pairs, blocks;  // along k, and the blocks they make
  long tiles, height, higher, chunk_tiles, row_chunks, panels;
  int is_first, is_last;  // whether sums begin here, and end here
  struct target target;
};

static long tile_start(const struct product *job, long tile) { return tile * job->height + smaller(tile, job->higher); }
static long block_start(const struct product *job, long block) { return job->pairs * block / job->blocks; }

// A tile's or panel's pairs lie block after block, so that each kernel reads on from one end to the other.
static void pack_blocks(const struct product *job, long count, long width, const ck_bf16 *x, long across, long along, pair *to) {
  for (long block = 0; block < job->blocks; block++) {
    const long p = block_start(job, block), end = block_start(job, block + 1);
    pack(count, width, smaller(2 * end, job->k) - 2 * p, x + 2 * p * along, across, along, to + p * width);
  }
}

static void pack_chunk(void *context, long chunk) {
  const struct product *job = context;
  const long panels = ceiling(job->n, PANEL), groups = ceiling(panels, GROUP_PANELS);
  if (chunk < groups) {
    for (long panel = chunk * GROUP_PANELS; panel < smaller(panels, (chunk + 1) * GROUP_PANELS); panel++) {
      const long j = panel * PANEL, columns = smaller(PANEL, job->n - j), width = columns > LANES ? PANEL : LANES;
      pack_blocks(job, columns, width, job->b + j * job->b_cs, job->b_cs, job->b_rs, job->packed_b + j * job->pairs);
    }
    return;
  }
  const long first = (chunk - groups) * GROUP_TILES;
  for (long tile = first; tile < smaller(job->tiles, first + GROUP_TILES); tile++) {
    const long i = tile_start(job, tile), rows = tile_start(job, tile + 1) - i;
    pack_blocks(job, rows, rows, job->a + i * job->a_rs, job->a_rs, job->a_cs, job->packed_a + i * job->pairs);
  }
}

static void product_chunk(void *context, long chunk) {
  const struct product *job = context;
  const long first = chunk % job->row_chunks * job->chunk_tiles, last = smaller(first + job->chunk_tiles, job->tiles);
  const long left = chunk / job->row_chunks * job->panels * PANEL, right = smaller(left + job->panels * PANEL, job->n);
  for (long block = 0; block < job->blocks; block++) {
    const long p = block_start(job, block), depth = block_start(job, block + 1) - p;
    const int is_last = job->is_last && block + 1 == job->blocks;
    for (long tile = first; tile < last; tile++) {
      const long i = tile_start(job, tile), rows = tile_start(job, tile + 1) - i;
      for (long j = left; j < right; j += PANEL) {
        const long columns = smaller(PANEL, right - j), vectors = columns > LANES ? 2 : 1;
        struct target target = job->target;
        if (target.sums) target.sums += i * target.sums_rs + j;
        target.adds = !job->is_first || block > 0;
        target.rounded = is_last ? target.rounded + i * target.rs + j * target.cs : NULL;
        kernels[vectors - 1][rows - 1](depth, job->packed_a + i * job->pairs + p * rows,
                                       job->packed_b + j * job->pairs + p * vectors * LANES, target, columns);
      }
    }
  }
}

static void run(int parallel, long chunks, void (*body)(void *, long), void *context) {
  if (parallel) return ck_parallel_for(chunks, body, context);
  for (long chunk = 0; chunk < chunks; chunk++) body(context, chunk);
}

int ck_gemm_bf16_has_pairs(void) { return ck_isa() >= CK_ISA_AVX512 && ck_isa_has_bf16(); }

void ck_gemm_bf16_by_pairs(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(ck_bf16), float beta, CK_GEMM_RESULT(ck_bf16)) {
  const int parallel = m * n * k >= PARALLEL_PRODUCTS;
  const long all_pairs = ceiling(k, 2), reaches = ceiling(all_pairs, REACH);
  // The sums of several blocks wait in floats.
  float *sums = NULL;
  if (all_pairs > DEPTH) sums = ck_gemm_buffer(CK_GEMM_PARTIAL, sizeof(float) * (size_t)(smaller(m, SPAN) * smaller(n, SPAN)));
  for (long left = 0; left < n; left += SPAN)
    for (long top = 0; top < m; top += SPAN)
      for (long reach = 0; reach < reaches; reach++) {
        const long p = all_pairs * reach / reaches, end = all_pairs * (reach + 1) / reaches;
        struct product job = {
          .m = smaller(SPAN, m - top), .n = smaller(SPAN, n - left), .k = smaller(2 * end, k) - 2 * p, .pairs = end - p,
          .a = a + top * a_row_stride + 2 * p * a_col_stride, .b = b + 2 * p * b_row_stride + left * b_col_stride,
          .a_rs = a_row_stride, .a_cs = a_col_stride, .b_rs = b_row_stride, .b_cs = b_col_stride,
          .is_first = reach == 0, .is_last = reach + 1 == reaches,
        };
        job.target = (struct target){.sums = sums, .sums_rs = smaller(n, SPAN), .rounded = c + top * c_row_stride + left * c_col_stride,
                                     .rs = c_row_stride, .cs = c_col_stride, .alpha = alpha, .beta = beta};
        job.blocks = ceiling(job.pairs, DEPTH);
        job.tiles = ceiling(job.m, ROWS), job.height = job.m / job.tiles, job.higher = job.m % job.tiles;
        const long panels = ceiling(job.n, PANEL);
        job.panels = smaller(panels, BLOCK_PANELS);
        job.chunk_tiles = larger(1, smaller(8, job.tiles * ceiling(panels, job.panels) / WANTED_CHUNKS));
        job.row_chunks = ceiling(job.tiles, job.chunk_tiles);
        job.packed_a = ck_gemm_buffer(CK_GEMM_A, sizeof(pair) * (size_t)(job.m * job.pairs));
        job.packed_b = ck_gemm_buffer(CK_GEMM_B, sizeof(pair) * (size_t)(panels * PANEL * job.pairs));
        run(parallel, ceiling(panels, GROUP_PANELS) + ceiling(job.tiles, GROUP_TILES), pack_chunk, &job);
        run(parallel, job.row_chunks * ceiling(panels, job.panels), product_chunk, &job);
      }
}
#else
int ck_gemm_bf16_has_pairs(void) { return 0; }
void ck_gemm_bf16_by_pairs(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(ck_bf16), float beta, CK_GEMM_RESULT(ck_bf16)) {
  (void)m, (void)n, (void)k, (void)alpha, (void)beta, (void)a, (void)b, (void)c;
  (void)a_row_stride, (void)a_col_stride, (void)b_row_stride, (void)b_col_stride, (void)c_row_stride, (void)c_col_stride;
}
#endif
