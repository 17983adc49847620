#pragma once

#include <string>

#include "geo/model/plan.hpp"

namespace geo::io {

/// Reads a plan (JSON; see docs/formats.md). An unknown key, a wrong type, a specialty that is not
/// in the list, a belt without members or with a district that is not in the plan, or anything
/// named twice is an Error(kInput) that names the key.
[[nodiscard]] Plan read_plan(const std::string& path);

/// Reads sites (JSON; see docs/formats.md). Errors as `read_plan`.
[[nodiscard]] SiteSet read_sites(const std::string& path);

}  // namespace geo::io
