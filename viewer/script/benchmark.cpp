#include "viewer/script/benchmark.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace geo::viewer {

void Benchmark::frame(const std::string& section, double ms, bool painted) {
  if (section.empty()) return;
  if (!sections_.contains(section)) order_.push_back(section);
  Section& to = sections_[section];
  to.ms.push_back(ms);
  to.paintings += painted ? 1 : 0;
}

void Benchmark::first_picture(double seconds) {
  if (first_picture_s_ < 0) first_picture_s_ = seconds;
}

void Benchmark::print(std::ostream& out) const {
  std::array<char, 160> line{};
  if (first_picture_s_ >= 0) {
    std::snprintf(line.data(), line.size(), "first picture after %.2f s\n", first_picture_s_);
    out << line.data();
  }
  if (order_.empty()) return;
  std::snprintf(line.data(), line.size(), "%-28s %7s %9s %9s %9s %9s\n", "section", "frames",
                "paintings", "p50 ms", "p95 ms", "max ms");
  out << line.data();
  for (const std::string& name : order_) {
    const Section& section = sections_.at(name);
    std::vector<double> ms = section.ms;
    std::sort(ms.begin(), ms.end());
    const auto within = [&](double share) {
      const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(ms.size())));
      return ms[std::max<std::size_t>(rank, 1) - 1];
    };
    std::snprintf(line.data(), line.size(), "%-28s %7zu %9d %9.1f %9.1f %9.1f\n", name.c_str(),
                  ms.size(), section.paintings, within(0.5), within(0.95), ms.back());
    out << line.data();
  }
}

}  // namespace geo::viewer
