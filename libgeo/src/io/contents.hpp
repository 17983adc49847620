#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "io/columns.hpp"

// What columns hold by what is in them, where their names do not say.
namespace geo::io {

/// What the values of one column look like: of the first `kMost`, how many are what.
class Contents {
 public:
  static constexpr std::uint64_t kMost = 20000;

  void add(std::string_view given);

  [[nodiscard]] std::uint64_t values() const { return values_; }
  /// How many could hold that role; 0 for roles that no value gives away (capital, employees ...).
  [[nodiscard]] std::uint64_t fitting(Role role) const;
  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] double greatest() const { return greatest_; }

 private:
  std::uint64_t values_ = 0;
  std::uint64_t codes_ = 0;
  std::uint64_t industries_ = 0;
  std::uint64_t dates_ = 0;
  std::uint64_t positions_ = 0;
  std::uint64_t longitudes_ = 0;  // beyond 90 degrees: cannot be latitudes
  std::uint64_t latitudes_ = 0;
  std::uint64_t districts_ = 0;
  std::uint64_t names_ = 0;
  std::uint64_t addresses_ = 0;
  std::uint64_t scopes_ = 0;
  double least_ = std::numeric_limits<double>::infinity();  // of the coordinates
  double greatest_ = -std::numeric_limits<double>::infinity();
};

/// The roles that no column is named for and that the values of exactly one other column fit, nine
/// in ten of three at least: credit codes, codes of industries (I6510), days, positions in one
/// cell, names of companies, addresses, scopes, districts, and coordinates: a column beyond 90
/// degrees and one that is not, both with three decimals or more.
[[nodiscard]] std::vector<RoleGuess> roles_by_content(const std::vector<Contents>& columns,
                                                      const std::vector<RoleGuess>& named);

}  // namespace geo::io
