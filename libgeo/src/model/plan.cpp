#include "geo/model/plan.hpp"

namespace geo {

const Site* SiteSet::find(const std::string& name) const {
  for (const Site& site : sites) {
    if (!name.empty() && (site.name.zh == name || site.name.en == name)) return &site;
  }
  return nullptr;
}

int Plan::specialty(const std::string& name) const {
  for (std::size_t i = 0; i < specialties.size(); ++i) {
    if (!name.empty() && (specialties[i].zh == name || specialties[i].en == name)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

const PlanDistrict* Plan::district(const std::string& code) const {
  for (const PlanDistrict& district : districts) {
    if (district.code == code) return &district;
  }
  return nullptr;
}

}  // namespace geo
