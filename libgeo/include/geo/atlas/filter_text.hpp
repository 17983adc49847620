#pragma once

#include <string>

#include "geo/select/filter.hpp"

namespace geo::atlas {

/// A filter as the key `enterprises.filter` of a project has it, one line of JSON:
/// {"district":"310115","founded":[2010,null]}. What lets all through is left out.
[[nodiscard]] std::string filter_text(const select::Filter& filter);

}  // namespace geo::atlas
