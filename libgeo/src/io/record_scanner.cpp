#include "io/record_scanner.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace geo::io {
namespace {

constexpr std::size_t kNone = std::string::npos;

// The first separator, LF or CR in [p, end), eight bytes at a time.
const char* find_stop(const char* p, const char* end, char separator) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  if constexpr (std::endian::native == std::endian::little) {
    const std::uint64_t separators = kOnes * static_cast<unsigned char>(separator);
    // The lowest bit set marks a zero byte for certain; only those above it may be wrong.
    const auto zero = [](std::uint64_t word) { return (word - kOnes) & ~word & kHigh; };
    while (end - p >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, p, sizeof word);
      const std::uint64_t hit =
          zero(word ^ separators) | zero(word ^ (kOnes * '\n')) | zero(word ^ (kOnes * '\r'));
      if (hit != 0) return p + (std::countr_zero(hit) >> 3);
      p += 8;
    }
  }
  while (p < end && *p != separator && *p != '\n' && *p != '\r') ++p;
  return p;
}

}  // namespace

RecordScanner::Found RecordScanner::scan(std::string_view text, std::size_t start, bool last) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* p = begin + start;
  const auto offset = [&](const char* at) { return static_cast<std::size_t>(at - begin); };
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
    stop = find_stop(stop, end, separator_);
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
