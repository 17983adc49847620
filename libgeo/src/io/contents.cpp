#include "io/contents.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/date.hpp"
#include "io/delimited.hpp"
#include "io/values.hpp"

namespace geo::io {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return text.ends_with(end); });
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

// Two letters or digits, six digits, then ten of the alphabet of GB 32100.
bool is_credit_code(std::string_view text) {
  if (text.size() != 18 || !std::all_of(text.begin() + 2, text.begin() + 8, digit)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return digit(c) || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'O' && c != 'S' && c != 'V');
  });
}

// A section of GB/T 4754 and two to four digits: I65, I6510.
bool is_industry_code(std::string_view text) {
  return text.size() >= 3 && text.size() <= 5 && text[0] >= 'A' && text[0] <= 'T' &&
         std::all_of(text.begin() + 1, text.end(), digit);
}

std::size_t decimals(std::string_view text) {
  const std::size_t point = text.find('.');
  return point == std::string_view::npos ? 0 : text.size() - point - 1;
}

bool is_day(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), digit) || decimals(text) > 2) return false;
  const auto date = base::parse_date(text);
  return date && date->day > 0;
}

}  // namespace

void Contents::add(std::string_view given) {
  if (given.empty() || values_ == kMost) return;
  ++values_;
  const std::string folded = fold_width(given);
  const std::string_view text = folded;
  const Number number = parse_number(text);
  if (number.kind == Number::Kind::kValue) {
    const double size = std::fabs(number.value);
    if (decimals(text) < 3 || size > 180 || size == 0) return;
    ++(size > 90 ? longitudes_ : latitudes_);
    least_ = std::min(least_, number.value);
    greatest_ = std::max(greatest_, number.value);
    return;
  }
  if (is_credit_code(text)) ++codes_;
  if (is_industry_code(text)) ++industries_;
  if (is_day(text)) ++dates_;
  if (read_position(text, true, false)) ++positions_;
  const bool firm = ends_with_any(text, {"公司", "厂", "研究院", "研究所", "中心", "合作社",
                                         "(有限合伙)", "Ltd", "Ltd.", "Inc", "Inc.", "LLC"});
  if (firm) ++names_;
  if (text.size() <= 24 && ends_with_any(text, {"区", "县"})) ++districts_;
  const bool scope = text.size() >= 60 && holds_any(text, {"、", ";", "服务", "销售"});
  if (scope) ++scopes_;
  if (!firm && !scope && holds_any(text, {"路", "街", "大道", "弄", "镇"}) &&
      holds_any(text, {"号", "弄", "楼", "室", "区"})) {
    ++addresses_;
  }
}

std::uint64_t Contents::fitting(Role role) const {
  switch (role) {
    case Role::kId:
      return codes_;
    case Role::kName:
      return names_;
    case Role::kX:
      return longitudes_;
    case Role::kY:
      return latitudes_;
    case Role::kPosition:
      return positions_;
    case Role::kAddress:
      return addresses_;
    case Role::kIndustryCode:
      return industries_;
    case Role::kScope:
      return scopes_;
    case Role::kFounded:
      return dates_;
    case Role::kDistrict:
      return districts_;
    case Role::kIndustry:
    case Role::kCapital:
    case Role::kEmployees:
      return 0;
  }
  return 0;
}

std::vector<RoleGuess> roles_by_content(const std::vector<Contents>& columns,
                                        const std::vector<RoleGuess>& named) {
  constexpr std::uint64_t kFewest = 3;
  const auto has = [&](Role role) {
    return std::any_of(named.begin(), named.end(),
                       [&](const RoleGuess& guess) { return guess.role == role; });
  };
  const auto taken = [&](std::size_t column) {
    return std::any_of(named.begin(), named.end(), [&](const RoleGuess& guess) {
      return guess.column == static_cast<int>(column);
    });
  };
  const auto only = [&](Role role) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::uint64_t fit = columns[c].fitting(role);
      if (fit < kFewest || 10 * fit < 9 * columns[c].values() || taken(c)) continue;
      if (found) return std::nullopt;
      found = c;
    }
    return found;
  };
  struct Kind {
    Role role;
    const char* like;
  };
  constexpr std::array<Kind, 10> kKinds = {{{Role::kId, "credit codes"},
                                            {Role::kName, "names of companies"},
                                            {Role::kX, "longitudes"},
                                            {Role::kY, "latitudes"},
                                            {Role::kPosition, "positions"},
                                            {Role::kAddress, "addresses"},
                                            {Role::kIndustryCode, "codes of industries"},
                                            {Role::kScope, "business scopes"},
                                            {Role::kFounded, "days"},
                                            {Role::kDistrict, "districts"}}};
  const bool placed = has(Role::kX) || has(Role::kPosition);
  const bool pair = !placed && only(Role::kX) && only(Role::kY);
  std::vector<RoleGuess> guesses;
  for (const auto& [role, like] : kKinds) {
    const bool coordinate = role == Role::kX || role == Role::kY;
    if (has(role) || (coordinate && !pair) || (role == Role::kPosition && (placed || pair))) {
      continue;
    }
    const auto column = only(role);
    if (!column) continue;
    guesses.push_back({role, static_cast<int>(*column),
                       std::to_string(columns[*column].fitting(role)) + " of " +
                           std::to_string(columns[*column].values()) + " values look like " +
                           like});
  }
  return guesses;
}

}  // namespace geo::io
