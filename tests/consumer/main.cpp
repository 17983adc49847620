#include <geo/density/density.hpp>
#include <iostream>

int main() {
  geo::PointSet shops;
  shops.crs = "EPSG:32651";
  shops.x = {350000, 350400, 352000};
  shops.y = {3450000, 3450300, 3451000};
  const auto frame = geo::GridFrame::covering(shops.envelope().grown(2000), 50);
  const geo::density::Options options{.kernel = geo::density::Kernel::kQuartic,
                                      .bandwidth_m = 1500};
  const geo::Grid heat = geo::density::estimate(shops, frame, options, geo::Context());
  std::cout << "greatest density: " << heat.range().second << ' ' << heat.unit << '\n';
}
