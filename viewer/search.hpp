#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "viewer/session.hpp"

namespace geo::viewer {

/// Something with a name that one can go to.
struct Place {
  enum class Kind { kDistrict, kSite, kEnterprise };
  Kind kind = Kind::kDistrict;
  std::size_t index = 0;  ///< into the regions, sites or points
  Text name;
  Text detail;
};

/// What a search found: districts, then sites, then enterprises, the best of each first.
struct Found {
  std::string text;
  std::vector<Place> places;
};

[[nodiscard]] std::shared_ptr<const Found> find_places(const Session& session,
                                                       const std::string& text,
                                                       const Context& context);

}  // namespace geo::viewer
