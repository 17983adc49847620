#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the columns of a registry are called, and what they hold.
namespace geo::io {

enum class Role {
  kId,
  kName,
  kX,
  kY,
  kPosition,  ///< both coordinates in one cell
  kAddress,
  kIndustryCode,
  kIndustry,
  kScope,
  kFounded,
  kCapital,
  kEmployees,
  kDistrict
};

/// "id", "name", "x", "y", "position", "address", "industry code", "industry", "scope", "founded",
/// "capital", "employees", "district"
[[nodiscard]] const char* role_text(Role role);

/// What a column of that name holds, whatever the case, spaces, width of characters or unit in
/// brackets; nothing where the name is not in the table (columns.cpp).
[[nodiscard]] std::optional<Role> role_of(std::string_view name);

struct RoleGuess {
  Role role;
  int column;
  std::string reason;  ///< "named '企业名称'"
};

/// At most one column for each role, in the order of `Role`: the one whose name stands first in the
/// table of that role, else the first. x and y as `guess_columns` has them, both or none; a column
/// of positions only where there are no x and y.
[[nodiscard]] std::vector<RoleGuess> guess_roles(const std::vector<std::string>& names);

/// Whether the name of a column of positions says that the latitude stands first ("纬经度").
[[nodiscard]] bool latitude_first(std::string_view name);

}  // namespace geo::io
