#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/parallel.hpp"
#include "density/border.hpp"
#include "density/edge_sums.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
#include "geo/core/error.hpp"
#include "geo/density/edge.hpp"

// In units in which the kernel is round and its bandwidth 1, with u at the origin, G(r) the
// kernel's mass within r over its whole mass, divided by 2 pi, and rho(theta) the distance of an
// edge in the direction theta, the mass in the window is the sum over its edges of the integral of
// G(min(rho, R)) over the angle that the edge subtends, signed. Subtract G(R) = 1 / (2 pi) times
// the angles, which add up to the winding number w:
//
//   e = w - 1 / (2 pi) sum over edges in reach of integral of (1 - 2 pi G(rho)) dtheta
//
// so that only the parts of edges within the reach count. With t along the edge and d the distance
// of u from its line (positive to its left), rho^2 = d^2 + t^2 and dtheta = d / rho^2 dt, and
//
//   integral of (1 - 2 pi G) dtheta = angle - d integral of phi(d^2 + t^2) dt,
//   phi(s) = 2 pi G(sqrt s) / s,
//
// a polynomial for (1 - r^2)^n. The angles are summed as a product of complex numbers: one
// arctangent for each u.
namespace geo::density {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

/// By Newton's method on the Legendre polynomial.
GaussRule gauss_legendre(int count) {
  GaussRule rule;
  rule.count = count;
  for (int i = 0; i < count; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (count + 0.5));
    double slope = 1;
    for (int step = 0; step < 8; ++step) {
      double p0 = 1;
      double p1 = x;
      for (int k = 2; k <= count; ++k) {
        const double p2 = ((2 * k - 1) * x * p1 - (k - 1) * p0) / k;
        p0 = p1;
        p1 = p2;
      }
      slope = count * (x * p1 - p0) / (x * x - 1);
      x -= p1 / slope;
    }
    rule.node[static_cast<std::size_t>(i)] = x;
    rule.weight[static_cast<std::size_t>(i)] = 2 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

/// The integral of phi from t1 to t2 of the triangular kernel, which alone needs a logarithm: 2 pi
/// G = 3 s - 2 s^(3/2), phi = 3 - 2 rho. Those of the others are in edge_sums.cpp.
double triangular_integral(double d, double t1, double t2) {
  const double e = std::abs(d);
  const auto f = [e](double t) {
    const double log_part = e > 0 ? e * e * std::asinh(t / e) : 0.0;
    return 3 * t - (t * std::hypot(t, e) + log_part);
  };
  return f(t2) - f(t1);
}

/// The nodes for an edge that is `length` deviations long: 2 pi G = (1 - exp(-s / 2)) / mass within
/// the reach.
///
/// phi's derivative of order 2n is below (2n - 1)!! / (2n + 2), since phi(s) is half the mean of
/// exp(-s v / 2) over v in [0, 1]. So n nodes on a piece of length L are wrong by less than
/// L^(2n+1) n!^4 / ((2n+1) (2n)!^3) (2n - 1)!! / (2n + 2), which is below 1e-12 for these.
EdgeRule gaussian_rule(double length, double reach) {
  static constexpr std::array<int, 6> kNodes{2, 3, 4, 5, 6, 8};
  static constexpr std::array<double, 6> kLongest{0.024, 0.13, 0.37, 0.72, 1.15, 2.1};
  static const std::array<GaussRule, 6> rules = [] {
    std::array<GaussRule, 6> made;
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = gauss_legendre(kNodes[i]);
    return made;
  }();
  length = std::min(length, 2 * reach);  // of what is in reach
  EdgeRule edge;
  edge.scale = 1 / -std::expm1(-0.5 * reach * reach);
  edge.pieces = std::max(1.0, std::ceil(length / kLongest.back()));
  edge.piece_share = 1 / edge.pieces;
  std::size_t r = 0;
  while (r + 1 < rules.size() && length * edge.piece_share > kLongest[r]) ++r;
  edge.rule = rules[r];
  return edge;
}

/// What edges add up to at one position.
struct Sum {
  double smooth = 0;  ///< of d integral of phi
  // The angle: a complex number, and how often its argument passed pi.
  double x = 1;
  double y = 0;
  double turns = 0;

  void turn(double dot, double cross) {
    const double re = x * dot - y * cross;
    const double im = x * cross + y * dot;
    if (y >= 0) {
      if (cross > 0 && im < 0) ++turns;
    } else if (cross < 0 && im >= 0) {
      --turns;
    }
    x = re;
    y = im;
    // Only the argument counts: keep the modulus in range.
    const double size = std::abs(x) + std::abs(y);
    double factor = size < 1 / kModulus ? kModulus : 1;
    if (size > kModulus) factor = 1 / kModulus;
    x *= factor;
    y *= factor;
  }
  [[nodiscard]] double angle() const { return kTwoPi * turns + std::atan2(y == 0 ? 0.0 : y, x); }
  [[nodiscard]] double mass(int winding) const {
    if (x == 1 && y == 0 && turns == 0 && smooth == 0) return winding != 0 ? 1 : 0;
    return std::clamp(winding - (angle() - smooth) / kTwoPi, 0.0, 1.0);
  }
};

Rounding rounding_of(const Options& options) {
  if (!elliptic(options)) return {1 / options.bandwidth_m, 0, 0, 1 / options.bandwidth_m};
  const double azimuth = options.azimuth_deg * std::numbers::pi / 180;
  const double sine = std::sin(azimuth);
  const double cosine = std::cos(azimuth);
  // First across the azimuth, then along it: a turn without mirroring.
  return {cosine / options.bandwidth_across_m, -sine / options.bandwidth_across_m,
          sine / options.bandwidth_m, cosine / options.bandwidth_m};
}

struct Edge {
  BorderEdge at;    ///< as given
  Point direction;  ///< of unit length, in round units
  EdgeRule rule;
};

}  // namespace

struct EdgeMass::Impl {
  Options options;
  std::string crs;
  Border border;
  Rounding round;
  double reach = 1;    ///< in bandwidths
  double reach_x = 1;  ///< how far the kernel extends to the east, in the unit of the coordinates
  double reach_y = 1;
  std::vector<Edge> edges;
  CellFrame cells;
  std::vector<std::size_t> cell_begin;   ///< cells + 1
  std::vector<std::uint32_t> cell_edge;  ///< the edges that come in reach of a position in the cell
  std::vector<int> cell_winding;         ///< of cells without edges

