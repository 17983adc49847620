#pragma once

#include <ogrsf_frmts.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/io/write.hpp"

// The rows of a VectorLayer as features of GDAL: what the writers of GeoPackages and databases
// share.
namespace geo::io {

/// GDAL said no; `GdalErrors` knows what.
struct GdalFailure {};

/// Throws GdalFailure unless `done`.
void require(bool done);

/// One attribute of a layer: its field, and how row i is put into it.
struct Attribute {
  std::string name;
  std::string label;
  std::string description;
  OGRFieldType type = OFTString;
  std::function<void(OGRFeature& feature, int field, std::size_t row)> set;
};

/// The columns of the point set, then those of the attributes. They refer to the layer.
[[nodiscard]] std::vector<Attribute> attributes_of(const VectorLayer& layer);

/// How many rows a layer has.
[[nodiscard]] std::size_t row_count(const VectorLayer& layer);

/// ASCII letters in lower case.
[[nodiscard]] std::string folded(std::string text);

/// A name for a column that GDAL adds, which no attribute has.
[[nodiscard]] std::string free_name(std::string name, const std::vector<Attribute>& attributes);

/// Both languages, the first only once: "密度 / Density".
[[nodiscard]] std::string both(const Text& text);
/// Notes, each on a line of its own.
[[nodiscard]] std::string both(const std::vector<Text>& notes);

/// Throws Error(kInternal) where rows and geometries differ in number or names repeat.
void validate(const VectorLayer& layer, const std::vector<Attribute>& attributes);
/// The same of all, and of their names. Throws Error(kOutput) for a coordinate system that no
/// output can have.
void validate(const std::vector<VectorLayer>& layers);

[[nodiscard]] OGRwkbGeometryType geometry_type(VectorLayer::Kind kind);

/// Puts the geometry of a row into the feature; returns its box where there is something to index.
std::optional<Box> set_geometry(OGRFeature& feature, const VectorLayer& layer, std::size_t row);

}  // namespace geo::io
