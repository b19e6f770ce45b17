import CKernels

// The walk of pointwise kernels over memory, and what the rows of pointwise.def mean in CUDA.

extension CUDAText {
  static let floatMeanings = #"""
    #ifndef NULL
    #define NULL 0
    #endif
    // The normal distribution function, exact far below 0 too, and e^(-x² / 2).
    INLINE float normalf(float x, float *bell) {
      if (bell) *bell = expf(x * x * -0.5f);
      return 0.5f * erfcf(-0.70710678118654752440f * x);
    }
    INLINE double normal(double x, double *bell) {
      if (bell) *bell = exp(x * x * -0.5);
      return 0.5 * erfc(-0.70710678118654752440 * x);
    }
    #define FLOOR_DIVIDE(x, y) NAME1(floor_divide, H)(x, y)
    #define TRUNC_DIVIDE(x, y) M(trunc)((x) / (y))
    #define REMAINDER(x, y) NAME1(remainder, H)(x, y)
    #define FMOD(x, y) M(fmod)(x, y)
    #define POW(x, y) M(pow)(x, y)
    #define ABS(x) M(fabs)(x)
    #define SIGN(x) ((T)((x) > 0) - (T)((x) < 0))
    #define SIGNBIT(x) (M(copysign)((T)1, x) < 0)
    #define LOGIT(x, eps) NAME1(logit, H)(x, eps)
    #define SILU_SLOPE(x) NAME1(silu_slope, H)(x)
    #define MISH_GATE(x) NAME1(mish_gate, H)(x)
    #define MISH_SLOPE(x) NAME1(mish_slope, H)(x)
    #define GELU_GATE(x) NAME1(gelu_gate, H)(x)
    #define GELU_SLOPE(x) NAME1(gelu_slope, H)(x)
    #define GELU_TANH_GATE(x) NAME1(gelu_tanh_gate, H)(x)
    #define GELU_TANH_SLOPE(x) NAME1(gelu_tanh_slope, H)(x)
    #define TANHSHRINK(x) NAME1(tanhshrink, H)(x)
    #define SMOOTH_L1(d, beta) NAME1(smooth_l1, H)(d, beta)
    #define HUBER(d, delta) NAME1(huber, H)(d, delta)
    #define BINARY_ENTROPY(x, y) NAME1(binary_entropy, H)(x, y)
    #define BINARY_VARIANCE(x) NAME1(binary_variance, H)(x)

    """#

  /// Functions that the device's library lacks; always in double precision.
  static let specialMeanings = #"""
    #define ck_lgamma lgamma
    #define ck_lgammaf lgammaf

    """# + String(cString: ck_cuda_special()) + #"""
      static inline float ck_digammaf(float x) { return (float)ck_digamma(x); }
      static inline float ck_erfinvf(float x) { return (float)ck_erfinv(x); }

      """#

  static let wholeMeanings = #"""
    #define FLOOR_DIVIDE(x, y) NAME1(floor_divide, H)(x, y)
    #define TRUNC_DIVIDE(x, y) NAME1(trunc_divide, H)(x, y)
    #define REMAINDER(x, y) NAME1(remainder, H)(x, y)
    #define FMOD(x, y) NAME1(fmod, H)(x, y)
    #define POW(x, y) NAME1(power, H)(x, y)
    #define BITS ((int)(8 * sizeof(T)))
    #define SHIFT_LEFT(x, y) ((u64)(y) >= (u64)BITS ? (T)0 : (T)((W)(x) << (y)))
    #define SHIFT_RIGHT(x, y) ((u64)(y) >= (u64)BITS ? (T)(SIGNBIT(x) ? -1 : 0) : (T)((x) >> (y)))

    """#
  static let signedMeanings = #"""
    #define ABS(x) ((x) < 0 ? (T)(0 - (W)(x)) : (x))
    #define SIGN(x) (((x) > 0) - ((x) < 0))
    #define SIGNBIT(x) ((x) < 0)

    """#
  static let unsignedMeanings = #"""
    #define ABS(x) (x)
    #define SIGN(x) ((x) != 0)
    #define SIGNBIT(x) 0

