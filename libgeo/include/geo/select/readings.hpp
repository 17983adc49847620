#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geo::select {

/// How Chinese is read aloud: a syllable of pinyin without tone (ü as v) for each character, after
/// two tables: the usual reading of each character, and words in which characters are read
/// otherwise (闵行 is min hang, not min xing). All of it is data (data/readings). Immutable:
/// thread-safe.
class Readings {
 public:
  /// Knows no Chinese.
  Readings() = default;

  /// `characters`: a CSV file with the columns reading and characters ("zhang", "张章掌…");
  /// `words`: one with text and reading ("闵行", "min hang"), a syllable for each character; a text
  /// of one character replaces its usual reading. UTF-8, characters of the basic plane. Throws
  /// Error(kInput) that names file, row and column. O(size of the files), about 5 ms.
  Readings(const std::string& characters, const std::string& words);

  /// What a text is made of for whoever types it in Latin letters.
  struct Unit {
    std::string_view syllable;  ///< of a Chinese character; else a small letter or a digit of ASCII
    bool chinese = false;
  };
  /// One unit for each Chinese character whose reading is known and each letter or digit of ASCII;
  /// other signs are left out. Of the words that begin at a character, the longest counts. The
  /// views live as long as the Readings and `folded`, which is base::fold of the text.
  void units(std::string_view folded, std::vector<Unit>& out) const;

  /// "chang ning qu": the syllables and what is no Chinese, with spaces between.
  [[nodiscard]] std::string pinyin(std::string_view text) const;

 private:
  struct Word {
    std::u16string text;
    std::vector<std::uint16_t> syllables;
  };
  std::uint16_t syllable(const std::string& text);
  void read_characters(const std::string& path);
  void read_words(const std::string& path);

  std::vector<std::string> syllables_;  // the first: unknown
  std::map<std::string, std::uint16_t> index_;
  std::vector<std::uint16_t> of_;                // by code unit of UTF-16
  std::map<char16_t, std::vector<Word>> words_;  // by the first character, the longest first
};

}  // namespace geo::select
