#include "join/label_grid.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "base/orient.hpp"
#include "geo/core/error.hpp"

namespace geo::join {
namespace {

/// Added around a cell, in cells, before it is asked which edges touch it: 32 times the error of
/// Axis.
constexpr double kMargin = 0x1p-10;
/// The least cell, in units in the last place of the largest coordinate, so that kMargin is enough.
constexpr double kUlpsPerCell = 0x1p16;
/// 512 x 512 labels of 16 bits: the most that stays in a second-level cache.
constexpr double kCells = 0x1p18;
constexpr double kMostCells = 0x1p24;
constexpr std::uint32_t kCheckEvery = 4096;

/// Regions are named here by their rank in the order of codes.
using Rank = std::uint32_t;

struct OwnedEdge {
  Edge edge;
  Rank owner;
};

/// A number that grows with the coordinates of an edge, so that equal edges meet.
auto key(const Edge& e) { return std::tie(e.a.x, e.a.y, e.b.x, e.b.y); }

std::uint64_t hash(const Edge& e) {
  std::uint64_t h = 0;
  for (const double value : {e.a.x, e.a.y, e.b.x, e.b.y}) {
    h = (h ^ std::bit_cast<std::uint64_t>(value)) * 0x9E3779B97F4A7C15;
    h ^= h >> 29;
  }
  return h;
}

Edge edge_between(Point a, Point b) {
  if (std::tie(b.x, b.y) < std::tie(a.x, a.y)) std::swap(a, b);
  return {a, b};
}

std::vector<std::uint32_t> in_order_of_code(const PolygonSet& regions) {
  std::vector<std::uint32_t> order(regions.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t l, std::uint32_t r) {
    return regions.regions[l].code < regions.regions[r].code;
  });
  return order;
}

/// The edges of all rings; none of no length, unless the ring is a single position.
std::vector<OwnedEdge> edges_of(const PolygonSet& regions,
                                const std::vector<std::uint32_t>& order) {
  std::vector<OwnedEdge> edges;
  edges.reserve(regions.vertex_count());
  for (Rank rank = 0; rank < order.size(); ++rank) {
    const std::size_t region = order[rank];
    const std::uint32_t end = regions.part_ring[regions.region_part[region + 1]];
    for (std::uint32_t ring = regions.part_ring[regions.region_part[region]]; ring < end; ++ring) {
      const std::uint32_t first = regions.ring_vertex[ring];
      const std::uint32_t last = regions.ring_vertex[ring + 1];
      if (first == last) continue;
      // Adding zero makes -0 and 0 the same bits.
      const auto vertex = [&](std::uint32_t k) {
        return Point{regions.x[k] + 0.0, regions.y[k] + 0.0};
      };
      const std::size_t before = edges.size();
      for (std::uint32_t k = first; k + 1 < last; ++k) {
        if (vertex(k) == vertex(k + 1)) continue;
        edges.push_back({edge_between(vertex(k), vertex(k + 1)), rank});
      }
      if (edges.size() == before) edges.push_back({{vertex(first), vertex(first)}, rank});
    }
  }
  return edges;
}

/// Sorts into buckets by a hash and then each bucket: equal edges come to lie side by side. (One
/// sort of everything could not be cancelled.)
std::vector<OwnedEdge> gathered(const std::vector<OwnedEdge>& edges, const Context& context) {
  const std::size_t buckets = std::bit_ceil(edges.size() / 64 + 1);
  const auto bucket = [&](const OwnedEdge& e) { return hash(e.edge) >> 20 & (buckets - 1); };
  std::vector<std::size_t> start(buckets + 1, 0);
  for (const OwnedEdge& e : edges) ++start[bucket(e) + 1];
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<OwnedEdge> sorted(edges.size());
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (const OwnedEdge& e : edges) sorted[next[bucket(e)]++] = e;
  for (std::size_t b = 0; b < buckets; ++b) {
    if (b % kCheckEvery == 0) context.check();
    std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(start[b]),
              sorted.begin() + static_cast<std::ptrdiff_t>(start[b + 1]),
              [](const OwnedEdge& l, const OwnedEdge& r) {
                return std::tuple_cat(key(l.edge), std::tie(l.owner)) <
                       std::tuple_cat(key(r.edge), std::tie(r.owner));
              });
  }
  return sorted;
}

