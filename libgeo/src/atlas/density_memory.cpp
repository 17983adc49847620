#include "atlas/density_memory.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/memory.hpp"

namespace geo::atlas {
namespace {

// Beside those that are kept, measured or counted in the code of each.
constexpr std::size_t kToWrite = 1;      // values of 4 bytes, their overviews and blocks
constexpr std::size_t kToCorrect = 2;    // the mass of the kernels within the border
constexpr std::size_t kToCompare = 4;    // both densities, corrected, of a relative one
constexpr std::size_t kToSimulate = 11;  // mean, squares, envelopes ..., without the ranks

}  // namespace

int rank_of(const SignificanceStep& step) {
  return step.rank > 0 ? step.rank : std::min(5, step.simulations);
}

std::size_t grids_at_once(const DensityStep& step, std::size_t specialties) {
  const std::size_t each = step.by_specialty ? specialties : 0;
  std::size_t kept = 1 + each;
  std::size_t between = kToWrite;
  if (step.correction != density::Correction::kNone) between = kToCorrect;
  if (step.relative) {
    kept += 2 * specialties;
    between = std::max(between, kToCompare);
  }
  if (step.significance) {
    kept += (1 + each) * (step.significance->envelope ? 3 : 1);
    between = kToSimulate + 2 * static_cast<std::size_t>(rank_of(*step.significance));
  }
  if (step.time && step.time->breaks.size() > 1) kept += step.time->breaks.size() - 1;
  return kept + between;
}

void require_memory_for(const DensityStep& step, std::size_t specialties, const GridFrame& frame) {
  const std::size_t grids = grids_at_once(step, specialties);
  const bool sized = step.columns > 0;
  std::string advice =
      sized ? "give a smaller size (size, --size)" : "give larger pixels (pixel_m, --pixel)";
  std::string also;
  for (const auto& [on, key] : {std::pair{step.by_specialty && specialties > 0, "by_specialty"},
                                {step.relative.has_value(), "relative"},
                                {step.significance.has_value(), "significance"},
                                {step.time.has_value(), "time"}}) {
    if (on) also += (also.empty() ? "" : ", ") + std::string(key);
  }
  if (!also.empty()) advice += ", or leave out " + also;
  base::require_memory(
      static_cast<double>(grids) * static_cast<double>(frame.size()) * sizeof(double),
      "density: a map of " + std::to_string(frame.columns) + " x " + std::to_string(frame.rows) +
          " pixels, with room for " + std::to_string(grids) + " such grids at once,",
      advice);
}

}  // namespace geo::atlas
