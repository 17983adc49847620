#pragma once

#include <string>

namespace geo::base {

/// mantissa * 10^exponent as a person would write it: 3 / 10, not 3 * 0.1.
[[nodiscard]] double decimal(double mantissa, int exponent);

/// At most `digits` significant digits, thousands separated: "12,500", "0.05"; "–" for NaN.
[[nodiscard]] std::string number_text(double value, int digits);

}  // namespace geo::base