struct Range {
  double least = 0;
  double greatest = 0;
  /// Halved, so that it does not overflow.
  [[nodiscard]] double half_extent() const { return greatest / 2 - least / 2; }
  [[nodiscard]] double magnitude() const { return std::max(std::abs(least), std::abs(greatest)); }
};

/// An axis of about `wanted` cells with half a cell of margin: fewer where cells would come near
/// the spacing of floating-point numbers, one where there is no extent.
Axis axis_of(const Range& range, double wanted) {
  const double ulp = range.magnitude() * std::numeric_limits<double>::epsilon();
  const double most = range.half_extent() / (ulp * (kUlpsPerCell / 2));
  const double cells = std::floor(std::min(wanted, most));  // NaN where all coordinates are 0
  Axis axis;
  if (!(cells >= 2)) return axis;
  const double scale = (cells - 1) / 2 / range.half_extent();
  if (!(scale < 1e290)) return axis;
  axis.cells = static_cast<int>(cells);
  axis.scale = scale;
  axis.offset = 1.5 - range.least * scale;
  axis.error = 4 * ulp * scale;
  return axis;
}

/// For each cell a coordinate below all that fall into it and above all that fall into the one
/// before.
std::vector<double> lower_bounds(const Axis& axis) {
  constexpr double kMost = std::numeric_limits<double>::max();
  std::vector<double> bounds(static_cast<std::size_t>(axis.cells) + 2, -kMost);
  if (axis.scale == 0) return bounds;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const double t = static_cast<double>(i) - kMargin / 2;
    bounds[i] = std::clamp((t - axis.offset) / axis.scale, -kMost, kMost);
  }
  return bounds;
}

int cell_of(double t, const Axis& axis) {
  return static_cast<int>(std::clamp(t, 1.0, static_cast<double>(axis.cells)));
}

class Builder {
 public:
  Builder(const PolygonSet& regions, const Context& context)
      : context_(context), order_(in_order_of_code(regions)) {
    grid_.regions = static_cast<std::uint32_t>(regions.size());
    collect(gathered(edges_of(regions, order_), context));
  }

  LabelGrid build() {
    choose_axes();
    find_cells();
    find_crossings();
    label();
    return std::move(grid_);
  }

 private:
  /// The corners of a row from this column on lie on the other side of the edge.
  struct Crossing {
    std::uint32_t column;
    std::uint32_t edge;
  };
  /// A region that an edge belongs to, once; `flips` where an odd number of times.
  struct Owner {
    Rank rank;
    bool flips;
  };

  [[nodiscard]] std::span<const Owner> owners(std::uint32_t edge) const {
    const std::span<const Owner> all(owners_);
    return all.subspan(owner_start_[edge], owner_start_[edge + 1] - owner_start_[edge]);
  }

  void collect(const std::vector<OwnedEdge>& all) {
    owner_start_.push_back(0);
    for (std::size_t i = 0; i < all.size();) {
      const Edge edge = all[i].edge;
      while (i < all.size() && key(all[i].edge) == key(edge)) {
        const Rank rank = all[i].owner;
        bool flips = false;
        for (; i < all.size() && key(all[i].edge) == key(edge) && all[i].owner == rank; ++i) {
          flips = !flips;
        }
        owners_.push_back({rank, flips});
      }
      grid_.edges.push_back(edge);
      owner_start_.push_back(static_cast<std::uint32_t>(owners_.size()));
    }
  }

