#include "geo/select/readings.hpp"

#include <algorithm>

#include "base/csv_text.hpp"
#include "base/fold.hpp"
#include "geo/core/error.hpp"

namespace geo::select {
namespace {

constexpr std::size_t kPlane = 0x10000;

// The next character of UTF-8; 0xFFFF for what is beyond the basic plane or damaged.
char16_t next(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  std::uint32_t code = lead & (0x3FU >> more);
  for (unsigned k = 0; k < more; ++k) {
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80) return 0xFFFF;
    code = code << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return more == 0 || code >= 0xFFFF ? u'\uFFFF' : static_cast<char16_t>(code);
}

std::u16string wide(std::string_view text) {
  std::u16string out;
  for (std::size_t i = 0; i < text.size();) out += next(text, i);
  return out;
}

bool ascii_word(char16_t c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); }

bool is_syllable(const std::string& text) {
  return !text.empty() && text.size() <= 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Readings::Readings(const std::string& characters, const std::string& words)
    : syllables_{""}, of_(kPlane, 0) {
  read_characters(characters);
  read_words(words);
}

std::uint16_t Readings::syllable(const std::string& text) {
  const auto [at, added] = index_.emplace(text, static_cast<std::uint16_t>(syllables_.size()));
  if (added) syllables_.push_back(text);
  return at->second;
}

void Readings::read_characters(const std::string& path) {
  const base::CsvText table = base::read_csv_text(path);
  const std::size_t reading = table.column("reading");
  const std::size_t characters = table.column("characters");
  for (std::size_t r = 0; r < table.records.size(); ++r) {
    const std::string& text = table.records[r][reading];
    if (!is_syllable(text)) {
      table.fail(r, "reading", "'" + text + "' is no syllable; give small letters without tones");
    }
    const std::uint16_t id = syllable(text);
    for (const char16_t c : wide(table.records[r][characters])) {
      if (c < 0x80 || c == u'\uFFFF') {
        table.fail(r, "characters", "holds what is no Chinese character of the basic plane");
      }
      of_[c] = id;
    }
  }
}

void Readings::read_words(const std::string& path) {
  const base::CsvText table = base::read_csv_text(path);
  const std::size_t text = table.column("text");
  const std::size_t reading = table.column("reading");
  for (std::size_t r = 0; r < table.records.size(); ++r) {
    Word word{wide(table.records[r][text]), {}};
    for (const std::string& each : base::split(table.records[r][reading], ' ')) {
      if (!is_syllable(each)) {
        table.fail(r, "reading", "'" + each + "' is no syllable; give small letters without tones");
      }
      word.syllables.push_back(syllable(each));
    }
    if (word.text.empty() || word.text.size() != word.syllables.size()) {
      table.fail(r, "reading", "give one syllable for each character, with spaces between");
    }
    if (word.text.size() == 1) {
      of_[word.text.front()] = word.syllables.front();
    } else {
      words_[word.text.front()].push_back(std::move(word));
    }
  }
  for (auto& [first, list] : words_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Word& a, const Word& b) { return a.text.size() > b.text.size(); });
  }
}

void Readings::units(std::string_view folded, std::vector<Unit>& out) const {
  out.clear();
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t begin = i;
    const char16_t c = next(folded, i);
    if (c < 0x80) {
      if (ascii_word(c)) out.push_back({folded.substr(begin, 1), false});
      continue;
    }
    if (of_.empty()) continue;
    if (const auto found = words_.find(c); found != words_.end()) {
      const auto fits = [&](const Word& word) {
        std::size_t at = begin;
        for (const char16_t expected : word.text) {
          if (at >= folded.size() || next(folded, at) != expected) return false;
        }
        i = at;
        return true;
      };
      const auto word = std::find_if(found->second.begin(), found->second.end(), fits);
      if (word != found->second.end()) {
        for (const std::uint16_t id : word->syllables) out.push_back({syllables_[id], true});
        continue;
      }
    }
    if (of_[c] != 0) out.push_back({syllables_[of_[c]], true});
  }
}

std::string Readings::pinyin(std::string_view text) const {
  const std::string folded = base::fold(text);
  std::vector<Unit> list;
  units(folded, list);
  std::string out;
  bool chinese = false;
  for (const Unit& unit : list) {
    if (!out.empty() && (chinese || unit.chinese)) out += ' ';
    out += unit.syllable;
    chinese = unit.chinese;
  }
  return out;
}

}  // namespace geo::select
