#include "geo/density/bins.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <variant>

#include "base/number.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "lattice.hpp"

namespace geo::density {
namespace {

constexpr std::size_t kGrain = 1 << 16;
constexpr std::array<BinShape, 3> kShapes = {BinShape::kSquare, BinShape::kHexagonPointy,
                                             BinShape::kHexagonFlat};

// A compensated sum.
struct Sum {
  double sum = 0;
  double error = 0;
  std::uint64_t missing = 0;

  void add(double value) {
    const double next = sum + value;
    error += std::abs(sum) >= std::abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  void add(const Sum& other) {
    add(other.sum);
    error += other.error;
    missing += other.missing;
  }
  [[nodiscard]] double value() const { return std::isfinite(sum) ? sum + error : sum; }
};

// Bins with what is in them, in ascending order; `values` sums for each bin.
struct Tally {
  std::vector<BinKey> key;
  std::vector<std::uint64_t> count;
  std::vector<Sum> sums;
};

using Values = std::vector<const std::vector<double>*>;

// The bins of one chunk of points. A hash table finds the bin, so that only bins are sorted.
Tally tally(const PointSet& points, const Values& values, const Lattice& lattice, std::size_t begin,
            std::size_t end) {
  constexpr std::size_t kSlots = 2 * kGrain;
  constexpr std::uint32_t kEmpty = 0xFFFFFFFF;
  std::vector<std::uint32_t> slot(kSlots, kEmpty);
  Tally found;
  for (std::size_t i = begin; i < end; ++i) {
    const BinKey key = lattice.bin_of({points.x[i], points.y[i]});
    std::uint64_t hash = static_cast<std::uint64_t>(key.row) * 0x9E3779B97F4A7C15U +
                         static_cast<std::uint64_t>(key.column) * 0xC2B2AE3D27D4EB4FU;
    hash ^= hash >> 32;
    std::size_t at = hash % kSlots;
    while (slot[at] != kEmpty && !(found.key[slot[at]] == key)) at = (at + 1) % kSlots;
    if (slot[at] == kEmpty) {
      slot[at] = static_cast<std::uint32_t>(found.key.size());
      found.key.push_back(key);
      found.count.push_back(0);
      found.sums.resize(found.sums.size() + values.size());
    }
    const std::size_t bin = slot[at];
    ++found.count[bin];
    for (std::size_t v = 0; v < values.size(); ++v) {
      Sum& sum = found.sums[bin * values.size() + v];
      const double value = values[v] == nullptr ? 1.0 : (*values[v])[i];
      if (std::isfinite(value)) {
        sum.add(value);
      } else {
        ++sum.missing;
      }
    }
  }
  std::vector<std::uint32_t> order(found.key.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return found.key[a] < found.key[b]; });
  Tally sorted;
  sorted.key.reserve(order.size());
  sorted.count.reserve(order.size());
  sorted.sums.reserve(found.sums.size());
  for (const std::uint32_t bin : order) {
    sorted.key.push_back(found.key[bin]);
    sorted.count.push_back(found.count[bin]);
    for (std::size_t v = 0; v < values.size(); ++v) {
      sorted.sums.push_back(found.sums[bin * values.size() + v]);
    }
  }
  return sorted;
}

Tally merged(const Tally& a, const Tally& b, std::size_t values, const Context& context) {
  Tally out;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto take = [&](const Tally& from, std::size_t& at) {
    out.key.push_back(from.key[at]);
    out.count.push_back(from.count[at]);
    for (std::size_t v = 0; v < values; ++v) out.sums.push_back(from.sums[at * values + v]);
    ++at;
  };
  while (i < a.key.size() || j < b.key.size()) {
    if (out.key.size() % kGrain == 0) context.check();
    if (j == b.key.size() || (i < a.key.size() && a.key[i] < b.key[j])) {
      take(a, i);
    } else if (i == a.key.size() || b.key[j] < a.key[i]) {
      take(b, j);
    } else {
      take(a, i);
      out.count.back() += b.count[j];
      for (std::size_t v = 0; v < values; ++v) {
        out.sums[out.sums.size() - values + v].add(b.sums[j * values + v]);
      }
      ++j;
    }
  }
  return out;
}

// Chunks in parallel, then pairs of neighbours, then pairs of those: the same sums with any number
// of threads.
Tally tally_all(const PointSet& points, const Values& values, const Lattice& lattice,
                const Context& context) {
  std::vector<Tally> parts(base::chunk_count(points.size(), kGrain));
  base::parallel_for(context, points.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!lattice.holds({points.x[i], points.y[i]})) {
        throw Error(ErrorCode::kOption,
                    "size of bins: it is too small for coordinates as large as (" +
                        base::number_text(points.x[i], 9) + ", " +
                        base::number_text(points.y[i], 9) + "); give a larger size in metres");
      }
    }
    parts[begin / kGrain] = tally(points, values, lattice, begin, end);
  });
  while (parts.size() > 1) {
    std::vector<Tally> next((parts.size() + 1) / 2);
    base::run_chunks(context, next.size(), [&](std::size_t k) {
      if (2 * k + 1 == parts.size()) {
        next[k] = std::move(parts[2 * k]);
        return;
      }
      next[k] = merged(parts[2 * k], parts[2 * k + 1], values.size(), context);
      parts[2 * k] = {};
      parts[2 * k + 1] = {};
    });
    parts = std::move(next);
  }
  return parts.empty() ? Tally{} : std::move(parts.front());
}

