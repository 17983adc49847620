#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/io/points.hpp"
#include "io/column_builder.hpp"
#include "io/point_layout.hpp"
#include "io/point_records.hpp"
#include "io/values.hpp"

// Records become points, or rejects.
namespace geo::io {

/// What holds for all records of a source.
struct PointRules {
  /// `columns`: the names of the source's columns; `system`: of the coordinates.
  PointRules(PointSource of, std::vector<std::string> columns, PointLayout where,
             std::string system);

  PointSource source;
  std::vector<std::string> names;
  PointLayout layout;
  std::string crs;
  bool geographic;
  std::string x_column;  ///< empty: the geometry
  std::string y_column;
  Unit weight_unit;
  std::vector<Unit> units;  ///< of the columns asked for
};

/// The rules of a table with these columns. Throws as `lay_out`, with `what` before the message.
[[nodiscard]] PointRules table_rules(const PointSource& source,
                                     const std::vector<std::string>& columns,
                                     const std::string& what, ColumnGuess& guess);

/// What came of some records that follow each other.
struct PointsPart {
  PointSet points;                      ///< without system and source
  UnlocatedSet unlocated;               ///< where the source asks for it
  std::vector<Reject> rejected;         ///< as Rejects::rows
  std::vector<Reject> cells;            ///< as Rejects::cells
  std::uint64_t read = 0;               ///< used, kept without a position and rejected
  std::uint64_t imprecise = 0;          ///< as PointFacts
  std::uint64_t positions = 0;          ///< in degrees: all, and ...
  std::uint64_t swapped = 0;            ///< ... those that are possible only when exchanged
  std::vector<NotNumbers> not_numbers;  ///< of every column asked for
};

/// Takes the records of a source one by one, in their order, and decides which become points. For
/// the records of point_records.hpp.
class PointsBuilder {
 public:
  /// `after_note`: of the record before the first. Keeps a reference to the rules.
  explicit PointsBuilder(const PointRules& rules, bool after_note = false);

  void reject(std::uint64_t row, std::string column, std::string_view value, const char* reason,
              const char* advice);
  /// A record without a usable position: kept beside the points where asked for, else rejected.
  template <typename Record>
  void unlocated(const Record& record, std::uint64_t row, std::string column,
                 std::string_view value, const char* reason, const char* advice);
  /// A record whose coordinates are in columns.
  template <typename Record>
  void add(const Record& record, std::uint64_t row);
  /// Takes a record without a position that is no enterprise; false for all others.
  template <typename Record>
  bool is_furniture(const Record& record, std::uint64_t row);
  /// A record whose coordinates are known.
  template <typename Record>
  void add_at(Point position, const Record& record, std::uint64_t row);
  /// Whether the record says that it was invented; `add` does this itself.
  template <typename Record>
  void note_synthetic(const Record& record);
  /// A row of a table, which may have another number of fields; `joined()` is all of it as text.
  template <typename Joined>
  void add_row(std::span<const std::string_view> fields, std::uint64_t row, Joined&& joined) {
    const TextRecord record{fields};
    if (fields.size() == rules_.names.size()) return add(record, row);
    if (is_furniture(record, row)) return;
    reject(row, "", joined(), reject_reason::kFieldCount,
           "give as many fields as the header has; quote fields that hold the separator");
  }

  [[nodiscard]] const PointsPart& part() const { return part_; }
  /// Whether what follows stands beneath a note, and whether what has come so far depended on what
  /// the constructor was told of that.
  [[nodiscard]] bool after_note() const { return after_note_; }
  [[nodiscard]] bool depended_on_note() const { return asked_; }
  /// Ends the part.
  PointsPart take();

 private:
  template <typename Record>
  void add_from_one_cell(const Record& record, std::uint64_t row);
  template <typename Record>
  bool usable(const Number& number, const Record& record, int field, const std::string& name,
              std::uint64_t row);
  /// The weight of a record; nothing where it cannot be used, and the record is rejected.
  template <typename Record>
  std::optional<double> weight(const Record& record, std::uint64_t row);
  void note(bool is_note) {
    after_note_ = is_note;
    told_ = true;
  }

  const PointRules& rules_;
  bool after_note_;
  bool told_ = false;   // by a record of this part
  bool asked_ = false;  // before that
  PointsPart part_;
  std::vector<ColumnBuilder> columns_;
  std::vector<ColumnBuilder> unlocated_columns_;
  std::string scratch_;
};

}  // namespace geo::io