    """#

  /// Three walks: one element at a time, a few neighbours at a time, and over strided operands.
  static let pointwise = #"""
    struct none_t { u8 nothing; };
    struct Flat {
      void *out;
      const void *in[3];
      i64 n;
      i64 p[4];
      i64 number[3];
    };
    struct Strided {
      Flat flat;
      i64 rank, fits32;
      i64 size[12];
      i64 stride[4][12];
    };
    // An operand without memory is one number for all.
    template <class S> struct Operand {
      INLINE_MEMBER T at(const Flat &a, int k, i64 i) { return a.in[k] ? raw(cast<L>(((const S *)a.in[k])[i])) : number<T>(&a.number[k]); }
      static const int size = sizeof(S);
    };
    template <> struct Operand<none_t> {
      INLINE_MEMBER T at(const Flat &, int, i64) { return (T)0; }
      static const int size = 1;
    };

    template <class Op, class O, class A, class B, class C> INLINE void flat(const Flat &a) {
      const T p[4] = {number<T>(&a.p[0]), number<T>(&a.p[1]), number<T>(&a.p[2]), number<T>(&a.p[3])};
      const i64 step = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += step)
        ((O *)a.out)[i] = cast<O>(Op::apply(Operand<A>::at(a, 0, i), Operand<B>::at(a, 1, i), Operand<C>::at(a, 2, i), p));
    }

    template <class S, int N> struct ALIGNED(sizeof(S) * N) Pack { S of[N]; };
    template <class S, int N> struct Row {
      T of[N];
      __device__ __forceinline__ Row(const Flat &a, int k, i64 group) {
        if (a.in[k]) {
          const Pack<S, N> pack = ((const Pack<S, N> *)a.in[k])[group];
          for (int j = 0; j < N; j++) of[j] = raw(cast<L>(pack.of[j]));
        } else {
          for (int j = 0; j < N; j++) of[j] = number<T>(&a.number[k]);
        }
      }
    };
    template <int N> struct Row<none_t, N> {
      T of[N];
      __device__ __forceinline__ Row(const Flat &, int, i64) { for (int j = 0; j < N; j++) of[j] = (T)0; }
    };
    // Groups of as many elements as fill 16 bytes of the widest operand; every address is a multiple of a group's size.
    template <class Op, class O, class A, class B, class C> INLINE void packed(const Flat &a) {
      const int ab = Operand<A>::size > Operand<B>::size ? Operand<A>::size : Operand<B>::size;
      const int co = Operand<C>::size > (int)sizeof(O) ? Operand<C>::size : (int)sizeof(O);
      const int widest = ab > co ? ab : co, N = 16 / widest;
      const T p[4] = {number<T>(&a.p[0]), number<T>(&a.p[1]), number<T>(&a.p[2]), number<T>(&a.p[3])};
      const i64 step = (i64)gridDim.x * blockDim.x, groups = a.n / N, first = (i64)blockIdx.x * blockDim.x + threadIdx.x;
      for (i64 g = first; g < groups; g += step) {
        const Row<A, N> x(a, 0, g);
        const Row<B, N> y(a, 1, g);
        const Row<C, N> z(a, 2, g);
        Pack<O, N> out;
        for (int j = 0; j < N; j++) out.of[j] = cast<O>(Op::apply(x.of[j], y.of[j], z.of[j], p));
        ((Pack<O, N> *)a.out)[g] = out;
      }
      const i64 i = groups * N + first;
      if (i < a.n) ((O *)a.out)[i] = cast<O>(Op::apply(Operand<A>::at(a, 0, i), Operand<B>::at(a, 1, i), Operand<C>::at(a, 2, i), p));
    }

    // Positions by division, in 32 bits where they fit.
    template <class I> INLINE void places(const Strided &a, i64 i, i64 *at) {
      I rest = (I)i;
      for (int d = (int)a.rank - 1; d >= 0; d--) {
        const I size = (I)a.size[d], next = rest / size;
        const i64 index = (i64)(rest - next * size);
        rest = next;
        for (int k = 0; k < 4; k++) at[k] += index * a.stride[k][d];
      }
    }
    template <class Op, class O, class A, class B, class C> INLINE void strided(const Strided &a) {
      const Flat &f = a.flat;
      const T p[4] = {number<T>(&f.p[0]), number<T>(&f.p[1]), number<T>(&f.p[2]), number<T>(&f.p[3])};
      const i64 step = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < f.n; i += step) {
        i64 at[4] = {0, 0, 0, 0};
        if (a.fits32) places<u32>(a, i, at); else places<u64>(a, i, at);
        ((O *)f.out)[at[0]] =
          cast<O>(Op::apply(Operand<A>::at(f, 0, at[1]), Operand<B>::at(f, 1, at[2]), Operand<C>::at(f, 2, at[3]), p));
      }
    }

    """#
}
