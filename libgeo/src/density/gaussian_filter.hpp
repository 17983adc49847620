#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/raw_array.hpp"
#include "density/gaussian_loops.hpp"
#include "density/gaussian_plan.hpp"
#include "geo/core/context.hpp"

// From nodes to cells: rows of nodes are filtered along the row as they come, and down the columns
// when all are there.
//
// "Local" numbers of cells and nodes count from the first one that a point can lie in; the cell at
// the frame's corner has the local number `margin`.
namespace geo::density {

/// Doubles that are 0, aligned to 64 bytes.
[[nodiscard]] base::RawArray<double> zeros(std::size_t n);

/// From row to row of a grid of so many columns, where loops may touch what lies behind.
[[nodiscard]] std::size_t stride_for(std::size_t columns);

/// One axis, across or down.
struct GaussianAxis {
  /// `nodes_of_cell`: along the axis, that a point is spread to.
  GaussianAxis(int pixels, const GaussianPlan& plan, std::size_t nodes_of_cell);

  std::size_t frame = 0;    ///< cells of the frame
  std::size_t margin = 0;   ///< cells before and behind it
  std::size_t cells = 0;    ///< all
  std::size_t nodes = 0;    ///< all that a point of any cell is spread to
  std::size_t outputs = 0;  ///< cells where the filtered values are wanted
  std::size_t padding = 0;  ///< places before node 0, and
  std::size_t padded = 0;   ///< places altogether, so that filters find zeros around
  std::size_t origin = 0;   ///< the place of the node left of output 0
};

/// The filter of nodes with the taps of a plan that has splines.
///
/// Give it memory, then `add` each row of nodes once, from several threads if each has its own
/// `Rows`, `flush` these, `close`, and ask for outputs with `down`.
class GaussianFilter {
 public:
  /// Columns or outputs [first, second).
  using Range = std::pair<std::size_t, std::size_t>;

  /// Rows of nodes that wait until they are filtered together, as filter_across() wants them.
  class Rows {
   public:
    explicit Rows(const GaussianAxis& across) : nodes_(zeros(across.padded * kTogether)) {}

   private:
    friend class GaussianFilter;
    base::RawArray<double> nodes_;  ///< with zeros around, and where nothing waits
    std::size_t row_[kTogether] = {};
    std::size_t count_ = 0;
    std::size_t lo_ = 0;  ///< beside [lo, hi) all are 0
    std::size_t hi_ = 0;
  };

  /// `scale`: a factor of all outputs. The plan and the axes are not owned.
  GaussianFilter(const GaussianPlan& plan, const GaussianAxis& across, const GaussianAxis& down,
                 double scale);

  /// The doubles of memory that `use` wants, aligned to 64 bytes; they are kept and not cleared.
  [[nodiscard]] std::size_t size() const { return down_.nodes * stride_; }
  void use(double* memory) { filtered_ = memory; }

  /// A row of nodes of which [lo, hi) may not be 0: `node(n)` is called once for each.
  template <typename Node>
  void add(std::size_t row, std::size_t lo, std::size_t hi, Node&& node, Rows& rows,
           const Context& context) {
    if (lo >= hi) return;
    rows.lo_ = rows.count_ > 0 ? std::min(rows.lo_, lo) : lo;
    rows.hi_ = rows.count_ > 0 ? std::max(rows.hi_, hi) : hi;
    double* const to = rows.nodes_.get() + across_.padding * kTogether + rows.count_;
    for (std::size_t n = lo; n < hi; ++n) to[n * kTogether] = node(n);
    rows.row_[rows.count_++] = row;
    if (rows.count_ == kTogether) flush(rows, context);
  }
  /// Filters the rows that wait; none does afterwards.
  void flush(Rows& rows, const Context& context);

  /// All rows are there; beside the nodes [lo, hi) all of them are 0.
  void close(std::size_t lo, std::size_t hi, const Context& context);

  /// The outputs that are not 0 for certain.
  [[nodiscard]] Range filled() const { return filled_; }

  /// The output rows [begin, end), all outputs of each, `stride` apart.
  void down(std::size_t begin, std::size_t end, double* out, std::size_t stride,
            const Context& context) const;

 private:
  [[nodiscard]] Range outputs_of(std::size_t lo, std::size_t hi) const;
  [[nodiscard]] Range whole_vectors() const { return {filled_.first / 8 * 8, filled_.second}; }

  const GaussianPlan& plan_;
  const GaussianAxis& across_;
  const GaussianAxis& down_;
  std::size_t stride_;
  std::vector<double> scaled_taps_;
  double* filtered_ = nullptr;  ///< rows of nodes, filtered across
  std::vector<double> zeros_;
  std::vector<const double*> rows_;  ///< these, or zeros; with the padding
  std::vector<Range> ranges_;        ///< the outputs of each row that were written
  Range filled_{0, 0};
};

}  // namespace geo::density
