#include "geo/select/best.hpp"

#include <algorithm>

#include "base/parallel.hpp"

namespace geo::select {
namespace {

constexpr std::size_t kGrain = 4096;

// Keeps the best; what is equal stays in its order.
void shorten(std::vector<Hit>& hits, std::size_t most) {
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.match > b.match; });
  if (hits.size() > most) hits.resize(most);
}

}  // namespace

std::vector<Hit> best(std::span<const std::string> texts, const TextQuery& query, std::size_t most,
                      const Context& context) {
  using List = std::vector<Hit>;
  return base::parallel_reduce<List>(
      context, texts.size(), kGrain, {},
      [&](std::size_t begin, std::size_t end) {
        List hits;
        for (std::size_t i = begin; i < end; ++i) {
          const TextQuery::Match match = query.match(texts[i]);
          if (match == TextQuery::Match::kNone) continue;
          hits.push_back({static_cast<std::uint32_t>(i), match});
        }
        shorten(hits, most);
        return hits;
      },
      [&](List all, const List& part) {
        all.insert(all.end(), part.begin(), part.end());
        shorten(all, most);
        return all;
      });
}

}  // namespace geo::select
