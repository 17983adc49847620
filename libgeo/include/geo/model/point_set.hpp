#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "geo/core/geometry.hpp"

namespace geo {

/// A column of texts from a small set, each stored once.
struct Categories {
  static constexpr std::uint32_t kMissing = 0xFFFFFFFF;
  std::vector<std::string> names;    ///< distinct, in order of first appearance, none empty
  std::vector<std::uint32_t> codes;  ///< one for each point: an index into `names`, or kMissing
};

/// An attribute of the points. Missing: NaN in numbers, the empty text in texts, kMissing in codes.
struct Column {
  std::string name;
  std::variant<std::vector<double>, std::vector<std::string>, Categories> values;
  [[nodiscard]] std::size_t size() const;
  /// The values whose index is listed, in that order. O(k).
  [[nodiscard]] Column select(const std::vector<std::uint32_t>& indices) const;
};

/// Located enterprises, as a structure of arrays: element i of every array is the same enterprise.
struct PointSet {
  /// The coordinate system of x and y, in a spelling that `geodesy::Crs` takes. x is the easting or
  /// the longitude, y the northing or the latitude, whatever axis order the authority prescribes.
  std::string crs;
  std::vector<double> x;           ///< finite
  std::vector<double> y;           ///< finite, size of x
  std::vector<double> weight;      ///< empty (every point weighs 1) or size of x; finite, >= 0
  std::vector<std::uint64_t> row;  ///< the record in the source file, from 1; ascending
  std::vector<Column> columns;     ///< each of the size of x; names are distinct
  std::string source;              ///< the file it came from, for messages; may be empty
  bool synthetic = false;          ///< the data was invented by a generator and must say so

  [[nodiscard]] std::size_t size() const { return x.size(); }
  [[nodiscard]] double weight_of(std::size_t i) const { return weight.empty() ? 1.0 : weight[i]; }
  [[nodiscard]] Box envelope() const;
  /// The column of that name, or nullptr.
  [[nodiscard]] const Column* find(const std::string& name) const;
  /// The codes of a column of categories. Throws Error(kOption) when there is none of that name, or
  /// it is not of categories.
  [[nodiscard]] const Categories& categories(const std::string& name) const;
  /// The points whose index is listed, in that order, with all their columns. O(k).
  [[nodiscard]] PointSet select(const std::vector<std::uint32_t>& indices) const;
  /// The same points without their columns: all that a density needs. O(n).
  [[nodiscard]] PointSet places() const;
  /// Throws Error(kInternal) naming the first invariant that does not hold. O(n).
  void validate() const;
};

}  // namespace geo
