#pragma once

#include <string>
#include <vector>

#include "viewer/ui.hpp"

namespace geo::viewer {

/// A chart of what the filter leaves. To add one, write a file with a function that returns it, and
/// a line in charts/charts.cpp.
struct Chart {
  std::string id;
  Text title;
  void (*draw)(const Ui& ui) = nullptr;  ///< into the room that is left
};

[[nodiscard]] const std::vector<Chart>& charts();

[[nodiscard]] Chart district_bars();
[[nodiscard]] Chart foundings();
[[nodiscard]] Chart belt_profile();
[[nodiscard]] Chart plan_reality();

}  // namespace geo::viewer
