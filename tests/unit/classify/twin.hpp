#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "geo/classify/classifier.hpp"

// The slow, obvious way: every word of every rule is searched for in every clause by itself.
namespace geo::test {

inline std::vector<std::string> twin_clauses(const std::string& folded) {
  std::vector<std::string> clauses(1);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::string rest = folded.substr(i, 3);
    const bool wide = rest == "。" || rest == "｡" || rest == "【" || rest == "】";
    if (wide || std::string(";,()[]\n\r").find(folded[i]) != std::string::npos) {
      clauses.emplace_back();
      if (wide) i += 2;
    } else {
      clauses.back() += folded[i];
    }
  }
  return clauses;
}

inline bool twin_has(const std::string& clause, const std::string& word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t at = clause.find(word); at != std::string::npos;
       at = clause.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool before = at > 0 && letter(clause[at - 1]) && letter(word.front());
    const bool after = end < clause.size() && letter(clause[end]) && letter(word.back());
    if (!before && !after) return true;
  }
  return false;
}

inline std::vector<classify::Label> twin_classify(const classify::Rules& rules,
                                                  const classify::Record& record,
                                                  double least_score) {
  std::vector<std::string> clauses;
  for (const std::string_view text : record.texts) {
    for (std::string& clause : twin_clauses(classify::fold(text))) clauses.push_back(clause);
  }
  std::string code = classify::fold(record.code);
  if (!code.empty() && code[0] >= 'a' && code[0] <= 't') code = code.substr(1);
  const auto any_in = [](const std::string& clause, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return twin_has(clause, word); });
  };
  std::vector<classify::Label> labels;
  for (std::size_t s = 0; s < rules.specialties.size(); ++s) {
    double score = 0;
    bool any = false;
    for (const classify::Rule& rule : rules.rules) {
      if (rule.specialty != s || code.substr(0, rule.code.size()) != rule.code) continue;
      bool found = rule.keywords.empty();
      bool veto = false;
      for (const std::string& clause : clauses) {
        veto = veto || any_in(clause, rule.vetoes) || any_in(clause, rules.vetoes);
        if (any_in(clause, rule.excludes) || any_in(clause, rules.excludes)) continue;
        for (const classify::Keyword& keyword : rule.keywords) {
          found = found || std::all_of(keyword.parts.begin(), keyword.parts.end(),
                                       [&](const std::vector<std::string>& choice) {
                                         return any_in(clause, choice);
                                       });
        }
      }
      if (!found || veto) continue;
      score += rule.weight;
      any = true;
    }
    if (any && score >= least_score) labels.push_back({static_cast<std::uint32_t>(s), score});
  }
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  return labels;
}

}  // namespace geo::test
