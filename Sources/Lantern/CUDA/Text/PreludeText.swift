/// The text that every CUDA kernel begins with: number types, conversions between them, and how kernels are declared.
///
/// It is plain C++ without any header, since NVRTC comes without them. Half-precision types are structures of their own, with
/// conversions in bits for a compiler that is not CUDA's. Conversions give what the processor's give: whole numbers wrap around,
/// floats out of an integer's range give its lowest number.
package enum CUDAText {
  package static let prelude = #"""
    #ifndef KERNEL
    #define KERNEL(name, ARGUMENTS) extern "C" __global__ void name(const ARGUMENTS a)
    #endif
    #ifndef INLINE
    #define INLINE static __device__ __forceinline__
    #define INLINE_MEMBER static __device__ __forceinline__
    #define SHARED __shared__
    #define ALIGNED(n) __align__(n)
    #endif
    #ifndef INFINITY
    #define INFINITY __int_as_float(0x7f800000)
    #define NAN __int_as_float(0x7fc00000)
    #endif
    typedef signed char i8;
    typedef unsigned char u8;
    typedef short i16;
    typedef unsigned short u16;
    typedef int i32;
    typedef unsigned int u32;
    typedef long long i64;
    typedef unsigned long long u64;
    #define uint64_t u64

    struct bool_t { u8 byte; };
    struct half_t { u16 bits; };
    struct bfloat_t { u16 bits; };
    struct ALIGNED(8) complex64_t { float re, im; };
    struct ALIGNED(16) complex128_t { double re, im; };

    template <class A, class B> INLINE A bits_as(B from) {
      union { B from; A to; } u;
      u.from = from;
      return u.to;
    }

    #ifdef __CUDA_ARCH__
    INLINE float half_to_float(u16 h) { float f; asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h)); return f; }
    INLINE u16 float_to_half(float f) { u16 h; asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(f)); return h; }
    #else
    INLINE float half_to_float(u16 h) {
      const u32 sign = (u32)(h & 0x8000) << 16, rest = h & 0x7fff;
      if (rest >= 0x7c00) return bits_as<float>(sign | 0x7f800000 | (rest & 0x3ff) << 13);
      if (rest >= 0x400) return bits_as<float>(sign | ((rest << 13) + 0x38000000));
      const float tiny = (float)rest * 5.9604644775390625e-8f;
      return sign ? -tiny : tiny;
    }
    INLINE u16 float_to_half(float f) {
      const u32 bits = bits_as<u32>(f), sign = bits >> 16 & 0x8000, size = bits & 0x7fffffff;
      if (size > 0x7f800000) return (u16)(sign | 0x7fff);
      if (size >= 0x477ff000) return (u16)(sign | 0x7c00);
      if (size < 0x38800000) return (u16)(sign | (bits_as<u32>(bits_as<float>(size) + 0.5f) - 0x3f000000));
      return (u16)(sign | (size - 0x38000000 + 0xfff + (size >> 13 & 1)) >> 13);
    }
    #endif
    INLINE float bfloat_to_float(u16 h) { return bits_as<float>((u32)h << 16); }
    INLINE u16 float_to_bfloat(float f) {
      const u32 bits = bits_as<u32>(f);
      if (f != f) return (u16)(bits >> 16 | 0x40);
      return (u16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    }

    // What a conversion goes through.
    INLINE i64 wide(bool_t v) { return v.byte != 0; }
    INLINE i64 wide(u8 v) { return v; }
    INLINE i64 wide(i8 v) { return v; }
    INLINE i64 wide(i16 v) { return v; }
    INLINE i64 wide(i32 v) { return v; }
    INLINE i64 wide(i64 v) { return v; }
    INLINE i64 wide(u16 v) { return v; }
    INLINE i64 wide(u32 v) { return v; }
    INLINE u64 wide(u64 v) { return v; }
    INLINE float wide(half_t v) { return half_to_float(v.bits); }
    INLINE float wide(bfloat_t v) { return bfloat_to_float(v.bits); }
    INLINE float wide(float v) { return v; }
    INLINE double wide(double v) { return v; }
    INLINE complex64_t wide(complex64_t v) { return v; }
    INLINE complex128_t wide(complex128_t v) { return v; }

    template <class V> INLINE V real_of(V v) { return v; }
    INLINE float real_of(complex64_t v) { return v.re; }
    INLINE double real_of(complex128_t v) { return v.re; }
    template <class V> INLINE V imaginary_of(V) { return 0; }
    INLINE float imaginary_of(complex64_t v) { return v.im; }
    INLINE double imaginary_of(complex128_t v) { return v.im; }

    INLINE i32 to_i32(double v) { return v > -2147483649.0 && v < 2147483648.0 ? (i32)v : -2147483647 - 1; }
    INLINE i64 to_i64(double v) { return v >= -9223372036854775808.0 && v < 9223372036854775808.0 ? (i64)v : (i64)(1ull << 63); }
    INLINE u64 to_u64(double v) { return v >= 9223372036854775808.0 ? (u64)to_i64(v - 9223372036854775808.0) ^ 1ull << 63 : (u64)to_i64(v); }
    INLINE i64 whole32(i64 v) { return v; }
    INLINE i64 whole32(u64 v) { return (i64)v; }
    INLINE i64 whole32(double v) { return to_i32(v); }
    INLINE i64 whole32(float v) { return to_i32(v); }
    INLINE i64 whole64(i64 v) { return v; }
    INLINE i64 whole64(u64 v) { return (i64)v; }
    INLINE i64 whole64(double v) { return to_i64(v); }
    INLINE i64 whole64(float v) { return to_i64(v); }
    INLINE u64 natural64(i64 v) { return (u64)v; }
    INLINE u64 natural64(u64 v) { return v; }
    INLINE u64 natural64(double v) { return to_u64(v); }
    INLINE u64 natural64(float v) { return to_u64(v); }

    template <class D> struct To;
    #define TO(D, expression) \
      template <> struct To<D> { template <class S> INLINE_MEMBER D from(S s) { const auto v = real_of(s); (void)v; expression } };
    TO(bool_t, bool_t r; r.byte = v != 0 || imaginary_of(s) != 0; return r;)
    TO(u8, return (u8)whole64(v);)
    TO(i8, return (i8)whole32(v);)
    TO(i16, return (i16)whole32(v);)
    TO(i32, return (i32)whole32(v);)
    TO(i64, return whole64(v);)
    TO(u16, return (u16)whole32(v);)
    TO(u32, return (u32)whole64(v);)
    TO(u64, return natural64(v);)
    TO(half_t, half_t r; r.bits = float_to_half((float)v); return r;)
    TO(bfloat_t, bfloat_t r; r.bits = float_to_bfloat((float)v); return r;)
    TO(float, return (float)v;)
    TO(double, return (double)v;)
    TO(complex64_t, complex64_t r; r.re = (float)v; r.im = (float)imaginary_of(s); return r;)
    TO(complex128_t, complex128_t r; r.re = (double)v; r.im = (double)imaginary_of(s); return r;)
    #undef TO
    template <class D, class S> struct Cast { INLINE_MEMBER D from(S v) { return To<D>::from(wide(v)); } };
    template <class D> struct Cast<D, D> { INLINE_MEMBER D from(D v) { return v; } };
    template <class D, class S> INLINE D cast(S v) { return Cast<D, S>::from(v); }

    // An argument that holds a number of any type in its first bytes.
    template <class V> INLINE V number(const i64 *slot) { return *(const V *)slot; }

    """#
}

extension DType {
  /// The type of the elements in the text of kernels.
  package var cudaName: String {
    switch self {
    case .bool: "bool_t"
    case .uint8: "u8"
    case .int8: "i8"
    case .int16: "i16"
    case .int32: "i32"
    case .int64: "i64"
    case .uint16: "u16"
    case .uint32: "u32"
    case .uint64: "u64"
    case .float16: "half_t"
    case .bfloat16: "bfloat_t"
    case .float32: "float"
    case .float64: "double"
    case .complex64: "complex64_t"
    case .complex128: "complex128_t"
    }
  }
}
