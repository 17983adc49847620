#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "geo/core/text.hpp"
#include "geo/stats/tables.hpp"

// What all tables are made from: how many enterprises of each specialty lie in each area.
namespace geo::stats {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// A specialty, a column of the crosstab.
struct Kind {
  Text name;
  bool in_plan = false;
};

/// The specialties of the plan in its order, then the data's own words in byte order, and which of
/// them each enterprise is of. A word that the plan knows in either language is the plan's
/// specialty.
struct Kinds {
  Kinds(const Inputs& inputs, const Counts& counts);

  bool known = false;  ///< there is a column of specialties
  std::vector<Kind> kinds;
  [[nodiscard]] std::size_t size() const { return kinds.size(); }
  /// The kind of a point, or `size()` where it is unspecified. All points are, without a column.
  [[nodiscard]] std::size_t of(std::size_t point) const { return located.of(point, kinds.size()); }
  /// The same of an enterprise without a position.
  [[nodiscard]] std::size_t of_unlocated(std::size_t row) const {
    return unlocated.of(row, kinds.size());
  }
  /// The kind of a word that some point has, by the word's code.
  [[nodiscard]] std::size_t of_word(std::size_t word) const { return kind_of_word[word]; }

 private:
  /// A column of categories, and the kind of each of its words.
  struct Column {
    const Categories* column = nullptr;
    std::vector<std::size_t> kind_of_code;
    [[nodiscard]] std::size_t of(std::size_t row, std::size_t none) const {
      const std::uint32_t code = column != nullptr ? column->codes[row] : Categories::kMissing;
      return code == Categories::kMissing ? none : kind_of_code[code];
    }
    [[nodiscard]] std::vector<std::uint8_t> used() const;  ///< 1 for codes that occur
  };
  Column located;
  Column unlocated;
  std::vector<std::size_t> kind_of_word;
};

/// An area, a row of the crosstab.
struct Area {
  enum class Level { kDistrict, kOutside, kBelt, kNoBelt, kAll };
  Level level = Level::kDistrict;
  std::size_t index = 0;  ///< of the district or belt
  std::string code;
  Text name;
  double km2 = kMissing;
  std::string km2_kind;  ///< "land", "drawn", "mixed"; empty where the area is missing
};

class Crosstab {
 public:
  /// Throws Error(kInternal) where the inputs do not fit together, Error(kOption) where the column
  /// of specialties is not there. O(points x (1 + belts)).
  explicit Crosstab(const Inputs& inputs);

  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] const PointSet& points() const { return *inputs_.points; }
  [[nodiscard]] bool weighted() const { return counts_.weighted(); }
  [[nodiscard]] const Kinds& kinds() const { return kinds_; }
  /// The districts, "outside", the belts, "in no belt" (where there are belts), the whole.
  [[nodiscard]] const std::vector<Area>& areas() const { return areas_; }
  [[nodiscard]] std::size_t districts() const { return inputs_.regions->size(); }
  [[nodiscard]] std::size_t belts() const {
    return inputs_.belts != nullptr ? inputs_.belts->size() : 0;
  }
  [[nodiscard]] std::size_t outside() const { return districts(); }
  [[nodiscard]] std::size_t first_belt() const { return districts() + 1; }
  [[nodiscard]] std::size_t whole() const { return areas_.size() - 1; }

  /// All enterprises of an area.
  [[nodiscard]] Tally total(std::size_t area) const;
  /// Of these, those without a position.
  [[nodiscard]] std::uint64_t unlocated(std::size_t area) const {
    return unlocated_.empty() ? 0 : unlocated_[area];
  }
  [[nodiscard]] bool any_unlocated() const { return !unlocated_.empty(); }
  /// Those whose specialty is known.
  [[nodiscard]] Tally specified(std::size_t area) const;
  /// Those of one specialty; `kind == kinds().size()`: of none that is known.
  [[nodiscard]] Tally of(std::size_t area, std::size_t kind) const {
    return cells_[area * (kinds_.size() + 1) + kind];
  }
  /// Counts of the known specialties in an area, for measures.
  [[nodiscard]] std::vector<double> counts(std::size_t area) const;
  /// The most frequent specialty of an area (ties: the first), or `kinds().size()` for none.
  [[nodiscard]] std::size_t top(std::size_t area) const;
  /// Those who stand on the ground that an area is measured by: all of them, but for the whole only
  /// those in a district.
  [[nodiscard]] Tally grounded(std::size_t area) const;
  [[nodiscard]] Tally grounded(std::size_t area, std::size_t kind) const;
  /// `amount` over the size of an area, missing where that is not above 0.
  [[nodiscard]] double per_km2(std::size_t area, double amount) const;

  /// Location quotient of a specialty in an area, by counts or by weights.
  [[nodiscard]] double quotient(std::size_t area, std::size_t kind) const;
  [[nodiscard]] double quotient_by_weight(std::size_t area, std::size_t kind) const;

  /// The specialties that the plan designates for a district, in its order, each once; empty where
  /// it designates none or does not know the district.
  [[nodiscard]] std::vector<std::size_t> designated(std::size_t district) const;
  [[nodiscard]] bool in_plan(std::size_t district) const;
  /// Whether a belt covers a district: by the plan, or where a corridor names no district, by an
  /// enterprise in both.
  [[nodiscard]] bool covers(std::size_t belt, std::size_t district) const;

 private:
  static void check(const Inputs& inputs);
  void list_areas();
  void count();
  void count_unlocated();
  /// Whether an enterprise somewhere in a district may be in a corridor.
  [[nodiscard]] bool corridor_possible(std::size_t district) const;
  Tally& cell(std::size_t area, std::size_t kind) {
    return cells_[area * (kinds_.size() + 1) + kind];
  }

  [[nodiscard]] static Counts counted(const Inputs& inputs);

  Inputs inputs_;
  Counts counts_;
  Kinds kinds_;
  std::vector<Area> areas_;
  std::vector<Tally> cells_;              // areas x (kinds + unspecified)
  std::vector<std::uint64_t> unlocated_;  // by area; empty: there are none
};

/// Which specialty leads among some counts (ties: the first); `counts.size()` where all are 0.
[[nodiscard]] std::size_t leading(const std::vector<double>& counts);

}  // namespace geo::stats
