#include "viewer/script/benchmark.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace geo::viewer {
namespace {

double within(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

void Benchmark::frame(const std::string& section, double ms, double processor_ms, bool painted) {
  if (section.empty()) return;
  if (!sections_.contains(section)) order_.push_back(section);
  Section& to = sections_[section];
  to.ms.push_back(ms);
  to.processor_ms.push_back(processor_ms);
  to.paintings += painted ? 1 : 0;
}

void Benchmark::first_picture(double seconds) {
  if (first_picture_s_ < 0) first_picture_s_ = seconds;
}

void Benchmark::print(std::ostream& out, const std::string& renderer, int width, int height) const {
  out << renderer << ", " << width << " x " << height << '\n';
  std::array<char, 160> line{};
  if (first_picture_s_ >= 0) {
    std::snprintf(line.data(), line.size(), "first picture after %.2f s\n", first_picture_s_);
    out << line.data();
  }
  if (order_.empty()) return;
  std::snprintf(line.data(), line.size(), "%-24s %7s %9s %8s %8s %8s %12s %8s\n", "section",
                "frames", "paintings", "p50 ms", "p95 ms", "max ms", "cpu: p50 ms", "p95 ms");
  out << line.data();
  for (const std::string& name : order_) {
    const Section& section = sections_.at(name);
    std::snprintf(line.data(), line.size(), "%-24s %7zu %9d %8.1f %8.1f %8.1f %12.1f %8.1f\n",
                  name.c_str(), section.ms.size(), section.paintings, within(section.ms, 0.5),
                  within(section.ms, 0.95), within(section.ms, 1),
                  within(section.processor_ms, 0.5), within(section.processor_ms, 0.95));
    out << line.data();
  }
}

}  // namespace geo::viewer
