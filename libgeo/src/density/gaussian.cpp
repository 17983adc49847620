#include "density/gaussian.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "base/raw_array.hpp"
#include "density/gaussian_filter.hpp"
#include "density/gaussian_loops.hpp"
#include "density/gaussian_plan.hpp"
#include "density/gaussian_reach.hpp"

// The way of a sum (docs/methods/density-gaussian.md):
//
//   points --- B-splines ---> nodes --- taps along rows ---> --- taps down columns ---> cells
//                                                      cells --- B-splines ---> pixels
//
// where cells are pixels unless the deviation is large, so that the last step falls away; and
// points --- Gaussians themselves ---> pixels where the deviation is small.
namespace geo::density {
namespace {

constexpr std::size_t kPointsPerCheck = 1 << 14;
constexpr std::size_t kBand = 64;     // rows of an output band
constexpr double kSpreadShare = 0.6;  // of the time, roughly; for the progress
constexpr double kSmallest = 0.3;     // a deviation in pixels below which powers might overflow
constexpr std::size_t kBatch = 16;    // points whose weights are worked out before they are added

using Doubles = base::RawArray<double>;

std::size_t size_of(double count) { return static_cast<std::size_t>(std::max(count, 0.0)); }

/// A polynomial's value for each node, at s in [-1/2, 1/2].
std::vector<double> spline_weights(const std::vector<double>& polynomials, int order, double s) {
  const auto n = static_cast<std::size_t>(order);
  std::vector<double> weights(n);
  for (std::size_t m = 0; m < n; ++m) {
    double sum = 0;
    for (std::size_t d = n; d-- > 0;) sum = sum * s + polynomials[m * n + d];
    weights[m] = std::max(sum, 0.0);
  }
  return weights;
}

class Summation {
 public:
  Summation(const Gaussian& gaussian, const RowIndex& index, double* out, const Context& context)
      : gaussian_(gaussian),
        index_(index),
        out_(out),
        context_(context),
        plan_(plan_gaussian(gaussian.deviation, gaussian.reach)),
        half_(size_of(std::floor(plan_.reach + 0.5))),
        cell_nodes_(plan_.order > 0 ? static_cast<std::size_t>(plan_.order) : 2 * half_ + 1),
        width_((cell_nodes_ + 7) / 8 * 8),
        x_(gaussian.columns, plan_, cell_nodes_),
        y_(gaussian.rows, plan_, cell_nodes_),
        chunk_(std::max(cell_nodes_ - 1, std::clamp<std::size_t>(y_.cells / 16, 1, kBand))),
        first_(y_.cells, static_cast<int>(x_.cells)),
        last_(y_.cells, -1) {
    plan_.order > 0 ? prepare_splines() : prepare_products();
  }

  void run() {
    const std::size_t chunks = base::chunk_count(y_.cells, chunk_);
    allocate(chunks);
    base::parallel_for(context_, y_.cells, chunk_, [&](std::size_t begin, std::size_t end) {
      spread_chunk(begin, end);
      report(0, kSpreadShare, done_ += end - begin, y_.cells);
    });
    base::parallel_for(context_, chunks - 1, 1,
                       [&](std::size_t chunk, std::size_t) { join_chunks(chunk); });
    if (filter_) {
      const auto [lo, hi] = touched(0, y_.cells);
      filter_->close(lo, hi, context_);
    }
    const CellReach reach(plan_, {x_.frame, x_.margin}, {y_.frame, y_.margin}, occupied_, distance_,
                          context_);
    done_ = 0;
    if (!filter_) {
      base::parallel_for(context_, rows(), kBand, [&](std::size_t begin, std::size_t end) {
        clear_unreached(reach, begin, end);
        report(kSpreadShare, 1, done_ += end - begin, rows());
      });
    } else if (plan_.spacing == 1) {
      base::parallel_for(context_, rows(), kBand, [&](std::size_t begin, std::size_t end) {
        filter_->down(begin, end, out_ + begin * columns(), columns(), context_);
        clear_unreached(reach, begin, end);
        report(kSpreadShare, 1, done_ += end - begin, rows());
      });
    } else {
      refine(reach);
    }
  }

