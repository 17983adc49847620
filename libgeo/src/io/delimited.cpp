#include "io/delimited.hpp"

#include <cpl_conv.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <tuple>
#include <utility>

#include "geo/core/error.hpp"
#include "io/archive.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kSampleBytes = std::size_t{64}
                                     << 10U;  // to tell the separator and the encoding
constexpr std::size_t kNone = std::string::npos;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A text of GBK that passes for this many characters of UTF-8 does not exist in practice; a UTF-8
// text with one damaged name does.
constexpr std::uint64_t kProofOfUtf8 = 32;

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

bool same_ignoring_case(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() &&
         std::equal(a.begin(), a.end(), lower.begin(), [](char c, char l) {
           return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == l;
         });
}

}  // namespace

struct DelimitedReader::Stream {
  VSILFILE* file = nullptr;
  double size = 0;  // of the text where it is known, else 0
  double read = 0;
  std::uint64_t packed = 0;  // size of the gzip file, else 0
  bool ended = false;
  std::string raw;
  std::unique_ptr<Decoder> decoder;  // nullptr: still guessing UTF-8

  ~Stream() {
    if (file != nullptr) VSIFCloseL(file);
  }
};

DelimitedReader::DelimitedReader(std::string name, const std::string& path,
                                 const DelimitedOptions& options)
    : name_(std::move(name)),
      stream_(std::make_unique<Stream>()),
      chunk_bytes_(options.chunk_bytes),
      encoding_(canonical_encoding(options.encoding)),
      guessing_(options.encoding.empty()) {
  if (!guessing_) stream_->decoder = std::make_unique<Decoder>(encoding_);
  {
    GdalErrors errors;
    constexpr std::string_view kGzip = "/vsigzip/";
    VSIStatBufL status;
    if (path.starts_with(kGzip)) {
      // The last four bytes of a gzip file are the size of its text modulo 2^32: good for progress.
      if (VSILFILE* packed = VSIFOpenL(path.substr(kGzip.size()).c_str(), "rb")) {
        std::array<unsigned char, 4> tail{};
        VSIFSeekL(packed, 0, SEEK_END);
        const vsi_l_offset end = VSIFTellL(packed);
        if (end > tail.size()) {
          VSIFSeekL(packed, end - tail.size(), SEEK_SET);
          VSIFReadL(tail.data(), 1, tail.size(), packed);
        }
        VSIFCloseL(packed);
        stream_->packed = end;
        stream_->size = tail[0] + 256.0 * (tail[1] + 256.0 * (tail[2] + 256.0 * tail[3]));
      }
    } else if (VSIStatL(path.c_str(), &status) == 0) {
      stream_->size = static_cast<double>(status.st_size);
    }
    stream_->file = VSIFOpenL(path.c_str(), "rb");
    if (stream_->file == nullptr) {
      fail((path.starts_with(kGzip) ? "is no gzip file, or cannot be opened"
                                    : "cannot be opened; check the path and the permissions") +
           errors.in_brackets());
    }
  }
  while (buffer_.size() < kSampleBytes && fill()) {
  }
  if (options.encoding_guessed) {
    const auto foreign =
        static_cast<std::uint64_t>(std::count_if(buffer_.begin(), buffer_.end(), [](char c) {
          return static_cast<unsigned char>(c) > 127;
        }));
    if (undecodable() * 16 > foreign) fail("is neither UTF-8 nor GB18030 text; set its encoding");
  }
  if (buffer_.starts_with(kByteOrderMark)) {  // as decoded from whatever encoding
    byte_order_mark_ = true;
    buffer_.erase(0, kByteOrderMark.size());
  }
  if (encoding_.empty()) encoding_ = "UTF-8";
  sniff_separator();
  if (!advance()) fail("is empty; a header line and rows are expected");
  for (const std::string_view field : fields_) header_.emplace_back(trimmed(field));
}

DelimitedReader::~DelimitedReader() = default;

