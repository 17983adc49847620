#include "geo/select/text_query.hpp"

#include <algorithm>
#include <vector>

#include "base/fold.hpp"

namespace geo::select {
namespace {

using Units = std::vector<Readings::Unit>;

bool same(char syllable, char typed) {
  return syllable == typed || (syllable == 'v' && typed == 'u');
}

/// Whether a text begins with a syllable.
bool begins(std::string_view text, std::string_view syllable) {
  return text.size() >= syllable.size() &&
         std::equal(syllable.begin(), syllable.end(), text.begin(), same);
}

enum class End { kNo, kInside, kAtEnd };

/// Whether the query is read from this unit on, and whether it takes all units.
End read(const Units& units, std::size_t at, std::string_view query) {
  if (query.empty()) return at == units.size() ? End::kAtEnd : End::kInside;
  if (at == units.size()) return End::kNo;
  const std::string_view syllable = units[at].syllable;
  if (!same(syllable.front(), query.front())) return End::kNo;
  End best = End::kNo;
  const auto take = [&](std::size_t letters) {
    best = std::max(best, read(units, at + 1, query.substr(letters)));
  };
  take(1);
  if (!units[at].chinese) return best;
  if (best != End::kAtEnd && query.size() >= 2 && query[1] == 'h' && syllable.size() > 1 &&
      syllable[1] == 'h') {
    take(2);
  }
  if (best != End::kAtEnd && syllable.size() > 1 && begins(query, syllable)) take(syllable.size());
  // The last one may be on its way.
  if (best == End::kNo && query.size() < syllable.size() &&
      std::equal(query.begin(), query.end(), syllable.begin(),
                 [](char typed, char known) { return same(known, typed); })) {
    best = End::kInside;
  }
  return best;
}

}  // namespace

TextQuery::TextQuery(std::string_view text, const Readings& readings)
    : folded_(base::fold(text)), readings_(&readings) {
  while (!folded_.empty() && folded_.back() == ' ') folded_.pop_back();
  for (const char c : folded_) {
    if (c == ' ' || c == '-' || c == '\'') continue;
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
      letters_.clear();
      return;
    }
    letters_ += c;
  }
}

TextQuery::Match TextQuery::match(std::string_view text) const {
  if (folded_.empty()) return Match::kWithin;
  const std::string folded = base::fold(text);
  Match best = Match::kNone;
  if (const std::size_t at = folded.find(folded_); at != std::string::npos) {
    best = at > 0                            ? Match::kWithin
           : folded.size() == folded_.size() ? Match::kWhole
                                             : Match::kBegins;
  }
  if (letters_.empty() || best >= Match::kBegins) return best;
  thread_local Units units;  // a name after the other: no memory for each
  readings_->units(folded, units);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const End end = read(units, i, letters_);
    if (end == End::kNo) continue;
    if (i > 0) return Match::kWithin;
    return end == End::kAtEnd ? Match::kWhole : Match::kBegins;
  }
  return best;
}

}  // namespace geo::select
