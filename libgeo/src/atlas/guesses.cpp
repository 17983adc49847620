#include "atlas/guesses.hpp"

#include <algorithm>

#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::atlas {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 128 ? std::tolower(c) : c); });
  return text;
}

}  // namespace

std::string field_called(const io::LayerInfo& layer, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (const io::FieldInfo& field : layer.fields) {
      if (lower(field.name) == name) return field.name;
    }
  }
  return {};
}

io::RoleInfo role_in(const io::LayerInfo& layer, const std::string& role) {
  const auto found = std::find_if(layer.roles.begin(), layer.roles.end(),
                                  [&](const io::RoleInfo& info) { return info.role == role; });
  return found == layer.roles.end() ? io::RoleInfo{role, "", ""} : *found;
}

std::string column_for(const io::LayerInfo& layer, const std::string& role,
                       std::initializer_list<const char*> names, std::string& why) {
  const io::RoleInfo info = role_in(layer, role);
  if (info.column.empty()) return field_called(layer, names);
  why += " (" + info.reason + ")";
  return info.column;
}

std::string specialty_column(const io::LayerInfo& layer, std::string& why) {
  const std::string named = field_called(layer, {"specialty", "专业", "专业方向", "专业领域",
                                                 "特色", "产业方向", "category", "cate_1"});
  if (!named.empty()) return named;
  return column_for(layer, "industry", {"行业门类", "行业", "industry", "type"}, why);
}

BoundaryFields boundary_fields(const io::LayerInfo& layer) {
  return {field_called(layer, {"code", "adcode", "id", "区划代码", "代码", "gb", "name", "name_zh",
                               "名称", "区县", "district", "region"}),
          field_called(layer, {"name", "name_zh", "名称", "区县", "district", "region"}),
          field_called(layer, {"name_en", "en", "english"}),
          field_called(layer, {"land_area_km2", "official_area_km2", "area_km2"})};
}

bool holds(const io::LayerInfo& layer, const char* word) {
  return layer.geometry.find(word) != std::string::npos;
}

bool placed_by_columns(const io::LayerInfo& layer) {
  return !holds(layer, "point") && (layer.geometry == "none" || !layer.x_column.empty());
}

double fitness_for_boundaries(const io::LayerInfo& layer) {
  return holds(layer, "olygon") ? 2 : layer.geometry == "any" ? 1 : 0;
}

double fitness_for_enterprises(const io::LayerInfo& layer) {
  if (holds(layer, "point")) return 10 + static_cast<double>(layer.rows);
  if (!layer.x_column.empty()) return layer.geometry == "none" ? 4 : 2;
  return layer.geometry == "none" ? 3 : layer.geometry == "any" ? 1 : 0;
}

bool in_degrees(const Box& box) {
  return box.empty() ||
         (box.min_x >= -180 && box.max_x <= 180 && box.min_y >= -90 && box.max_y <= 90);
}

bool geographic(const std::string& crs) {
  try {
    return geodesy::Crs(crs).geographic();
  } catch (const Error&) {
    return true;
  }
}

}  // namespace geo::atlas