void DelimitedReader::fail(const std::string& message) const {
  throw Error(ErrorCode::kInput, name_ + ": " + message);
}

std::string DelimitedReader::where() const {
  return header_.empty() ? std::string("the header") : "row " + std::to_string(row_ + 1);
}

std::uint64_t DelimitedReader::undecodable() const {
  return stream_->decoder ? stream_->decoder->undecodable() : 0;
}

double DelimitedReader::fraction() const {
  if (stream_->ended) return 1;
  return stream_->size > 0 ? std::min(1.0, stream_->read / stream_->size) : 0;
}

// Appends a chunk of the file to the buffer, as UTF-8; false when there is none left.
bool DelimitedReader::fill() {
  if (stream_->ended) return false;
  buffer_.erase(0, pos_);
  pos_ = 0;
  if (buffer_.size() > kMaxRecordBytes) {
    fail(where() +
         " is longer than 16 MiB; a quote may be left open there, or the file is damaged");
  }
  const bool first = stream_->read == 0;
  std::string& raw = stream_->raw;
  const std::size_t kept = raw.size();
  raw.resize(kept + chunk_bytes_);
  GdalErrors errors;
  const std::size_t got = VSIFReadL(raw.data() + kept, 1, chunk_bytes_, stream_->file);
  raw.resize(kept + got);
  stream_->read += static_cast<double>(got);
  if (stream_->packed > 0 && is_bomb(stream_->packed, static_cast<std::uint64_t>(stream_->read))) {
    fail("unpacks to more than " + std::to_string(kMaxUnpackRatio) +
         " times its size, as a bomb does; unpack it yourself if you trust it");
  }
  if (got < chunk_bytes_) {
    if (errors.failed()) fail("cannot be read to its end" + errors.in_brackets());
    stream_->ended = true;
  }
  if (first && guessing_) {
    if (raw.starts_with(kByteOrderMark)) encoding_ = "UTF-8";
    if (raw.starts_with("\xFF\xFE")) encoding_ = "UTF-16LE";
    if (raw.starts_with("\xFE\xFF")) encoding_ = "UTF-16BE";
    if (!encoding_.empty()) {
      guessing_ = false;
      stream_->decoder = std::make_unique<Decoder>(encoding_);
    }
  }
  const std::size_t before = buffer_.size();
  if (guessing_) {
    const Utf8Scan scan = scan_utf8(raw);
    const bool damaged = scan.valid < raw.size() && (!scan.cut || stream_->ended);
    multibyte_ += scan.multibyte;
    if (damaged && multibyte_ < kProofOfUtf8) throw NotUtf8{};
    if (damaged) {
      guessing_ = false;
      stream_->decoder = std::make_unique<Decoder>("UTF-8");
    } else {
      buffer_.append(raw, 0, scan.valid);
      raw.erase(0, scan.valid);
    }
  }
  if (!guessing_) {
    stream_->decoder->append(raw, stream_->ended, buffer_);
    raw.clear();
  }
  if (buffer_.find('\0', before) != kNone) {
    fail("is not text: it holds NUL bytes; give delimited text, or set the encoding (UTF-16LE?)");
  }
  return true;
}

