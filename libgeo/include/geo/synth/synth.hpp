#pragma once

#include <cstdint>
#include <string>

#include "geo/core/context.hpp"

namespace geo::synth {

struct Options {
  std::string recipe;        ///< JSON: centres, spreads, specialties, names, dates (docs/formats.md)
  std::uint64_t count = 20000;
  std::uint64_t seed = 0;    ///< 0: the recipe's own
};

/// Writes `count` invented enterprises as CSV (UTF-8 with BOM) to `path`. Every row says so in its
/// columns `id` ("SYNTHETIC-...") and `synthetic`. The same recipe, count and seed give the same bytes,
/// with any number of threads: random numbers are a function of (seed, row). Memory does not grow with
/// count. Throws Error(kInput) for the recipe, Error(kOutput).
void write_enterprises(const Options& options, const std::string& path, const Context& context);

}  // namespace geo::synth
