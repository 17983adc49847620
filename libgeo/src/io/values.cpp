#include "io/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "geo/core/error.hpp"

namespace geo::io {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

struct Spelling {
  std::string_view text;
  std::string_view currency;
};
// The longer before what they begin with.
constexpr std::array<Spelling, 34> kCurrencies = {{{"元人民币", "元"},
                                                   {"人民币元", "元"},
                                                   {"人民币", "元"},
                                                   {"rmb", "元"},
                                                   {"cny", "元"},
                                                   {"yuan", "元"},
                                                   {"元", "元"},
                                                   {"¥", "元"},
                                                   {"￥", "元"},
                                                   {"美元", "美元"},
                                                   {"美金", "美元"},
                                                   {"usd", "美元"},
                                                   {"us$", "美元"},
                                                   {"$", "美元"},
                                                   {"港元", "港元"},
                                                   {"港币", "港元"},
                                                   {"香港元", "港元"},
                                                   {"hkd", "港元"},
                                                   {"hk$", "港元"},
                                                   {"欧元", "欧元"},
                                                   {"eur", "欧元"},
                                                   {"€", "欧元"},
                                                   {"日元", "日元"},
                                                   {"日圆", "日元"},
                                                   {"jpy", "日元"},
                                                   {"英镑", "英镑"},
                                                   {"gbp", "英镑"},
                                                   {"£", "英镑"},
                                                   {"新加坡元", "新加坡元"},
                                                   {"澳元", "澳元"},
                                                   {"加元", "加元"},
                                                   {"瑞士法郎", "瑞士法郎"},
                                                   {"韩元", "韩元"},
                                                   {"新台币", "新台币"}}};

struct Multiplier {
  std::string_view text;
  double value;
};
constexpr std::array<Multiplier, 7> kMultipliers = {{{"万亿", 1e12},
                                                     {"百万", 1e6},
                                                     {"千万", 1e7},
                                                     {"亿", 1e8},
                                                     {"万", 1e4},
                                                     {"千", 1e3},
                                                     {"百", 1e2}}};

// In English names of columns, beside a currency: "10k yuan", "RMB million". The longer before what
// they begin with.
constexpr std::array<Multiplier, 14> kEnglishMultipliers = {{{"tenthousand", 1e4},
                                                             {"10thousand", 1e4},
                                                             {"10,000", 1e4},
                                                             {"10000", 1e4},
                                                             {"10k", 1e4},
                                                             {"wan", 1e4},
                                                             {"100million", 1e8},
                                                             {"100m", 1e8},
                                                             {"thousand", 1e3},
                                                             {"million", 1e6},
                                                             {"mio", 1e6},
                                                             {"mn", 1e6},
                                                             {"k", 1e3},
                                                             {"m", 1e6}}};

constexpr std::array<std::string_view, 6> kCounted = {"人", "名", "家", "户", "个", "%"};

bool take_currency(std::string_view& text, Unit& unit) {
  for (const Spelling& spelling : kCurrencies) {
    if (!take(text, spelling.text)) continue;
    unit.currency = spelling.currency;
    unit.named = true;
    return true;
  }
  return false;
}

// All of `text` as a multiplier in English and a currency, in either order; the currency may stand
// before the amount.
bool read_english_unit(std::string_view text, Unit& unit) {
  const bool first = !unit.currency.empty() || take_currency(text, unit);
  for (const Multiplier& multiplier : kEnglishMultipliers) {
    if (!take(text, multiplier.text)) continue;
    unit.multiplier = multiplier.value;
    return (first || take_currency(text, unit)) && text.empty();
  }
  return false;
}

bool read_chinese_unit(std::string_view text, Unit& unit) {
  const auto currency_in_brackets = [&] {
    std::string_view rest = text;
    if (!take(rest, "(")) return false;
    Unit inner = unit;
    if (!take_currency(rest, inner) || rest != ")") return false;
    unit = inner;
    text = {};
    return true;
  };
  for (const Multiplier& multiplier : kMultipliers) {
    if (!take(text, multiplier.text)) continue;
    unit.multiplier = multiplier.value;
    unit.named = true;
    break;
  }
  if (text.empty()) return unit.named;
  Unit second;
  if (take_currency(text, second)) {
    if (!unit.currency.empty() && unit.currency != second.currency) return false;
    unit.currency = second.currency;
    unit.named = true;
    if (text.empty() || currency_in_brackets()) return true;
    Unit again;  // 1000万元人民币, 元(人民币)
    return take_currency(text, again) && again.currency == unit.currency && text.empty();
  }
  if (currency_in_brackets()) return true;
  for (const std::string_view counted : kCounted) {
    if (text != counted) continue;
    unit.counted = counted;
    unit.named = true;
    return true;
  }
  return false;
}

// All of `text` as a unit; false where it is none. `text` is folded, in lower case, without spaces.
bool read_unit(std::string_view text, Unit& unit) {
  for (const auto& read : {read_chinese_unit, read_english_unit}) {
    Unit tried = unit;
    if (!read(text, tried)) continue;
    unit = tried;
    return true;
  }
  return false;
}

// The amount of several parts at the front, 1亿2000万, which is taken off; nothing where there are
// not two parts at least. Each part is less than one of the multiplier before it. A last part
// without a multiplier needs a unit behind it: 1亿2000 may mean 1.2亿.
std::optional<double> take_parts(std::string_view& text) {
  std::string_view rest = text;
  const bool minus = take(rest, "-");
  double total = 0;
  double last = 0;  // multiplier
  for (int parts = 0;; ++parts) {
    if (parts > 0) take(rest, "零");
    std::size_t size = 0;
    while (size < rest.size() && (digit(rest[size]) || rest[size] == '.')) ++size;
    if (size == 0) {
      if (parts < 2) return std::nullopt;
      break;
    }
    const Number number = parse_number(rest.substr(0, size));
    if (number.kind != Number::Kind::kValue) return std::nullopt;
    rest.remove_prefix(size);
    double multiplier = 1;
    for (const Multiplier& each : kMultipliers) {
      if (!take(rest, each.text)) continue;
      multiplier = each.value;
      break;
    }
    const double value = number.value * multiplier;
    if (parts > 0 && (multiplier >= last || value >= last)) return std::nullopt;
    total += value;
    last = multiplier;
    if (multiplier > 1) continue;
    if (parts == 0 || rest.empty()) return std::nullopt;
    break;
  }
  text = rest;
  return minus ? -total : total;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// Parts of an angle that stand apart: "121°28'12\"" as "121 28 12".
std::optional<double> sexagesimal(std::string text) {
  for (const std::string_view mark : {"°", "º", "˚", "度", "deg"}) replace_all(text, mark, " ");
  for (const std::string_view mark : {"″", "”", "“", "''", "′′", "’’", "秒", "\""}) {
    replace_all(text, mark, " ");
  }
  for (const std::string_view mark : {"′", "’", "‘", "分", "'", ":"}) replace_all(text, mark, " ");
  double sign = 0;
  const auto letter_at = [&](std::string_view mark, double value) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) return;
    const bool outside =
        at == 0 || trimmed(std::string_view(text).substr(at + mark.size())).empty();
    if (!outside || sign != 0) {
      sign = std::nan("");
      return;
    }
    sign = value;
    text.replace(at, mark.size(), " ");
  };
  for (const std::string_view mark : {"东经", "北纬", "e", "n"}) letter_at(mark, 1);
  for (const std::string_view mark : {"西经", "南纬", "w", "s"}) letter_at(mark, -1);
  if (std::isnan(sign)) return std::nullopt;
  std::array<double, 3> parts{};
  std::size_t count = 0;
  std::string_view rest = trimmed(text);
  const bool minus = take(rest, "-");
  if (minus && sign != 0) return std::nullopt;
  while (!rest.empty()) {
    if (count == 3 || !digit(rest.front())) return std::nullopt;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parts[count],
                                              std::chars_format::fixed);
    if (error != std::errc()) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (!rest.empty() && rest.front() != ' ') return std::nullopt;
    rest = trimmed(rest);
    // Only the last part may have decimals.
    if (!rest.empty() && parts[count] != std::floor(parts[count])) return std::nullopt;
    ++count;
  }
  if (count == 0 || parts[1] >= 60 || parts[2] >= 60) return std::nullopt;
  const double angle = (parts[0] * 3600 + parts[1] * 60 + parts[2]) / 3600;
  return minus || sign < 0 ? -angle : angle;
}

