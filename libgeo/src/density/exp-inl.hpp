// The exponential function of a vector of numbers at or below 0, for files that are compiled once
// for each instruction set. Only additions and multiplications in a fixed order: each instruction
// set gives the same bits, which Highway's own (contrib/math, with fused operations where there are
// any) does not promise.
#if defined(GEO_DENSITY_EXP_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GEO_DENSITY_EXP_INL
#undef GEO_DENSITY_EXP_INL
#else
#define GEO_DENSITY_EXP_INL
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

/// exp(x) for x in [-700, 0], with a relative error below 5e-16; below -700 it is exp(-700),
/// 1e-304.
///
/// exp(x) = 2^n exp(r), n whole, |r| <= ln 2 / 2 = 0.35, and exp(r) as its Taylor polynomial of
/// degree 12, whose rest is below 0.35^13 / 13! = 2e-16.
template <class D, class V>
HWY_INLINE V exp_of_negative(D d, V x) {
  namespace hn = hwy::HWY_NAMESPACE;
  const hn::RebindToSigned<D> di;
  x = hn::Max(x, hn::Set(d, -700.0));
  // Adding 1.5 * 2^52 rounds to a whole number, and leaves it in the lowest bits.
  const V shift = hn::Set(d, 0x1.8p52);
  const V shifted = hn::Add(hn::Mul(x, hn::Set(d, 1.4426950408889634)), shift);
  const V n = hn::Sub(shifted, shift);
  // ln 2 in two parts: the product with the first one is exact.
  V r = hn::Sub(x, hn::Mul(n, hn::Set(d, 0x1.62e42feep-1)));
  r = hn::Sub(r, hn::Mul(n, hn::Set(d, 0x1.a39ef35793c76p-33)));
  const V r2 = hn::Mul(r, r);
  const V r4 = hn::Mul(r2, r2);
  const auto linear = [&](double a, double b) HWY_ATTR {  // a + b r
    return hn::Add(hn::Set(d, a), hn::Mul(r, hn::Set(d, b)));
  };
  const V p2 = linear(1.0 / 2, 1.0 / 6);
  const V p4 = linear(1.0 / 24, 1.0 / 120);
  const V p6 = linear(1.0 / 720, 1.0 / 5040);
  const V p8 = linear(1.0 / 40320, 1.0 / 362880);
  const V p10 = linear(1.0 / 3628800, 1.0 / 39916800);
  const V p12 = hn::Set(d, 1.0 / 479001600);
  // The small terms first, 1 and r last.
  const V high = hn::Add(hn::Add(p8, hn::Mul(r2, p10)), hn::Mul(r4, p12));
  const V middle = hn::Add(hn::Add(p4, hn::Mul(r2, p6)), hn::Mul(r4, high));
  const V tail = hn::Mul(r2, hn::Add(p2, hn::Mul(r2, middle)));
  const V p = hn::Add(hn::Set(d, 1.0), hn::Add(r, tail));
  const auto exponent = hn::ShiftLeft<52>(hn::BitCast(di, shifted));
  return hn::BitCast(d, hn::Add(hn::BitCast(di, p), exponent));
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#endif
