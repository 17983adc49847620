#pragma once

#include <string>

#include "geo/io/inspect.hpp"

namespace geo::atlas {

/// The fields of boundaries by what they are called; empty: none is.
struct BoundaryFields {
  std::string code;
  std::string name;
};
[[nodiscard]] BoundaryFields boundary_fields(const io::LayerInfo& layer);

}  // namespace geo::atlas