Values values_of(const PointSet& points, const BinOptions& options,
                 std::vector<std::string>& names) {
  Values values;
  if (options.weight) {
    values.push_back(points.weight.empty() ? nullptr : &points.weight);
    names.emplace_back("weight");
  }
  for (const std::string& name : options.columns) {
    const Column* column = points.find(name);
    if (column == nullptr) {
      throw Error(ErrorCode::kOption, "bins: the points have no column '" + name + "'");
    }
    const auto* numbers = std::get_if<std::vector<double>>(&column->values);
    if (numbers == nullptr) {
      throw Error(ErrorCode::kOption,
                  "bins: the column '" + name + "' is not of numbers; sums and means need numbers");
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      throw Error(ErrorCode::kOption, "bins: '" + name + "' is asked for twice");
    }
    values.push_back(numbers);
    names.push_back(name);
  }
  return values;
}

void refuse_too_many(double bins, const BinOptions& options) {
  if (bins <= static_cast<double>(options.most_bins)) return;
  throw Error(ErrorCode::kOption, "size of bins: " + base::number_text(options.size_m, 6) +
                                      " m gives up to " + base::number_text(bins, 3) +
                                      " bins, more than " +
                                      base::number_text(static_cast<double>(options.most_bins), 9) +
                                      "; give a larger size");
}

template <typename T>
TableColumn column_of(const std::string& name, const Text& label, const std::string& unit,
                      int decimals, std::vector<T> values) {
  return {name, label, unit, decimals, std::move(values)};
}

Table table_of(const Tally& all, const Lattice& lattice, const PointSet& points,
               const BinOptions& options, const std::vector<std::string>& names,
               const PolygonSet& shapes) {
  const std::size_t n = all.key.size();
  const bool flat = options.shape == BinShape::kHexagonFlat;
  const double area_km2 = lattice.area() / 1e6;
  std::vector<std::string> code(n);
  std::vector<std::int64_t> column(n), row(n), count(n);
  std::vector<double> x(n), y(n), density(n);
  for (std::size_t b = 0; b < n; ++b) {
    code[b] = shapes.regions[b].code;
    column[b] = flat ? all.key[b].row : all.key[b].column;
    row[b] = flat ? all.key[b].column : all.key[b].row;
    const Point centre = lattice.centre(all.key[b]);
    x[b] = centre.x;
    y[b] = centre.y;
    count[b] = static_cast<std::int64_t>(all.count[b]);
    density[b] = static_cast<double>(all.count[b]) / area_km2;
  }
  Table table;
  table.name = "bins";
  table.title = {"格网统计", "Counts by bins"};
  const auto add = [&](TableColumn made) { table.columns.push_back(std::move(made)); };
  add(column_of("bin", {"格网", "Bin"}, "", 0, std::move(code)));
  add(column_of("column", {"列", "Column"}, "", 0, std::move(column)));
  add(column_of("row", {"行", "Row"}, "", 0, std::move(row)));
  add(column_of("x", {"中心 x", "Centre x"}, "m", 1, std::move(x)));
  add(column_of("y", {"中心 y", "Centre y"}, "m", 1, std::move(y)));
  add(column_of("area_km2", {"面积", "Area"}, "km2", 3, std::vector<double>(n, area_km2)));
  add(column_of("count", {"数量", "Count"}, "", 0, std::move(count)));
  add(column_of("density_per_km2", {"密度", "Density"}, "1/km2", 2, std::move(density)));
  for (std::size_t v = 0; v < names.size(); ++v) {
    std::vector<double> sum(n), mean(n);
    std::vector<std::int64_t> missing(n);
    for (std::size_t b = 0; b < n; ++b) {
      const Sum& found = all.sums[b * names.size() + v];
      sum[b] = found.value();
      // No point with a value: 0 / 0 is NaN, missing.
      mean[b] = sum[b] / static_cast<double>(all.count[b] - found.missing);
      missing[b] = static_cast<std::int64_t>(found.missing);
    }
    const std::string& name = names[v];
    add(column_of("sum_" + name, {name + " 合计", "Sum of " + name}, "", 2, std::move(sum)));
    add(column_of("mean_" + name, {name + " 均值", "Mean of " + name}, "", 2, std::move(mean)));
    add(column_of("missing_" + name, {name + " 缺失数", "Points without " + name}, "", 0,
                  std::move(missing)));
  }
  if (points.synthetic) {
    table.notes.push_back({"企业数据为程序生成的合成数据，不代表任何真实企业。",
                           "The points are synthetic data made by a program."});
  }
  return table;
}

}  // namespace