  Impl(const PolygonSet& window, const Options& given)
      : options(given), crs(window.crs), border(window) {
    round = rounding_of(options);
    const bool gaussian = options.kernel == Kernel::kGaussian;
    reach = gaussian ? options.gaussian_reach : 1;
    const Form form = form_of(options);
    const double determinant = form.xx * form.yy - form.xy * form.xy;
    reach_x = reach * std::sqrt(form.yy / determinant);
    reach_y = reach * std::sqrt(form.xx / determinant);
    for (const BorderEdge& e : border.edges()) {
      const Point span = round(e.b.x - e.a.x, e.b.y - e.a.y);
      const double length = std::hypot(span.x, span.y);
      if (!(length > 0)) continue;  // shorter than numbers can say
      edges.push_back({e,
                       {span.x / length, span.y / length},
                       gaussian ? gaussian_rule(length, reach) : EdgeRule{}});
    }
    index();
  }

  void index() {
    cell_begin.assign(2, 0);
    cell_winding.assign(1, 0);
    if (edges.empty()) return;
    // Cells of half the reach, but not many more of them than there are edges.
    const Box box = border.envelope().grown(0);
    cells.west = box.min_x - reach_x;
    cells.south = box.min_y - reach_y;
    const double width = box.width() + 2 * reach_x;
    const double height = box.height() + 2 * reach_y;
    const double most = 4.0 * static_cast<double>(edges.size()) + 4096;
    const double shrink =
        std::min(1.0, std::sqrt(most / (width / reach_x * 2) / (height / reach_y * 2)));
    const auto count = [&](double wanted) {
      return std::clamp(static_cast<int>(std::min(wanted, most)), 1, 1 << 20);
    };
    cells.columns = count(width / reach_x * 2 * shrink);
    cells.rows = count(height / reach_y * 2 * shrink);
    cells.width = width / cells.columns;
    cells.height = height / cells.rows;
    cell_begin.assign(cells.size() + 1, 0);
    const auto columns = static_cast<std::size_t>(cells.columns);
    const auto for_entries = [&](auto&& body) {
      for (std::uint32_t i = 0; i < edges.size(); ++i) {
        const ColumnRange rows = cells.rows_near(edges[i].at, reach_y);
        for (int r = rows.begin; r < rows.end; ++r) {
          const ColumnRange range = cells.columns_near(edges[i].at, r, reach_x, reach_y);
          for (int c = range.begin; c < range.end; ++c) {
            body(static_cast<std::size_t>(r) * columns + static_cast<std::size_t>(c), i);
          }
        }
      }
    };
    for_entries([&](std::size_t cell, std::uint32_t) { ++cell_begin[cell + 1]; });
    for (std::size_t c = 0; c < cells.size(); ++c) cell_begin[c + 1] += cell_begin[c];
    cell_edge.resize(cell_begin.back());
    std::vector<std::size_t> next(cell_begin.begin(), cell_begin.end() - 1);
    for_entries([&](std::size_t cell, std::uint32_t i) { cell_edge[next[cell]++] = i; });
    cell_winding.assign(cells.size(), 0);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (cell_begin[c] != cell_begin[c + 1]) continue;
      cell_winding[c] = border.winding(cells.centre(c));
    }
  }

