#include "geo/classify/rules.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

#include "base/csv_text.hpp"
#include "base/fold.hpp"
#include "classify/clauses.hpp"
#include "classify/word_finder.hpp"
#include "geo/core/error.hpp"

namespace geo::classify {
namespace {

/// Reads one table.
class Parser {
 public:
  explicit Parser(base::CsvText table)
      : table_(std::move(table)),
        specialty_(table_.column("specialty")),
        code_(table_.column("code")),
        keywords_(table_.column("keywords")),
        weight_(table_.column("weight")),
        exclude_(table_.column("exclude")) {
    static const std::set<std::string> kKnown = {"specialty", "code",    "keywords",
                                                 "weight",    "exclude", "note"};
    for (const std::string& name : table_.header) {
      if (!kKnown.contains(name)) {
        throw Error(ErrorCode::kInput, table_.file + ": the column '" + name +
                                           "' is not known; give specialty, code, keywords, "
                                           "weight, exclude and, if wished, note");
      }
    }
  }

  Rules parse() {
    rules_.file = table_.file;
    for (row_ = 0; row_ < table_.records.size(); ++row_) {
      const std::string& specialty = table_.records[row_][specialty_];
      if (specialty.empty()) fail(specialty_, "is empty; name the specialty, or * for all rules");
      if (specialty == "*") {
        for_all();
      } else {
        rules_.rules.push_back(rule(specialty));
      }
    }
    if (rules_.rules.empty()) throw Error(ErrorCode::kInput, rules_.file + ": has no rules");
    return std::move(rules_);
  }

 private:
  [[noreturn]] void fail(std::size_t column, const std::string& message) const {
    table_.fail(row_, table_.header[column], message);
  }

  [[nodiscard]] const std::string& cell(std::size_t column) const {
    return table_.records[row_][column];
  }

  void for_all() {
    for (const std::size_t column : {code_, keywords_, weight_}) {
      if (!cell(column).empty()) fail(column, "must be empty in a row for all rules (*)");
    }
    excludes(rules_.excludes, rules_.vetoes);
    if (cell(exclude_).empty()) fail(exclude_, "is empty; a row for all rules has exclude words");
  }

  Rule rule(const std::string& specialty) {
    Rule rule;
    rule.row = row_ + 1;
    rule.code = fold(cell(code_));
    if (rule.code.size() > 4 || !std::all_of(rule.code.begin(), rule.code.end(),
                                             [](char c) { return c >= '0' && c <= '9'; })) {
      fail(code_, "'" + cell(code_) + "' is no prefix of a GB/T 4754 code; give 1 to 4 digits");
    }
    for (const std::string& text : base::split(cell(keywords_), ';')) {
      Keyword keyword{{}, text};
      for (const std::string& part : base::split(text, '+')) {
        std::vector<std::string>& choice = keyword.parts.emplace_back();
        for (const std::string& each : base::split(part, '|')) {
          choice.push_back(word(each, keywords_));
        }
        if (choice.empty()) fail(keywords_, "'" + text + "' has a part without a word");
      }
      if (keyword.parts.empty()) fail(keywords_, "'" + text + "' has no word");
      rule.keywords.push_back(std::move(keyword));
    }
    if (rule.code.empty() && rule.keywords.empty()) {
      fail(keywords_, "is empty, and so is the code; give one of them");
    }
    const std::string& weight = cell(weight_);
    const auto [end, error] =
        std::from_chars(weight.data(), weight.data() + weight.size(), rule.weight);
    if (error != std::errc() || end != weight.data() + weight.size() ||
        !std::isfinite(rule.weight) || rule.weight == 0) {
      fail(weight_, "'" + weight + "' is no weight; give a number other than 0");
    }
    excludes(rule.excludes, rule.vetoes);
    if (rule.keywords.empty() && !rule.excludes.empty()) {
      fail(exclude_, "a rule without keywords looks at no clause; put ! before the words");
    }
    const int known = rules_.find(specialty);
    rule.specialty = known >= 0 ? static_cast<std::size_t>(known) : rules_.specialties.size();
    if (known < 0) rules_.specialties.push_back(specialty);
    return rule;
  }

  void excludes(std::vector<std::string>& clause, std::vector<std::string>& veto) {
    for (const std::string& text : base::split(cell(exclude_), ';')) {
      const bool everywhere = text.front() == '!' || text.starts_with("！");
      const std::size_t skip = text.front() == '!' ? 1 : std::string("！").size();
      std::string folded = word(everywhere ? text.substr(skip) : text, exclude_);
      std::vector<std::string>& words = everywhere ? veto : clause;
      if (std::find(words.begin(), words.end(), folded) == words.end()) {
        words.push_back(std::move(folded));
      }
    }
  }

  /// A word as it is looked for.
  std::string word(const std::string& text, std::size_t column) {
    std::string folded = fold(text);
    if (folded.empty()) fail(column, "'" + text + "' is no word");
    if (split_clauses(folded).size() != 1 || split_clauses(folded).front() != folded) {
      fail(column, "'" + text + "' can never be found: clauses end at its punctuation");
    }
    if (words_.insert(folded).second) bytes_ += folded.size();
    if (bytes_ > WordFinder::kMaxBytes) fail(column, "more than 64 KiB of words; leave some out");
    return folded;
  }

  base::CsvText table_;
  std::size_t specialty_;
  std::size_t code_;
  std::size_t keywords_;
  std::size_t weight_;
  std::size_t exclude_;
  std::size_t row_ = 0;
  Rules rules_;
  std::set<std::string> words_;
  std::size_t bytes_ = 0;
};

}  // namespace

int Rules::find(const std::string& specialty) const {
  const auto found = std::find(specialties.begin(), specialties.end(), specialty);
  return found == specialties.end() ? -1 : static_cast<int>(found - specialties.begin());
}

Rules parse_rules(std::string_view csv, const std::string& file) {
  return Parser(base::parse_csv(csv, file)).parse();
}

Rules read_rules(const std::string& path) { return Parser(base::read_csv_text(path)).parse(); }

std::string fold(std::string_view text) { return base::fold(text); }

}  // namespace geo::classify
