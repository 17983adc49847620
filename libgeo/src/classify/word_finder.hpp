#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geo::classify {

/// Finds all of a set of words in a text in one pass: the automaton of Aho and Corasick (1975),
/// with every transition written out. Over bytes: in UTF-8 no character lies inside another one, so
/// bytes find the same as characters.
class WordFinder {
 public:
  /// Distinct words, none empty, at most 64 KiB together.
  static constexpr std::size_t kMaxBytes = std::size_t{64} << 10U;
  explicit WordFinder(const std::vector<std::string>& words);

  /// Calls `found(word, begin, end)` for every place where a word stands, in order of `end`, longer
  /// ones first.
  template <typename Found>
  void each(std::string_view text, Found&& found) const {
    std::uint32_t state = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      state = next_[state * classes_ + class_of_[static_cast<unsigned char>(text[i])]];
      for (std::uint32_t at = word_[state] >= 0 ? state : shorter_[state]; at != 0;
           at = shorter_[at]) {
        const auto word = static_cast<std::uint32_t>(word_[at]);
        found(word, i + 1 - length_[word], i + 1);
      }
    }
  }

 private:
  std::array<std::uint8_t, 256> class_of_{};  // 0: a byte of no word
  std::size_t classes_ = 1;
  std::vector<std::uint32_t> next_;     // by state and class
  std::vector<std::int32_t> word_;      // the word that ends in the state, or -1
  std::vector<std::uint32_t> shorter_;  // the longest proper suffix that is a word, or 0
  std::vector<std::size_t> length_;     // of the words
};

}  // namespace geo::classify