  void choose_axes() {
    if (grid_.edges.empty()) return;
    Range x{grid_.edges.front().a.x, grid_.edges.front().a.x};
    Range y{grid_.edges.front().a.y, grid_.edges.front().a.y};
    for (const Edge& e : grid_.edges) {
      x = {std::min(x.least, e.a.x), std::max(x.greatest, e.b.x)};
      y = {std::min({y.least, e.a.y, e.b.y}), std::max({y.greatest, e.a.y, e.b.y})};
    }
    const auto edges = static_cast<double>(grid_.edges.size());
    for (double cells = std::clamp(edges, kCells, kMostCells);; cells /= 4) {
      context_.check();
      // Square cells, as far as the extent has two sides.
      const double aspect = std::clamp(x.half_extent() / y.half_extent(), 1 / cells, cells);
      const double columns = std::isnan(aspect) ? 1 : std::sqrt(cells * aspect);
      grid_.x = axis_of(x, std::max(1.0, columns - 2));
      grid_.y = axis_of(y, std::max(1.0, cells / columns - 2));
      // Long edges in a fine grid would fill the memory.
      if (cells < 4 || touches() <= 16 * edges + 4 * kCells) break;
    }
  }

  /// About how many pairs of a cell and an edge there are.
  [[nodiscard]] double touches() const {
    double total = 0;
    for (const Edge& e : grid_.edges) {
      total += 1 + (grid_.x.of(e.b.x) - grid_.x.of(e.a.x)) +
               std::abs(grid_.y.of(e.b.y) - grid_.y.of(e.a.y));
    }
    return total;
  }

  /// Calls visit(row, first column, last column) for cells that the edge may touch, margins
  /// included.
  template <typename Visit>
  void visit_cells(const Edge& edge, Visit&& visit) const {
    const double ax = grid_.x.of(edge.a.x);
    const double bx = grid_.x.of(edge.b.x);
    const double ay = grid_.y.of(edge.a.y);
    const double by = grid_.y.of(edge.b.y);
    const double low = std::min(ay, by);
    const double high = std::max(ay, by);
    const int last = cell_of(high + kMargin, grid_.y);
    for (int row = cell_of(low - kMargin, grid_.y); row <= last; ++row) {
      const double y0 = std::max(low, row - kMargin);
      const double y1 = std::min(high, row + 1 + kMargin);
      double x0 = ax;
      double x1 = bx;
      if (ay != by) {
        x0 = ax + (bx - ax) * ((y0 - ay) / (by - ay));
        x1 = ax + (bx - ax) * ((y1 - ay) / (by - ay));
        if (x1 < x0) std::swap(x0, x1);
      }
      visit(row, cell_of(x0 - kMargin, grid_.x), cell_of(x1 + kMargin, grid_.x));
    }
  }

  void find_cells() {
    const auto stride = static_cast<std::size_t>(grid_.stride());
    touch_start_.assign(stride * (static_cast<std::size_t>(grid_.y.cells) + 2) + 1, 0);
    const auto for_all = [&](auto&& each) {
      for (std::uint32_t e = 0; e < grid_.edges.size(); ++e) {
        if (e % kCheckEvery == 0) context_.check();
        visit_cells(grid_.edges[e], [&](int row, int first, int last) {
          const std::size_t begin = static_cast<std::size_t>(row) * stride;
          for (int column = first; column <= last; ++column) {
            each(begin + static_cast<std::size_t>(column), e);
          }
        });
      }
    };
    for_all([&](std::size_t cell, std::uint32_t) { ++touch_start_[cell + 1]; });
    std::partial_sum(touch_start_.begin(), touch_start_.end(), touch_start_.begin());
    touching_.resize(touch_start_.back());
    std::vector<std::size_t> next(touch_start_.begin(), touch_start_.end() - 1);
    for_all([&](std::size_t cell, std::uint32_t e) { touching_[next[cell]++] = e; });
  }

  /// Whether the corner lies to the right of where the edge crosses the corner's row. Corners lie
  /// infinitely little below and, still less, right of their coordinates, so that none lies on an
  /// edge.
  [[nodiscard]] static bool right_of(Point corner, const Edge& edge) {
    const int side = base::orientation(edge.a, edge.b, corner);
    return edge.a.y < edge.b.y ? side <= 0 : side > 0;
  }

