#pragma once

#include <cstddef>
#include <string>

#include "geo/geodesy/crs.hpp"

// PROJ behind plain arrays. PROJ objects never leave projection.cpp and crs.cpp, and never a
// thread.
namespace geo::geodesy {

/// Everything known of a system, as values: reading it needs no PROJ context.
struct Crs::Impl {
  enum class Offset { kNone, kGcj02, kBd09 };

  std::string definition;  ///< as given, trimmed
  std::string proj;        ///< what PROJ is given
  Offset offset = Offset::kNone;
  std::string name;
  std::string wkt;
  bool geographic = false;
  bool metric = false;
};

/// Whether positions in both are the same numbers.
[[nodiscard]] bool same(const Crs& a, const Crs& b);

/// Transforms positions in place; those that cannot be become NaN in both coordinates. Throws
/// Error(kOption) where PROJ knows no way from one system to the other.
void transform(const Crs& from, const Crs& to, double* x, double* y, std::size_t n);

}  // namespace geo::geodesy
