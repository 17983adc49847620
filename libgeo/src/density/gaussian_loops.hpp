#pragma once

#include <cstddef>
#include <cstdint>

#include "geo/core/geometry.hpp"

// The inner loops of the Gaussian, compiled for every instruction set. Each value comes from the
// same operations in the same order whatever the vectors' width. Products are added with one
// rounding where the instruction set can (AVX2 and all later ones, NEON): there the bits are the
// same; without, the last ones differ.
namespace geo::density {

/// Arrays that these loops write to or read from may be touched up to this many doubles behind
/// their end.
constexpr std::size_t kLoopPadding = 32;

/// Nodes around a row of cells. Node n of all node rows that the row of cells touches is `width`
/// doubles at sums + n * width: node row r in lane r % width, so that a point's nodes are one piece
/// of memory, and nothing moves when the next row of cells begins.
struct NodeRing {
  double* sums = nullptr;  ///< aligned to 64 bytes
  std::size_t width = 8;   ///< a multiple of 8
};

/// Points of a row of cells, to be spread.
struct SpreadRow {
  const Point* at = nullptr;             ///< pixels; pixel centres are whole numbers
  const double* weight = nullptr;        ///< nullptr: 1
  const std::uint32_t* order = nullptr;  ///< if given, the points are at[order[i]]
  double top = 0;                        ///< the row holds the points with y in [top, bottom) - 1/2
  double bottom = 1;
  double spacing = 1;                ///< pixels in a cell
  double cells_before = 0;           ///< left of the frame
  int cells = 0;                     ///< in the row
  std::uint8_t* occupied = nullptr;  ///< of the cells; set to 1 where a point lies
  int first = 0;                     ///< the first and last cell with a point; widened
  int last = -1;
};

/// The polynomials of B-splines of an order, see spline_polynomials(): the coefficient of power
/// 2 j + part of lane k stands at [(part * order / 2 + j) * stride + k].
struct SplineTables {
  const double* half = nullptr;          ///< nodes 0 to order / 2 - 1; order 8: twice; stride 8
  const double* lanes = nullptr;         ///< all nodes, in the ring's lanes as `turned`; its width
  const std::int64_t* turned = nullptr;  ///< order 8: of each lane, 0 to 3 for these nodes, 4 to 7
                                         ///< for nodes 7 to 4
};

/// Spreads the points [begin, end) with B-splines of order 8, 12 or 16. All tables are aligned to
/// 64 bytes.
void spread_splines(int order, SpreadRow& row, std::size_t begin, std::size_t end,
                    const SplineTables& tables, const NodeRing& ring);

/// Writes factor * table[j] * base^j for the lanes j in [0, width), width a multiple of 8.
void product_weights(const double* table, std::size_t width, double factor, double base,
                     double* out);

/// Adds the products of across[0 .. nodes) and down[0 .. width) of a point to the ring's nodes from
/// `sums` on.
void spread_product(const double* across, std::size_t nodes, const double* down, std::size_t width,
                    double* sums);

/// How many rows are filtered across at once: node i of row k stands at nodes[kTogether * i + k],
/// so that what a row adds lies in one lane and all that is read is whole vectors.
constexpr std::size_t kTogether = 8;

/// out[k][i] = sum over t of taps[t] * (node i - t + node i + 1 + t) of row k, for i in [0, n) and
/// k in [0, count). `nodes` is aligned to 64 bytes.
void filter_across(const double* nodes, const double* taps, std::size_t tap_count, std::size_t n,
                   double* const* out, std::size_t count);

/// The same down columns, for `count` rows of `n` values, `stride` apart in `out`: row r adds the
/// pairs rows[r - t] and rows[r + 1 + t]. Writes nothing behind the end of a row; reads one row
/// more than the last one that counts.
void filter_down(const double* const* rows, std::size_t first_column, const double* taps,
                 std::size_t tap_count, std::size_t count, std::size_t n, double* out,
                 std::size_t stride);

/// out[i] = sum over k of factors[k] * rows[k][i].
void mix_rows(const double* const* rows, const double* factors, std::size_t row_count,
              std::size_t n, double* out);

/// out[i] = sum over k of factors[k * stride + i] * values[i + k * shift].
void mix_shifted(const double* values, std::size_t shift, const double* factors, std::size_t stride,
                 std::size_t count, std::size_t n, double* out);

}  // namespace geo::density
