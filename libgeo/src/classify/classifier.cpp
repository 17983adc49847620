#include "geo/classify/classifier.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/number.hpp"
#include "base/parallel.hpp"
#include "classify/clauses.hpp"
#include "classify/word_finder.hpp"
#include "geo/core/error.hpp"

namespace geo::classify {
namespace {

constexpr std::size_t kGrain = 256;  // records: about a millisecond

bool alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The digits of an industry code: "I6520" is 6520.
std::string digits_of(std::string_view code) {
  std::string folded = fold(code);
  if (!folded.empty() && folded.front() >= 'a' && folded.front() <= 't') folded.erase(0, 1);
  return folded;
}

}  // namespace

struct Classifier::Impl {
  using WordId = std::uint32_t;

  struct Use {  // a keyword, found by a word of its first part
    std::uint32_t rule;
    std::uint32_t keyword;
  };
  using Parts = std::vector<std::vector<WordId>>;  // one word of each
  struct RuleWords {
    std::vector<Parts> keywords;
    std::vector<WordId> excludes;  // its own, then those of every rule
    std::vector<WordId> vetoes;
  };

  /// What one thread needs, used again for each record.
  struct Scratch {
    explicit Scratch(const Impl& impl)
        : clause_of(impl.words.size(), 0),
          record_of(impl.words.size(), 0),
          found(impl.rules.rules.size(), 0) {}
    std::vector<std::uint64_t> clause_of;  // the last clause in which the word stood
    std::vector<std::uint64_t> record_of;  // the last record
    std::vector<std::uint64_t> found;      // the last record in which a keyword of the rule counts
    std::vector<WordId> in_clause;         // distinct
    std::uint64_t clause = 0;
    std::uint64_t record = 0;
  };

  Impl(Rules given, const Options& chosen)
      : rules(std::move(given)), options(chosen), words(index()), finder(words) {}

  /// Gives every word its number and every rule its words.
  std::vector<std::string> index() {
    std::vector<std::string> list;
    std::map<std::string, WordId> ids;
    const auto id = [&](const std::string& word) {
      const auto [at, added] = ids.emplace(word, static_cast<WordId>(list.size()));
      if (added) list.push_back(word);
      return at->second;
    };
    for (const Rule& rule : rules.rules) {
      RuleWords& of = by_rule.emplace_back();
      for (const Keyword& keyword : rule.keywords) {
        Parts& parts = of.keywords.emplace_back();
        for (const std::vector<std::string>& choice : keyword.parts) {
          std::vector<WordId>& words_of = parts.emplace_back();
          for (const std::string& word : choice) words_of.push_back(id(word));
        }
      }
      for (const std::vector<std::string>* excludes :
           {&rule.excludes, &std::as_const(rules).excludes}) {
        for (const std::string& word : *excludes) of.excludes.push_back(id(word));
      }
      for (const std::vector<std::string>* vetoes : {&rule.vetoes, &std::as_const(rules).vetoes}) {
        for (const std::string& word : *vetoes) of.vetoes.push_back(id(word));
      }
    }
    uses.resize(list.size());
    for (std::uint32_t r = 0; r < by_rule.size(); ++r) {
      for (std::uint32_t k = 0; k < by_rule[r].keywords.size(); ++k) {
        for (const WordId word : by_rule[r].keywords[k].front()) uses[word].push_back({r, k});
      }
    }
    return list;
  }

  /// Marks the words of one clause.
  void mark(std::string_view clause, Scratch& scratch) const {
    ++scratch.clause;
    scratch.in_clause.clear();
    finder.each(clause, [&](WordId word, std::size_t begin, std::size_t end) {
      // "ai" is not a word of "paid".
      if (begin > 0 && alphanumeric(clause[begin]) && alphanumeric(clause[begin - 1])) return;
      if (end < clause.size() && alphanumeric(clause[end - 1]) && alphanumeric(clause[end])) return;
      if (scratch.clause_of[word] == scratch.clause) return;
      scratch.clause_of[word] = scratch.clause;
      scratch.record_of[word] = scratch.record;
      scratch.in_clause.push_back(word);
    });
  }

  /// Whether all parts of a keyword stand in the present clause. Of several words of its first
  /// part only one, `by`, brings the keyword up.
  [[nodiscard]] static bool complete(const Parts& parts, WordId by, const Scratch& scratch) {
    const auto here = [&](WordId word) { return scratch.clause_of[word] == scratch.clause; };
    return *std::find_if(parts.front().begin(), parts.front().end(), here) == by &&
           std::all_of(parts.begin() + 1, parts.end(), [&](const std::vector<WordId>& choice) {
             return std::any_of(choice.begin(), choice.end(), here);
           });
  }

  /// The first of the words in the present clause, or record; nullptr: none is.
  [[nodiscard]] const std::string* first_of(const std::vector<WordId>& list,
                                            const std::vector<std::uint64_t>& seen,
                                            std::uint64_t now) const {
    for (const WordId word : list) {
      if (seen[word] == now) return &words[word];
    }
    return nullptr;
  }

