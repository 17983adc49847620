#pragma once

#include <string>
#include <string_view>

#include "geo/select/readings.hpp"

namespace geo::select {

/// What someone types to find a name. It matches a text
/// - that holds it as it is written, width and capitals aside (base::fold), or,
/// - where it is of Latin letters and digits alone (spaces, hyphens and apostrophes aside), a text
///   that reads so from some character on: each character gives its whole syllable, its first
///   letter, or zh, ch or sh, the last one any beginning of its syllable; ü is v or u; letters and
///   digits of the text give themselves. 张江 is found by 张, 江, zhangjiang, zj, zhj, zhangj and
///   zhan.
class TextQuery {
 public:
  /// `readings` outlives the query.
  TextQuery(std::string_view text, const Readings& readings);

  [[nodiscard]] bool empty() const { return folded_.empty(); }

  enum class Match { kNone, kWithin, kBegins, kWhole };
  /// How well it matches: from the first character on, and to the last (whole syllables or first
  /// letters of each). An empty query matches everything within. O(text x query) at worst, about
  /// 0.1 to 0.6 us for a name.
  [[nodiscard]] Match match(std::string_view text) const;
  [[nodiscard]] bool matches(std::string_view text) const { return match(text) != Match::kNone; }

 private:
  std::string folded_;
  std::string letters_;  // empty: not to be read
  const Readings* readings_;
};

}  // namespace geo::select
