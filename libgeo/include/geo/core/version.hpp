#pragma once

namespace geo {

/// The library's version, as "1.2.3" (semantic versioning).
[[nodiscard]] const char* version() noexcept;

}  // namespace geo
