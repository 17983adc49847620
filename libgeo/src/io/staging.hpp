#pragma once

#include <string_view>

namespace geo::io {

inline constexpr std::string_view kStagingPrefix = ".geo-staging-";

/// Whether a folder of that name is one that `OutputFolder` writes into: the prefix and six
/// letters or digits.
[[nodiscard]] bool is_staging_name(std::string_view name);

}  // namespace geo::io