Unit unit_of(std::string_view text) {
  for (const std::string_view word : {"单位:", "单位"}) {
    if (take(text, word)) break;
  }
  Unit unit;
  return read_unit(text, unit) ? unit : Unit{};
}

// Where a unit without brackets begins, with the mark before it, and what it is: capital/万元,
// registered_capital_10k_yuan, "Registered capital 10k yuan". The longest is taken: 10k yuan, not
// yuan.
std::pair<std::size_t, Unit> unit_at_end(std::string_view name) {
  constexpr std::string_view kMarks = "/_:- ";
  for (std::size_t at = name.find_first_of(kMarks); at != std::string_view::npos;
       at = name.find_first_of(kMarks, at + 1)) {
    std::string rest = without_spaces(name.substr(at + 1));
    std::erase_if(rest, [](char c) { return c == '_' || c == '-'; });
    if (Unit unit = unit_of(rest); unit.named) return {at, unit};
  }
  return {std::string_view::npos, {}};
}

}  // namespace

std::string fold_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    if (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
      const unsigned code = (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);  // of U+F000
      if (code >= 0xF01 && code <= 0xF5E) {
        out += static_cast<char>(code - 0xF01 + '!');
        i += 2;
        continue;
      }
    }
    const std::string_view rest = text.substr(i, 3);
    if (rest == "\xE3\x80\x80" || rest == "\xE2\x88\x92") {
      out += rest[0] == '\xE3' ? ' ' : '-';
      i += 2;
      continue;
    }
    out += text[i];
  }
  return out;
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\xC2\xA0") {
      ++i;
      continue;
    }
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r' && text[i] != '\n') out += text[i];
  }
  return out;
}

