#include "io/delimited.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "geo/core/error.hpp"
#include "io/furniture.hpp"
#include "io/values.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kSampleBytes = std::size_t{64}
                                     << 10U;  // to tell the separator and the encoding
constexpr std::size_t kNone = std::string::npos;
constexpr std::size_t kRoom = std::size_t{64} << 10U;  // for the end of the last window's text
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
bool same_ignoring_case(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() &&
         std::equal(a.begin(), a.end(), lower.begin(), [](char c, char l) {
           return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == l;
         });
}

// The share of the characters beyond ASCII of a text in UTF-8 that Chinese text is made of: U+4E00
// to U+9FFF, U+3000 to U+303F, U+FF00 to U+FFEF. 1 where there are none at all.
double chinese_share(std::string_view text) {
  std::size_t all = 0;
  std::size_t chinese = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0xC0) continue;  // ASCII, or within a character
    ++all;
    if (lead < 0xE0 || lead > 0xEF || i + 2 >= text.size()) continue;
    const unsigned code = (lead & 0x0FU) << 12U |
                          (static_cast<unsigned char>(text[i + 1]) & 0x3FU) << 6U |
                          (static_cast<unsigned char>(text[i + 2]) & 0x3FU);
    if ((code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3000 && code <= 0x303F) ||
        (code >= 0xFF00 && code <= 0xFFEF)) {
      ++chinese;
    }
  }
  return all == 0 ? 1 : static_cast<double>(chinese) / static_cast<double>(all);
}

}  // namespace

DelimitedReader::DelimitedReader(std::string name, const std::string& path,
                                 const DelimitedOptions& options)
    : name_(std::move(name)), stream_(name_, path, options) {
  while (buffer_.size() < kSampleBytes && fill()) {
  }
  if (stream_.guessed() && stream_.encoding() == "GB18030") {
    const auto foreign =
        static_cast<std::uint64_t>(std::count_if(buffer_.begin(), buffer_.end(), [](char c) {
          return static_cast<unsigned char>(c) > 127;
        }));
    if (undecodable() * 16 > foreign) fail("is neither UTF-8 nor GB18030 text; set its encoding");
    chinese_ = chinese_share(buffer_);
  }
  if (buffer_.starts_with(kByteOrderMark)) {  // as decoded from whatever encoding
    byte_order_mark_ = true;
    buffer_.erase(0, kByteOrderMark.size());  // nothing has been scanned yet
  }
  sniff_separator();
  read_header(options.header_row);
}

void DelimitedReader::fail(const std::string& message) const {
  throw Error(ErrorCode::kInput, name_ + ": " + message);
}

std::string DelimitedReader::where(std::uint64_t rows) const {
  return header_.empty() ? std::string("the header") : "row " + std::to_string(row_ + rows + 1);
}

void DelimitedReader::refuse(RecordScanner::Found found, std::uint64_t rows) const {
  if (found == RecordScanner::Found::kOpenQuote) {
    fail(where(rows) +
         ": a quoted field is never closed; double the quotes that belong to the text");
  }
  fail(where(rows) + " has more than " + std::to_string(kMaxFields) +
       " fields; the file is damaged, or is no table");
}

DelimitedReader::Sureness DelimitedReader::sureness() const {
  if (byte_order_mark_) return {1, "byte order mark"};
  if (!stream_.guessed()) return {1, "as told"};
  if (encoding() == "GB18030") {
    return {chinese_, "not UTF-8; characters beyond ASCII that are Chinese"};
  }
  if (undecodable() > 0) {
    const auto sound = static_cast<double>(stream_.multibyte());
    return {sound / (sound + static_cast<double>(undecodable())), "UTF-8 but for damage"};
  }
  return {1, stream_.multibyte() == 0 ? "ASCII alone" : "all of it is well-formed UTF-8"};
}

// Appends a chunk of the file to the buffer; false when there is none left.
bool DelimitedReader::fill() {
  if (window_is_last()) return false;
  scanner_.forget();
  buffer_.erase(0, pos_);
  pos_ = 0;
  if (buffer_.size() > kMaxRecordBytes) {
    fail(where(0) +
         " is longer than 16 MiB; a quote may be left open there, or the file is damaged");
  }
  if (!ahead_.empty()) {
    buffer_.append(ahead_, kRoom);
    ahead_.clear();
    return true;
  }
  if (ahead_error_) std::rethrow_exception(ahead_error_);
  return stream_.read(buffer_);
}

