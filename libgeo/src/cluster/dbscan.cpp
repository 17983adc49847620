#include "geo/cluster/dbscan.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "base/parallel.hpp"
#include "cluster/cell_index.hpp"
#include "cluster/close_pair.hpp"
#include "geo/cluster/hulls.hpp"
#include "geo/core/error.hpp"

namespace geo::cluster {
namespace {

constexpr std::size_t kCellGrain = 1024;
constexpr std::uint32_t kNoCell = 0xFFFFFFFF;
constexpr double kLeastEps = 1e-150;  // so that its square is a number
constexpr double kGreatestEps = 1e150;
constexpr std::size_t kMaxPoints = std::size_t{1} << 30;

void check(const PointSet& points, const DbscanOptions& options) {
  if (!(options.eps_m > kLeastEps && options.eps_m < kGreatestEps)) {
    throw Error(ErrorCode::kOption, "eps_m of the clusters is " + std::to_string(options.eps_m) +
                                        "; give a positive distance in metres");
  }
  if (options.min_points < 1) {
    throw Error(ErrorCode::kOption, "min_points of the clusters is " +
                                        std::to_string(options.min_points) + "; give 1 or more");
  }
  if (!(options.hull_ratio >= 0 && options.hull_ratio <= 1)) {
    throw Error(ErrorCode::kOption, "hull_ratio of the clusters is " +
                                        std::to_string(options.hull_ratio) + "; give 0 to 1");
  }
  const auto too_fine = [&](double c) {
    return std::abs(c) > kGreatestEps && std::abs(c) / options.eps_m > 1e300;
  };
  if (std::any_of(points.x.begin(), points.x.end(), too_fine) ||
      std::any_of(points.y.begin(), points.y.end(), too_fine)) {
    throw Error(ErrorCode::kOption,
                "eps_m of the clusters is too small for coordinates beyond 1e150");
  }
  if (points.size() >= kMaxPoints) {
    throw Error(ErrorCode::kMemory, "clusters of " + std::to_string(points.size()) +
                                        " points; at most 2^30 - 1 are possible");
  }
}

/// Sets of cells that grow together. Threads may join at the same time; which cells end up in one
/// set does not depend on their order.
class CellSets {
 public:
  explicit CellSets(std::size_t cells) : parent_(cells) {
    for (std::uint32_t cell = 0; cell < cells; ++cell) parent_[cell].store(cell, kRelaxed);
  }

  std::uint32_t root(std::uint32_t cell) {
    std::uint32_t parent = parent_[cell].load(kRelaxed);
    while (parent != cell) {
      std::uint32_t grandparent = parent_[parent].load(kRelaxed);
      if (grandparent != parent) parent_[cell].compare_exchange_weak(parent, grandparent, kRelaxed);
      cell = grandparent;
      parent = parent_[cell].load(kRelaxed);
    }
    return cell;
  }

  bool joined(std::uint32_t a, std::uint32_t b) { return root(a) == root(b); }

  void join(std::uint32_t a, std::uint32_t b) {
    for (;;) {
      a = root(a);
      b = root(b);
      if (a == b) return;
      if (a < b) std::swap(a, b);  // the greater root goes below the lesser: no cycles
      std::uint32_t expected = a;
      if (parent_[a].compare_exchange_strong(expected, b, kRelaxed)) return;
    }
  }

 private:
  static constexpr std::memory_order kRelaxed = std::memory_order_relaxed;
  std::vector<std::atomic<std::uint32_t>> parent_;
};

class Dbscan {
 public:
  Dbscan(const PointSet& points, const DbscanOptions& options, const Context& context)
      : context_(context),
        min_points_(static_cast<std::uint32_t>(options.min_points)),
        eps2_(options.eps_m * options.eps_m),
        index_(points, options.eps_m, context),
        core_(points.size(), 0),
        core_end_(index_.cells()),
        sets_(index_.cells()) {}

  Clusters run() {
    context_.report(0.3);
    find_cores();
    context_.report(0.6);
    cores_first();
    count_cores();
    join_cells();
    context_.report(0.8);
    return label();
  }

 private:
  /// `body(cell, neighbourhood)` of every cell.
  template <typename Body>
  void for_cells(const Body& body) {
    base::parallel_for(context_, index_.cells(), kCellGrain,
                       [&](std::size_t first, std::size_t last) {
                         Neighbourhood neighbourhood(index_);
                         for (std::size_t cell = first; cell < last; ++cell) {
                           body(static_cast<std::uint32_t>(cell), neighbourhood);
                         }
                       });
  }

  [[nodiscard]] std::uint32_t count_within(std::uint32_t from, std::uint32_t begin,
                                           std::uint32_t end) const {
    const double px = index_.x[from];
    const double py = index_.y[from];
    const double* x = index_.x.data();
    const double* y = index_.y.data();
    std::uint32_t count = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      const double dx = x[i] - px;
      const double dy = y[i] - py;
      count += dx * dx + dy * dy <= eps2_ ? 1U : 0U;
    }
    return count;
  }

