#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/density/density.hpp"

// One edge of the window seen from the pixels of a row, several at a time: the inner loop of
// EdgeMass::on. The same operations in the same order as EdgeMass::at, so the same bits.
namespace geo::density {

/// Makes the kernel round: p' = (xx p.x + xy p.y, yx p.x + yy p.y), bandwidth 1, not mirrored.
struct Rounding {
  double xx = 1;
  double xy = 0;
  double yx = 0;
  double yy = 1;
  [[nodiscard]] Point operator()(double x, double y) const {
    return {xx * x + xy * y, yx * x + yy * y};
  }
};

/// Gauss-Legendre on [-1, 1].
struct GaussRule {
  static constexpr int kMost = 8;
  int count = 0;
  std::array<double, kMost> node{};
  std::array<double, kMost> weight{};
};

/// What the integral along one edge needs beside the ends of the part in reach.
struct EdgeRule {
  double scale = 1;        ///< the Gaussian: over its mass within the reach
  double pieces = 1;       ///< of equal length
  double piece_share = 1;  ///< 1 / pieces
  GaussRule rule;
};

struct EdgeOfRow {
  Point a;  ///< as given
  Point b;
  Point direction;  ///< of unit length, in round units
  const EdgeRule* rule = nullptr;
};

/// What edges add up to at the pixels of a row; padded, so that vectors need no tail.
struct RowSums {
  static constexpr std::size_t kPadding = 8;
  std::vector<double> smooth;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> turns;
  void clear(std::size_t columns) {
    smooth.assign(columns + kPadding, 0.0);
    x.assign(columns + kPadding, 1.0);
    y.assign(columns + kPadding, 0.0);
    turns.assign(columns + kPadding, 0.0);
  }
};

/// A turn this close to pi is decided exactly.
constexpr double kHalfTurn = 1e-13;
/// A turn by less than this underflows.
constexpr double kLeastTurn = 1e-100;
/// The modulus of a product of turns is kept between the inverse of this and this.
constexpr double kModulus = 1e60;

/// exp(y) for y <= 0, relative error below 3e-13: 2^k exp(r), |r| <= ln 2 / 2, and a polynomial.
struct FastExp {
  static constexpr double kLeast = -700;
  static constexpr double kLog2e = 1.4426950408889634;
  static constexpr double kMagic = 0x1.8p52;  ///< adding it rounds to a whole number
  static constexpr double kLn2High = 0x1.62e42fefp-1;
  static constexpr double kLn2Low = 0x1.473de6af278edp-34;
  static constexpr std::array<double, 11> kTaylor{
      1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
      1.0 / 24,      1.0 / 6,      0.5,         1.0,        1.0};
  static double of(double y) {
    y = y > kLeast ? y : kLeast;
    const double rounded = y * kLog2e + kMagic;
    const double k = rounded - kMagic;
    const double r = (y - k * kLn2High) - k * kLn2Low;
    double p = kTaylor[0];
    for (std::size_t i = 1; i < kTaylor.size(); ++i) p = p * r + kTaylor[i];
    std::uint64_t bits = 0;
    std::uint64_t shift = 0;
    std::memcpy(&bits, &p, sizeof bits);
    std::memcpy(&shift, &rounded, sizeof shift);
    bits += shift << 52;
    std::memcpy(&p, &bits, sizeof p);
    return p;
  }
};

/// (1 - exp(-s / 2)) / s, by its series where the quotient would lose digits.
struct GaussianPhi {
  static constexpr double kSmall = 0.01;
  static constexpr std::array<double, 5> kSeries{1.0 / 3840, 1.0 / 384, 1.0 / 48, 1.0 / 8, 0.5};
  static double of(double s) {
    if (s < kSmall) {
      double p = kSeries[0];
      for (std::size_t i = 1; i < kSeries.size(); ++i) p = kSeries[i] - s * p;
      return p;
    }
    return (1 - FastExp::of(-0.5 * s)) / s;
  }
};

/// Adds what one edge takes away at the columns [begin, end) of the row at y, all kernels but the
/// triangular one. `x` holds the columns' centres and is padded as the sums are. The columns at
/// which the turn must be decided exactly are appended to `undecided`; they have all but the turn.
void add_edge_to_row(Kernel kernel, const EdgeOfRow& edge, const Rounding& round, double reach,
                     const double* x, double y, std::size_t begin, std::size_t end, RowSums& sums,
                     std::vector<std::uint32_t>& undecided);

}  // namespace geo::density
