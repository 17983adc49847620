#include <cmath>

#include "geo/io/plan.hpp"
#include "support.hpp"

// Sites: whatever is accepted has a name that finds it and a finite position.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::SystemFile file(data, size);
  geo::fuzz::try_reading([&] {
    const geo::SiteSet sites = geo::io::read_sites(file.path());
    for (const geo::Site& site : sites.sites) {
      geo::fuzz::must(std::isfinite(site.position.x) && std::isfinite(site.position.y),
                      "a position is finite");
      const std::string& name = site.name.zh.empty() ? site.name.en : site.name.zh;
      geo::fuzz::must(sites.find(name) == &site, "a site is found by its name");
    }
  });
  return 0;
}
