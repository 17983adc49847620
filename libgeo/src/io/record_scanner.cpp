#include "io/record_scanner.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "io/stop_bits.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kNone = std::string::npos;

}  // namespace

// The first separator, LF or CR at `p` or behind it, else `end`. What is found of some kilobytes is
// kept for the fields that follow.
const char* RecordScanner::stop_from(const char* p, const char* end) {
  for (;;) {
    if (p >= looked_ && p < looked_end_) {
      const auto at = static_cast<std::size_t>(p - looked_);
      std::size_t word = at / kStopWord;
      std::uint64_t bits = stops_[word] >> at % kStopWord << at % kStopWord;
      const std::size_t words = static_cast<std::size_t>(looked_end_ - looked_) / kStopWord;
      while (bits == 0 && ++word < words) bits = stops_[word];
      if (bits != 0) return looked_ + word * kStopWord + std::countr_zero(bits);
      p = looked_end_;
    }
    const std::size_t words =
        std::min(stops_.size(), static_cast<std::size_t>(end - p) / kStopWord);
    if (words == 0) break;
    stop_bits(p, words, separator_, stops_.data());
    looked_ = p;
    looked_end_ = p + words * kStopWord;
  }
  while (p < end && *p != separator_ && *p != '\n' && *p != '\r') ++p;
  return p;
}

RecordScanner::Found RecordScanner::scan(std::string_view text, std::size_t begin, bool last) {
  const char* const first = text.data();
  const char* const end = first + text.size();
  const char* p = first + begin;
  const auto offset = [&](const char* at) { return static_cast<std::size_t>(at - first); };
  text_ = text;
  spans_.clear();
  for (;;) {
    Field field{offset(p), 0, kNone, false};
    const char* stop = p;
    if (p < end && *p == '"') {
      const char* quote = p + 1;
      for (;;) {
        const auto left = static_cast<std::size_t>(end - quote);
        quote = left == 0 ? nullptr : static_cast<const char*>(std::memchr(quote, '"', left));
        if (quote == nullptr) return last ? Found::kOpenQuote : Found::kCut;
        if (quote + 1 == end && !last) return Found::kCut;
        if (quote + 1 == end || quote[1] != '"') break;
        field.doubled = true;
        quote += 2;
      }
      ++field.begin;
      field.close = offset(quote);
      stop = quote + 1;
    }
    stop = stop_from(stop, end);
    if (stop == end && !last) return Found::kCut;
    field.end = offset(stop);
    spans_.push_back(field);
    if (spans_.size() > kMaxFields) return Found::kTooManyFields;
    if (stop < end && *stop == separator_) {
      p = stop + 1;
      continue;
    }
    if (stop + 1 == end && *stop == '\r' && !last) return Found::kCut;
    end_ = offset(stop);
    if (stop < end) end_ += stop + 1 < end && stop[0] == '\r' && stop[1] == '\n' ? 2U : 1U;
    const bool blank = spans_.size() == 1 && spans_[0].begin == spans_[0].end;
    return blank ? Found::kBlank : Found::kRecord;
  }
}

// The text of a field that is not one piece of the record: "say ""hi""", "abc"def (taken as
// abcdef). `scratch_` has room.
std::string_view RecordScanner::unquoted(const Field& field) {
  const std::string_view text = text_.substr(field.begin, field.end - field.begin);
  const std::size_t quoted = field.close - field.begin;
  const std::size_t at = scratch_.size();
  for (std::size_t from = 0; from < quoted; ++from) {
    scratch_ += text[from];
    if (text[from] == '"') ++from;
  }
  scratch_ += text.substr(quoted + 1);
  return std::string_view(scratch_).substr(at);
}

std::span<const std::string_view> RecordScanner::fields() {
  fields_.clear();
  scratch_.clear();
  bool reserved = false;
  for (const Field& field : spans_) {
    const std::size_t end = field.close == kNone ? field.end : field.close;
    if (field.close != kNone && (field.doubled || field.end > field.close + 1)) {
      // Views into `scratch_` must stay good: it never grows beyond the record.
      if (!reserved) scratch_.reserve(end_ - spans_.front().begin + 1);
      reserved = true;
      fields_.push_back(unquoted(field));
    } else {
      fields_.push_back(text_.substr(field.begin, end - field.begin));
    }
  }
  return fields_;
}

std::string joined(std::span<const std::string_view> fields, char separator) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += separator;
    text += fields[i];
  }
  return text;
}

std::size_t count_quotes(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    word ^= kOnes * '"';
    // The high bit of each byte: set where the byte is zero, and only there.
    const std::uint64_t hits = ~(((word & kLow) + kLow) | word | kLow);
    count += (hits >> 7U) * kOnes >> 56U;
  }
  for (; i < text.size(); ++i) count += text[i] == '"' ? 1U : 0U;
  return count;
}

std::size_t guess_line(std::string_view text, std::size_t target, bool quoted) {
  for (std::size_t i = target - 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '\n') {
      return i + 1;
    } else if (!quoted && text[i] == '\r') {
      return i + (i + 1 < text.size() && text[i + 1] == '\n' ? 2 : 1);
    }
  }
  return text.size();
}

}  // namespace geo::io