  /// Where the edges cross the lower sides of the rows: for each row the columns in which regions
  /// are entered and left.
  void find_crossings() {
    column_x_ = lower_bounds(grid_.x);
    row_y_ = lower_bounds(grid_.y);
    const auto rows = row_y_.size();
    const auto for_all = [&](auto&& each) {
      for (std::uint32_t e = 0; e < grid_.edges.size(); ++e) {
        if (e % kCheckEvery == 0) context_.check();
        const auto [low, high] = std::minmax(grid_.edges[e].a.y, grid_.edges[e].b.y);
        const auto begin = std::upper_bound(row_y_.begin(), row_y_.end(), low);
        const auto end = std::upper_bound(begin, row_y_.end(), high);
        for (auto row = begin; row != end; ++row) {
          each(static_cast<std::size_t>(row - row_y_.begin()), e);
        }
      }
    };
    crossing_start_.assign(rows + 1, 0);
    for_all([&](std::size_t row, std::uint32_t) { ++crossing_start_[row + 1]; });
    std::partial_sum(crossing_start_.begin(), crossing_start_.end(), crossing_start_.begin());
    crossings_.resize(crossing_start_.back());
    std::vector<std::size_t> next(crossing_start_.begin(), crossing_start_.end() - 1);
    for_all([&](std::size_t row, std::uint32_t e) {
      crossings_[next[row]++] = {crossing_column(grid_.edges[e], row_y_[row]), e};
    });
    for (std::size_t row = 0; row < rows; ++row) {
      context_.check();
      std::sort(crossings_.begin() + static_cast<std::ptrdiff_t>(crossing_start_[row]),
                crossings_.begin() + static_cast<std::ptrdiff_t>(crossing_start_[row + 1]),
                [](const Crossing& l, const Crossing& r) { return l.column < r.column; });
    }
  }

  /// The first column whose corner lies to the right of the edge; the number of columns where none
  /// does.
  [[nodiscard]] std::uint32_t crossing_column(const Edge& edge, double y) const {
    const double ay = grid_.y.of(edge.a.y);
    const double by = grid_.y.of(edge.b.y);
    const double ax = grid_.x.of(edge.a.x);
    const double bx = grid_.x.of(edge.b.x);
    const double guess = ax + (bx - ax) * ((grid_.y.of(y) - ay) / (by - ay)) + 1;
    const auto columns = static_cast<std::uint32_t>(column_x_.size());
    std::uint32_t column = 0;
    if (guess > 0) column = static_cast<std::uint32_t>(std::min<double>(guess, columns));
    while (column > 0 && right_of({column_x_[column - 1], y}, edge)) --column;
    while (column < columns && !right_of({column_x_[column], y}, edge)) ++column;
    return column;
  }

  void label() {
    const auto columns = column_x_.size();
    std::vector<std::uint32_t> labels(touch_start_.size() - 1, 0);
    std::vector<Rank> holding;  // the regions that hold the corner, ascending
    for (std::size_t row = 1; row + 1 < row_y_.size(); ++row) {
      context_.check();
      holding.clear();
      std::size_t crossing = crossing_start_[row];
      for (std::size_t column = 0; column + 1 < columns; ++column) {
        for (; crossing < crossing_start_[row + 1] && crossings_[crossing].column <= column;
             ++crossing) {
          for (const Owner& owner : owners(crossings_[crossing].edge)) {
            if (owner.flips) toggle(holding, owner.rank);
          }
        }
        if (column == 0) continue;  // outside of everything, for NaN and infinities too
        const std::size_t cell = row * columns + column;
        labels[cell] = touch_start_[cell] == touch_start_[cell + 1]
                           ? plain_label(holding)
                           : border_label(row, column, holding);
      }
    }
    if (grid_.cells.size() + grid_.regions < std::numeric_limits<std::uint16_t>::max()) {
      grid_.narrow.assign(labels.begin(), labels.end());
    } else {
      grid_.wide = std::move(labels);
    }
    const double error = std::max(grid_.x.error, grid_.y.error);
    grid_.tolerance = static_cast<float>(0x1p-20 + 16 * error);
  }

  static void toggle(std::vector<Rank>& set, Rank rank) {
    const auto at = std::lower_bound(set.begin(), set.end(), rank);
    if (at != set.end() && *at == rank) {
      set.erase(at);
    } else {
      set.insert(at, rank);
    }
  }