 private:
  [[nodiscard]] std::size_t columns() const { return static_cast<std::size_t>(gaussian_.columns); }
  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(gaussian_.rows); }

  void report(double from, double to, std::size_t done, std::size_t all) const {
    context_.report(from + (to - from) * static_cast<double>(done) / static_cast<double>(all));
  }

  /// The arrays as large as the grid or a part of it, in one piece: many of a megabyte each would
  /// come in small pages.
  void allocate(std::size_t chunks) {
    const std::size_t overlaps = chunks * (cell_nodes_ - 1) * x_.nodes;
    const std::size_t filtered = filter_ ? filter_->size() : 0;
    const std::size_t occupied = y_.cells * x_.cells;
    const std::size_t distances = y_.frame * x_.cells;
    large_ = base::raw_array<std::byte>((filtered + 2 * overlaps) * sizeof(double) + occupied +
                                        distances);
    if (filter_) filter_->use(reinterpret_cast<double*>(large_.get()));
    head_ = reinterpret_cast<double*>(large_.get()) + filtered;
    tail_ = head_ + overlaps;
    occupied_ = reinterpret_cast<std::uint8_t*>(tail_ + overlaps);
    distance_ = occupied_ + occupied;
  }

  void prepare_splines() {
    polynomials_ = spline_polynomials(plan_.order);
    // The left half of the nodes, to 8 lanes; all of them for each way that a row of cells lies in
    // the ring, the right half as the mirror image of the left one.
    const std::size_t half = cell_nodes_ / 2;
    half_table_ = zeros(cell_nodes_ * 8);
    lane_tables_ = zeros(width_ * cell_nodes_ * width_);
    turned_ = base::raw_array<std::int64_t>(width_ * width_);
    for (std::size_t m = 0; m < cell_nodes_; ++m) {
      const bool right = m >= half;
      const std::size_t left = right ? cell_nodes_ - 1 - m : m;
      for (std::size_t turn = 0; turn < width_; ++turn) {
        turned_[turn * width_ + (m + turn) % width_] =
            static_cast<std::int64_t>(right ? half + left : left);
      }
      for (std::size_t d = 0; d < cell_nodes_; ++d) {
        const double c = polynomials_[left * cell_nodes_ + d];
        const std::size_t place = d % 2 * half + d / 2;
        if (!right) half_table_[place * 8 + m] = c;
        if (right && half == 4) half_table_[place * 8 + half + left] = c;
        for (std::size_t turn = 0; turn < width_; ++turn) {
          lane_tables_[(turn * cell_nodes_ + place) * width_ + (m + turn) % width_] =
              right && d % 2 == 1 ? -c : c;
        }
      }
    }
    filter_.emplace(plan_, x_, y_, gaussian_.scale);
  }

  void prepare_products() {
    const double inverse = 1 / (plan_.deviation * plan_.deviation);
    table_.assign(width_, 0.0);
    for (std::size_t j = 0; j < cell_nodes_; ++j) {
      const double distance = static_cast<double>(j) - static_cast<double>(half_);
      table_[j] = std::exp(-0.5 * distance * distance * inverse);
    }
  }

  // ---- points to nodes

  /// What a thread needs for a chunk of rows of cells.
  struct Chunk {
    Doubles ring;
    std::optional<GaussianFilter::Rows> rows;  ///< with splines
    Doubles product;  ///< weights of kBatch points: width across, 2 x width down
    std::vector<std::uint32_t> order;
  };

  [[nodiscard]] std::pair<std::size_t, std::size_t> points_of(std::size_t begin,
                                                              std::size_t end) const {
    return index_.range(top_of(begin), top_of(end) - 1);
  }

  /// The first pixel row of a row of cells.
  [[nodiscard]] double top_of(std::size_t cell_row) const {
    return (static_cast<double>(cell_row) - static_cast<double>(y_.margin)) * plan_.spacing;
  }