  void find_cores() {
    for_cells([&](std::uint32_t cell, Neighbourhood& neighbourhood) {
      const std::uint32_t begin = index_.begin[cell];
      const std::uint32_t end = index_.begin[cell + 1];
      if (end - begin >= min_points_) {  // all are neighbours of each other
        std::fill(core_.begin() + begin, core_.begin() + end, std::uint8_t{1});
        return;
      }
      const std::vector<Neighbourhood::Run>& runs = neighbourhood.around(cell);
      std::uint64_t candidates = 0;
      for (const auto& run : runs) candidates += index_.begin[run.last] - index_.begin[run.first];
      if (candidates < min_points_) return;
      for (std::uint32_t i = begin; i < end; ++i) {
        std::uint64_t neighbours = 0;
        for (const auto& run : runs) {
          neighbours += count_within(i, index_.begin[run.first], index_.begin[run.last]);
          if (neighbours >= min_points_) break;
        }
        core_[i] = neighbours >= min_points_ ? 1 : 0;
      }
    });
  }

  /// Moves the core points of every cell before its others; both stay in order of index.
  void cores_first() {
    base::parallel_for(context_, index_.cells(), kCellGrain,
                       [&](std::size_t first, std::size_t last) {
                         struct Place {
                           double x;
                           double y;
                           std::uint32_t point;
                         };
                         std::vector<Place> others;
                         for (std::size_t cell = first; cell < last; ++cell) {
                           std::uint32_t place = index_.begin[cell];
                           others.clear();
                           for (std::uint32_t i = place; i < index_.begin[cell + 1]; ++i) {
                             if (core_[i] == 0) {
                               others.push_back({index_.x[i], index_.y[i], index_.order[i]});
                               continue;
                             }
                             index_.x[place] = index_.x[i];
                             index_.y[place] = index_.y[i];
                             index_.order[place++] = index_.order[i];
                           }
                           core_end_[cell] = place;
                           for (const Place& other : others) {
                             index_.x[place] = other.x;
                             index_.y[place] = other.y;
                             index_.order[place++] = other.point;
                           }
                         }
                       });
  }

  void count_cores() {
    cores_before_.resize(index_.cells() + 1);
    std::uint32_t cores = 0;
    for (std::size_t cell = 0; cell < index_.cells(); ++cell) {
      cores_before_[cell] = cores;
      cores += core_end_[cell] - index_.begin[cell];
    }
    cores_before_.back() = cores;
  }

  [[nodiscard]] bool has_core(const Neighbourhood::Run& run) const {
    return cores_before_[run.last] > cores_before_[run.first];
  }
  [[nodiscard]] bool has_core(std::uint32_t cell) const {
    return core_end_[cell] > index_.begin[cell];
  }

  bool near(std::uint32_t a, std::uint32_t b, std::vector<Point>& pa,
            std::vector<Point>& pb) const {
    const auto fill = [&](std::uint32_t cell, std::vector<Point>& to) {
      to.clear();
      for (std::uint32_t i = index_.begin[cell]; i < core_end_[cell]; ++i) {
        to.push_back({index_.x[i], index_.y[i]});
      }
    };
    fill(a, pa);
    fill(b, pb);
    return close_pair(pa, pb, eps2_);
  }

  /// Joins the cells with a pair of core points within eps: first those that share an edge, which
  /// settles most, then the rest that is not joined by then.
  void join_cells() {
    for (const bool edges : {true, false}) {
      base::parallel_for(
          context_, index_.cells(), kCellGrain, [&](std::size_t first, std::size_t last) {
            Neighbourhood neighbourhood(index_);
            std::vector<Point> pa;
            std::vector<Point> pb;
            for (std::size_t c = first; c < last; ++c) {
              const auto cell = static_cast<std::uint32_t>(c);
              if (!has_core(cell)) continue;
              for (const auto& run : neighbourhood.around(cell)) {
                for (std::uint32_t other = run.first; other < std::min(run.last, cell); ++other) {
                  if (!has_core(other) || edges != share_edge(cell, other)) continue;
                  if (!sets_.joined(cell, other) && near(cell, other, pa, pb)) {
                    sets_.join(cell, other);
                  }
                }
              }
            }
          });
    }
  }

  [[nodiscard]] bool share_edge(std::uint32_t a, std::uint32_t b) const {
    const std::uint32_t rows = index_.row_number[index_.row_of[a]] -
                               index_.row_number[index_.row_of[b]];  // b comes before a
    const std::uint32_t columns = index_.column[a] > index_.column[b]
                                      ? index_.column[a] - index_.column[b]
                                      : index_.column[b] - index_.column[a];
    return rows + columns == 1;
  }

