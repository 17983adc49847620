#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/core/geometry.hpp"
#include "io/delimited.hpp"

// What people write into cells, as values: amounts with units, angles, positions.
namespace geo::io {

/// `text` with full-width forms (U+FF01 to U+FF5E, U+3000, U+2212) as the ASCII that they stand
/// for.
[[nodiscard]] std::string fold_width(std::string_view text);

/// Without ASCII spaces, tabs, line ends and no-break spaces.
[[nodiscard]] std::string without_spaces(std::string_view text);

/// The unit of an amount: a power of ten and what is counted.
struct Unit {
  double multiplier = 1;  ///< of 千, 万, 百万, 千万, 亿
  std::string currency;   ///< "元", "美元", "港元" ...; empty: none is named
  std::string counted;    ///< 人, 家 ...
  bool named = false;     ///< there is a unit at all
  [[nodiscard]] bool foreign() const { return !currency.empty() && currency != "元"; }
  /// "万元", "亿美元", "人"; empty where there is none.
  [[nodiscard]] std::string text() const;
};

/// The unit that a column's name states in brackets or at its end: 注册资本（万元）, 注册资本/万元,
/// registered_capital_10k_yuan.
[[nodiscard]] Unit unit_in_name(std::string_view name);
/// A column's name, folded, without a unit that stands at its end without brackets.
[[nodiscard]] std::string without_unit(std::string_view name);

/// An amount as written: "5,000.00", "1000万元人民币", "3000万美元", "50人", "1亿2000万" (whose
/// number is all of it and whose multiplier is 1).
struct Amount {
  Number number;  ///< the digits, before the multiplier
  Unit unit;
};
[[nodiscard]] Amount parse_amount(std::string_view text);

/// The number of `text` in the unit of its column: that of the name, else 元 (or one). A text with
/// a unit of its own is converted by powers of ten; `foreign` is set, and the number is none, where
/// the currencies differ, which needs a rate of exchange that nobody stated.
struct Converted {
  Number number;
  bool foreign = false;
};
[[nodiscard]] Converted number_in(const Unit& column, std::string_view text);

/// A coordinate: a decimal number, without thousands separators, or, where `degrees`, degrees,
/// minutes and seconds: 121°28′12.5″E, E121°28', 121度28分12秒, 121 28 12. S and W are negative.
[[nodiscard]] Number parse_coordinate(std::string_view text, bool degrees);

/// Two coordinates in one text: "121.47,31.23", "(121.47 31.23)", "POINT (121.47 31.23)", also in
/// degrees and minutes with a comma between. Nothing where these are not exactly two numbers.
[[nodiscard]] std::optional<Point> parse_position(std::string_view text, bool degrees);

/// The same as (x, y): exchanged where `latitude_first`, or, in degrees, where only the other order
/// is possible.
[[nodiscard]] std::optional<Point> read_position(std::string_view text, bool degrees,
                                                 bool latitude_first);

/// Whether a coordinate has no more than two decimals, which is a kilometre of a degree.
[[nodiscard]] bool two_decimals(double value);

}  // namespace geo::io