  void spread_chunk(std::size_t begin, std::size_t end) {
    Chunk chunk;
    chunk.ring = zeros(x_.nodes * width_);
    if (filter_) {
      chunk.rows.emplace(x_);
    } else {
      chunk.product = zeros(3 * kBatch * width_);
    }
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    std::size_t visits = 0;
    for (std::size_t cell_row = begin; cell_row < end; ++cell_row) {
      ranges.push_back(points_of(cell_row, cell_row + 1));
      visits += ranges.back().second - ranges.back().first;
    }
    // Far beyond the frame the index does not tell rows apart; then they are told apart here.
    const auto [from, to] = points_of(begin, end);
    if (visits > 2 * (to - from)) sort_by_row(begin, from, to, chunk.order, ranges);

    for (std::size_t cell_row = begin; cell_row < end; ++cell_row) {
      const auto [first, last] = ranges[cell_row - begin];
      spread_row(cell_row, first, last, chunk);
      retire(begin, end, cell_row, chunk);
    }
    for (std::size_t row = end; row < end + cell_nodes_ - 1; ++row) retire(begin, end, row, chunk);
    if (filter_) filter_->flush(*chunk.rows, context_);
  }

  void sort_by_row(std::size_t begin, std::size_t from, std::size_t to,
                   std::vector<std::uint32_t>& order,
                   std::vector<std::pair<std::size_t, std::size_t>>& ranges) const {
    const auto row_of = [&](std::size_t i) {
      const double row = std::floor(std::floor(index_.at()[i].y + 0.5) / plan_.spacing) +
                         static_cast<double>(y_.margin) - static_cast<double>(begin);
      return row >= 0 && row < static_cast<double>(ranges.size()) ? static_cast<std::size_t>(row)
                                                                  : ranges.size();
    };
    std::vector<std::size_t> place(ranges.size() + 2, 0);
    for (std::size_t i = from; i < to; ++i) ++place[row_of(i) + 1];
    for (std::size_t row = 0; row < ranges.size(); ++row) {
      place[row + 1] += place[row];
      ranges[row] = {place[row], place[row + 1]};
    }
    order.resize(ranges.empty() ? 0 : ranges.back().second);
    for (std::size_t i = from; i < to; ++i) {
      const std::size_t row = row_of(i);
      if (row < ranges.size()) order[place[row]++] = static_cast<std::uint32_t>(i);
    }
    context_.check();
  }

  void spread_row(std::size_t cell_row, std::size_t begin, std::size_t end, Chunk& chunk) {
    SpreadRow row{.at = index_.at(),
                  .weight = index_.weight(),
                  .order = chunk.order.empty() ? nullptr : chunk.order.data(),
                  .top = top_of(cell_row),
                  .bottom = top_of(cell_row + 1),
                  .spacing = plan_.spacing,
                  .cells_before = static_cast<double>(x_.margin),
                  .cells = static_cast<int>(x_.cells),
                  .occupied = occupied_ + cell_row * x_.cells,
                  .first = static_cast<int>(x_.cells),
                  .last = -1};
    std::fill_n(row.occupied, x_.cells, std::uint8_t{0});
    const std::size_t turn = cell_row % width_;
    for (std::size_t i = begin; i < end; i += kPointsPerCheck) {
      context_.check();
      const std::size_t stop = std::min(end, i + kPointsPerCheck);
      if (filter_) {
        spread_splines(plan_.order, row, i, stop,
                       {.half = half_table_.get(),
                        .lanes = lane_tables_.get() + turn * cell_nodes_ * width_,
                        .turned = turned_.get() + turn * width_},
                       {chunk.ring.get(), width_});
      } else {
        spread_products(row, i, stop, turn, chunk);
      }
    }
    first_[cell_row] = row.first;
    last_[cell_row] = row.last;
  }

