#include "density/edge_sums.hpp"

#include "geo/core/error.hpp"

// Compiled once for each instruction set; multiplications and additions in a fixed order, so each
// gives the same bits (see sweep.cpp).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/edge_sums.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, 8>;
using U = hn::RebindToUnsigned<D>;
using V = hn::VFromD<D>;
constexpr std::size_t kLanes = HWY_MIN(8, HWY_LANES(double));

HWY_INLINE V constant(double value) { return hn::Set(D(), value); }

// Each gives the integral from t1 to t2 of phi(d^2 + t^2) dt (see edge_mass.cpp). For (1 - s)^n
// 1 - 2 pi G = (1 - s)^(n+1), so phi is the sum of (1 - s)^j for j from 0 to n; 1 - s = v - t^2.

struct UniformIntegral {
  HWY_INLINE V operator()(V /*d*/, V t1, V t2, const EdgeRule& /*rule*/) const {
    return hn::Sub(t2, t1);
  }
};

struct EpanechnikovIntegral {
  HWY_INLINE V operator()(V d, V t1, V t2, const EdgeRule& /*rule*/) const {
    const V c1 = hn::Add(constant(1), hn::Sub(constant(1), hn::Mul(d, d)));
    const auto f = [c1](V t) HWY_ATTR {
      return hn::Mul(t, hn::Sub(c1, hn::Mul(hn::Mul(t, t), constant(1.0 / 3))));
    };
    return hn::Sub(f(t2), f(t1));
  }
};

struct QuarticIntegral {
  HWY_INLINE V operator()(V d, V t1, V t2, const EdgeRule& /*rule*/) const {
    const V v = hn::Sub(constant(1), hn::Mul(d, d));
    const V c1 = hn::Add(hn::Add(constant(1), v), hn::Mul(v, v));
    const V c3 = hn::Mul(hn::Add(constant(1), hn::Mul(constant(2), v)), constant(1.0 / 3));
    const auto f = [c1, c3](V t) HWY_ATTR {
      const V s = hn::Mul(t, t);
      return hn::Mul(t, hn::Sub(c1, hn::Mul(s, hn::Sub(c3, hn::Mul(s, constant(1.0 / 5))))));
    };
    return hn::Sub(f(t2), f(t1));
  }
};

struct TriweightIntegral {
  HWY_INLINE V operator()(V d, V t1, V t2, const EdgeRule& /*rule*/) const {
    const V one = constant(1);
    const V v = hn::Sub(one, hn::Mul(d, d));
    const V c1 = hn::Add(one, hn::Mul(v, hn::Add(one, hn::Mul(v, hn::Add(one, v)))));
    const V c3 = hn::Mul(hn::Add(one, hn::Mul(v, hn::Add(constant(2), hn::Mul(constant(3), v)))),
                         constant(1.0 / 3));
    const V c5 = hn::Mul(hn::Add(one, hn::Mul(constant(3), v)), constant(1.0 / 5));
    const auto f = [c1, c3, c5](V t) HWY_ATTR {
      const V s = hn::Mul(t, t);
      const V inner = hn::Sub(c5, hn::Mul(s, constant(1.0 / 7)));
      return hn::Mul(t, hn::Sub(c1, hn::Mul(s, hn::Sub(c3, hn::Mul(s, inner)))));
    };
    return hn::Sub(f(t2), f(t1));
  }
};

/// exp(y) for y <= 0, relative error below 3e-13: 2^k exp(r), |r| <= ln 2 / 2, and a polynomial.
HWY_INLINE V fast_exp(V y) {
  constexpr double kLeast = -700;  // the result is a normal number
  constexpr double kLog2e = 1.4426950408889634;
  constexpr double kRound = 0x1.8p52;  // adding it rounds to a whole number
  constexpr double kLn2High = 0x1.62e42fefp-1;
  constexpr double kLn2Low = 0x1.473de6af278edp-34;
  const D d;
  const U u;
  y = hn::Max(y, constant(kLeast));
  const V rounded = hn::Add(hn::Mul(y, constant(kLog2e)), constant(kRound));
  const V k = hn::Sub(rounded, constant(kRound));
  const V r = hn::Sub(hn::Sub(y, hn::Mul(k, constant(kLn2High))), hn::Mul(k, constant(kLn2Low)));
  const auto next = [r](V p, double term)
                        HWY_ATTR { return hn::Add(hn::Mul(p, r), constant(term)); };
  V p = next(constant(1.0 / 3628800), 1.0 / 362880);
  p = next(p, 1.0 / 40320);
  p = next(p, 1.0 / 5040);
  p = next(p, 1.0 / 720);
  p = next(p, 1.0 / 120);
  p = next(p, 1.0 / 24);
  p = next(p, 1.0 / 6);
  p = next(p, 0.5);
  p = next(p, 1);
  p = next(p, 1);
  // The last bits of `rounded` are k: they go to the exponent.
  return hn::BitCast(d, hn::Add(hn::BitCast(u, p), hn::ShiftLeft<52>(hn::BitCast(u, rounded))));
}

