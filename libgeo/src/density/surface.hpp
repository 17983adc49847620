#pragma once

#include <string>
#include <utility>
#include <vector>

#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"

// What every surface needs beside its values.
namespace geo::density {

/// The shortest digits that read back the same.
[[nodiscard]] std::string digits_of(double value);

using Facts = std::vector<std::pair<std::string, std::string>>;

/// kernel, bandwidth_m (bandwidth_across_m and azimuth_deg of an ellipse) and reach_m.
[[nodiscard]] Facts kernel_facts(const Options& options);
/// Sets the fact of that name, or appends it.
void set_fact(Facts& facts, const std::string& name, const std::string& value);

/// Throws Error(kOption) unless the frame is one.
void check_frame(const GridFrame& frame);
/// As many values as the frame has pixels. Throws Error(kMemory).
[[nodiscard]] std::vector<double> values_of(const GridFrame& frame, double value);

/// Throws Error(kInternal) when two inputs are in different systems; `names` says which they are.
void check_same_system(const std::string& one, const std::string& other, const char* names);

}  // namespace geo::density
