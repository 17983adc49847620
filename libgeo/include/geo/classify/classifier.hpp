#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/classify/rules.hpp"
#include "geo/core/context.hpp"
#include "geo/model/point_set.hpp"

namespace geo::classify {

struct Options {
  double least_score = 1;  ///< a specialty is given from this score on; greater than 0
};

/// A specialty that an enterprise was given.
struct Label {
  std::uint32_t specialty = 0;  ///< index into Rules::specialties
  double score = 0;             ///< sum of the weights of the rules that hold
  friend bool operator==(const Label&, const Label&) = default;
};

/// What is known of an enterprise.
struct Record {
  std::string_view code;  ///< GB/T 4754: "6520", "I6520", "Ｉ６５２０"; may be empty
  std::span<const std::string_view> texts;  ///< name, business scope, ...
};

/// A keyword that was found.
struct Finding {
  std::size_t text = 0;     ///< index into Record::texts
  std::string clause;       ///< folded
  std::string keyword;      ///< as in the table
  std::string excluded_by;  ///< the exclude word in the same clause; empty: the finding counts
};

/// What one rule made of a record: those of which the keywords were found, or the code fits where
/// there are none.
struct RuleOutcome {
  std::size_t rule = 0;  ///< index into Rules::rules
  bool code_fits = true;
  std::string vetoed_by;  ///< empty: no veto
  std::vector<Finding> findings;
  bool holds = false;  ///< its weight counts
};

struct Explanation {
  std::vector<RuleOutcome> outcomes;  ///< in the order of the rules
  std::vector<Label> scores;          ///< of every specialty with a rule that holds, best first
  std::vector<Label> labels;          ///< those that reach the least score
};

/// The labels of many records: those of record i are [first[i], first[i+1]).
struct Labels {
  std::vector<std::size_t> first{0};
  std::vector<Label> labels;
  [[nodiscard]] std::size_t size() const { return first.size() - 1; }
  [[nodiscard]] std::span<const Label> of(std::size_t i) const {
    return std::span(labels).subspan(first[i], first[i + 1] - first[i]);
  }
};

/// Gives enterprises their specialties.
///
/// Each text is folded and cut into clauses at ；;。，, brackets and ends of lines (not at 、,
/// which joins the members of one clause). A keyword is found in a clause that holds all of its
/// parts; one that begins or ends with an ASCII letter or digit does not stand inside a longer such
/// word. A rule holds when its code is a prefix of the record's, a keyword is found in a clause
/// without one of its exclude words, and no text has one of its vetoes. A rule counts once however
/// many keywords are found. score = sum of the weights of the rules that hold, added in the order
/// of the table; labels are sorted by score, then by the order of the specialties.
///
/// All words are found in one pass (Aho and Corasick, 1975): O(text + findings).
/// Const is thread-safe.
class Classifier {
 public:
  /// Throws Error(kOption) unless least_score is greater than 0.
  explicit Classifier(Rules rules, const Options& options = {});
  ~Classifier();
  Classifier(Classifier&& other) noexcept;
  Classifier& operator=(Classifier&& other) noexcept;

  [[nodiscard]] const Rules& rules() const;
  [[nodiscard]] std::vector<Label> classify(const Record& record) const;
  [[nodiscard]] Explanation explain(const Record& record) const;
  /// All records: `codes` is empty or as long as each of `texts`. The same with any number of
  /// threads.
  [[nodiscard]] Labels classify(std::span<const std::string> codes,
                                const std::vector<std::span<const std::string>>& texts,
                                const Context& context) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// The best specialty of each record, as a column: what has no label is missing.
[[nodiscard]] Categories best(const Labels& labels, const Rules& rules);
/// The labels of record i as text: "智能芯片设计 2.5; 智能安防 1".
[[nodiscard]] std::string label_text(std::span<const Label> labels, const Rules& rules);

}  // namespace geo::classify
