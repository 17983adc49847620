#include "classify/word_finder.hpp"

#include <limits>

#include "geo/core/error.hpp"

namespace geo::classify {

WordFinder::WordFinder(const std::vector<std::string>& words) {
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::size_t bytes = 0;
  for (const std::string& word : words) {
    if (word.empty()) throw Error(ErrorCode::kInternal, "WordFinder: a word is empty");
    bytes += word.size();
    length_.push_back(word.size());
    for (const char c : word) {
      std::uint8_t& of = class_of_[static_cast<unsigned char>(c)];
      if (of == 0) of = static_cast<std::uint8_t>(classes_++);
    }
  }
  if (bytes > kMaxBytes || classes_ > 255) {
    throw Error(ErrorCode::kInput, "more than 64 KiB of words; leave some out");
  }
  const auto add_state = [&] {
    next_.resize(next_.size() + classes_, kNone);
    word_.push_back(-1);
    shorter_.push_back(0);
    return static_cast<std::uint32_t>(word_.size() - 1);
  };
  add_state();
  for (std::size_t w = 0; w < words.size(); ++w) {
    std::uint32_t state = 0;
    for (const char c : words[w]) {
      const std::size_t at = state * classes_ + class_of_[static_cast<unsigned char>(c)];
      if (next_[at] == kNone) {
        const std::uint32_t made = add_state();  // moves next_
        next_[at] = made;
      }
      state = next_[at];
    }
    if (word_[state] >= 0) throw Error(ErrorCode::kInternal, "WordFinder: a word stands twice");
    word_[state] = static_cast<std::int32_t>(w);
  }
  // By length: what a state lacks is taken from its longest proper suffix, which is complete.
  std::vector<std::uint32_t> suffix(word_.size(), 0);
  std::vector<std::uint32_t> queue{0};
  for (std::size_t q = 0; q < queue.size(); ++q) {
    const std::uint32_t state = queue[q];
    const std::uint32_t back = suffix[state];
    if (state != 0) shorter_[state] = word_[back] >= 0 ? back : shorter_[back];
    for (std::size_t c = 0; c < classes_; ++c) {
      std::uint32_t& to = next_[state * classes_ + c];
      const std::uint32_t fallen = state == 0 ? 0 : next_[back * classes_ + c];
      if (to == kNone) {
        to = fallen;
      } else {
        suffix[to] = fallen;
        queue.push_back(to);
      }
    }
  }
}

}  // namespace geo::classify
