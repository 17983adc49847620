#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/code_words.hpp"

// How rows say that they are invented: as the generator writes it, and as our results do, whose
// headings and words are in either language.
namespace geo::io {

/// The column that says so, the last of several, or -1.
inline int synthetic_column(const std::vector<std::string>& names) {
  static const TableColumn ours = base::status_column(0);
  for (std::size_t i = names.size(); i-- > 0;) {
    const std::string& name = names[i];
    if (name == "synthetic" || name == ours.name || name == ours.label.zh ||
        name == ours.label.en) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

/// Whether a text of that column says yes.
inline bool says_synthetic(std::string_view text) {
  constexpr std::array<std::string_view, 5> kTrue = {"1", "true", "True", "TRUE", "1.0"};
  static const CodeWords words = base::status_column(0).words;
  return std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end() ||
         std::any_of(words.begin(), words.end(), [&](const auto& word) {
           return text == word.first || text == word.second.zh || text == word.second.en;
         });
}

}  // namespace geo::io
