#include "viewer/charts/chart.hpp"

namespace geo::viewer {

const std::vector<Chart>& charts() {
  static const std::vector<Chart> all = {
      district_bars(),
      foundings(),
      belt_profile(),
      plan_reality(),
  };
  return all;
}

}  // namespace geo::viewer