  /// The scores of one record, unsorted; what led to them, where `outcomes` is given.
  [[nodiscard]] std::vector<Label> scores(const Record& record, Scratch& scratch,
                                          std::vector<RuleOutcome>* outcomes) const {
    ++scratch.record;
    std::map<std::uint32_t, std::vector<Finding>> findings;  // by rule; for `outcomes` only
    for (std::size_t t = 0; t < record.texts.size(); ++t) {
      const std::string folded = fold(record.texts[t]);
      for (const std::string_view clause : split_clauses(folded)) {
        mark(clause, scratch);
        for (const WordId word : scratch.in_clause) {
          for (const Use use : uses[word]) {
            const RuleWords& rule = by_rule[use.rule];
            if (!complete(rule.keywords[use.keyword], word, scratch)) continue;
            const std::string* excluded =
                first_of(rule.excludes, scratch.clause_of, scratch.clause);
            if (excluded == nullptr) scratch.found[use.rule] = scratch.record;
            if (outcomes != nullptr) {
              findings[use.rule].push_back({t, std::string(clause),
                                            rules.rules[use.rule].keywords[use.keyword].text,
                                            excluded == nullptr ? std::string() : *excluded});
            }
          }
        }
      }
    }
    const std::string code = digits_of(record.code);
    std::vector<Label> sums;
    for (std::uint32_t r = 0; r < rules.rules.size(); ++r) {
      const Rule& rule = rules.rules[r];
      const bool code_fits = code.starts_with(rule.code);
      const bool worded = rule.keywords.empty() || scratch.found[r] == scratch.record;
      const std::string* veto = first_of(by_rule[r].vetoes, scratch.record_of, scratch.record);
      const bool holds = code_fits && worded && veto == nullptr;
      if (outcomes != nullptr) {
        const auto found = findings.find(r);
        if (found != findings.end() || (rule.keywords.empty() && code_fits)) {
          outcomes->push_back({r, code_fits, veto == nullptr ? std::string() : *veto,
                               found == findings.end() ? std::vector<Finding>() : found->second,
                               holds});
        }
      }
      if (holds) add(sums, static_cast<std::uint32_t>(rule.specialty), rule.weight);
    }
    return sums;
  }

  static void add(std::vector<Label>& sums, std::uint32_t specialty, double weight) {
    for (Label& sum : sums) {
      if (sum.specialty != specialty) continue;
      sum.score += weight;
      return;
    }
    sums.push_back({specialty, weight});
  }

  static void sort(std::vector<Label>& labels) {
    std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
      return a.score != b.score ? a.score > b.score : a.specialty < b.specialty;
    });
  }

  [[nodiscard]] std::vector<Label> labels(const Record& record, Scratch& scratch) const {
    std::vector<Label> sums = scores(record, scratch, nullptr);
    std::erase_if(sums, [&](const Label& sum) { return !(sum.score >= options.least_score); });
    sort(sums);
    return sums;
  }

  Rules rules;
  Options options;
  std::vector<RuleWords> by_rule;
  std::vector<std::vector<Use>> uses;  // by word
  std::vector<std::string> words;
  WordFinder finder;
};

Classifier::Classifier(Rules rules, const Options& options) {
  if (!(options.least_score > 0) || !std::isfinite(options.least_score)) {
    throw Error(ErrorCode::kOption, "least_score must be greater than 0");
  }
  impl_ = std::make_unique<const Impl>(std::move(rules), options);
}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

const Rules& Classifier::rules() const { return impl_->rules; }

std::vector<Label> Classifier::classify(const Record& record) const {
  Impl::Scratch scratch(*impl_);
  return impl_->labels(record, scratch);
}

Explanation Classifier::explain(const Record& record) const {
  Impl::Scratch scratch(*impl_);
  Explanation explanation;
  explanation.scores = impl_->scores(record, scratch, &explanation.outcomes);
  Impl::sort(explanation.scores);
  for (const Label& score : explanation.scores) {
    if (score.score >= impl_->options.least_score) explanation.labels.push_back(score);
  }
  return explanation;
}

Labels Classifier::classify(std::span<const std::string> codes,
                            const std::vector<std::span<const std::string>>& texts,
                            const Context& context) const {
  const std::size_t n = texts.empty() ? codes.size() : texts.front().size();
  const auto same = [&](std::span<const std::string> text) { return text.size() == n; };
  if ((!codes.empty() && codes.size() != n) || !std::all_of(texts.begin(), texts.end(), same)) {
    throw Error(ErrorCode::kInternal, "classify: codes and texts differ in length");
  }
  std::vector<std::vector<std::vector<Label>>> parts(base::chunk_count(n, kGrain));
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    Impl::Scratch scratch(*impl_);
    std::vector<std::string_view> of(texts.size());
    std::vector<std::vector<Label>>& part = parts[begin / kGrain];
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t t = 0; t < texts.size(); ++t) of[t] = texts[t][i];
      part.push_back(impl_->labels({codes.empty() ? std::string_view() : codes[i], of}, scratch));
    }
  });
  Labels all;
  all.first.reserve(n + 1);
  for (const auto& part : parts) {
    for (const std::vector<Label>& labels : part) {
      all.labels.insert(all.labels.end(), labels.begin(), labels.end());
      all.first.push_back(all.labels.size());
    }
  }
  return all;
}

Categories best(const Labels& labels, const Rules& rules) {
  Categories categories;
  std::vector<std::uint32_t> code(rules.specialties.size(), Categories::kMissing);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<const Label> of = labels.of(i);
    if (of.empty()) {
      categories.codes.push_back(Categories::kMissing);
      continue;
    }
    std::uint32_t& known = code[of.front().specialty];
    if (known == Categories::kMissing) {
      known = static_cast<std::uint32_t>(categories.names.size());
      categories.names.push_back(rules.specialties[of.front().specialty]);
    }
    categories.codes.push_back(known);
  }
  return categories;
}

std::string label_text(std::span<const Label> labels, const Rules& rules) {
  std::string text;
  for (const Label& label : labels) {
    if (!text.empty()) text += "; ";
    text += rules.specialties[label.specialty] + ' ' + base::number_text(label.score, 4);
  }
  return text;
}

}  // namespace geo::classify
