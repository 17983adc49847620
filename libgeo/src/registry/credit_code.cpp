#include "geo/registry/credit_code.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/fold.hpp"
#include "base/parallel.hpp"

namespace geo::registry {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kLength = 18;
constexpr int kModulus = 31;
constexpr std::size_t kGrain = 8192;
constexpr std::size_t kMostShown = 200;  // bytes, as Reject::value states

bool digit(char c) { return c >= '0' && c <= '9'; }

/// The place of every byte in the alphabet, or -1.
constexpr std::array<std::int8_t, 256> kPlaces = [] {
  std::array<std::int8_t, 256> places{};
  places.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    places.at(static_cast<unsigned char>(kAlphabet[i])) = static_cast<std::int8_t>(i);
  }
  return places;
}();

int place_of(char c) { return kPlaces.at(static_cast<unsigned char>(c)); }

/// 18 characters of the alphabet that check, as nearly all are: no copy is made of them.
bool good_as_written(std::string_view text) {
  return text.size() == kLength && text.back() != '\0' &&
         credit_check_digit(text.substr(0, kLength - 1)) == text.back();
}

/// "9.13101E+17", "9E17", "913101150000000000.0".
bool written_as_number(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && digit(text[i])) ++i;
  const std::size_t whole = i;
  if (whole == 0 || i == text.size()) return false;
  if (text[i] == '.') {
    ++i;
    while (i < text.size() && digit(text[i])) ++i;
    if (i == text.size()) return true;
  }
  if (text[i] != 'E' || whole != 1) return false;  // E occurs in codes: 9131...E12
  ++i;
  if (i < text.size() && text[i] == '+') ++i;
  const std::string_view exponent = text.substr(i);
  return exponent.size() == 2 && digit(exponent[0]) && digit(exponent[1]);
}

bool says_nothing(std::string_view text) {
  constexpr std::array<std::string_view, 9> kNothing = {"",   "-",   "--",   "/",   "无",
                                                        "NA", "N/A", "NULL", "NONE"};
  return std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end();
}

/// Of a code without spaces, in capitals.
CodeFault fault_of(const std::string& text) {
  if (says_nothing(text)) return CodeFault::kMissing;
  if (written_as_number(text)) return CodeFault::kDigitsLost;
  const auto sign = [](char c) { return !digit(c) && !(c >= 'A' && c <= 'Z'); };
  const auto strange = [](char c) { return place_of(c) < 0; };
  if (std::any_of(text.begin(), text.end(), sign)) return CodeFault::kCharacter;
  if (text.size() != kLength) return CodeFault::kLength;
  if (std::any_of(text.begin(), text.end(), strange)) return CodeFault::kCharacter;
  if (good_as_written(text)) return CodeFault::kNone;
  const bool cut = text.ends_with("000") && std::all_of(text.begin(), text.end(), digit);
  return cut ? CodeFault::kDigitsLost : CodeFault::kCheckDigit;
}

std::string shown(const std::string& text) {
  std::size_t size = std::min(text.size(), kMostShown);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;  // no half character
  return text.substr(0, size);
}

}  // namespace

const char* reason_of(CodeFault fault) {
  switch (fault) {
    case CodeFault::kDigitsLost:
      return "credit code: digits lost";
    case CodeFault::kLength:
      return "credit code: not 18 characters";
    case CodeFault::kCharacter:
      return "credit code: character not allowed";
    case CodeFault::kCheckDigit:
      return "credit code: wrong check digit";
    case CodeFault::kNone:
    case CodeFault::kMissing:
      break;
  }
  return "";
}

const char* advice_for(CodeFault fault) {
  switch (fault) {
    case CodeFault::kDigitsLost:
      return "a spreadsheet kept it as a number: set the column to text and fill it from the "
             "registry again";
    case CodeFault::kLength:
      return "write all 18 characters of the unified social credit code";
    case CodeFault::kCharacter:
      return "write digits and capitals; I, O, S, V and Z do not occur (1, 0, 5, U and 2 are "
             "meant)";
    case CodeFault::kCheckDigit:
      return "compare it with the licence: one of its characters is wrong";
    case CodeFault::kNone:
    case CodeFault::kMissing:
      break;
  }
  return "";
}

char credit_check_digit(std::string_view first_17) {
  if (first_17.size() != kLength - 1) return 0;
  int sum = 0;
  int weight = 1;
  for (const char c : first_17) {
    const int place = place_of(c);
    if (place < 0) return 0;
    sum += place * weight;
    weight = weight * 3 % kModulus;
  }
  return kAlphabet[static_cast<std::size_t>((kModulus - sum % kModulus) % kModulus)];
}

CreditCode read_credit_code(std::string_view text) {
  CreditCode code;
  if (good_as_written(text)) {
    code.text = text;
    return code;
  }
  for (const char c : base::fold(text)) {
    if (c == ' ' || c == '\r' || c == '\n' || (c == '\'' && code.text.empty())) continue;
    code.text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  code.fault = fault_of(code.text);
  return code;
}

bool names_credit_codes(std::string_view column) {
  std::string key = base::fold(column);
  key.erase(std::min(key.find('('), key.size()));
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '*'; });
  constexpr std::array<std::string_view, 5> kNames = {
      "统一代码", "uscc", "creditcode", "socialcreditcode", "unifiedsocialcreditcode"};
  return key.find("信用代码") != std::string::npos ||
         std::find(kNames.begin(), kNames.end(), key) != kNames.end();
}

std::uint64_t CodeCheck::bad() const {
  std::uint64_t sum = 0;
  for (std::size_t fault = 0; fault < kCodeFaults; ++fault) {
    const bool fine = fault == static_cast<std::size_t>(CodeFault::kNone) ||
                      fault == static_cast<std::size_t>(CodeFault::kMissing);
    if (!fine) sum += faults.at(fault);
  }
  return sum;
}

CodeCheck check_credit_codes(std::span<const std::string> codes,
                             std::span<const std::uint64_t> rows, const std::string& column,
                             Rejects& rejects, const Context& context) {
  std::vector<CodeFault> fault(codes.size(), CodeFault::kNone);
  base::parallel_for(context, codes.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!good_as_written(codes[i])) fault[i] = read_credit_code(codes[i]).fault;
    }
  });
  CodeCheck check;
  check.column = column;
  std::vector<Reject>& cells = rejects.cells;
  const auto before = static_cast<std::ptrdiff_t>(cells.size());
  for (std::size_t i = 0; i < fault.size(); ++i) {
    ++check.faults.at(static_cast<std::size_t>(fault[i]));
    if (fault[i] == CodeFault::kNone || fault[i] == CodeFault::kMissing) continue;
    cells.push_back({rows[i], column, shown(codes[i]), reason_of(fault[i]), advice_for(fault[i])});
  }
  check.good = check.faults.at(static_cast<std::size_t>(CodeFault::kNone));
  check.missing = check.faults.at(static_cast<std::size_t>(CodeFault::kMissing));
  std::inplace_merge(cells.begin(), cells.begin() + before, cells.end(),
                     [](const Reject& a, const Reject& b) { return a.row < b.row; });
  return check;
}

}  // namespace geo::registry
