#include "cluster/cell_index.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"

namespace geo::cluster {
namespace {

constexpr std::size_t kGrain = 1 << 15;
/// Up to so many cells along an axis the cell of a coordinate is computed by one multiplication;
/// its error is far below kSlack.
constexpr double kPlainCells = 1 << 26;
constexpr double kSlack = 1e-6;

struct Range {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
};

Range range_of(const std::vector<double>& values, const Context& context) {
  return base::parallel_reduce(
      context, values.size(), kGrain, Range{},
      [&](std::size_t begin, std::size_t end) {
        Range range;
        for (std::size_t i = begin; i < end; ++i) {
          range.min = std::min(range.min, values[i]);
          range.max = std::max(range.max, values[i]);
        }
        return range;
      },
      [](Range a, const Range& b) {
        return Range{std::min(a.min, b.min), std::max(a.max, b.max)};
      });
}

/// The cell of every coordinate along one axis, and how many cells there are.
struct Axis {
  std::vector<std::uint32_t> cell;
  std::uint64_t cells = 0;
};

Axis plain_axis(const std::vector<double>& values, Range range, double side,
                const Context& context) {
  Axis axis;
  axis.cell.resize(values.size());
  const double per_side = 1 / side;
  base::parallel_for(context, values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      axis.cell[i] =
          static_cast<std::uint32_t>(static_cast<std::int32_t>((values[i] - range.min) * per_side));
    }
  });
  axis.cells = static_cast<std::uint64_t>((range.max - range.min) * per_side) + 1;
  return axis;
}

/// For a wide box and a small eps: the side is a power of two, so that cells are exact however many
/// there are, and long stretches of empty cells are squeezed to `reach` + 1.
Axis squeezed_axis(const std::vector<double>& values, double side, int reach,
                   const Context& context) {
  std::vector<double> cells(values.size());
  base::parallel_for(context, values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) cells[i] = std::floor(values[i] / side);
  });
  std::vector<double> distinct = cells;
  std::sort(distinct.begin(), distinct.end());
  context.check();
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<std::uint32_t> squeezed(distinct.size(), 0);
  for (std::size_t k = 1; k < distinct.size(); ++k) {
    const double gap = std::min(distinct[k] - distinct[k - 1], static_cast<double>(reach + 1));
    squeezed[k] = squeezed[k - 1] + static_cast<std::uint32_t>(gap);
  }
  Axis axis;
  axis.cell.resize(values.size());
  base::parallel_for(context, values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto found = std::lower_bound(distinct.begin(), distinct.end(), cells[i]);
      axis.cell[i] = squeezed[static_cast<std::size_t>(found - distinct.begin())];
    }
  });
  axis.cells = std::uint64_t{squeezed.back()} + 1;
  return axis;
}

template <typename Key>
struct Keyed {
  Key key;
  std::uint32_t point;
};

/// Sorts by key, stable: least significant digits first, in fixed chunks, so that threads do not
/// change the result.
template <typename Key>
void radix_sort(std::vector<Keyed<Key>>& items, int bits, const Context& context) {
  const int passes = std::max(1, (bits + 10) / 11);
  const int width = std::max(1, (bits + passes - 1) / passes);
  const std::size_t digits = std::size_t{1} << width;
  const std::size_t grain = std::max(kGrain, (items.size() + 63) / 64);
  const std::size_t chunks = base::chunk_count(items.size(), grain);
  std::vector<Keyed<Key>> other(items.size());
  std::vector<std::uint32_t> places(chunks * digits);
  for (int pass = 0; pass < passes; ++pass) {
    const int shift = pass * width;
    const auto digit = [&](const Keyed<Key>& item) {
      return static_cast<std::size_t>(item.key >> shift) & (digits - 1);
    };
    std::fill(places.begin(), places.end(), 0U);
    base::run_chunks(context, chunks, [&](std::size_t chunk) {
      std::uint32_t* count = places.data() + chunk * digits;
      const std::size_t end = std::min(items.size(), (chunk + 1) * grain);
      for (std::size_t i = chunk * grain; i < end; ++i) ++count[digit(items[i])];
    });
    std::uint32_t place = 0;
    for (std::size_t d = 0; d < digits; ++d) {
      for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        place += std::exchange(places[chunk * digits + d], place);
      }
    }
    base::run_chunks(context, chunks, [&](std::size_t chunk) {
      std::uint32_t* next = places.data() + chunk * digits;
      const std::size_t end = std::min(items.size(), (chunk + 1) * grain);
      for (std::size_t i = chunk * grain; i < end; ++i) other[next[digit(items[i])]++] = items[i];
    });
    items.swap(other);
  }
}

