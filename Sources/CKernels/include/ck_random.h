// The random-number engines: raw draws and fills of contiguous memory, bit for bit PyTorch's, NumPy's and TensorFlow 1's.
// Nothing here takes a lock; the callers own the streams.
#pragma once
#include "ck_dtype.h"

// The Mersenne Twister MT19937. `index` words of the block are used up; at 624 the next draw makes a new block.
// `fresh` is 1 from seeding to the first draw: PyTorch's state blob tells a seeded engine from an exhausted block.
typedef struct ck_mt19937 {
  uint32_t state[624];
  int32_t index;
  int32_t fresh;
} ck_mt19937;

void ck_mt19937_seed(ck_mt19937 *engine, uint32_t seed);
// `count` must be at least 1.
void ck_mt19937_seed_array(ck_mt19937 *engine, const uint32_t *key, size_t count);
uint32_t ck_mt19937_u32(ck_mt19937 *engine);
// Two draws; the first one is the high word.
uint64_t ck_mt19937_u64(ck_mt19937 *engine);
void ck_mt19937_fill_u32(ck_mt19937 *engine, uint32_t *out, size_t count);
void ck_mt19937_get_words(const ck_mt19937 *engine, uint32_t *words);
void ck_mt19937_set_words(ck_mt19937 *engine, const uint32_t *words);

// An engine and the second half of the last pair of normals, kept for the next request.
typedef struct ck_mt_stream {
  ck_mt19937 engine;
  double cached_normal;
  int32_t has_cached_normal;
} ck_mt_stream;

// ---- PyTorch's fills (random_torch.c, random_normal.c). `dtype` is a real one; complex memory is filled as pairs of its real dtype.
void ck_torch_uniform(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double from, double to);
void ck_torch_normal(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double mean, double std, int contiguous);
void ck_torch_log_normal(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double mean, double std);
void ck_torch_exponential(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double lambda);
void ck_torch_geometric(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double p);
void ck_torch_cauchy(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double median, double sigma);
// base + draw % range; 64-bit draws when range >= 2^28. A range of 0 stands for 2^64.
void ck_torch_integers(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, uint64_t range, int64_t base);
// random_() without bounds: every value the dtype can hold and is not negative.
void ck_torch_full_range(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count);
void ck_torch_permutation(ck_mt_stream *s, int64_t *out, size_t count);
void ck_torch_bernoulli(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double p);
void ck_torch_bernoulli_each(ck_mt_stream *s, enum ck_dtype dtype, void *out, enum ck_dtype p_dtype, const void *p, size_t count);
// Whether every one of `p` lies in [0, 1].
int ck_torch_are_probabilities(enum ck_dtype dtype, const void *p, size_t count);
// The first fault of a table of weights: 0 none, 1 an entry below zero or NaN, 2 an infinite one, 3 a row that sums to zero.
int ck_torch_weight_fault(enum ck_dtype dtype, const void *weights, size_t rows, size_t categories);
// Integers stored as elements of a dtype.
void ck_torch_store_integers(enum ck_dtype dtype, void *out, const int64_t *values, size_t count);
// 0, or -1 when memory ran out. Weights are valid (the caller has checked them).
int ck_torch_multinomial(ck_mt_stream *s, enum ck_dtype dtype, const void *weights, size_t rows, size_t categories,
                         size_t samples, int replacement, int64_t *out);
// Which of the float32 normal kernels runs: 1 takes the vector one where the processor has it, 0 the scalar one. For tests.
void ck_torch_normal_use_simd(int on);

// ---- NumPy's legacy stream (random_numpy.c)
double ck_legacy_double(ck_mt_stream *s);
void ck_legacy_doubles(ck_mt_stream *s, double *out, size_t count);
void ck_legacy_normals(ck_mt_stream *s, double *out, size_t count, double loc, double scale);
void ck_legacy_exponentials(ck_mt_stream *s, double *out, size_t count, double scale);
// low + a number in 0...range, stored modulo 2^bits. `bits` is 1 (stored as a byte), 8, 16, 32 or 64.
void ck_legacy_bounded(ck_mt_stream *s, int bits, uint64_t low, uint64_t range, void *out, size_t count);
void ck_legacy_shuffle(ck_mt_stream *s, int64_t *items, size_t count);

// ---- NumPy's PCG64 (random_pcg64.c). `has_half`: the upper half of a 64-bit draw waits in `half` for the next 32-bit request.
typedef struct ck_pcg64 {
  uint64_t state_high, state_low, increment_high, increment_low;
  int32_t has_half;
  uint32_t half;
} ck_pcg64;