  void spread_products(SpreadRow& row, std::size_t begin, std::size_t end, std::size_t turn,
                       Chunk& chunk) const {
    std::size_t target[kBatch];
    std::size_t n = 0;
    double* const across = chunk.product.get();
    double* const down = across + kBatch * width_;
    const auto flush = [&] {
      for (std::size_t k = 0; k < n; ++k) {
        spread_product(across + k * width_, cell_nodes_, down + (2 * k + 1) * width_ - turn, width_,
                       chunk.ring.get() + target[k] * width_);
      }
      n = 0;
    };
    for (std::size_t k = begin; k < end; ++k) {
      const std::size_t i = row.order != nullptr ? row.order[k] : k;
      const double y = row.at[i].y + 0.5;
      if (!(y >= row.top && y < row.bottom)) continue;
      const double u = row.at[i].x + 0.5 + row.cells_before;
      const int cell = static_cast<int>(std::clamp(u, 0.0, row.cells - 1.0));
      row.first = std::min(row.first, cell);
      row.last = std::max(row.last, cell);
      row.occupied[cell] = 1;
      target[n] = static_cast<std::size_t>(cell);
      gaussian_weights(u - cell - 0.5, 1, across + n * width_);
      // Twice, so that they can be read from any lane on, round the ring.
      double* const lanes = down + 2 * n * width_;
      gaussian_weights(y - row.top - 0.5, row.weight != nullptr ? row.weight[i] : 1, lanes);
      std::copy_n(lanes, width_, lanes + width_);
      if (++n == kBatch) flush();
    }
    flush();
  }

  /// The Gaussian at the pixels around a point that lies at s in [-1/2, 1/2] of its own:
  ///   exp(-(d - s)^2 / 2h^2) = exp(-d^2 / 2h^2) * exp(s / h^2)^d * exp(-s^2 / 2h^2).
  void gaussian_weights(double s, double factor, double* out) const {
    const double inverse = 1 / (plan_.deviation * plan_.deviation);
    const double begin = -static_cast<double>(half_);
    if (plan_.deviation < kSmallest) {
      for (std::size_t j = 0; j < cell_nodes_; ++j) {
        const double distance = begin + static_cast<double>(j) - s;
        out[j] = factor * std::exp(-0.5 * distance * distance * inverse);
      }
    } else {
      product_weights(table_.data(), width_, factor * std::exp((begin - 0.5 * s) * s * inverse),
                      std::exp(s * inverse), out);
    }
  }

  /// A row of nodes of the chunk [begin, end) that no further point is spread to. Its first and
  /// last rows belong to the neighbours, too, and are put together afterwards.
  void retire(std::size_t begin, std::size_t end, std::size_t row, Chunk& chunk) {
    const std::size_t overlap = cell_nodes_ - 1;
    const auto [lo, hi] =
        touched(std::max(begin, row - std::min(row, overlap)), std::min(row + 1, end));
    const std::size_t number = begin / chunk_;
    double* const ring = chunk.ring.get() + row % width_;
    const auto take = [&](std::size_t n) { return std::exchange(ring[n * width_], 0.0); };
    const bool head = begin > 0 && row < begin + overlap;
    const bool tail = end < y_.cells && row >= end;
    if (!head && !tail) {
      finish(row, lo, hi, take, chunk.rows);
      return;
    }
    double* const to = head ? head_ + (number * overlap + row - begin) * x_.nodes
                            : tail_ + (number * overlap + row - end) * x_.nodes;
    for (std::size_t n = lo; n < hi; ++n) to[n] = take(n);
  }

  /// The nodes [lo, hi) that points of these rows of cells are spread to.
  [[nodiscard]] std::pair<std::size_t, std::size_t> touched(std::size_t begin,
                                                            std::size_t end) const {
    int lo = static_cast<int>(x_.cells);
    int hi = -1;
    for (std::size_t row = begin; row < end; ++row) {
      lo = std::min(lo, first_[row]);
      hi = std::max(hi, last_[row]);
    }
    if (hi < lo) return {0, 0};
    return {static_cast<std::size_t>(lo), static_cast<std::size_t>(hi) + cell_nodes_};
  }