std::string Unit::text() const {
  std::string out;
  for (const Multiplier& each : kMultipliers) {
    if (each.value == multiplier) out = each.text;
  }
  return out + (currency.empty() ? counted : currency);
}

Unit unit_in_name(std::string_view name) {
  const std::string folded = lower(fold_width(name));
  const std::string key = without_spaces(folded);
  Unit all;  // 注册资本（人民币）（万元）
  for (std::size_t open = key.find('('); open != std::string::npos;
       open = key.find('(', open + 1)) {
    const std::size_t close = key.find(')', open);
    if (close == std::string::npos) break;
    const Unit unit = unit_of(std::string_view(key).substr(open + 1, close - open - 1));
    if (unit.multiplier != 1) all.multiplier = unit.multiplier;
    if (!unit.currency.empty()) all.currency = unit.currency;
    if (!unit.counted.empty()) all.counted = unit.counted;
    all.named = all.named || unit.named;
  }
  return all.named ? all : unit_at_end(folded).second;
}

std::string without_unit(std::string_view name) {
  std::string folded = lower(fold_width(name));
  const std::size_t at = unit_at_end(folded).first;
  if (at != std::string::npos) folded.resize(at);
  return folded;
}

Amount parse_amount(std::string_view text) {
  Amount amount{parse_number(text), {}};
  if (amount.number.kind != Number::Kind::kNotNumber) return amount;
  const std::string key = lower(without_spaces(fold_width(text)));
  std::string_view rest = key;
  Unit unit;
  take_currency(rest, unit);
  if (const std::optional<double> parts = take_parts(rest)) {
    unit.named = true;
    if (!rest.empty() && !read_unit(rest, unit)) return amount;
    // Another multiplier behind the parts would be one too many.
    return unit.multiplier == 1 ? Amount{{Number::Kind::kValue, *parts}, unit} : amount;
  }
  std::size_t size = 0;
  while (size < rest.size() && (digit(rest[size]) || rest[size] == '.' || rest[size] == ',' ||
                                (size == 0 && (rest[size] == '-' || rest[size] == '+')))) {
    ++size;
  }
  if (size == 0) return amount;
  const Number number = parse_number(rest.substr(0, size));
  rest.remove_prefix(size);
  if (number.kind != Number::Kind::kValue || (rest.empty() && !unit.named)) return amount;
  if (!rest.empty() && !read_unit(rest, unit)) return amount;
  return {number, unit};
}

