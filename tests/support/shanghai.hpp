#pragma once

#include "geo/io/regions.hpp"
#include "support/shared.hpp"

namespace geo::test {

/// The districts of the embedded project.
inline io::RegionSource shanghai_districts() {
  return {.path = repository("data/shanghai/districts.geojson").string(),
          .layer = {},
          .query = {},
          .crs = {},
          .code_field = "code",
          .name_field = "name",
          .name_en_field = "name_en",
          .land_area_field = {},
          .encoding = {}};
}

}  // namespace geo::test
