#pragma once

#include <initializer_list>
#include <string>

#include "geo/core/geometry.hpp"
#include "geo/io/inspect.hpp"

// What the layers of a file may be to a project, and which of their columns hold what.
namespace geo::atlas {

/// The first field that is called like one of `names`, in the order of the names; empty: none.
[[nodiscard]] std::string field_called(const io::LayerInfo& layer,
                                       std::initializer_list<const char*> names);

/// The column that holds what a registry calls so (docs/reading.md), with the reason; else both
/// empty.
[[nodiscard]] io::RoleInfo role_in(const io::LayerInfo& layer, const std::string& role);

/// A column by what it is called in a registry, else by one of `names`; the reason goes to `why`.
[[nodiscard]] std::string column_for(const io::LayerInfo& layer, const std::string& role,
                                     std::initializer_list<const char*> names, std::string& why);

/// What statistics could compare by.
[[nodiscard]] std::string specialty_column(const io::LayerInfo& layer, std::string& why);

/// The fields of boundaries by what they are called; empty: none is.
struct BoundaryFields {
  std::string code;
  std::string name;
  std::string name_en;
  std::string land_area;
};
[[nodiscard]] BoundaryFields boundary_fields(const io::LayerInfo& layer);

[[nodiscard]] bool holds(const io::LayerInfo& layer, const char* geometry);
/// Whether positions come from columns, not from the geometry.
[[nodiscard]] bool placed_by_columns(const io::LayerInfo& layer);

/// Polygons; else what may hold some; 0: none.
[[nodiscard]] double fitness_for_boundaries(const io::LayerInfo& layer);
/// Points, the more the better; else columns of coordinates; else what may hold some; 0: none.
[[nodiscard]] double fitness_for_enterprises(const io::LayerInfo& layer);

/// Whether guessed columns hold degrees, as far as their extent tells.
[[nodiscard]] bool in_degrees(const Box& box);
/// Whether coordinates in it are degrees; true where nobody knows the system.
[[nodiscard]] bool geographic(const std::string& crs);

}  // namespace geo::atlas
