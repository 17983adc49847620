#pragma once

namespace geo::density {

/// A kernel (1 - u^2)^power over the unit disc: power 1 is Epanechnikov, 2 is quartic. In pixels.
struct DiscKernel {
  int power = 1;
  double radius = 1;
  double scale = 1;      ///< every value is multiplied by it
  int columns = 0;       ///< of the grid
  double tolerance = 0;  ///< 1 - u^2 below this is 0: what the rounding of positions can feign
};

}  // namespace geo::density