  /// The cell of the nearest core point within eps, ties to the lowest point; kNoCell: noise.
  [[nodiscard]] std::uint32_t nearest_core(std::uint32_t from,
                                           const std::vector<Neighbourhood::Run>& runs) const {
    double best = eps2_;
    std::uint32_t best_point = kNoCell;
    std::uint32_t best_cell = kNoCell;
    for (const auto& run : runs) {
      if (!has_core(run)) continue;
      for (std::uint32_t cell = run.first; cell < run.last; ++cell) {
        for (std::uint32_t i = index_.begin[cell]; i < core_end_[cell]; ++i) {
          const double dx = index_.x[i] - index_.x[from];
          const double dy = index_.y[i] - index_.y[from];
          const double d = dx * dx + dy * dy;
          if (d > best || (d == best && index_.order[i] > best_point)) continue;
          best = d;
          best_point = index_.order[i];
          best_cell = cell;
        }
      }
    }
    return best_cell;
  }

  Clusters label() {
    const std::size_t n = core_.size();
    Clusters clusters;
    clusters.label.assign(n, Clusters::kNoise);
    clusters.core.assign(n, 0);
    // For now a point's label is the root of its cell.
    for_cells([&](std::uint32_t cell, Neighbourhood& neighbourhood) {
      const std::uint32_t core_end = core_end_[cell];
      if (has_core(cell)) {
        const auto root = static_cast<std::int32_t>(sets_.root(cell));
        for (std::uint32_t i = index_.begin[cell]; i < core_end; ++i) {
          clusters.label[index_.order[i]] = root;
          clusters.core[index_.order[i]] = 1;
        }
      }
      if (core_end == index_.begin[cell + 1]) return;
      const std::vector<Neighbourhood::Run>& runs = neighbourhood.around(cell);
      for (std::uint32_t i = core_end; i < index_.begin[cell + 1]; ++i) {
        const std::uint32_t near = nearest_core(i, runs);
        if (near == kNoCell) continue;
        clusters.label[index_.order[i]] = static_cast<std::int32_t>(sets_.root(near));
      }
    });
    number(clusters);
    return clusters;
  }

  /// Numbers clusters by size, ties by their lowest point: that is the order in which they appear.
  void number(Clusters& clusters) const {
    std::vector<std::int32_t> appeared(index_.cells(), Clusters::kNoise);
    std::vector<std::uint32_t> count;
    for (std::int32_t& label : clusters.label) {
      if (label == Clusters::kNoise) continue;
      std::int32_t& mine = appeared[static_cast<std::size_t>(label)];
      if (mine == Clusters::kNoise) {
        mine = static_cast<std::int32_t>(count.size());
        count.push_back(0);
      }
      ++count[static_cast<std::size_t>(mine)];
      label = mine;
    }
    std::vector<std::size_t> order(count.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return count[a] > count[b]; });
    std::vector<std::int32_t> rank(count.size());
    for (std::size_t k = 0; k < order.size(); ++k) {
      rank[order[k]] = static_cast<std::int32_t>(k);
      clusters.count.push_back(count[order[k]]);
    }
    for (std::int32_t& label : clusters.label) {
      if (label != Clusters::kNoise) label = rank[static_cast<std::size_t>(label)];
    }
  }

  const Context& context_;
  std::uint32_t min_points_;
  double eps2_;
  CellIndex index_;
  std::vector<std::uint8_t> core_;           // at each sorted place, until cores come first
  std::vector<std::uint32_t> core_end_;      // of each cell: past its core points
  std::vector<std::uint32_t> cores_before_;  // cells + 1: core points in the cells before
  CellSets sets_;
};

/// Weights and centres, point by point in order. Positions are taken from a point of the cluster,
/// so that far from the origin no digits are lost.
void measure(const PointSet& points, Clusters& clusters) {
  struct Sum {
    Point from;
    double x = 0;
    double y = 0;
    double weighted_x = 0;
    double weighted_y = 0;
    double weight = 0;
    bool begun = false;
  };
  std::vector<Sum> sums(clusters.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (clusters.label[i] == Clusters::kNoise) continue;
    Sum& sum = sums[static_cast<std::size_t>(clusters.label[i])];
    if (!std::exchange(sum.begun, true)) sum.from = {points.x[i], points.y[i]};
    const double dx = points.x[i] - sum.from.x;
    const double dy = points.y[i] - sum.from.y;
    const double weight = points.weight_of(i);
    sum.x += dx;
    sum.y += dy;
    sum.weighted_x += weight * dx;
    sum.weighted_y += weight * dy;
    sum.weight += weight;
  }
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const Sum& sum = sums[c];
    const double count = clusters.count[c];
    clusters.weight.push_back(sum.weight);
    clusters.centre.push_back(sum.weight > 0
                                  ? Point{sum.from.x + sum.weighted_x / sum.weight,
                                          sum.from.y + sum.weighted_y / sum.weight}
                                  : Point{sum.from.x + sum.x / count, sum.from.y + sum.y / count});
  }
}

}  // namespace

Clusters dbscan(const PointSet& points, const DbscanOptions& options, const Context& context) {
  check(points, options);
  Clusters clusters = Dbscan(points, options, context).run();
  measure(points, clusters);
  clusters.hulls.crs = points.crs;
  if (options.hulls) {
    clusters.hulls = hulls(points, clusters.label, clusters.size(),
                           {options.hull_ratio, options.eps_m}, context);
  }
  context.report(1);
  return clusters;
}

}  // namespace geo::cluster
