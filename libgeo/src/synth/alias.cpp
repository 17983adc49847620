#include "synth/alias.hpp"

#include <algorithm>
#include <numeric>

namespace geo::synth {

Alias::Alias(const std::vector<double>& weights) : slots_(weights.size()) {
  // Scaling by the largest first keeps the sum finite for any weights.
  const double largest = *std::max_element(weights.begin(), weights.end());
  std::vector<double> height(weights.size());
  std::transform(weights.begin(), weights.end(), height.begin(),
                 [&](double weight) { return weight / largest; });
  const double mean =
      std::accumulate(height.begin(), height.end(), 0.0) / static_cast<double>(height.size());
  std::vector<std::size_t> low;
  std::vector<std::size_t> high;
  for (std::size_t i = 0; i < height.size(); ++i) {
    height[i] /= mean;
    slots_[i].other = i;
    (height[i] < 1 ? low : high).push_back(i);
  }
  while (!low.empty() && !high.empty()) {
    const std::size_t small = low.back();
    const std::size_t large = high.back();
    low.pop_back();
    slots_[small] = {static_cast<std::uint64_t>(height[small] * 0x1p64), large};
    height[large] -= 1 - height[small];
    if (height[large] < 1) {
      high.pop_back();
      low.push_back(large);
    }
  }
  // What is left is 1 but for rounding and keeps its own index.
}

}  // namespace geo::synth