void DelimitedReader::prefetch(std::size_t bytes) {
  if (ahead_error_) return;
  if (ahead_.empty()) ahead_.assign(kRoom, ' ');
  std::size_t good = ahead_.size();
  try {
    while (good < bytes + kRoom && stream_.read(ahead_)) good = ahead_.size();
  } catch (...) {
    ahead_error_ = std::current_exception();  // comes after the text before it
    ahead_.resize(good);
  }
  if (ahead_.size() == kRoom) ahead_.clear();
}

std::string_view DelimitedReader::window(std::size_t bytes) {
  // What is left of the buffer goes before what has been read ahead, not the other way round: it is
  // the end of one record as a rule, and the rest is long.
  const std::size_t left = buffer_.size() - pos_;
  if (!ahead_.empty() && left <= kRoom) {
    std::copy(buffer_.end() - static_cast<std::ptrdiff_t>(left), buffer_.end(),
              ahead_.begin() + static_cast<std::ptrdiff_t>(kRoom - left));
    scanner_.forget();
    buffer_.swap(ahead_);
    pos_ = kRoom - left;
    ahead_.clear();
  }
  while (buffer_.size() - pos_ < bytes && fill()) {
  }
  return std::string_view(buffer_).substr(pos_);
}

void DelimitedReader::skip(std::size_t bytes, std::uint64_t rows) {
  pos_ += bytes;
  row_ += rows;
}

bool DelimitedReader::advance() {
  using Found = RecordScanner::Found;
  for (;;) {
    while (pos_ == buffer_.size()) {
      if (!fill()) return false;
    }
    Found found = Found::kCut;
    while ((found = scanner_.scan(buffer_, pos_, window_is_last())) == Found::kCut) fill();
    if (found == Found::kOpenQuote || found == Found::kTooManyFields) refuse(found);
    pos_ = scanner_.end();
    if (found == Found::kBlank) continue;
    fields_ = scanner_.fields();
    return true;
  }
}

bool DelimitedReader::next() {
  if (!advance()) return false;
  ++row_;
  return true;
}

// Calls `take(fields)` for up to `most` of the records that have been decoded; false where one of
// them cannot be scanned.
template <typename Take>
bool DelimitedReader::sample_records(std::size_t most, Take&& take) {
  using Found = RecordScanner::Found;
  std::size_t at = pos_;
  for (std::size_t i = 0; i < most && at < buffer_.size();) {
    const Found found = scanner_.scan(buffer_, at, window_is_last());
    if (found == Found::kCut) break;
    if (found == Found::kOpenQuote || found == Found::kTooManyFields) return false;
    at = scanner_.end();
    if (found == Found::kBlank) continue;
    take(scanner_.fields());
    ++i;
  }
  return true;
}

// Looks at the first records in place, then goes beyond those of the header.
void DelimitedReader::read_header(std::size_t said) {
  std::vector<std::vector<std::string>> sample;
  // An open quote is reported when it is come to.
  (void)sample_records(kHeaderSample, [&](std::span<const std::string_view> fields) {
    sample.emplace_back(fields.begin(), fields.end());
  });
  if (!advance()) fail("is empty; a header line and rows are expected");
  if (sample.empty()) {  // the first record is longer than the sample
    for (const std::string_view field : fields_) header_.push_back(clean_name(field));
    return;
  }
  for (const auto& row : sample) first_rows_.push_back(row_line(row));
  check_header_row(name_, said, sample.size());
  Header found = find_header(sample, said);
  for (std::size_t i = 1; i < found.first + found.rows; ++i) advance();
  header_row_ = found.first + 1;
  header_ = std::move(found.names);
}