Converted number_in(const Unit& column, std::string_view text) {
  // An amount with a unit is no plain number.
  if (const Number plain = parse_number(text); plain.kind != Number::Kind::kNotNumber) {
    return {plain, false};
  }
  const Amount amount = parse_amount(text);
  if (amount.number.kind != Number::Kind::kValue || !amount.unit.named)
    return {amount.number, false};
  const bool other = amount.unit.currency.empty() ? false
                     : column.currency.empty()    ? amount.unit.foreign()
                                                  : amount.unit.currency != column.currency;
  if (other) return {{Number::Kind::kNotNumber, 0}, true};
  // A power of ten is exact as a double; what divides by it is rounded once.
  double value = amount.number.value;
  if (amount.unit.multiplier >= column.multiplier) {
    value *= amount.unit.multiplier / column.multiplier;
  } else {
    value /= column.multiplier / amount.unit.multiplier;
  }
  return {{Number::Kind::kValue, value}, false};
}

Number parse_coordinate(std::string_view text, bool degrees) {
  // Nearly always a plain decimal.
  double plain = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), plain);
  if (error == std::errc() && end == text.data() + text.size() && std::isfinite(plain)) {
    return {Number::Kind::kValue, plain};
  }
  const Number number = parse_number(text);
  if (number.kind == Number::Kind::kValue) {
    // "121,470" is 121.47 to some and 121470 to others.
    const bool comma =
        text.find(',') != std::string_view::npos || text.find("，") != std::string_view::npos;
    return comma ? Number{Number::Kind::kNotNumber, 0} : number;
  }
  if (!degrees || number.kind != Number::Kind::kNotNumber) return number;
  const std::optional<double> angle = sexagesimal(lower(fold_width(trimmed(text))));
  return angle ? Number{Number::Kind::kValue, *angle} : number;
}

std::optional<Point> parse_position(std::string_view text, bool degrees) {
  std::string key = lower(fold_width(trimmed(text)));
  for (const std::string_view mark : {"、", ";", "|"}) replace_all(key, mark, ",");
  std::string_view rest = key;
  if (take(rest, "point")) rest = trimmed(rest);
  if (rest.size() > 1 && ((rest.front() == '(' && rest.back() == ')') ||
                          (rest.front() == '[' && rest.back() == ']'))) {
    rest = trimmed(rest.substr(1, rest.size() - 2));
  }
  std::size_t cut = rest.find(',');
  if (cut == std::string_view::npos) {
    cut = rest.find_first_of(" \t");
    if (cut == std::string_view::npos) return std::nullopt;
  } else if (rest.find(',', cut + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const Number x = parse_coordinate(trimmed(rest.substr(0, cut)), degrees);
  const Number y = parse_coordinate(trimmed(rest.substr(cut + 1)), degrees);
  if (x.kind != Number::Kind::kValue || y.kind != Number::Kind::kValue) return std::nullopt;
  return Point{x.value, y.value};
}

std::optional<Point> read_position(std::string_view text, bool degrees, bool latitude_first) {
  std::optional<Point> position = parse_position(text, degrees);
  if (!position) return std::nullopt;
  bool exchanged = latitude_first;
  if (degrees && std::abs(position->y) > 90 && std::abs(position->x) <= 90) exchanged = true;
  if (degrees && std::abs(position->x) > 90 && std::abs(position->y) <= 90) exchanged = false;
  if (exchanged) std::swap(position->x, position->y);
  return position;
}

bool two_decimals(double value) {
  constexpr double kRounding = 1e-7;
  const double hundredths = value * 100;
  return std::abs(hundredths - std::round(hundredths)) < kRounding;
}

}  // namespace geo::io
