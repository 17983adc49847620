#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/select/text_query.hpp"

namespace geo::select {

/// A text that a query found.
struct Hit {
  std::uint32_t index = 0;
  TextQuery::Match match = TextQuery::Match::kNone;
  friend bool operator==(const Hit&, const Hit&) = default;
};

/// The `most` best texts: those that match as a whole, those that begin so, the others; within
/// each in their order. Throws Error(kCancelled). O(n), in parallel.
[[nodiscard]] std::vector<Hit> best(std::span<const std::string> texts, const TextQuery& query,
                                    std::size_t most, const Context& context);

}  // namespace geo::select
