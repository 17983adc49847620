#pragma once

#include <cstdint>
#include <string>

#include "geo/core/context.hpp"

namespace geo::synth {

struct Options {
  std::string recipe;           ///< a JSON file: centres, specialties, names, dates (docs/synth.md)
  std::uint64_t count = 20000;  ///< rows
  std::uint64_t seed = 0;       ///< 0: the recipe's own
};

/// Writes `count` invented enterprises as CSV (UTF-8 with BOM, lines end in LF) to `path`: id,
/// name, specialty, lon, lat (WGS84 degrees, 6 decimals), founded (ISO date),
/// registered_capital_10k_yuan, employees, synthetic. Every row says that it is invented in `id`
/// ("SYNTHETIC-..."), in `name` (the recipe's mark) and in `synthetic` (true).
///
/// A row is a function of the recipe, the seed and its number: the same bytes with any number of
/// threads, and the first rows of a larger file are those of a smaller one (but for the width of
/// the id). Log, cos, sin and exp are those of the C library, the only part that could differ
/// elsewhere.
///
/// The file is written beside its target and renamed, so that an interrupted run leaves the old
/// file whole; a target that is a device or a pipe is written to directly. Memory does not grow
/// with `count`. Throws Error(kInput) naming the key of the recipe, Error(kOutput),
/// Error(kCancelled).
void write_enterprises(const Options& options, const std::string& path, const Context& context);

}  // namespace geo::synth