  void join_chunks(std::size_t chunk) {
    const std::size_t overlap = cell_nodes_ - 1;
    const std::size_t border = (chunk + 1) * chunk_;
    std::optional<GaussianFilter::Rows> rows;
    if (filter_) rows.emplace(x_);
    Doubles line = zeros(x_.nodes);
    for (std::size_t j = 0; j < overlap; ++j) {
      const std::size_t row = border + j;
      const std::size_t last = std::min(row + 1, y_.cells);
      const auto add = [&](std::pair<std::size_t, std::size_t> range, const double* from) {
        for (std::size_t n = range.first; n < range.second; ++n) line[n] += from[n];
      };
      add(touched(row - overlap, border), tail_ + (chunk * overlap + j) * x_.nodes);
      add(touched(border, last), head_ + ((chunk + 1) * overlap + j) * x_.nodes);
      const auto [lo, hi] = touched(row - overlap, last);
      finish(
          row, lo, hi, [&](std::size_t n) { return line[n]; }, rows);
      std::fill(line.get() + lo, line.get() + hi, 0.0);
    }
    if (filter_) filter_->flush(*rows, context_);
  }

  /// What follows on a row of nodes of which [lo, hi) may not be 0. Asks for each of them once.
  template <typename Node>
  void finish(std::size_t row, std::size_t lo, std::size_t hi, Node&& node,
              std::optional<GaussianFilter::Rows>& rows) {
    if (filter_) {
      filter_->add(row, lo, hi, node, *rows, context_);
    } else {
      write_pixels(row, lo, hi, node);
    }
  }

  /// Without splines nodes are pixels; there are `margin` + `half` before the frame.
  template <typename Node>
  void write_pixels(std::size_t row, std::size_t lo, std::size_t hi, Node&& node) const {
    context_.check();
    const std::size_t above = y_.margin + half_;
    const std::size_t before = x_.margin + half_;
    const bool shown = row >= above && row - above < rows();
    double* const to = shown ? out_ + (row - above) * columns() : nullptr;
    if (shown) std::fill_n(to, columns(), 0.0);
    for (std::size_t n = lo; n < hi; ++n) {
      const double value = node(n);
      if (shown && n >= before && n - before < columns()) to[n - before] = gaussian_.scale * value;
    }
  }

  // ---- nodes to pixels

  /// Where a pixel lies among the centres of cells.
  struct Place {
    std::size_t cell;             ///< its own
    std::size_t first;            ///< the first output that it is made of
    std::vector<double> weights;  ///< of the outputs from there on
  };
  [[nodiscard]] Place place_of(std::size_t pixel) const {
    const double v = (static_cast<double>(pixel) + 0.5) / plan_.spacing - 0.5;
    const double q = std::floor(v);
    return {.cell = size_of(std::floor(static_cast<double>(pixel) / plan_.spacing)),
            .first = static_cast<std::size_t>(q + 1),
            .weights = spline_weights(polynomials_, plan_.order, v - q - 0.5)};
  }

