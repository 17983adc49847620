#pragma once

#include <vector>

#include "geo/model/plan.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo {

/// The belts of a plan, drawn on a map: element i of every array is the same belt.
struct BeltSet {
  PolygonSet shapes;  ///< one region for each belt; its code is the belt's id
  std::vector<Belt> belts;
  std::vector<std::vector<Point>> axis;   ///< the line through the cores or the members' centres
  std::vector<std::vector<Text>> cores;   ///< names of a corridor's sites; none for districts
  std::vector<double> half_width_km;      ///< of a corridor; 0 for a belt of districts
  std::vector<bool> width_assumed;        ///< the plan states no width: it is an assumption
  std::vector<std::vector<int>> members;  ///< regions that a belt of districts is made of
  [[nodiscard]] std::size_t size() const { return belts.size(); }
};

}  // namespace geo
