#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "base/random.hpp"
#include "geo/density/density.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "support/shapes.hpp"

namespace geo::test {

/// A star-shaped ring around a centre: valid whatever the radii.
inline std::vector<Point> star(base::Random& random, Point centre, double least, double most,
                               int corners) {
  std::vector<Point> ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * std::numbers::pi * (i + 0.8 * random.uniform()) / corners;
    const double radius = least + (most - least) * random.uniform();
    ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  return ring;
}

/// One region: a star with a hole, an islet, and a thin spike; some rings clockwise.
inline PolygonSet star_window(std::uint64_t seed, Point centre, double size) {
  base::Random random(seed, 1);
  PolygonSet set;
  set.crs = "EPSG:32651";
  set.add_region({"w", {}});
  set.add_part();
  std::vector<Point> outer = star(random, centre, 0.5 * size, size, 9);
  if (seed % 2 == 0) std::reverse(outer.begin(), outer.end());
  set.add_ring(outer);
  set.add_ring(star(random, centre, 0.1 * size, 0.3 * size, 7));
  set.add_part();
  set.add_ring(star(random, {centre.x + 1.5 * size, centre.y}, 0.1 * size, 0.3 * size, 4));
  set.add_part();
  set.add_ring({{centre.x, centre.y + 1.1 * size},
                {centre.x + 1e-3 * size, centre.y + 1.1 * size},
                {centre.x, centre.y + 3 * size}});
  return set;
}

/// side x side districts with jittered common corners, vertex by vertex the same.
inline PolygonSet districts(std::uint64_t seed, int side, double size, bool as_one = false) {
  const auto corner = [&](int i, int j) {
    base::Random random(seed, static_cast<std::uint64_t>(i * 100 + j));
    const double east = random.uniform() - 0.5;
    const double north = random.uniform() - 0.5;
    return Point{(i + 0.4 * east) * size, (j + 0.4 * north) * size};
  };
  PolygonSet set;
  set.crs = "EPSG:32651";
  if (as_one) {
    std::vector<Point> ring;
    for (int i = 0; i < side; ++i) ring.push_back(corner(i, 0));
    for (int j = 0; j < side; ++j) ring.push_back(corner(side, j));
    for (int i = side; i > 0; --i) ring.push_back(corner(i, side));
    for (int j = side; j > 0; --j) ring.push_back(corner(0, j));
    add_region(set, "one", {ring});
    return set;
  }
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      std::vector<Point> ring{corner(i, j), corner(i + 1, j), corner(i + 1, j + 1),
                              corner(i, j + 1)};
      if ((i + j) % 2 == 1) std::reverse(ring.begin(), ring.end());
      add_region(set, std::to_string(i * side + j), {ring});
    }
  }
  return set;
}

inline bool in_any(const PolygonSet& set, Point p) {
  for (std::size_t r = 0; r < set.size(); ++r) {
    if (even_odd(set, r, p)) return true;
  }
  return false;
}

struct Quadrature {
  std::vector<double> node, weight;  ///< on [-1, 1]
  explicit Quadrature(int count) {
    for (int i = 0; i < count; ++i) {
      double x = std::cos(std::numbers::pi * (i + 0.75) / (count + 0.5));
      double slope = 1;
      for (int step = 0; step < 20; ++step) {
        double p0 = 1, p1 = x;
        for (int k = 2; k <= count; ++k) {
          const double p2 = ((2.0 * k - 1) * x * p1 - (k - 1.0) * p0) / k;
          p0 = p1;
          p1 = p2;
        }
        slope = count * (x * p1 - p0) / (x * x - 1);
        x -= p1 / slope;
      }
      node.push_back(x);
      weight.push_back(2 / ((1 - x * x) * slope * slope));
    }
  }
  template <typename F>
  double operator()(double from, double to, F&& f) const {
    double sum = 0;
    for (std::size_t i = 0; i < node.size(); ++i) {
      sum += weight[i] * f((from + to) / 2 + (to - from) / 2 * node[i]);
    }
    return sum * (to - from) / 2;
  }
};