// The separator with which most of the first records have as many fields as the first, then the
// one that makes the most fields. Where none divides the first, which is a title then, the most
// frequent number of fields counts, if most records have it.
void DelimitedReader::sniff_separator() {
  constexpr std::size_t kSample = 20;
  char best = ',';
  std::size_t best_alike = 0;
  std::size_t best_width = 1;
  bool best_divides = false;
  bool open_quotes = false;
  for (const char candidate : {',', ';', '\t', '|'}) {
    scanner_.set_separator(candidate);
    std::map<std::size_t, std::size_t> widths;
    std::size_t first = 0;
    const bool scanned = sample_records(kSample, [&](std::span<const std::string_view> fields) {
      ++widths[fields.size()];
      if (first == 0) first = fields.size();
    });
    if (!scanned) {
      widths.clear();
      first = 0;  // a quote that this separator leaves open
      open_quotes = true;
    }
    std::size_t width = 1;
    std::size_t alike = 0;
    const bool divides = first > 1;
    std::size_t all = 0;
    for (const auto& [fields, records] : widths) all += records;
    for (const auto& [fields, records] : widths) {
      if (divides ? fields == first : !open_quotes && fields > 1 && records * 2 > all) {
        width = fields;
        alike = records;
      }
    }
    if ((!divides && best_divides) || width < 2) continue;
    if ((divides && !best_divides) || alike > best_alike ||
        (alike == best_alike && width > best_width)) {
      best_divides = divides;
      best = candidate;
      best_alike = alike;
      best_width = width;
    }
  }
  scanner_.set_separator(best);
}

std::string_view trimmed(std::string_view text) {
  // Nearly always there is nothing to do, which two bytes tell.
  const auto may_begin = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\xC2' || c == '\xE3' || c == '\xEF';
  };
  const auto may_end = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\xA0' || c == '\x80' || c == '\xBF';
  };
  if (text.empty() || (!may_begin(text.front()) && !may_end(text.back()))) return text;
  constexpr std::array<std::string_view, 7> kSpaces = {
      " ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : kSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

namespace {

// "1,234,567.5" without its separators; empty where they do not stand every three digits.
std::string without_thousands(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string out;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) out += text[i++];
  std::size_t run = 0;
  std::size_t groups = 0;
  for (; i < text.size() && (digit(text[i]) || text[i] == ','); ++i) {
    if (text[i] != ',') {
      out += text[i];
      ++run;
      continue;
    }
    if (groups == 0 ? run < 1 || run > 3 : run != 3) return {};
    ++groups;
    run = 0;
  }
  if (groups == 0 || run != 3) return {};
  if (i < text.size() && text[i] != '.') return {};
  return out.append(text.substr(i));
}

}  // namespace

Number parse_number(std::string_view text) {
  const char* first = text.data();
  const char* last = first + text.size();
  double value = 0;
  auto [end, error] = std::from_chars(first, last, value);
  if (error != std::errc() || end != last) {
    text = trimmed(text);
    constexpr std::array<std::string_view, 7> kMissing = {"na",   "n/a", "nan", "null",
                                                          "none", "\\n", "-"};
    if (text.empty()) return {};
    if (std::any_of(kMissing.begin(), kMissing.end(),
                    [&](std::string_view word) { return same_ignoring_case(text, word); })) {
      return {};
    }
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    first = text.data();
    last = first + text.size();
    std::tie(end, error) = [&] {
      const auto result = std::from_chars(first, last, value);
      return std::pair(result.ptr, result.ec);
    }();
    if (error == std::errc::result_out_of_range && end == last) {
      // Too small for a double is as good as zero; too large is not finite.
      const bool tiny = text.find("e-") != kNone || text.find("E-") != kNone;
      return tiny ? Number{Number::Kind::kValue, 0} : Number{Number::Kind::kNotFinite, 0};
    }
    if (error != std::errc() || end != last) {
      // Once more without what people write for people.
      const std::string folded = fold_width(text);
      if (folded != text) return parse_number(folded);
      const std::string plain = without_thousands(text);
      return plain.empty() ? Number{Number::Kind::kNotNumber, 0} : parse_number(plain);
    }
  }
  if (std::isnan(value)) return {};
  if (!std::isfinite(value)) return {Number::Kind::kNotFinite, value};
  return {Number::Kind::kValue, value};
}

}  // namespace geo::io
