#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "density/gaussian_plan.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// Which cells of a frame some point reaches, told from the cells that hold one. A cell counts as
/// reached where the nearest pixel in it may be within reach of a point anywhere in its own cell.
class CellReach {
 public:
  /// Cells of the frame along an axis, and those before and behind it.
  struct Axis {
    std::size_t frame = 0;
    std::size_t margin = 0;
    [[nodiscard]] std::size_t cells() const { return frame + 2 * margin; }
  };

  /// `occupied`: of all cells, row by row, not 0 where a point lies. `distance`: room for a byte of
  /// each cell in the frame's rows; kept. A byte is enough: a reach has less than 14 x 5.5 cells.
  /// O(cells), in vectors.
  CellReach(const GaussianPlan& plan, Axis across, Axis down, const std::uint8_t* occupied,
            std::uint8_t* distance, const Context& context);

  /// Cells [first, second) of a row of the frame; none where second is not greater.
  using Cells = std::pair<std::int64_t, std::int64_t>;

  /// The cells of this row of the frame that no point reaches.
  void unreached(std::size_t cell_row, std::vector<Cells>& cells) const;

 private:
  Axis across_;
  const std::uint8_t* distance_;  ///< in rows to the next cell with a point in the column
  std::vector<std::int32_t> columns_in_reach_;  ///< at a distance of so many rows
};

}  // namespace geo::density