/// Fills order and the cells from the cell of every point.
template <typename Key>
void sort_into_cells(CellIndex& index, Axis columns, Axis rows, const Context& context) {
  const std::size_t n = columns.cell.size();
  const Key width = static_cast<Key>(columns.cells);
  std::vector<Keyed<Key>> items(n);
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      items[i] = {static_cast<Key>(rows.cell[i] * width + columns.cell[i]),
                  static_cast<std::uint32_t>(i)};
    }
  });
  columns.cell = {};
  rows.cell = {};
  radix_sort(items, static_cast<int>(std::bit_width(columns.cells * rows.cells - 1)), context);

  index.order.resize(n);
  std::vector<std::uint32_t> cells_in(base::chunk_count(n, kGrain) + 1, 0);
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    std::uint32_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      index.order[i] = items[i].point;
      if (i == 0 || items[i].key != items[i - 1].key) ++count;
    }
    cells_in[begin / kGrain + 1] = count;
  });
  for (std::size_t chunk = 1; chunk < cells_in.size(); ++chunk) {
    cells_in[chunk] += cells_in[chunk - 1];
  }
  const std::size_t cells = cells_in.back();
  index.begin.resize(cells + 1);
  index.begin.back() = static_cast<std::uint32_t>(n);
  index.column.resize(cells);
  index.row_of.resize(cells);  // the row's number at first, its index below
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    std::uint32_t cell = cells_in[begin / kGrain];
    for (std::size_t i = begin; i < end; ++i) {
      if (i > 0 && items[i].key == items[i - 1].key) continue;
      index.begin[cell] = static_cast<std::uint32_t>(i);
      index.column[cell] = static_cast<std::uint32_t>(items[i].key % width);
      index.row_of[cell] = static_cast<std::uint32_t>(items[i].key / width);
      ++cell;
    }
  });
  for (std::uint32_t cell = 0; cell < cells; ++cell) {
    const std::uint32_t number = index.row_of[cell];
    if (index.row_number.empty() || index.row_number.back() != number) {
      index.row_number.push_back(number);
      index.row_begin.push_back(cell);
    }
    index.row_of[cell] = static_cast<std::uint32_t>(index.row_number.size() - 1);
  }
  index.row_begin.push_back(static_cast<std::uint32_t>(cells));
}

}  // namespace

CellIndex::CellIndex(const PointSet& points, double eps, const Context& context) {
  const std::size_t n = points.size();
  if (n == 0) {
    begin = {0};
    row_begin = {0};
    return;
  }
  const Range range_x = range_of(points.x, context);
  const Range range_y = range_of(points.y, context);
  double side = eps / std::numbers::sqrt2 * (1 - 4 * kSlack);
  const double span = std::max(range_x.max - range_x.min, range_y.max - range_y.min);
  Axis columns;
  Axis rows;
  if (span / side < kPlainCells) {
    columns = plain_axis(points.x, range_x, side, context);
    rows = plain_axis(points.y, range_y, side, context);
  } else {
    side = std::exp2(std::floor(std::log2(side)));
    reach = static_cast<int>(eps / side) + 1;
    columns = squeezed_axis(points.x, side, reach, context);
    rows = squeezed_axis(points.y, side, reach, context);
  }
  if (std::bit_width(columns.cells) + std::bit_width(rows.cells) <= 32) {
    sort_into_cells<std::uint32_t>(*this, std::move(columns), std::move(rows), context);
  } else {
    sort_into_cells<std::uint64_t>(*this, std::move(columns), std::move(rows), context);
  }
  x.resize(n);
  y.resize(n);
  base::parallel_for(context, n, kGrain, [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      x[i] = points.x[order[i]];
      y[i] = points.y[order[i]];
    }
  });
}

void Neighbourhood::enter(std::uint32_t row) {
  row_ = row;
  rows_.clear();
  runs_.clear();
  const auto add = [&](std::size_t r) {
    rows_.push_back({index_.row_begin[r + 1]});
    runs_.push_back({index_.row_begin[r], index_.row_begin[r]});
  };
  add(row);
  const std::uint32_t number = index_.row_number[row];
  const auto reach = static_cast<std::uint32_t>(index_.reach);
  std::size_t above = row;
  std::size_t below = row;
  for (std::uint32_t step = 1; step <= reach; ++step) {
    if (below > 0 && number - index_.row_number[below - 1] == step) add(--below);
    if (above + 1 < index_.rows() && index_.row_number[above + 1] - number == step) add(++above);
  }
}

const std::vector<Neighbourhood::Run>& Neighbourhood::around(std::uint32_t cell) {
  const std::uint32_t column = index_.column[cell];
  const auto reach = static_cast<std::uint32_t>(index_.reach);
  const std::uint32_t from = column > reach ? column - reach : 0;
  const auto first_from = [&](std::uint32_t begin, std::uint32_t end, std::uint32_t wanted) {
    const auto at =
        std::lower_bound(index_.column.begin() + begin, index_.column.begin() + end, wanted);
    return static_cast<std::uint32_t>(at - index_.column.begin());
  };
  if (index_.row_of[cell] != row_) {
    enter(index_.row_of[cell]);
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      runs_[k].first = first_from(runs_[k].first, rows_[k].next, from);
      runs_[k].last = runs_[k].first;
    }
  }
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    Run& run = runs_[k];
    while (run.first < rows_[k].next && index_.column[run.first] < from) ++run.first;
    run.last = std::max(run.last, run.first);
    while (run.last < rows_[k].next && index_.column[run.last] <= column + reach) ++run.last;
  }
  return runs_;
}

}  // namespace geo::cluster