/// The edge mass by another way: line by line through the window, the parity of the crossings along
/// the line, and the kernel integrated over each stretch inside. Lines are Gauss-Legendre nodes
/// between all places where the integrand has a kink.
inline double twin_edge_mass(const PolygonSet& window, const density::Options& options, Point u) {
  using density::Kernel;
  static const Quadrature fine(40), coarse(24);
  const double h = options.bandwidth_m;
  const double across = options.bandwidth_across_m == 0 ? h : options.bandwidth_across_m;
  const double azimuth = options.azimuth_deg * std::numbers::pi / 180;
  const double reach = options.kernel == Kernel::kGaussian ? options.gaussian_reach : 1;
  std::vector<std::pair<Point, Point>> edges;
  const auto round = [&](std::size_t i) {
    const double dx = window.x[i] - u.x, dy = window.y[i] - u.y;
    return Point{(dx * std::cos(azimuth) - dy * std::sin(azimuth)) / across,
                 (dx * std::sin(azimuth) + dy * std::cos(azimuth)) / h};
  };
  for (std::size_t k = 0; k < window.ring_count(); ++k) {
    for (std::size_t i = window.ring_vertex[k]; i + 1 < window.ring_vertex[k + 1]; ++i) {
      edges.emplace_back(round(i), round(i + 1));
    }
  }
  // Kinks: corners, and where an edge crosses the kernel's circle.
  std::vector<double> kinks{-reach, 0, reach};
  for (const auto& [a, b] : edges) {
    if (std::abs(a.y) < reach) kinks.push_back(a.y);
    const double ex = b.x - a.x, ey = b.y - a.y;
    const double A = ex * ex + ey * ey, B = a.x * ex + a.y * ey,
                 C = a.x * a.x + a.y * a.y - reach * reach;
    if (B * B - A * C <= 0) continue;
    for (const double sign : {-1.0, 1.0}) {
      const double t = (-B + sign * std::sqrt(B * B - A * C)) / A;
      if (t > 0 && t < 1) kinks.push_back(std::clamp(a.y + t * ey, -reach, reach));
    }
    if (ey != 0) {  // where an edge crosses x = 0, at which the triangular kernel has its ridge
      const double t = -a.x / ex;
      if (t > 0 && t < 1 && std::abs(a.y + t * ey) < reach) kinks.push_back(a.y + t * ey);
    }
  }
  std::sort(kinks.begin(), kinks.end());
  // Integral of the kernel (times pi) over [x0, x1] on the line at y.
  const auto stretch = [&](double x0, double x1, double y) {
    if (options.kernel == Kernel::kTriangular) {
      const auto f = [y](double x) {
        const double r = std::hypot(x, y);
        return 3 * (x - 0.5 * (x * r + (y == 0 ? 0 : y * y * std::asinh(x / std::abs(y)))));
      };
      return f(x1) - f(x0);
    }
    if (options.kernel == Kernel::kGaussian) {
      const double g = std::exp(-y * y / 2) / 2 * std::sqrt(std::numbers::pi / 2);
      return g * (std::erf(x1 / std::sqrt(2)) - std::erf(x0 / std::sqrt(2)));
    }
    return coarse(x0, x1, [&](double x) {
      const double v = 1 - x * x - y * y;
      switch (options.kernel) {
        case Kernel::kUniform:
          return 1.0;
        case Kernel::kEpanechnikov:
          return 2 * v;
        case Kernel::kQuartic:
          return 3 * v * v;
        default:
          return 4 * v * v * v;
      }
    });
  };
  double sum = 0;
  std::vector<double> crossings;
  for (std::size_t k = 0; k + 1 < kinks.size(); ++k) {
    const double from = std::asin(std::clamp(kinks[k] / reach, -1.0, 1.0));
    const double to = std::asin(std::clamp(kinks[k + 1] / reach, -1.0, 1.0));
    if (!(to > from)) continue;
    // Long pieces of a Gaussian are cut further.
    const int pieces = options.kernel == Kernel::kGaussian ? 4 : 1;
    for (int piece = 0; piece < pieces; ++piece) {
      sum += fine(from + (to - from) * piece / pieces, from + (to - from) * (piece + 1) / pieces,
                  [&](double phi) {
                    const double y = reach * std::sin(phi);
                    const double chord = reach * std::cos(phi);
                    crossings.clear();
                    for (const auto& [a, b] : edges) {
                      if ((a.y > y) == (b.y > y)) continue;
                      crossings.push_back(
                          std::clamp(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), -chord, chord));
                    }
                    std::sort(crossings.begin(), crossings.end());
                    double line = 0;
                    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
                      if (crossings[i] < crossings[i + 1]) {
                        line += stretch(crossings[i], crossings[i + 1], y);
                      }
                    }
                    return line * reach * std::cos(phi);
                  });
    }
  }
  const double whole = options.kernel == Kernel::kGaussian ? -std::expm1(-reach * reach / 2) : 1.0;
  return sum / std::numbers::pi / whole;
}

}  // namespace geo::test