// Finds the fields of the record at pos_; false where the buffer ends before the record does.
bool DelimitedReader::scan() {
  const bool ended = stream_->ended;
  const char* const begin = buffer_.data();
  const char* const end = begin + buffer_.size();
  const char* p = begin + pos_;
  const auto offset = [&](const char* at) { return static_cast<std::size_t>(at - begin); };
  spans_.clear();
  for (;;) {
    Field field{offset(p), 0, kNone, false};
    const char* stop = p;
    if (p < end && *p == '"') {
      const char* quote = p + 1;
      for (;;) {
        const auto left = static_cast<std::size_t>(end - quote);
        quote = left == 0 ? nullptr : static_cast<const char*>(std::memchr(quote, '"', left));
        if (quote == nullptr) {
          if (!ended) return false;
          fail(where() +
               ": a quoted field is never closed; double the quotes that belong to the text");
        }
        if (quote + 1 == end && !ended) return false;
        if (quote + 1 == end || quote[1] != '"') break;
        field.doubled = true;
        quote += 2;
      }
      ++field.begin;
      field.close = offset(quote);
      stop = quote + 1;
    }
    stop = find_stop(stop, end, separator_);
    if (stop == end && !ended) return false;
    field.end = offset(stop);
    spans_.push_back(field);
    if (spans_.size() > kMaxFields) {
      fail(where() + " has more than " + std::to_string(kMaxFields) +
           " fields; the file is damaged, or is no table");
    }
    if (stop < end && *stop == separator_) {
      p = stop + 1;
      continue;
    }
    if (stop + 1 == end && *stop == '\r' && !ended) return false;
    next_pos_ = offset(stop);
    if (stop < end) next_pos_ += stop + 1 < end && stop[0] == '\r' && stop[1] == '\n' ? 2U : 1U;
    return true;
  }
}

// Makes the fields' texts of what `scan` found, taking quotes out in place.
void DelimitedReader::settle() {
  fields_.resize(spans_.size());
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    const Field& field = spans_[i];
    char* const text = buffer_.data() + field.begin;
    std::size_t size = field.end - field.begin;
    if (field.close != kNone) {
      const std::size_t quoted = field.close - field.begin;
      if (field.doubled || field.end > field.close + 1) {
        std::size_t to = 0;
        for (std::size_t from = 0; from < quoted; ++from) {
          text[to++] = text[from];
          if (text[from] == '"') ++from;
        }
        const std::size_t rest = field.end - field.close - 1;  // "abc"def: taken as abcdef
        std::memmove(text + to, text + quoted + 1, rest);
        size = to + rest;
      } else {
        size = quoted;
      }
    }
    fields_[i] = {text, size};
  }
}

bool DelimitedReader::advance() {
  for (;;) {
    while (pos_ == buffer_.size()) {
      if (!fill()) return false;
    }
    while (!scan()) fill();
    const bool blank = spans_.size() == 1 && spans_[0].begin == spans_[0].end;
    if (!blank) {
      settle();
      pos_ = next_pos_;
      return true;
    }
    pos_ = next_pos_;
  }
}

bool DelimitedReader::next() {
  if (!advance()) return false;
  ++row_;
  return true;
}

std::string DelimitedReader::joined() const {
  std::string text;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (i > 0) text += separator_;
    text += fields_[i];
  }
  return text;
}

// The separator with which most of the first records have as many fields as the header, then the
// one that makes the most fields.
void DelimitedReader::sniff_separator() {
  constexpr std::size_t kSample = 20;
  char best = ',';
  std::size_t best_alike = 0;
  std::size_t best_width = 1;
  for (const char candidate : {',', ';', '\t', '|'}) {
    separator_ = candidate;
    std::size_t width = 0;
    std::size_t alike = 0;
    try {
      for (std::size_t i = 0; i < kSample && pos_ < buffer_.size() && scan(); ++i) {
        pos_ = next_pos_;
        if (spans_.size() == 1 && spans_[0].begin == spans_[0].end) continue;
        if (width == 0) width = spans_.size();
        if (spans_.size() == width) ++alike;
      }
    } catch (const Error&) {
      width = 1;  // a quote that this separator leaves open
    }
    pos_ = 0;
    if (width > 1 && (alike > best_alike || (alike == best_alike && width > best_width))) {
      best = candidate;
      best_alike = alike;
      best_width = width;
    }
  }
  separator_ = best;
}

std::string_view trimmed(std::string_view text) {
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
    if (error != std::errc() || end != last) return {Number::Kind::kNotNumber, 0};
  }
  if (std::isnan(value)) return {};
  if (!std::isfinite(value)) return {Number::Kind::kNotFinite, value};
  return {Number::Kind::kValue, value};
}

}  // namespace geo::io
