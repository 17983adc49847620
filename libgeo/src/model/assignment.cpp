#include "geo/model/assignment.hpp"

#include <algorithm>

namespace geo {

std::size_t Assignment::count_outside() const {
  return static_cast<std::size_t>(std::count(region.begin(), region.end(), kNone));
}

}  // namespace geo