  /// Adds what one edge takes away at u: its turn, and of the triangular kernel the smooth part.
  void add(const Edge& edge, Point u, Sum& sum) const {
    // Differences first: near an end of the edge they are exact, however large the coordinates.
    const Point a = round(edge.at.a.x - u.x, edge.at.a.y - u.y);
    const Point b = round(edge.at.b.x - u.x, edge.at.b.y - u.y);
    const Point e = edge.direction;
    const double d = a.x * e.y - a.y * e.x;
    const double half2 = reach * reach - d * d;
    if (!(half2 > 0)) return;
    const double half = std::sqrt(half2);
    const double ta = a.x * e.x + a.y * e.y;
    const double tb = b.x * e.x + b.y * e.y;
    const double t1 = ta < -half ? -half : ta;
    const double t2 = tb > half ? half : tb;
    if (!(t1 < t2)) return;
    if (options.kernel == Kernel::kTriangular) sum.smooth += d * triangular_integral(d, t1, t2);
    // The ends of what is in reach: those of the edge itself keep all their digits.
    const Point v = ta < -half ? Point{t1 * e.x + d * e.y, t1 * e.y - d * e.x} : a;
    const Point w = tb > half ? Point{t2 * e.x + d * e.y, t2 * e.y - d * e.x} : b;
    const double dot = v.x * w.x + v.y * w.y;
    const double cross = v.x * w.y - v.y * w.x;
    // u all but on the edge (which half turn it is must agree with the winding number), or so close
    // to an end that products underflow.
    if ((dot <= 0 && std::abs(cross) <= -kHalfTurn * dot) ||
        std::abs(dot) + std::abs(cross) < kLeastTurn) {
      turn_beside(edge, u, ta < -half ? v : direction_of(edge.at.a, u),
                  tb > half ? w : direction_of(edge.at.b, u), sum);
    } else {
      sum.turn(dot, cross);
    }
  }

  /// The direction of p from u in round units, of any length that is neither great nor small. From
  /// where `side_of` thinks u to be, a p that is u itself lies due south.
  [[nodiscard]] Point direction_of(Point p, Point u) const {
    const double dx = p.x - u.x;
    const double dy = p.y - u.y;
    const double size = std::max(std::abs(dx), std::abs(dy));
    if (size == 0) return round(0, -1);
    int exponent = 0;
    std::frexp(size, &exponent);
    return round(std::ldexp(dx, -exponent), std::ldexp(dy, -exponent));
  }

  static void turn_beside(const Edge& edge, Point u, Point v, Point w, Sum& sum) {
    const double dot = v.x * w.x + v.y * w.y;
    double cross = v.x * w.y - v.y * w.x;
    if (dot < 0 && std::abs(cross) <= -kHalfTurn * dot) {
      cross = side_of(edge.at.a, edge.at.b, u) * std::max(std::abs(cross), -1e-17 * dot);
    }
    sum.turn(dot, cross);
  }

  /// The cell that holds u; none where no edge is in reach because u is far away.
  [[nodiscard]] std::uint32_t cell_of(Point u) const {
    if (edges.empty() || !(u.x >= cells.west && u.y >= cells.south &&
                           u.x <= cells.west + cells.columns * cells.width &&
                           u.y <= cells.south + cells.rows * cells.height)) {
      return static_cast<std::uint32_t>(cells.size());
    }
    return static_cast<std::uint32_t>(cells.row(u.y) * cells.columns + cells.column(u.x));
  }

  /// What is summed at several positions at once, and what that needs.
  struct Work {
    std::vector<double> x;
    std::vector<double> y;
    EdgeSums sums;
    std::vector<std::uint32_t> undecided;

