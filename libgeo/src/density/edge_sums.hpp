#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/density/density.hpp"

// One edge of the window seen from several positions at a time: the inner loop of EdgeMass. The
// same operations in the same order as for one position, so the same bits.
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

struct SeenEdge {
  Point a;  ///< as given
  Point b;
  Point direction;  ///< of unit length, in round units
  const EdgeRule* rule = nullptr;
};

/// What edges add up to at each position; padded, so that vectors need no tail.
struct EdgeSums {
  static constexpr std::size_t kPadding = 8;
  std::vector<double> smooth;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> turns;
  void clear(std::size_t n) {
    smooth.assign(n + kPadding, 0.0);
    x.assign(n + kPadding, 1.0);
    y.assign(n + kPadding, 0.0);
    turns.assign(n + kPadding, 0.0);
  }
};

/// A turn this close to pi is decided exactly.
constexpr double kHalfTurn = 1e-13;
/// A turn by less than this underflows.
constexpr double kLeastTurn = 1e-100;
/// The modulus of a product of turns is kept between the inverse of this and this.
constexpr double kModulus = 1e60;

/// Adds what one edge takes away at the positions [begin, end), all kernels but the triangular one.
/// `x` and `y` are padded as the sums are. The positions at which the turn must be decided exactly
/// are appended to `undecided`; they have all but the turn.
void add_edge_to_all(Kernel kernel, const SeenEdge& edge, const Rounding& round, double reach,
                     const double* x, const double* y, std::size_t begin, std::size_t end,
                     EdgeSums& sums, std::vector<std::uint32_t>& undecided);

}  // namespace geo::density
