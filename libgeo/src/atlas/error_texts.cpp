#include "geo/atlas/error_texts.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "atlas/wordings.hpp"
#include "geo/atlas/reject_texts.hpp"

namespace geo::atlas {
namespace {

constexpr int kMostNested = 6;  ///< a message in a message in ...
constexpr std::size_t kMostPlaces = 10;

/// The number of the place that `text` begins with, "{3}", or nothing.
std::optional<std::size_t> place_at(std::string_view text) {
  if (text.size() < 3 || text[0] != '{' || text[1] < '0' || text[1] > '9' || text[2] != '}') {
    return std::nullopt;
  }
  return static_cast<std::size_t>(text[1] - '0');
}

using Filled = std::vector<std::string_view>;

/// Whether `text` is `pattern` with something in each place; `filled` is what. A place takes as
/// little as it can; what follows another without a word between them is a remark in brackets, or
/// nothing.
bool fits(std::string_view pattern, std::string_view text, Filled& filled) {
  while (!pattern.empty()) {
    const auto place = place_at(pattern);
    if (!place) {
      if (text.empty() || text.front() != pattern.front()) return false;
      pattern.remove_prefix(1);
      text.remove_prefix(1);
      continue;
    }
    pattern.remove_prefix(3);
    if (pattern.empty()) {
      filled[*place] = text;
      return true;
    }
    // The words after the place say where it can end.
    const std::string_view words = pattern.substr(0, pattern.find('{'));
    if (words.empty()) {
      const std::size_t end = std::min(text.find(" ("), text.size());
      filled[*place] = text.substr(0, end);
      return fits(pattern, text.substr(end), filled);
    }
    for (std::size_t end = text.find(words); end != std::string_view::npos;
         end = text.find(words, end + 1)) {
      if (end > 0 && text[end - 1] == ':') continue;  // what stands before the message
      filled[*place] = text.substr(0, end);
      if (fits(pattern, text.substr(end), filled)) return true;
    }
    return false;
  }
  return text.empty();
}

std::size_t letters(std::string_view pattern) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (place_at(pattern.substr(i))) {
      i += 2;
    } else {
      ++count;
    }
  }
  return count;
}

std::optional<std::string> translated(std::string_view text, int depth);

std::string translated_or_same(std::string_view text, int depth) {
  return translated(text, depth).value_or(std::string(text));
}

/// Whether that place stands in quotes: what is there is somebody's name and not translated.
bool is_name(std::string_view pattern, std::size_t place) {
  const std::string number = "{" + std::to_string(place) + "}";
  return pattern.find("'" + number + "'") != std::string_view::npos ||
         pattern.find('"' + number + '"') != std::string_view::npos;
}

std::string filled_in(const Wording& wording, const Filled& filled, int depth) {
  const std::string_view pattern = wording.zh;
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (const auto place = place_at(pattern.substr(i))) {
      const std::string_view what = filled[*place];
      out += is_name(wording.en, *place) ? std::string(what) : translated_or_same(what, depth + 1);
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

/// "p.json: row 3: " in Chinese, with its names as they are.
std::string said_before(std::string_view before, int depth) {
  std::string out;
  while (!before.empty()) {
    const std::size_t end = before.find(": ");
    const std::string_view part = before.substr(0, end);
    const bool path = out.empty() && part.find_first_of("./") != std::string_view::npos;
    out += (path ? std::string(part) : translated_or_same(part, depth + 1)) + "：";
    before.remove_prefix(end + 2);
  }
  return out;
}

/// The wording that says most of the text; of its places, the earliest.
std::optional<std::string> translated(std::string_view text, int depth) {
  if (depth > kMostNested || text.empty()) return std::nullopt;
  const Wording* best = nullptr;
  std::size_t most = 0;
  std::size_t begin = 0;
  Filled best_filled;
  for (std::size_t from = 0;;) {
    const std::string_view rest = text.substr(from);
    for (const Wording& wording : wordings()) {
      Filled filled(kMostPlaces);
      const std::size_t said = letters(wording.en);
      if (said <= most || !fits(wording.en, rest, filled)) continue;
      best = &wording;
      most = said;
      begin = from;
      best_filled = std::move(filled);
    }
    const std::size_t next = text.find(": ", from);
    if (next == std::string_view::npos) break;
    from = next + 2;
  }
  if (best != nullptr) {
    return said_before(text.substr(0, begin), depth) + filled_in(*best, best_filled, depth);
  }
  const Text reason = reason_text(std::string(text));  // of a row that was rejected
  if (reason.zh != reason.en) return reason.zh;
  return std::nullopt;
}

}  // namespace

const std::vector<Wording>& wordings() {
  static const std::vector<Wording> all = [] {
    std::vector<Wording> list;
    for (const auto part : {wordings_of_files(), wordings_of_project(), wordings_of_methods(),
                            wordings_of_commands()}) {
      list.insert(list.end(), part.begin(), part.end());
    }
    return list;
  }();
  return all;
}

Text message_text(const std::string& message) {
  return {translated(message, 0).value_or(""), message};
}

Text heading(ErrorCode code) {
  switch (code) {
    case ErrorCode::kOption:
      return {"设置的值不能用", "A setting cannot be used"};
    case ErrorCode::kInput:
      return {"输入的数据或文件有误", "An input is missing or wrong"};
    case ErrorCode::kOutput:
      return {"结果无法写出", "A result could not be written"};
    case ErrorCode::kUnsupported:
      return {"本机的软件不支持", "This computer's software cannot do it"};
    case ErrorCode::kCancelled:
      return {"已取消", "Cancelled"};
    case ErrorCode::kMemory:
      return {"内存不足", "Not enough memory"};
    case ErrorCode::kInternal:
      return {"程序内部错误，请报告", "An internal error, please report it"};
  }
  return {"出错了", "Something went wrong"};
}

Text error_text(const Error& error) {
  Text text = message_text(error.what());
  if (text.zh.empty()) text.zh = heading(error.code()).zh + "：\n" + text.en;
  return text;
}

}  // namespace geo::atlas