// The four words that SeedSequence generates.
void ck_pcg64_seed(ck_pcg64 *g, const uint64_t words[4]);
uint64_t ck_pcg64_u64(ck_pcg64 *g);
uint32_t ck_pcg64_u32(ck_pcg64 *g);
double ck_pcg64_double(ck_pcg64 *g);
float ck_pcg64_float(ck_pcg64 *g);
double ck_pcg64_normal(ck_pcg64 *g);
float ck_pcg64_normal_f(ck_pcg64 *g);
double ck_pcg64_exponential(ck_pcg64 *g);
float ck_pcg64_exponential_f(ck_pcg64 *g);
// A number in 0...max by Lemire's multiplication.
uint64_t ck_pcg64_lemire(ck_pcg64 *g, uint64_t max);
// A number in 0...max by masking and rejection.
uint64_t ck_pcg64_interval(ck_pcg64 *g, uint64_t max);
void ck_pcg64_bounded(ck_pcg64 *g, int bits, uint64_t low, uint64_t range, void *out, size_t count);
void ck_pcg64_shuffle(ck_pcg64 *g, int64_t *items, size_t count);
// Fisher-Yates from the tail down to `first` with Lemire draws, as choice() does it.
void ck_pcg64_shuffle_tail(ck_pcg64 *g, int64_t *items, size_t count, size_t first);

// ---- TensorFlow's Philox4x32-10 (random_philox.c): a 128-bit counter, low word first, and a 64-bit key.
typedef struct ck_philox {
  uint32_t counter[4];
  uint32_t key[2];
} ck_philox;

void ck_philox_seed(ck_philox *g, uint64_t seed, uint64_t seed2);
void ck_philox_skip(ck_philox *g, uint64_t blocks);
// The next four words.
void ck_philox_block(ck_philox *g, uint32_t out[4]);
// The fills start at the counter of `*g` and leave it as it is: the caller advances the stream by what the run reserves.
void ck_philox_uniform_f32(const ck_philox *g, float *out, size_t count);
void ck_philox_uniform_f64(const ck_philox *g, double *out, size_t count);
void ck_philox_normal_f32(const ck_philox *g, float *out, size_t count);
void ck_philox_normal_f64(const ck_philox *g, double *out, size_t count);
void ck_philox_truncated_normal_f32(const ck_philox *g, float *out, size_t count);
void ck_philox_truncated_normal_f64(const ck_philox *g, double *out, size_t count);
void ck_philox_integers_i32(const ck_philox *g, int32_t *out, size_t count, int32_t low, int32_t high);
void ck_philox_integers_i64(const ck_philox *g, int64_t *out, size_t count, int64_t low, int64_t high);
// An order of 0..<count in `items`, shuffled in place.
void ck_philox_shuffle(const ck_philox *g, int64_t *items, size_t count);

// ---- NumPy's distributions (random_continuous.c, random_discrete.c), over one stream or the other: exactly one pointer is set.
typedef struct ck_draws {
  ck_mt_stream *legacy;
  ck_pcg64 *modern;
} ck_draws;

enum ck_real_distribution {
  CK_DIST_UNIFORM, CK_DIST_NORMAL, CK_DIST_EXPONENTIAL, CK_DIST_GAMMA, CK_DIST_STANDARD_GAMMA, CK_DIST_BETA, CK_DIST_CHISQUARE,
  CK_DIST_NONCENTRAL_CHISQUARE, CK_DIST_F, CK_DIST_NONCENTRAL_F, CK_DIST_STANDARD_T, CK_DIST_STANDARD_CAUCHY, CK_DIST_LOGNORMAL,
  CK_DIST_LAPLACE, CK_DIST_LOGISTIC, CK_DIST_GUMBEL, CK_DIST_WEIBULL, CK_DIST_PARETO, CK_DIST_POWER, CK_DIST_RAYLEIGH,
  CK_DIST_TRIANGULAR, CK_DIST_VONMISES, CK_DIST_WALD
};
enum ck_count_distribution {
  CK_DIST_POISSON, CK_DIST_BINOMIAL, CK_DIST_NEGATIVE_BINOMIAL, CK_DIST_GEOMETRIC, CK_DIST_ZIPF, CK_DIST_LOGSERIES,
  CK_DIST_HYPERGEOMETRIC
};

// Parameters have been checked. Number i takes parameter `p[i * step]`: a step of 0 means the same for all.
void ck_draw_reals(enum ck_real_distribution kind, ck_draws *d, const double *const parameters[3], const ptrdiff_t steps[3], double *out,
                   size_t count);
// Real parameters, and whole ones: the numbers of trials (binomial), of good, bad and drawn balls (hypergeometric).
void ck_draw_counts(enum ck_count_distribution kind, ck_draws *d, const double *const reals[2], const ptrdiff_t real_steps[2],
                    const int64_t *const wholes[3], const ptrdiff_t whole_steps[3], int64_t *out, size_t count);
void ck_draw_dirichlet(ck_draws *d, const double *alpha, size_t length, double *out, size_t rows);
void ck_draw_multinomial(ck_draws *d, int64_t n, const double *p, size_t length, int64_t *out);
// The method "marginals".
void ck_draw_multivariate_hypergeometric(ck_draws *d, const int64_t *colors, size_t length, int64_t sample, int64_t *out);
float ck_pcg64_gamma_f(ck_pcg64 *g, float shape);

double ck_draw_unit(ck_draws *d);
double ck_draw_normal(ck_draws *d);
double ck_draw_gamma(ck_draws *d, double shape);
double ck_draw_beta(ck_draws *d, double a, double b);
int64_t ck_draw_poisson(ck_draws *d, double mean);
int64_t ck_draw_binomial(ck_draws *d, int64_t n, double p);
int64_t ck_draw_hypergeometric(ck_draws *d, int64_t good, int64_t bad, int64_t sample);