  [[nodiscard]] std::uint32_t plain_label(const std::vector<Rank>& holding) const {
    return holding.empty() ? 0 : order_[holding.front()] + 1;
  }

  [[nodiscard]] std::uint32_t border_label(std::size_t row, std::size_t column,
                                           const std::vector<Rank>& holding) {
    const std::size_t cell = row * column_x_.size() + column;
    const std::span<const std::uint32_t> touching =
        std::span<const std::uint32_t>(touching_).subspan(
            touch_start_[cell], touch_start_[cell + 1] - touch_start_[cell]);
    // Of the regions without an edge here that hold the cell, the first covers all that come after
    // it.
    local_.clear();
    for (const std::uint32_t e : touching) {
      for (const Owner& owner : owners(e)) local_.push_back(owner.rank);
    }
    std::sort(local_.begin(), local_.end());
    local_.erase(std::unique(local_.begin(), local_.end()), local_.end());
    const auto filling = std::find_if(holding.begin(), holding.end(), [&](Rank rank) {
      return !std::binary_search(local_.begin(), local_.end(), rank);
    });
    if (filling != holding.end()) {
      local_.erase(std::lower_bound(local_.begin(), local_.end(), *filling), local_.end());
    }
    if (local_.empty()) return order_[*filling] + 1;

    BorderCell border;
    if (filling != holding.end()) border.otherwise = static_cast<std::int32_t>(order_[*filling]);
    sides_.clear();
    for (const std::uint32_t e : touching) {
      if (owners(e).front().rank > local_.back()) continue;
      sides_.push_back(local_edge(e, {column_x_[column], row_y_[row]}));
    }
    border.first_region = static_cast<std::uint32_t>(grid_.local_regions.size());
    add_local_regions(holding);
    border.end_region = static_cast<std::uint32_t>(grid_.local_regions.size());
    if (local_.size() <= BorderCell::kMaxMasked) {
      for (std::size_t i = 0; i < local_.size(); ++i) {
        if (grid_.local_regions[border.first_region + i].holds_corner) border.corner |= 1U << i;
      }
      border.first_block = static_cast<std::uint32_t>(grid_.blocks.size());
      add_blocks(static_cast<double>(column), static_cast<double>(row));
      border.blocks = static_cast<std::uint32_t>(grid_.blocks.size()) - border.first_block;
    }
    grid_.cells.push_back(border);
    return grid_.regions + static_cast<std::uint32_t>(grid_.cells.size());
  }

  [[nodiscard]] LocalEdge local_edge(std::uint32_t e, Point corner) const {
    const Edge& edge = grid_.edges[e];
    const bool a_below = edge.a.y < corner.y;
    const bool b_below = edge.b.y < corner.y;
    if (a_below == b_below) return {e, a_below, false, true};
    // It crosses the lower side: in the way of the path, or left of the corner?
    const bool upwards = a_below;
    return right_of(corner, edge) ? LocalEdge{e, !upwards, false, true}
                                  : LocalEdge{e, upwards, true, true};
  }

  void add_local_regions(const std::vector<Rank>& holding) {
    owned_.clear();
    for (const LocalEdge& side : sides_) {
      for (const Owner& owner : owners(side.edge)) {
        if (owner.rank > local_.back()) break;
        owned_.emplace_back(owner.rank, side);
        owned_.back().second.flips = owner.flips;
      }
    }
    std::stable_sort(owned_.begin(), owned_.end(),
                     [](const auto& l, const auto& r) { return l.first < r.first; });
    if (grid_.local_edges.size() + owned_.size() > std::numeric_limits<std::uint32_t>::max()) {
      throw Error(ErrorCode::kMemory,
                  "regions: their borders are too dense for an index; simplify them");
    }
    std::size_t next = 0;
    for (const Rank rank : local_) {
      const auto first = static_cast<std::uint32_t>(grid_.local_edges.size());
      for (; next < owned_.size() && owned_[next].first == rank; ++next) {
        grid_.local_edges.push_back(owned_[next].second);
      }
      const auto region = static_cast<std::int32_t>(order_[rank]);
      grid_.local_regions.push_back({region,
                                     std::binary_search(holding.begin(), holding.end(), rank),
                                     first, static_cast<std::uint32_t>(grid_.local_edges.size())});
      grid_.block_regions.push_back(region);
    }
  }

