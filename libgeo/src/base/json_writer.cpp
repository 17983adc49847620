#include "base/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

void require(bool holds, const char* what) {
  if (!holds) throw Error(ErrorCode::kInternal, std::string("JsonWriter: ") + what);
}

}  // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
  require(!levels_.empty() && levels_.back().kind == '{', "a key outside of an object");
  require(!has_key_, "a key after a key");
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
  new_line();
  quote(name);
  out_ += ": ";
  has_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  begin_value();
  quote(text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return literal({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

std::string JsonWriter::text() const {
  require(levels_.empty() && !out_.empty(), "the document is not finished");
  return out_ + "\n";
}

JsonWriter& JsonWriter::open(char kind) {
  begin_value();
  out_ += kind;
  levels_.push_back({kind});
  return *this;
}

JsonWriter& JsonWriter::close(char kind, char end) {
  require(!levels_.empty() && levels_.back().kind == kind, "an end without its begin");
  require(!has_key_, "a key without a value");
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) new_line();
  out_ += end;
  return *this;
}

JsonWriter& JsonWriter::literal(std::string_view token) {
  begin_value();
  out_ += token;
  return *this;
}

void JsonWriter::begin_value() {
  if (levels_.empty()) {
    require(out_.empty(), "a second value at the top");
    return;
  }
  if (levels_.back().kind == '{') {
    require(has_key_, "a value without a key in an object");
    has_key_ = false;
    return;
  }
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
  new_line();
}

void JsonWriter::new_line() {
  out_ += '\n';
  out_.append(2 * levels_.size(), ' ');
}

void JsonWriter::quote(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out_ += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (c == '\n') {
      out_ += "\\n";
    } else if (c == '\r') {
      out_ += "\\r";
    } else if (c == '\t') {
      out_ += "\\t";
    } else if (byte < 0x20) {
      out_ += "\\u00";
      out_ += kHex[byte >> 4U];
      out_ += kHex[byte & 0xFU];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

}  // namespace geo::base
