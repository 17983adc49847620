#include "io/layer_features.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include "geo/core/error.hpp"
#include "io/gdal_output.hpp"

namespace geo::io {
namespace {

void set_text(OGRFeature& feature, int field, const std::string& text) {
  if (text.empty()) {
    feature.SetFieldNull(field);
  } else {
    feature.SetField(field, text.c_str());
  }
}

void set_number(OGRFeature& feature, int field, double number) {
  if (std::isnan(number)) {
    feature.SetFieldNull(field);
  } else {
    feature.SetField(field, number);
  }
}

void set_values(Attribute& attribute, const std::vector<std::string>& values) {
  attribute.type = OFTString;
  attribute.set = [&values](OGRFeature& feature, int field, std::size_t row) {
    set_text(feature, field, values[row]);
  };
}

void set_values(Attribute& attribute, const std::vector<double>& values) {
  attribute.type = OFTReal;
  attribute.set = [&values](OGRFeature& feature, int field, std::size_t row) {
    set_number(feature, field, values[row]);
  };
}

/// Ranks and counts of which some are missing: whole numbers that a table holds as doubles.
bool whole_or_missing(const TableColumn& column) {
  const auto* numbers = std::get_if<std::vector<double>>(&column.values);
  constexpr double kExact = 9007199254740992.0;  // 2^53
  return numbers != nullptr && column.decimals == 0 &&
         std::all_of(numbers->begin(), numbers->end(), [](double number) {
           return std::isnan(number) ||
                  (std::abs(number) <= kExact && number == std::floor(number));
         });
}

void set_values(Attribute& attribute, const std::vector<std::int64_t>& values) {
  attribute.type = OFTInteger64;
  attribute.set = [&values](OGRFeature& feature, int field, std::size_t row) {
    feature.SetField(field, static_cast<GIntBig>(values[row]));
  };
}

void set_values(Attribute& attribute, const Categories& values) {
  attribute.type = OFTString;
  attribute.set = [&values](OGRFeature& feature, int field, std::size_t row) {
    const std::uint32_t code = values.codes[row];
    if (code == Categories::kMissing) {
      feature.SetFieldNull(field);
    } else {
      feature.SetField(field, values.names[code].c_str());
    }
  };
}

std::unique_ptr<OGRMultiPolygon> multipolygon(const PolygonSet& set, std::size_t region) {
  auto shape = std::make_unique<OGRMultiPolygon>();
  for (std::uint32_t part = set.region_part[region]; part < set.region_part[region + 1]; ++part) {
    auto polygon = std::make_unique<OGRPolygon>();
    for (std::uint32_t ring = set.part_ring[part]; ring < set.part_ring[part + 1]; ++ring) {
      const std::uint32_t begin = set.ring_vertex[ring];
      auto vertices = std::make_unique<OGRLinearRing>();
      vertices->setPoints(static_cast<int>(set.ring_vertex[ring + 1] - begin), set.x.data() + begin,
                          set.y.data() + begin);
      polygon->addRingDirectly(vertices.release());
    }
    shape->addGeometryDirectly(polygon.release());
  }
  return shape;
}

std::unique_ptr<OGRLineString> line_string(const std::vector<Point>& line) {
  auto shape = std::make_unique<OGRLineString>();
  shape->setNumPoints(static_cast<int>(line.size()), FALSE);
  for (std::size_t i = 0; i < line.size(); ++i) {
    shape->setPoint(static_cast<int>(i), line[i].x, line[i].y);
  }
  return shape;
}

}  // namespace

void require(bool done) {
  if (!done) throw GdalFailure{};
}

std::size_t row_count(const VectorLayer& layer) {
  switch (layer.kind) {
    case VectorLayer::Kind::kPoints:
      return layer.point_set ? layer.point_set->size() : layer.points.size();
    case VectorLayer::Kind::kRegions:
      return layer.regions.size();
    case VectorLayer::Kind::kLines:
      return layer.lines.size();
    case VectorLayer::Kind::kTable:
      break;
  }
  return layer.attributes.row_count();
}

std::string folded(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string both(const Text& text) {
  if (text.zh.empty() || text.en.empty() || text.zh == text.en) return text.in(Language::kChinese);
  return text.zh + " / " + text.en;
}

std::vector<Attribute> attributes_of(const VectorLayer& layer) {
  std::vector<Attribute> attributes;
  if (layer.point_set && layer.kind == VectorLayer::Kind::kPoints) {
    for (const Column& column : layer.point_set->columns) {
      Attribute& attribute = attributes.emplace_back();
      attribute.name = column.name;
      std::visit([&](const auto& values) { set_values(attribute, values); }, column.values);
    }
  }
  for (const TableColumn& column : layer.attributes.columns) {
    Attribute& attribute = attributes.emplace_back();
    attribute.name = column.name;
    attribute.label = column.label.in(Language::kChinese);
    attribute.description = both(column.label);
    if (!column.unit.empty()) {
      attribute.description += (attribute.description.empty() ? "(" : " (") + column.unit + ")";
    }
    std::visit([&](const auto& values) { set_values(attribute, values); }, column.values);
    if (whole_or_missing(column)) attribute.type = OFTInteger64;
  }
  return attributes;
}

std::string both(const std::vector<Text>& notes) {
  std::string text;
  for (const Text& note : notes) text += (text.empty() ? "" : "\n") + both(note);
  return text;
}

std::string free_name(std::string name, const std::vector<Attribute>& attributes) {
  while (std::any_of(attributes.begin(), attributes.end(),
                     [&](const Attribute& a) { return folded(a.name) == name; })) {
    name += '_';
  }
  return name;
}

void validate(const VectorLayer& layer, const std::vector<Attribute>& attributes) {
  const auto fail = [&](const std::string& what) {
    throw Error(ErrorCode::kInternal, "layer " + layer.name + ": " + what);
  };
  layer.attributes.validate();
  if (layer.name.empty()) fail("has no name");
  if (!layer.attributes.columns.empty() && layer.attributes.row_count() != row_count(layer)) {
    fail("has " + std::to_string(row_count(layer)) + " geometries and " +
         std::to_string(layer.attributes.row_count()) + " rows of attributes");
  }
  std::set<std::string> names;
  for (const Attribute& attribute : attributes) {
    if (attribute.name.empty()) fail("has a column without a name");
    if (!names.insert(folded(attribute.name)).second) {
      fail("the column " + attribute.name + " is there twice");
    }
  }
  if (layer.kind == VectorLayer::Kind::kRegions) layer.regions.validate();
}

void validate(const std::vector<VectorLayer>& layers) {
  std::set<std::string> names;
  for (const VectorLayer& layer : layers) {
    validate(layer, attributes_of(layer));
    if (layer.kind != VectorLayer::Kind::kTable) {
      static_cast<void>(output_crs(layer.crs, "layer " + layer.name));
    }
    if (!names.insert(folded(layer.name)).second) {
      throw Error(ErrorCode::kInternal, "layer " + layer.name + ": is there twice");
    }
  }
}

OGRwkbGeometryType geometry_type(VectorLayer::Kind kind) {
  if (kind == VectorLayer::Kind::kPoints) return wkbPoint;
  if (kind == VectorLayer::Kind::kRegions) return wkbMultiPolygon;
  return kind == VectorLayer::Kind::kLines ? wkbLineString : wkbNone;
}

std::optional<Box> set_geometry(OGRFeature& feature, const VectorLayer& layer, std::size_t row) {
  if (layer.kind == VectorLayer::Kind::kPoints) {
    const Point p = layer.point_set ? Point{layer.point_set->x[row], layer.point_set->y[row]}
                                    : layer.points[row];
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
      throw Error(ErrorCode::kInternal, "layer " + layer.name + ": the position in row " +
                                            std::to_string(row + 1) + " is not finite");
    }
    if (feature.GetGeometryRef() == nullptr) {
      feature.SetGeometryDirectly(new OGRPoint(p.x, p.y));  // GDAL deletes it
    } else {
      feature.GetGeometryRef()->toPoint()->setX(p.x);
      feature.GetGeometryRef()->toPoint()->setY(p.y);
    }
    return Box{p.x, p.y, p.x, p.y};
  }
  if (layer.kind == VectorLayer::Kind::kRegions) {
    feature.SetGeometryDirectly(multipolygon(layer.regions, row).release());
    if (layer.regions.region_part[row] == layer.regions.region_part[row + 1]) return std::nullopt;
    return layer.regions.envelope(row);
  }
  if (layer.kind == VectorLayer::Kind::kLines && layer.lines[row].size() >= 2) {
    feature.SetGeometryDirectly(line_string(layer.lines[row]).release());
    Box box;
    for (const Point& p : layer.lines[row]) box.extend(p);
    return box;
  }
  feature.SetGeometryDirectly(nullptr);
  return std::nullopt;
}

}  // namespace geo::io
