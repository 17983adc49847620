#pragma once

#include <string>

#include "geo/model/plan.hpp"

namespace geo::io {

/// Reads a plan (JSON; see docs/formats.md). An unknown key, a wrong type, a specialty that is
/// not in the list, or a belt without members is an Error(kInput) that names the key.
[[nodiscard]] Plan read_plan(const std::string& path);

/// Reads sites (JSON; see docs/formats.md). Errors as `read_plan`.
[[nodiscard]] SiteSet read_sites(const std::string& path);

}  // namespace geo::io
