#pragma once

#include <cstddef>

#include "density/kernel.hpp"
#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// Any kernel, of any shape.
struct Direct {
  Kernel kernel = Kernel::kTriangular;
  Form form;               ///< u^2 of a distance in pixels, rows counted downwards
  double determinant = 1;  ///< xx yy - xy^2, which the form of a slim ellipse does not know well
  double gaussian_reach = 5.5;
  double scale = 1;  ///< every value is multiplied by it
  int columns = 0;
  /// Kernels that end at u = 1 are 0 from u^2 = 1 - tolerance on: a distance that equals the
  /// bandwidth but for rounding is out of reach.
  double tolerance = 0;
};

/// The `Direct` of these options on this frame.
[[nodiscard]] Direct direct_of(const Options& options, const GridFrame& frame, double scale);

/// A kernel reaches this many rows up and down from a point, and columns to the left and right.
[[nodiscard]] double rows_in_reach(const Direct& direct);
[[nodiscard]] double columns_in_reach(const Direct& direct);

/// How many rows to ask for at a time.
[[nodiscard]] int direct_band(const Direct& direct);

/// Points of which some reach the rows wanted. `weight` may be nullptr: all weigh 1; `factor`, too:
/// all have bandwidth factor 1. A factor multiplies the bandwidths of its point; its weight must
/// have been divided by the factor's square.
struct DirectPoints {
  const Point* at = nullptr;
  const double* weight = nullptr;
  const double* factor = nullptr;
  std::size_t size = 0;
};

/// Sums of kernels into the rows [begin, end): the kernel of every point is evaluated at every
/// pixel centre in its reach. O(points x pixels in reach). The order of the points, the rows asked
/// for at a time and how often `add` is called decide about the order of a pixel's terms.
class DirectRows {
 public:
  DirectRows(const Direct& direct, int begin, int end);
  ~DirectRows();
  DirectRows(const DirectRows&) = delete;
  DirectRows& operator=(const DirectRows&) = delete;

  void add(const DirectPoints& points, const Context& context);
  /// Writes columns x (end - begin) values.
  void write(double* out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values.
void direct_rows(const Direct& direct, const RowIndex& index, int begin, int end, double* out,
                 const Context& context);

}  // namespace geo::density