  void add_blocks(double column, double row) {
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      const std::size_t lane = i % EdgeBlock::kLanes;
      if (lane == 0) {
        EdgeBlock empty{};
        empty.left.fill(std::numeric_limits<float>::infinity());
        grid_.blocks.push_back(empty);
      }
      put(sides_[i], column, row, lane, grid_.blocks.back());
    }
  }

  void put(const LocalEdge& side, double column, double row, std::size_t lane,
           EdgeBlock& block) const {
    const Edge& edge = grid_.edges[side.edge];
    const double u = grid_.x.of(edge.a.x) - column;
    const double v = grid_.y.of(edge.a.y) - row;
    block.left[lane] = static_cast<float>(u);
    block.right[lane] = static_cast<float>(grid_.x.of(edge.b.x) - column);
    // The direction from exact differences: that of a short edge would drown in the error of Axis.
    const double du = (edge.b.x - edge.a.x) * grid_.x.scale;
    const double dv = (edge.b.y - edge.a.y) * grid_.y.scale;
    const double length = std::hypot(du, dv);
    // Otherwise the line stays 0 everywhere, which decides nothing.
    if (length > 1e-290 && length < 1e290) {
      const double sign = side.inverted ? -1 : 1;
      const double p = -dv / length * sign;
      const double q = du / length * sign;
      block.p[lane] = static_cast<float>(p);
      block.q[lane] = static_cast<float>(q);
      block.r[lane] = static_cast<float>(-(p * u + q * v));
    }
    std::uint32_t flips = side.beyond ? EdgeBlock::kBeyond : 0;
    for (const Owner& owner : owners(side.edge)) {
      const auto at = std::lower_bound(local_.begin(), local_.end(), owner.rank);
      if (at != local_.end() && owner.flips) flips |= 1U << (at - local_.begin());
    }
    block.flips[lane] = flips;
  }

  const Context& context_;
  LabelGrid grid_;
  std::vector<std::uint32_t> order_;        // rank to region
  std::vector<std::uint32_t> owner_start_;  // for each edge, into owners_
  std::vector<Owner> owners_;
  std::vector<std::size_t> touch_start_;  // for each cell, into touching_
  std::vector<std::uint32_t> touching_;   // edges
  std::vector<double> column_x_;          // of the corners
  std::vector<double> row_y_;
  std::vector<std::size_t> crossing_start_;  // for each row, into crossings_
  std::vector<Crossing> crossings_;
  // Of the cell in hand:
  std::vector<Rank> local_;
  std::vector<LocalEdge> sides_;
  std::vector<std::pair<Rank, LocalEdge>> owned_;
};

}  // namespace

LabelGrid::Answer LabelGrid::exact(const BorderCell& cell, Point position) const {
  for (std::uint32_t i = cell.first_region; i < cell.end_region; ++i) {
    const LocalRegion& local = local_regions[i];
    bool inside = local.holds_corner;
    for (std::uint32_t k = local.first_edge; k < local.end_edge; ++k) {
      const LocalEdge& side = local_edges[k];
      const auto& [a, b] = edges[side.edge];
      bool crossed = false;
      if (position.x < a.x) continue;
      if (position.x > b.x) {
        crossed = side.beyond;
      } else {
        const int above = base::orientation(a, b, position);
        if (above == 0 && position.y >= std::min(a.y, b.y) && position.y <= std::max(a.y, b.y)) {
          return {local.region, true};
        }
        crossed = position.x == b.x ? side.beyond : (above > 0) != side.inverted;
      }
      inside = inside != (crossed && side.flips);
    }
    if (inside) return {local.region, false};
  }
  return {cell.otherwise, false};
}

LabelGrid build_label_grid(const PolygonSet& regions, const Context& context) {
  return Builder(regions, context).build();
}

}  // namespace geo::join
