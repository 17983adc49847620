#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace geo::classify {

/// A word or several that must stand in the same clause, with a choice for each:
/// "服务机器人|无人机+研发|制造" is (服务机器人 or 无人机) and (研发 or 制造).
struct Keyword {
  std::vector<std::vector<std::string>> parts;  ///< at least one, none empty; folded (see `fold`)
  std::string text;                             ///< as in the table
};

/// One line of the table of rules: what an enterprise must show to be given `weight` for a
/// specialty. Of `code` and `keywords` at least one is given; where both are, both must hold.
struct Rule {
  std::size_t specialty = 0;          ///< index into Rules::specialties
  std::string code;                   ///< prefix of a GB/T 4754 code: 1 to 4 digits; may be empty
  std::vector<Keyword> keywords;      ///< any of them, in any clause of any text
  double weight = 1;                  ///< finite, not 0; a negative one speaks against
  std::vector<std::string> excludes;  ///< folded: a clause with one of them is not searched
  std::vector<std::string> vetoes;    ///< folded: a text with one of them voids the rule
  std::size_t row = 0;                ///< in the file, from 1 (the header is not counted)
};

/// How enterprises get specialties: data that a user edits.
struct Rules {
  std::string file;                      ///< for messages
  std::vector<std::string> specialties;  ///< distinct, in order of first appearance
  std::vector<Rule> rules;
  std::vector<std::string> excludes;  ///< of every rule: the rows with the specialty "*"
  std::vector<std::string> vetoes;
  /// The index of the specialty, or -1.
  [[nodiscard]] int find(const std::string& specialty) const;
};

/// The table as text: CSV in UTF-8 with the columns specialty, code, keywords, weight, exclude and,
/// if wished, note (not read). Keywords and exclude words are separated by ";"; a "+" joins words
/// that must stand in one clause, a "|" words of which one must; "!" before an exclude word makes
/// it a veto. A row with the specialty "*" has exclude words only, which hold for all rules. Throws
/// Error(kInput) with file, row and column for what cannot be used; at most 64 KiB of distinct
/// words. O(text).
[[nodiscard]] Rules parse_rules(std::string_view csv, const std::string& file);
/// The same from a file.
[[nodiscard]] Rules read_rules(const std::string& path);

/// The form in which texts and words are compared: full-width letters, digits and signs become
/// ASCII, capitals small, spaces beside anything that is not ASCII go. UTF-8 in and out; bytes that
/// are no UTF-8 stay.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace geo::classify