std::string name_of(BinShape shape) {
  switch (shape) {
    case BinShape::kSquare:
      return "square";
    case BinShape::kHexagonPointy:
      return "hexagon_pointy";
    case BinShape::kHexagonFlat:
      return "hexagon_flat";
  }
  return {};
}

BinShape bin_shape_named(const std::string& name) {
  for (const BinShape shape : kShapes) {
    if (name_of(shape) == name) return shape;
  }
  throw Error(
      ErrorCode::kOption,
      "shape of bins \"" + name + "\" is not known; use square, hexagon_pointy or hexagon_flat");
}

Bins count_by_bins(const PointSet& points, const BinOptions& options, const Context& context) {
  if (!(options.size_m > 0) || !std::isfinite(options.size_m)) {
    throw Error(ErrorCode::kOption, "size of bins: it must be a positive number of metres");
  }
  const Lattice lattice(options.shape, options.size_m);
  Bins bins;
  std::vector<std::string> names;
  const Values values = values_of(points, options, names);
  Tally all = tally_all(points, values, lattice, context);
  if (options.cover && !options.cover->empty()) {
    const Box& box = *options.cover;
    refuse_too_many(lattice.bound(box), options);
    if (!lattice.holds({box.min_x, box.min_y}) || !lattice.holds({box.max_x, box.max_y})) {
      throw Error(ErrorCode::kOption,
                  "size of bins: it is too small for the coordinates of the box to cover");
    }
    Tally empty;
    empty.key = lattice.touching(box);
    empty.count.resize(empty.key.size());
    empty.sums.resize(empty.key.size() * values.size());
    all = merged(all, empty, values.size(), context);
  }
  const std::size_t n = all.key.size();
  refuse_too_many(static_cast<double>(n), options);

  bins.shapes.crs = points.crs;
  const bool flat = options.shape == BinShape::kHexagonFlat;
  for (std::size_t b = 0; b < n; ++b) {
    if (b % kGrain == 0) context.check();
    const BinKey key = all.key[b];
    Region region;
    region.code = std::to_string(flat ? key.row : key.column) + "_" +
                  std::to_string(flat ? key.column : key.row);
    region.name = {region.code, region.code};
    bins.shapes.add_region(std::move(region));
    bins.shapes.add_part();
    bins.shapes.add_ring(lattice.corners(key));
  }
  bins.table = table_of(all, lattice, points, options, names, bins.shapes);
  bins.points = points.size();
  for (std::size_t v = 0; v < names.size(); ++v) {
    Sum total;
    for (std::size_t b = 0; b < n; ++b) total.add(all.sums[b * names.size() + v]);
    bins.totals.push_back({names[v], total.value(), total.missing});
  }
  return bins;
}

}  // namespace geo::density
