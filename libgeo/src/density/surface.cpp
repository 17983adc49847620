#include "density/surface.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>

#include "base/huge_pages.hpp"
#include "base/memory.hpp"
#include "density/kernel.hpp"
#include "geo/core/error.hpp"

namespace geo::density {

std::string digits_of(double value) {
  std::array<char, 32> buffer{};
  const std::to_chars_result end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

Facts kernel_facts(const Options& options) {
  Facts facts{{"kernel", name_of(options.kernel)}, {"bandwidth_m", digits_of(options.bandwidth_m)}};
  if (elliptic(options)) {
    facts.emplace_back("bandwidth_across_m", digits_of(options.bandwidth_across_m));
    facts.emplace_back("azimuth_deg", digits_of(options.azimuth_deg));
  }
  facts.emplace_back("reach_m", digits_of(reach_m(options)));
  return facts;
}

void set_fact(Facts& facts, const std::string& name, const std::string& value) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [&](const auto& fact) { return fact.first == name; });
  if (found != facts.end()) {
    found->second = value;
  } else {
    facts.emplace_back(name, value);
  }
}

void check_frame(const GridFrame& frame) {
  if (frame.columns < 0 || frame.rows < 0 || !(frame.pixel > 0) || !std::isfinite(frame.pixel) ||
      !std::isfinite(frame.west) || !std::isfinite(frame.north)) {
    throw Error(ErrorCode::kOption,
                "grid frame: it needs a positive pixel, a finite corner, and no negative size");
  }
}

std::vector<double> values_of(const GridFrame& frame, double value, const Context& context) {
  try {
    if (frame.size() > GridFrame::kMaxPixels) throw std::bad_alloc();
    base::require_memory(static_cast<double>(frame.size()) * sizeof(double),
                         "density: a grid of " + std::to_string(frame.columns) + " x " +
                             std::to_string(frame.rows) + " pixels",
                         "choose larger pixels");
    std::vector<double> values;
    values.reserve(frame.size());
    base::advise_huge_pages(values.data(), frame.size() * sizeof(double));
    constexpr std::size_t kStep = std::size_t{1} << 20;  // fresh memory is slow to come
    while (values.size() < frame.size()) {
      context.check();
      values.resize(std::min(frame.size(), values.size() + kStep), value);
    }
    return values;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory, "density: a grid of " + std::to_string(frame.columns) + " x " +
                                        std::to_string(frame.rows) +
                                        " pixels does not fit into memory; choose larger pixels");
  }
}

void check_same_system(const std::string& one, const std::string& other, const char* names) {
  if (one != other) {
    throw Error(ErrorCode::kInternal, std::string(names) + " are in different systems: \"" + one +
                                          "\" and \"" + other + "\"");
  }
}

}  // namespace geo::density
