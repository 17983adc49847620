#include "number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace geo::base {

double decimal(double mantissa, int exponent) {
  return exponent >= 0 ? mantissa * std::pow(10.0, exponent) : mantissa / std::pow(10.0, -exponent);
}

std::string number_text(double value, int digits) {
  if (!std::isfinite(value)) return "–";
  if (value == 0) return "0";
  std::array<char, 64> buffer{};
  const double size = std::fabs(value);
  if (size < 1e-4 || size >= 1e12) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, digits);
    return {buffer.data(), end.ptr};
  }
  const int whole = static_cast<int>(std::floor(std::log10(size))) + 1;
  const int decimals = std::max(0, digits - whole);
  const double unit =
      decimal(1, std::max(0, whole - digits));  // 1,234,567 to four digits: 1,235,000
  const double rounded = unit > 1 ? std::round(value / unit) * unit : value;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded,
                                 std::chars_format::fixed, decimals);
  std::string text(buffer.data(), end.ptr);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

}  // namespace geo::base
