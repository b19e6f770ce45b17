// What the texts of CUDA kernels need to be C++ for the processor. The stand-in for NVRTC puts it in front of every text.
#pragma once
#include <math.h>

struct lantern_dim {
  unsigned x, y, z;
};
extern "C" {
struct lantern_dim threadIdx, blockIdx, blockDim, gridDim;
// Waits for all threads of the block, or of the warp.
void (*lantern_barrier)(int of_warp);
// A place for each thread of the block to show a value to others.
unsigned long long *lantern_exchange;
int lantern_uses_barriers = USES_BARRIERS;
}

#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __align__(n) __attribute__((aligned(n)))
#define INLINE static inline
#define INLINE_MEMBER static inline
#define SHARED static
#define ALIGNED(n) __attribute__((aligned(n)))
#define KERNEL(name, ARGUMENTS)                                                                                \
  static void name(const ARGUMENTS &a);                                                                        \
  extern "C" unsigned lantern_size_##name;                                                                     \
  unsigned lantern_size_##name = sizeof(ARGUMENTS);                                                            \
  extern "C" void lantern_kernel_##name(void **parameters) { name(*(const ARGUMENTS *)parameters[0]); }        \
  static void name(const ARGUMENTS &a)

static inline void __syncthreads() { lantern_barrier(0); }
template <class V> static inline V lantern_shuffle(V value, int lane) {
  const unsigned thread = threadIdx.x, warp = thread & ~31u;
  unsigned long long bits = 0;
  __builtin_memcpy(&bits, &value, sizeof value);
  lantern_exchange[thread] = bits;
  lantern_barrier(1);
  unsigned long long got = lantern_exchange[warp + (lane & 31)];
  lantern_barrier(1);
  V result;
  __builtin_memcpy(&result, &got, sizeof result);
  return result;
}
template <class V> static inline V __shfl_xor_sync(unsigned, V value, int mask) { return lantern_shuffle(value, (int)(threadIdx.x & 31) ^ mask); }
template <class V> static inline V __shfl_sync(unsigned, V value, int lane) { return lantern_shuffle(value, lane); }
template <class V> static inline V __shfl_up_sync(unsigned, V value, int delta) {
  const int lane = (int)(threadIdx.x & 31);
  return lantern_shuffle(value, lane < delta ? lane : lane - delta);
}
static inline unsigned __ballot_sync(unsigned, int predicate) {
  unsigned ballot = 0;
  for (int lane = 0; lane < 32; lane++) ballot |= (unsigned)(lantern_shuffle(predicate != 0, lane) ? 1 : 0) << lane;
  return ballot;
}
// One block runs at a time, one thread at a time: nothing has to be atomic.
template <class V> static inline V atomicAdd(V *at, V value) {
  V before = *at;
  *at = before + value;
  return before;
}
static inline int __popc(unsigned v) { return __builtin_popcount(v); }
static inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((unsigned long long)a * b >> 32); }
#define __sinf sinf
#define __cosf cosf
static inline void sincospi(double x, double *s, double *c) { *s = sin(3.14159265358979323846 * x), *c = cos(3.14159265358979323846 * x); }
static inline float rsqrtf(float x) { return 1 / sqrtf(x); }
static inline double rsqrt(double x) { return 1 / sqrt(x); }
