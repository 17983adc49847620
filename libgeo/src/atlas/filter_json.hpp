#pragma once

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "geo/select/filter.hpp"

namespace geo::atlas {

/// What a project says of a filter: {"district": "310115", "founded": [2010, null], ...}. Asks the
/// object for its own keys; others are for the caller. Throws Error(kInput) that names the key.
[[nodiscard]] select::Filter filter_of(base::JsonObject& object);

/// The same as JSON; what lets all through is left out.
[[nodiscard]] nlohmann::ordered_json filter_json(const select::Filter& filter);

}  // namespace geo::atlas