/// (1 - exp(-s / 2)) / s, by its series where the quotient would lose digits.
HWY_INLINE V gaussian_phi(V s) {
  constexpr double kSmall = 0.01;
  const auto next = [s](V p, double term)
                        HWY_ATTR { return hn::Sub(constant(term), hn::Mul(s, p)); };
  V series = next(constant(1.0 / 3840), 1.0 / 384);
  series = next(series, 1.0 / 48);
  series = next(series, 1.0 / 8);
  series = next(series, 0.5);
  const V quotient = hn::Div(hn::Sub(constant(1), fast_exp(hn::Mul(constant(-0.5), s))), s);
  return hn::IfThenElse(hn::Lt(s, constant(kSmall)), series, quotient);
}

struct GaussianIntegral {
  HWY_INLINE V operator()(V d, V t1, V t2, const EdgeRule& edge) const {
    const V half = hn::Mul(hn::Mul(constant(0.5), hn::Sub(t2, t1)), constant(edge.piece_share));
    const V d2 = hn::Mul(d, d);
    V sum = hn::Zero(D());
    for (double piece = 0; piece < edge.pieces; ++piece) {
      const V middle = hn::Add(t1, hn::Mul(constant(2 * piece + 1), half));
      for (std::size_t k = 0; k < static_cast<std::size_t>(edge.rule.count); ++k) {
        const V t = hn::Add(middle, hn::Mul(half, constant(edge.rule.node[k])));
        const V phi = gaussian_phi(hn::Add(d2, hn::Mul(t, t)));
        sum = hn::Add(sum, hn::Mul(constant(edge.rule.weight[k]), phi));
      }
    }
    return hn::Mul(hn::Mul(sum, half), constant(edge.scale));
  }
};

