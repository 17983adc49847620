#pragma once

#include <cstdint>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/model/polygon_set.hpp"

// Where the words go. Works in millimetres of paper (y up), so that a sheet and a window place
// alike.
namespace geo::scene {

/// From map to paper.
struct Transform {
  Point origin;  ///< map position of the paper's (0, 0)
  double mm_per_unit = 1;
  [[nodiscard]] Point apply(Point p) const {
    return {(p.x - origin.x) * mm_per_unit, (p.y - origin.y) * mm_per_unit};
  }
};

/// Which region each small square of the paper shows, and how far it is from that region's edge.
class RegionMask {
 public:
  static constexpr std::int32_t kNone = -1;
  /// Squares of `cell_mm` over [0, width] x [0, height]. O(vertices + cells).
  RegionMask(const PolygonSet& shapes, const Transform& transform, double width_mm,
             double height_mm, double cell_mm = 0.5);

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] double cell_mm() const { return cell_mm_; }
  /// The region at a cell (row 0 at the bottom), or kNone.
  [[nodiscard]] std::int32_t at(int column, int row) const {
    return region_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                   static_cast<std::size_t>(column)];
  }
  /// Distance in mm (within 8 %) from a cell's centre to the edge of its region.
  [[nodiscard]] double depth(int column, int row) const {
    return depth_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
  }
  /// The part of a box that shows `region`, 0 to 1, by the centres of the cells.
  [[nodiscard]] double share(const Box& box, std::int32_t region) const;
  /// The cells that show a region, as row * columns + column, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& cells(std::size_t region) const {
    return cells_[region];
  }

 private:
  double cell_mm_;
  int columns_;
  int rows_;
  std::vector<std::int32_t> region_;
  std::vector<float> depth_;
  std::vector<std::vector<std::uint32_t>> cells_;
};

/// One way to write a label.
struct LabelForm {
  double width_mm = 0;
  double height_mm = 0;
  double min_inside = 0.6;  ///< the share of the box that must lie in the label's region
};

struct LabelRequest {
  std::vector<LabelForm> forms;  ///< best first
  int region = -1;               ///< of the mask; -1: stand beside an anchor
  std::vector<Point> anchors;    ///< on paper
  double clearance_mm = 0;
  bool leader = false;  ///< may stand outside its region, with a line that leads to it
};

struct PlacedLabel {
  int form = -1;  ///< index into the request's forms, or -1: there was no room
  Box box;
  bool leader = false;
  Point target;  ///< where the leader points to
};

/// Places labels greedily, in order: each takes the best position of its first form that has one.
/// Boxes never overlap each other, nor `blocked`, nor leave the frame; they shun `shunned` (thick
/// strokes) where they can: inside a region a poorer form that is clear of them comes before a
/// better one that is not. O(requests x candidates x placed).
[[nodiscard]] std::vector<PlacedLabel> place_labels(const std::vector<LabelRequest>& requests,
                                                    const RegionMask* mask, const Box& frame,
                                                    const std::vector<Box>& blocked,
                                                    const std::vector<Box>& shunned);

}  // namespace geo::scene