    [[nodiscard]] Sum sum(std::size_t i) const {
      return {sums.smooth[i], sums.x[i], sums.y[i], sums.turns[i]};
    }
    void keep(std::size_t i, const Sum& sum) {
      sums.smooth[i] = sum.smooth;
      sums.x[i] = sum.x;
      sums.y[i] = sum.y;
      sums.turns[i] = sum.turns;
    }
  };

  /// Adds what one edge takes away at the positions [begin, end) of the work.
  void add_to_all(const Edge& edge, std::size_t begin, std::size_t end, Work& work) const {
    const auto add_one = [&](std::size_t i) {
      Sum sum = work.sum(i);
      add(edge, {work.x[i], work.y[i]}, sum);
      work.keep(i, sum);
    };
    if (options.kernel == Kernel::kTriangular) {
      for (std::size_t i = begin; i < end; ++i) add_one(i);
      return;
    }
    const SeenEdge seen{edge.at.a, edge.at.b, edge.direction, &edge.rule};
    work.undecided.clear();
    add_edge_to_all(options.kernel, seen, round, reach, work.x.data(), work.y.data(), begin, end,
                    work.sums, work.undecided);
    for (const std::uint32_t i : work.undecided) add_one(i);
  }

  /// The columns of a row of pixels whose centres the edge may come in reach of: those between the
  /// outermost positions where the row meets the border of the strip around the edge.
  [[nodiscard]] ColumnRange columns_in_reach(const Edge& edge, const Form& form,
                                             const GridFrame& frame, double y) const {
    double west = std::numeric_limits<double>::infinity();
    double east = -west;
    const auto include = [&](double x) {
      west = std::min(west, x);
      east = std::max(east, x);
    };
    // Around its ends: xx dx^2 + 2 xy dx dy + yy dy^2 = reach^2.
    for (const Point end : {edge.at.a, edge.at.b}) {
      const double dy = y - end.y;
      const double shift = form.xy * dy / form.xx;
      const double chord2 = (reach * reach - form.yy * dy * dy) / form.xx + shift * shift;
      if (!(chord2 >= 0)) continue;
      include(end.x - shift - std::sqrt(chord2));
      include(end.x - shift + std::sqrt(chord2));
    }
    // Along its sides: where d, which is linear along the row, is plus or minus the reach.
    const Point from = round(edge.at.a.x - frame.west, edge.at.a.y - y);
    const Point step = round(1, 0);
    const Point e = edge.direction;
    const double d0 = from.x * e.y - from.y * e.x;
    const double d1 = -(step.x * e.y - step.y * e.x);
    const Point span = round(edge.at.b.x - edge.at.a.x, edge.at.b.y - edge.at.a.y);
    const double length = span.x * e.x + span.y * e.y;
    for (const double d : {-reach, reach}) {
      const double x = (d - d0) / d1;
      // How far along the edge the position lies.
      const double t = -((from.x - x * step.x) * e.x + (from.y - x * step.y) * e.y);
      if (t >= 0 && t <= length) include(frame.west + x);
    }
    if (!(west <= east)) return {};
    // One more column on each side for what rounding can do.
    const double first = std::floor((west - frame.west) / frame.pixel - 0.5);
    const double last = std::ceil((east - frame.west) / frame.pixel - 0.5);
    return {static_cast<int>(std::clamp(first, 0.0, 1.0 * frame.columns)),
            static_cast<int>(std::clamp(last + 1, 0.0, 1.0 * frame.columns))};
  }
};

EdgeMass::EdgeMass(const PolygonSet& window, const Options& options) {
  check(options);
  impl_ = std::make_unique<const Impl>(window, options);
}
EdgeMass::~EdgeMass() = default;
EdgeMass::EdgeMass(EdgeMass&&) noexcept = default;
EdgeMass& EdgeMass::operator=(EdgeMass&&) noexcept = default;

std::size_t EdgeMass::edge_count() const { return impl_->edges.size(); }
double EdgeMass::area() const { return impl_->border.area(); }

