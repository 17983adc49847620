#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "geo/core/text.hpp"
#include "geo/model/assignment.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/table.hpp"

namespace geo::join {

/// Another name of a district: a short one, an old one, an old code.
struct DistrictAlias {
  std::string name;
  std::string code;  ///< of the district that it means today
  Text note;         ///< "merged into 浦东新区 in 2009"; empty: just another spelling
};

/// CSV in UTF-8 with the columns name, code, note_zh, note_en. Throws Error(kInput) with file, row
/// and column.
[[nodiscard]] std::vector<DistrictAlias> read_aliases(const std::string& path);

/// Knows districts by what people call them: the code, the name in both languages, the name without
/// its 新区, 区, 县 or 市 where that leaves two characters and no two districts share it, and the
/// aliases. Full and half width, capitals, and in Latin letters spaces, hyphens and apostrophes
/// make no difference.
class DistrictNames {
 public:
  /// Aliases of codes that are not among the regions are left out: boundaries may be a part of a
  /// city. Throws Error(kInput) where one name means two districts.
  DistrictNames(const PolygonSet& regions, std::vector<DistrictAlias> aliases);

  struct Match {
    std::int32_t region = Assignment::kNone;
    std::int32_t alias = -1;  ///< the alias that has a note and was used, or -1
  };
  /// The district that a text names: all of it, what follows the city's name ("上海市徐汇区"), or
  /// its first word ("徐汇 徐家汇", "浦东-张江"), as any of the names; or a name that ends with 区
  /// or 县 at its beginning ("浦东新区张江镇"). Short names do not count there: 宝山路 is not in
  /// 宝山.
  [[nodiscard]] Match find(std::string_view text) const;
  [[nodiscard]] const std::vector<DistrictAlias>& aliases() const { return aliases_; }

 private:
  [[nodiscard]] const Match* exact(const std::string& key) const;
  std::map<std::string, Match> names_;
  std::vector<DistrictAlias> aliases_;
};

/// What each row says of its district.
struct StatedDistricts {
  std::vector<std::int32_t> region;  ///< by point: the district stated, or kNone
  std::vector<std::string> text;     ///< by point: as written
  std::uint64_t missing = 0;         ///< rows that say nothing
  std::uint64_t unknown = 0;         ///< rows whose text names no district
  std::string unknown_example;       ///< the first such text
  /// Rows by alias with a note: (index into DistrictNames::aliases(), rows), ascending.
  std::map<std::int32_t, std::uint64_t> by_alias;
};

/// The districts stated in a column of categories. O(n + distinct texts x names).
[[nodiscard]] StatedDistricts stated_districts(const Categories& column,
                                               const DistrictNames& names);

/// Counts of rows by the district stated (a row for each region, then one for rows that state none
/// or an unknown one) and the district they lie in (a column in_CODE for each region, then
/// "outside").
[[nodiscard]] Table district_matrix(const StatedDistricts& stated, const Assignment& assignment,
                                    const PolygonSet& regions);

/// The points whose stated district is not the one they lie in: source row, what was stated, its
/// code, the code of where the point lies (empty: in none).
[[nodiscard]] Table district_mismatch(const StatedDistricts& stated, const Assignment& assignment,
                                      const PolygonSet& regions, const PointSet& points);

}  // namespace geo::join
