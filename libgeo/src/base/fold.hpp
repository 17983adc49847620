#pragma once

#include <string>
#include <string_view>

namespace geo::base {

/// The form in which texts that people typed are compared: full-width letters, digits and signs
/// become ASCII, capitals small, spaces beside anything that is not ASCII go, several become one.
/// UTF-8 in and out; bytes that are no UTF-8 stay.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace geo::base
