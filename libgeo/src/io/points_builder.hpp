#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/io/points.hpp"
#include "io/column_builder.hpp"
#include "io/point_layout.hpp"
#include "io/values.hpp"

// Records become points, or rejects.
namespace geo::io {

/// Takes the records of a source one by one, in their order, and decides which become points. For
/// the records of point_records.hpp.
class PointsBuilder {
 public:
  /// `names`: of the source's columns; `crs`: of the coordinates. Keeps a reference to `source`.
  PointsBuilder(const PointSource& source, const PointLayout& layout,
                std::vector<std::string> names, std::string crs);

  void reject(std::uint64_t row, std::string column, std::string_view value, const char* reason,
              const char* advice);
  /// A record without a usable position: kept beside the points where asked for, else rejected.
  template <typename Record>
  void unlocated(const Record& record, const PointLayout& layout, std::uint64_t row,
                 std::string column, std::string_view value, const char* reason,
                 const char* advice);
  /// A record whose coordinates are in columns.
  template <typename Record>
  void add(const Record& record, const PointLayout& layout, std::uint64_t row);
  /// Takes a record without a position that is no enterprise; false for all others.
  template <typename Record>
  bool is_furniture(const Record& record, std::uint64_t row);
  /// A record whose coordinates are known.
  template <typename Record>
  void add_at(Point position, const Record& record, const PointLayout& layout, std::uint64_t row);
  /// Whether the record says that it was invented; `add` does this itself.
  template <typename Record>
  void note_synthetic(const Record& record, const PointLayout& layout);

  /// Ends the reading; `what` names the file and the layer. Throws Error(kInput) where no row can
  /// be used, or x and y are swapped.
  PointsRead finish(const std::string& what);

  [[nodiscard]] PointsRead& result() { return read_; }

 private:
  template <typename Record>
  void add_from_one_cell(const Record& record, const PointLayout& layout, std::uint64_t row);
  template <typename Record>
  bool usable(const Number& number, const Record& record, const PointLayout& layout, int field,
              const std::string& name, std::uint64_t row);
  /// The weight of a record; nothing where it cannot be used, and the record is rejected.
  template <typename Record>
  std::optional<double> weight(const Record& record, const PointLayout& layout, std::uint64_t row);

  const PointSource& source_;
  std::vector<std::string> names_;
  bool geographic_;
  Unit weight_unit_;
  bool after_note_ = false;
  PointsRead read_;
  std::vector<ColumnBuilder> columns_;
  std::vector<ColumnBuilder> unlocated_columns_;
  std::string scratch_;
  std::uint64_t positions_ = 0;  // in degrees: all, and those that are possible only when exchanged
  std::uint64_t swapped_ = 0;
};

}  // namespace geo::io