template <typename Integral>
HWY_INLINE void add_edge(const Integral& integral, const SeenEdge& edge, const Rounding& round,
                         double reach, const double* x, const double* y, std::size_t begin,
                         std::size_t end, EdgeSums& sums, std::vector<std::uint32_t>& undecided) {
  const D d;
  const V zero = hn::Zero(d);
  const V xx = constant(round.xx);
  const V yx = constant(round.yx);
  const V ex = constant(edge.direction.x);
  const V ey = constant(edge.direction.y);
  const V reach2 = constant(reach * reach);
  const V xy = constant(round.xy);
  const V yy = constant(round.yy);
  for (std::size_t i = begin; i < end; i += kLanes) {
    const V ux = hn::LoadU(d, x + i);
    const V uy = hn::LoadU(d, y + i);
    const V adx = hn::Sub(constant(edge.a.x), ux);
    const V ady = hn::Sub(constant(edge.a.y), uy);
    const V bdx = hn::Sub(constant(edge.b.x), ux);
    const V bdy = hn::Sub(constant(edge.b.y), uy);
    const V ax = hn::Add(hn::Mul(xx, adx), hn::Mul(xy, ady));
    const V ay = hn::Add(hn::Mul(yx, adx), hn::Mul(yy, ady));
    const V bx = hn::Add(hn::Mul(xx, bdx), hn::Mul(xy, bdy));
    const V by = hn::Add(hn::Mul(yx, bdx), hn::Mul(yy, bdy));
    const V distance = hn::Sub(hn::Mul(ax, ey), hn::Mul(ay, ex));
    const V half2 = hn::Sub(reach2, hn::Mul(distance, distance));
    auto in_reach = hn::And(hn::Gt(half2, zero), hn::FirstN(d, end - i));
    const V half = hn::Sqrt(hn::Max(half2, zero));
    const V minus_half = hn::Neg(half);
    const V ta = hn::Add(hn::Mul(ax, ex), hn::Mul(ay, ey));
    const V tb = hn::Add(hn::Mul(bx, ex), hn::Mul(by, ey));
    const auto cut_a = hn::Lt(ta, minus_half);
    const auto cut_b = hn::Gt(tb, half);
    const V t1 = hn::IfThenElse(cut_a, minus_half, ta);
    const V t2 = hn::IfThenElse(cut_b, half, tb);
    in_reach = hn::And(in_reach, hn::Lt(t1, t2));
    if (hn::AllFalse(d, in_reach)) continue;

    const V smooth = hn::Mul(distance, integral(distance, t1, t2, *edge.rule));
    hn::StoreU(hn::Add(hn::LoadU(d, sums.smooth.data() + i), hn::IfThenElseZero(in_reach, smooth)),
               d, sums.smooth.data() + i);

    const V dex = hn::Mul(distance, ex);
    const V dey = hn::Mul(distance, ey);
    const V vx = hn::IfThenElse(cut_a, hn::Add(hn::Mul(t1, ex), dey), ax);
    const V vy = hn::IfThenElse(cut_a, hn::Sub(hn::Mul(t1, ey), dex), ay);
    const V wx = hn::IfThenElse(cut_b, hn::Add(hn::Mul(t2, ex), dey), bx);
    const V wy = hn::IfThenElse(cut_b, hn::Sub(hn::Mul(t2, ey), dex), by);
    const V dot = hn::Add(hn::Mul(vx, wx), hn::Mul(vy, wy));
    const V cross = hn::Sub(hn::Mul(vx, wy), hn::Mul(vy, wx));
    const auto beside = hn::Or(
        hn::And(hn::Le(dot, zero), hn::Le(hn::Abs(cross), hn::Mul(constant(-kHalfTurn), dot))),
        hn::Lt(hn::Add(hn::Abs(dot), hn::Abs(cross)), constant(kLeastTurn)));
    const auto unclear = hn::And(in_reach, beside);
    const auto clear = hn::AndNot(beside, in_reach);

    const V px = hn::LoadU(d, sums.x.data() + i);
    const V py = hn::LoadU(d, sums.y.data() + i);
    V re = hn::Sub(hn::Mul(px, dot), hn::Mul(py, cross));
    V im = hn::Add(hn::Mul(px, cross), hn::Mul(py, dot));
    const auto up = hn::Ge(py, zero);
    const auto more = hn::And(hn::And(up, hn::Gt(cross, zero)), hn::Lt(im, zero));
    const auto less = hn::And(hn::AndNot(up, hn::Lt(cross, zero)), hn::Ge(im, zero));
    const V turned =
        hn::Sub(hn::IfThenElseZero(more, constant(1)), hn::IfThenElseZero(less, constant(1)));
    const V size = hn::Add(hn::Abs(re), hn::Abs(im));
    V factor =
        hn::IfThenElse(hn::Lt(size, constant(1 / kModulus)), constant(kModulus), constant(1));
    factor = hn::IfThenElse(hn::Gt(size, constant(kModulus)), constant(1 / kModulus), factor);
    re = hn::Mul(re, factor);
    im = hn::Mul(im, factor);
    hn::StoreU(hn::IfThenElse(clear, re, px), d, sums.x.data() + i);
    hn::StoreU(hn::IfThenElse(clear, im, py), d, sums.y.data() + i);
    hn::StoreU(hn::Add(hn::LoadU(d, sums.turns.data() + i), hn::IfThenElseZero(clear, turned)), d,
               sums.turns.data() + i);
    if (!hn::AllFalse(d, unclear)) {
      HWY_ALIGN std::array<double, 8> flags{};
      hn::Store(hn::IfThenElseZero(unclear, constant(1)), d, flags.data());
      for (std::size_t k = 0; k < kLanes; ++k) {
        if (flags[k] != 0) undecided.push_back(static_cast<std::uint32_t>(i + k));
      }
    }
  }
}

void add_edge_for(Kernel kernel, const SeenEdge& edge, const Rounding& round, double reach,
                  const double* x, const double* y, std::size_t begin, std::size_t end,
                  EdgeSums& sums, std::vector<std::uint32_t>& undecided) {
  const auto add = [&](const auto& integral) HWY_ATTR {
    add_edge(integral, edge, round, reach, x, y, begin, end, sums, undecided);
  };
  switch (kernel) {
    case Kernel::kUniform:
      return add(UniformIntegral());
    case Kernel::kEpanechnikov:
      return add(EpanechnikovIntegral());
    case Kernel::kQuartic:
      return add(QuarticIntegral());
    case Kernel::kTriweight:
      return add(TriweightIntegral());
    case Kernel::kGaussian:
      return add(GaussianIntegral());
    case Kernel::kTriangular:
      break;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without sums of edges");
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {
namespace {
HWY_EXPORT(add_edge_for);
}  // namespace

void add_edge_to_all(Kernel kernel, const SeenEdge& edge, const Rounding& round, double reach,
                     const double* x, const double* y, std::size_t begin, std::size_t end,
                     EdgeSums& sums, std::vector<std::uint32_t>& undecided) {
  HWY_DYNAMIC_DISPATCH(add_edge_for)
  (kernel, edge, round, reach, x, y, begin, end, sums, undecided);
}

}  // namespace geo::density
#endif
