#include "classify/clauses.hpp"

#include <array>

namespace geo::classify {
namespace {

/// The bytes of a mark at the front that ends a clause, or 0.
std::size_t mark_length(std::string_view text) {
  constexpr std::string_view kAscii = ";,()[]\n\r";
  constexpr std::array<std::string_view, 5> kWide = {"。", "｡", "【", "】", "；"};
  if (kAscii.find(text.front()) != std::string_view::npos) return 1;
  if (static_cast<unsigned char>(text.front()) < 0x80) return 0;
  for (const std::string_view mark : kWide) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

}  // namespace

std::vector<std::string_view> split_clauses(std::string_view folded) {
  std::vector<std::string_view> clauses;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    while (begin < end && folded[begin] == ' ') ++begin;
    while (begin < end && folded[end - 1] == ' ') --end;
    if (end > begin) clauses.push_back(folded.substr(begin, end - begin));
  };
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t length = mark_length(folded.substr(i));
    if (length > 0) {
      close(i);
      begin = i + length;
    }
    i += length > 0 ? length : 1;
  }
  close(folded.size());
  return clauses;
}

}  // namespace geo::classify