std::vector<double> EdgeMass::at(const std::vector<Point>& positions,
                                 const Context& context) const {
  context.check();
  // Positions of one cell meet the same edges: sort them by cell.
  const Impl& impl = *impl_;
  std::vector<std::uint32_t> cell(positions.size());
  base::parallel_for(context, positions.size(), 1 << 14, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) cell[i] = impl.cell_of(positions[i]);
  });
  std::vector<std::size_t> next(impl.cells.size() + 2);
  for (const std::uint32_t c : cell) ++next[c + std::size_t{1}];
  for (std::size_t c = 0; c + 1 < next.size(); ++c) next[c + 1] += next[c];
  std::vector<std::size_t> order(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) order[next[cell[i]]++] = i;

  std::vector<double> masses(positions.size());
  constexpr std::size_t kBatch = 256;
  base::parallel_for(context, order.size(), kBatch, [&](std::size_t begin, std::size_t end) {
    Impl::Work work;
    for (std::size_t first = begin, last = begin; first < end; first = last) {
      const std::uint32_t c = cell[order[first]];
      while (last < end && cell[order[last]] == c) ++last;
      const bool none = c == impl.cells.size() || impl.cell_begin[c] == impl.cell_begin[c + 1];
      if (none) {
        const double mass = c < impl.cells.size() && impl.cell_winding[c] != 0 ? 1 : 0;
        for (std::size_t i = first; i < last; ++i) masses[order[i]] = mass;
        continue;
      }
      const std::size_t n = last - first;
      work.x.assign(n + EdgeSums::kPadding, 0.0);
      work.y.assign(n + EdgeSums::kPadding, 0.0);
      for (std::size_t i = 0; i < n; ++i) {
        work.x[i] = positions[order[first + i]].x;
        work.y[i] = positions[order[first + i]].y;
      }
      work.sums.clear(n);
      for (std::size_t e = impl.cell_begin[c]; e < impl.cell_begin[c + 1]; ++e) {
        impl.add_to_all(impl.edges[impl.cell_edge[e]], 0, n, work);
      }
      context.check();
      for (std::size_t i = 0; i < n; ++i) {
        masses[order[first + i]] = work.sum(i).mass(impl.border.winding({work.x[i], work.y[i]}));
      }
    }
  });
  return masses;
}

Grid EdgeMass::on(const GridFrame& frame, const Context& context) const {
  check_frame(frame);
  context.check();
  Grid grid;
  grid.crs = impl_->crs;
  grid.frame = frame;
  grid.unit = "1";
  grid.facts = kernel_facts(impl_->options);
  grid.facts.emplace_back("window_km2", digits_of(area() / 1e6));
  grid.values = values_of(frame, 0, context);
  if (grid.values.empty()) return grid;

  constexpr int kBand = 8;
  const auto columns = static_cast<std::size_t>(frame.columns);
  const Form form = form_of(impl_->options);
  base::parallel_for(
      context, static_cast<std::size_t>(frame.rows), kBand,
      [&](std::size_t begin, std::size_t end) {
        // The edges that come in reach of the band.
        const double more = impl_->reach_y + frame.pixel;
        const double low = frame.centre_y(static_cast<int>(end) - 1) - more;
        const double high = frame.centre_y(static_cast<int>(begin)) + more;
        std::vector<const Edge*> near;
        for (const Edge& e : impl_->edges) {
          if (std::min(e.at.a.y, e.at.b.y) <= high && std::max(e.at.a.y, e.at.b.y) >= low) {
            near.push_back(&e);
          }
        }
        Impl::Work work;
        std::vector<int> winding;
        work.x.assign(columns + EdgeSums::kPadding, 0.0);
        for (std::size_t c = 0; c < columns; ++c) work.x[c] = frame.centre_x(static_cast<int>(c));
        for (std::size_t row = begin; row < end; ++row) {
          context.check();
          const double y = frame.centre_y(static_cast<int>(row));
          work.y.assign(columns + EdgeSums::kPadding, y);
          work.sums.clear(columns);
          std::size_t terms = 0;
          for (const Edge* const e : near) {
            const ColumnRange range = impl_->columns_in_reach(*e, form, frame, y);
            if (range.begin >= range.end) continue;
            const auto first = static_cast<std::size_t>(range.begin);
            const auto last = static_cast<std::size_t>(range.end);
            impl_->add_to_all(*e, first, last, work);
            constexpr std::size_t kTermsPerCheck = 1 << 16;
            terms += last - first;
            if (terms > kTermsPerCheck) {
              terms = 0;
              context.check();
            }
          }
          impl_->border.winding_row(frame, static_cast<int>(row), winding);
          double* const out = grid.values.data() + row * columns;
          for (std::size_t c = 0; c < columns; ++c) out[c] = work.sum(c).mass(winding[c]);
        }
      });
  return grid;
}

}  // namespace geo::density