  void refine(const CellReach& reach) {
    const auto order = static_cast<std::size_t>(plan_.order);
    // Along rows: copies of each output for all columns of its cell, shifted by whole cells, times
    // a factor for each column. One more than the order: pixels left and right of their cell's
    // centre begin at different outputs.
    const std::size_t cell = size_of(std::min<double>(plan_.spacing, gaussian_.columns));
    const std::size_t copies = columns() + (order + 1) * cell + kLoopPadding;
    const std::size_t factor_stride = columns() + kLoopPadding;
    std::vector<double> factors((order + 1) * factor_stride);
    for (std::size_t c = 0; c < columns(); ++c) {
      const Place place = place_of(c);
      for (std::size_t m = 0; m < order; ++m) {
        factors[(place.first - place.cell + m) * factor_stride + c] = place.weights[m];
      }
    }
    const std::size_t stride = stride_for(x_.outputs);
    const std::size_t wide = stride_for(columns());
    const Doubles refined = base::raw_array<double>(y_.outputs * wide);
    constexpr std::size_t kRows = 16;
    base::parallel_for(context_, y_.outputs, kRows, [&](std::size_t begin, std::size_t end) {
      std::vector<double> filtered((end - begin) * stride);
      std::vector<double> copied(copies);
      filter_->down(begin, end, filtered.data(), stride, context_);
      for (std::size_t row = begin; row < end; ++row) {
        context_.check();
        const double* const from = filtered.data() + (row - begin) * stride;
        for (std::size_t o = 0, at = 0; o < x_.outputs && at < copies; ++o) {
          const std::size_t stop = std::min(copies, at + cell);
          std::fill(copied.data() + at, copied.data() + stop, from[o]);
          at = stop;
        }
        mix_shifted(copied.data(), cell, factors.data(), factor_stride, order + 1, columns(),
                    refined.get() + row * wide);
      }
      report(kSpreadShare, 0.5 * (1 + kSpreadShare), done_ += end - begin, y_.outputs);
    });
    done_ = 0;
    base::parallel_for(context_, rows(), kBand, [&](std::size_t begin, std::size_t end) {
      std::vector<const double*> from(order);
      for (std::size_t row = begin; row < end; ++row) {
        const Place place = place_of(row);
        for (std::size_t m = 0; m < order; ++m) {
          from[m] = refined.get() + (place.first + m) * wide;
        }
        mix_rows(from.data(), place.weights.data(), order, columns(), out_ + row * columns());
      }
      clear_unreached(reach, begin, end);
      report(0.5 * (1 + kSpreadShare), 1, done_ += end - begin, rows());
    });
  }

  /// Sets what is left of far tails, where no point reaches, to 0 in the pixel rows [begin, end).
  void clear_unreached(const CellReach& reach, std::size_t begin, std::size_t end) const {
    const auto spacing = static_cast<std::size_t>(plan_.spacing);
    // Pixels beside those that were filtered are 0 already.
    const bool filtered = filter_ && plan_.spacing == 1;
    const auto least = static_cast<std::int64_t>(filtered ? filter_->filled().first : 0);
    const auto most = static_cast<std::int64_t>(filtered ? filter_->filled().second : columns());
    std::vector<CellReach::Cells> unreached;
    for (std::size_t row = begin; row < end;) {
      const std::size_t cell_row = row / spacing;
      const std::size_t stop = std::min(end, (cell_row + 1) * spacing);
      reach.unreached(cell_row, unreached);
      for (; row < stop; ++row) {
        double* const values = out_ + row * columns();
        for (const auto& [first, second] : unreached) {
          const std::int64_t from = std::max(least, first * static_cast<std::int64_t>(spacing));
          const std::int64_t to = std::min(most, second * static_cast<std::int64_t>(spacing));
          if (from < to) std::fill(values + from, values + to, 0.0);
        }
      }
    }
  }

  const Gaussian& gaussian_;
  const RowIndex& index_;
  double* out_;
  const Context& context_;
  GaussianPlan plan_;
  std::size_t half_;        ///< pixels on each side of a point's own, without splines
  std::size_t cell_nodes_;  ///< that a point is spread to, along each axis
  std::size_t width_;       ///< of the ring
  GaussianAxis x_;
  GaussianAxis y_;
  std::optional<GaussianFilter> filter_;  ///< with splines
  std::size_t chunk_;                     ///< rows of cells
  std::atomic<std::size_t> done_{0};

  std::vector<double> polynomials_;
  Doubles half_table_;   ///< see SplineTables
  Doubles lane_tables_;  ///< of each turn
  base::RawArray<std::int64_t> turned_;
  std::vector<double> table_;

  std::vector<int> first_;  ///< cell with a point, of each row of cells
  std::vector<int> last_;
  base::RawArray<std::byte> large_;   ///< holds what follows
  double* head_ = nullptr;            ///< the first rows of nodes of each chunk
  double* tail_ = nullptr;            ///< and those beyond its last row of cells
  std::uint8_t* occupied_ = nullptr;  ///< cells with a point
  std::uint8_t* distance_ = nullptr;  ///< rows to the next such cell, of the frame's rows
};

}  // namespace

void gaussian_grid(const Gaussian& gaussian, const RowIndex& index, double* out,
                   const Context& context) {
  Summation(gaussian, index, out, context).run();
}

}  // namespace geo::density
