#include "io/vector.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string_view>

#include "geo/core/error.hpp"
#include "io/connection.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"
#include "io/shapefile.hpp"
#include "io/sql.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

// With the encoding that the user says, else that of the file.
GDALDatasetUniquePtr open_shapefile(GDALDatasetUniquePtr dataset, const std::string& path,
                                    const std::string& encoding) {
  const std::string chosen =
      encoding.empty() ? shapefile_text(*dataset, path).encoding : canonical_encoding(encoding);
  return chosen.empty() ? std::move(dataset) : open_with_encoding(path, chosen);
}

GDALDatasetUniquePtr open_database(const std::string& name, const std::string& path) {
  GdalErrors errors;
  GDALDatasetUniquePtr dataset = connect(name, path, false);
  if (dataset == nullptr || errors.failed()) {
    fail(name + ": the database cannot be read" + errors.in_brackets());
  }
  return dataset;
}

bool has_sql(GDALDataset& dataset) {
  const char* driver = dataset.GetDriverName();
  return EQUAL(driver, "PostgreSQL") || EQUAL(driver, "SQLite") || EQUAL(driver, "GPKG");
}

// Whole numbers in full (310115000000, not 3.10115e+11), for they may be codes.
std::string shortest(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  std::array<char, 32> digits{};
  char* const first = digits.data();
  char* const last = first + digits.size();
  const bool whole = std::abs(value) < kExact && value == std::floor(value);
  return {first, whole ? std::to_chars(first, last, static_cast<std::int64_t>(value)).ptr
                       : std::to_chars(first, last, value).ptr};
}

/// What our reading rests on, on this thread while a file is opened: whatever the environment, or
/// the program that embeds us, has set for GDAL.
class Settings {
 public:
  explicit Settings(Sheets sheets) {
    const bool cells = sheets == Sheets::kCells;
    for (const char* driver : {"XLSX", "XLS", "ODS"}) {
      const std::string prefix = std::string("OGR_") + driver;
      // A table of text alone would come with columns named Field1, Field2 ...
      set(prefix + "_HEADERS", cells ? "DISABLE" : "FORCE");
      set(prefix + "_FIELD_TYPES", cells ? "STRING" : "AUTO");
    }
    // Of GeoJSON: columns, dates, geometries as they are.
    set("ATTRIBUTES_SKIP", "NO");
    set("OGR_GEOJSON_DATE_AS_STRING", "NO");
    set("GEOMETRY_AS_COLLECTION", "NO");
    // A schema that a file names is not fetched.
    set("GML_DOWNLOAD_SCHEMA", "NO");
  }

 private:
  void set(const std::string& name, const char* value) {
    set_.push_back(std::make_unique<CPLConfigOptionSetter>(name.c_str(), value, false));
  }
  std::vector<std::unique_ptr<CPLConfigOptionSetter>> set_;
};

}  // namespace

GDALDatasetUniquePtr open_vector(const std::string& name, const std::string& path,
                                 const std::string& encoding, Sheets sheets) {
  if (is_database(path)) return open_database(name, path);
  init_gdal();
  GdalErrors errors;
  const Settings settings(sheets);
  GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                                 self_contained_drivers(), nullptr, nullptr));
  if (dataset != nullptr && EQUAL(dataset->GetDriverName(), "ESRI Shapefile")) {
    dataset = open_shapefile(std::move(dataset), path, encoding);
  }
  // Sheets are loaded when their columns are first asked for, which must be while the options hold.
  if (dataset != nullptr) {
    for (auto* const layer : dataset->GetLayers()) layer->GetLayerDefn();
    // A workbook that is damaged, or a bomb of XML entities, would lack cells without a word.
    const std::string_view driver = dataset->GetDriverName();
    if (errors.failed() && (driver == "XLSX" || driver == "ODS")) {
      fail(name + ": cannot be read to its end" + errors.in_brackets() +
           "; save it again in the program it is from");
    }
  }
  if (dataset == nullptr) {
    GDALDriver* raster = GDALDriver::FromHandle(
        GDALIdentifyDriverEx(path.c_str(), GDAL_OF_RASTER, nullptr, nullptr));
    if (raster != nullptr && raster->GetMetadataItem(GDAL_DCAP_VECTOR) == nullptr) {
      fail(name + ": is a raster (" + raster->GetDescription() +
           "); give a file with points, polygons or a table");
    }
    fail(name + ": cannot be read as a vector file or a table" + errors.in_brackets() +
         "; it is damaged or of another kind: save it again in the program it is from");
  }
  return dataset;
}

std::vector<std::string> layer_names(GDALDataset& dataset) {
  std::vector<std::string> names;
  for (auto* const each : dataset.GetLayers()) names.emplace_back(each->GetName());
  // A database has no order of its own.
  if (EQUAL(dataset.GetDriverName(), "PostgreSQL")) std::sort(names.begin(), names.end());
  return names;
}

OGRLayer& pick_layer(GDALDataset& dataset, const std::string& name, const std::string& layer) {
  const std::vector<std::string> names = layer_names(dataset);
  if (names.empty()) fail(name + ": holds no layer");
  if (layer.empty()) {
    if (names.size() > 1) fail(name + ": holds several layers; choose one: " + listed(names));
    return *dataset.GetLayer(0);
  }
  // Where names appear twice `find_column` throws, and each is found by its name.
  const int found = find_column(names, layer, name, "layer");
  for (auto* const each : dataset.GetLayers()) {
    if (names[static_cast<std::size_t>(found)] == each->GetName()) return *each;
  }
  fail(name + ": the layer '" + layer + "' cannot be opened");
}

SourceLayer::SourceLayer(GDALDataset& dataset, const std::string& name, const std::string& layer,
                         const std::string& query)
    : dataset_(dataset), what_(name) {
  if (!query.empty()) {
    if (!layer.empty()) {
      throw Error(ErrorCode::kOption, name + ": give a layer or a query, not both");
    }
    what_ += ": query";
    ask(query);
    return;
  }
  const bool database = EQUAL(dataset.GetDriverName(), "PostgreSQL");
  // GDAL finds tables by more names than it lists them ("public.firms").
  OGRLayer* named = database && !layer.empty() ? dataset.GetLayerByName(layer.c_str()) : nullptr;
  if (named == nullptr) named = &pick_layer(dataset, name, layer);
  const std::string called = named->GetName();
  if (dataset.GetLayerCount() > 1) what_ += ": layer '" + called + "'";
  if (!database) {
    layer_ = named;
    count_ = static_cast<double>(layer_->GetFeatureCount(FALSE));
    return;
  }
  const std::size_t dot = called.find('.');
  ask("SELECT * FROM " + (dot == std::string::npos
                              ? name_sql(called)
                              : name_sql(std::string_view(called).substr(0, dot)) + "." +
                                    name_sql(std::string_view(called).substr(dot + 1))));
}

SourceLayer::~SourceLayer() {
  const GdalErrors quiet;  // of a connection that is lost
  if (result_) dataset_.ReleaseResultSet(layer_);
}

void SourceLayer::ask(const std::string& query) {
  std::string asked(trimmed(query));
  if (asked.ends_with(';')) asked.pop_back();
  GdalErrors errors;
  // Within brackets there is room for a query alone, and for WITH as well as SELECT.
  if (has_sql(dataset_)) asked = "SELECT * FROM (" + asked + "\n) AS geo_query";
  layer_ = dataset_.ExecuteSQL(asked.c_str(), nullptr, has_sql(dataset_) ? nullptr : "OGRSQL");
  result_ = layer_ != nullptr;
  if (errors.failed() || layer_ == nullptr) {
    if (result_) dataset_.ReleaseResultSet(layer_);
    fail(what_ + ": cannot be run" + errors.in_brackets());
  }
}

std::vector<std::string> field_names(OGRLayer& layer) {
  std::vector<std::string> names;
  OGRFeatureDefn* definition = layer.GetLayerDefn();
  names.reserve(static_cast<std::size_t>(definition->GetFieldCount()));
  for (int i = 0; i < definition->GetFieldCount(); ++i) {
    names.push_back(to_utf8(definition->GetFieldDefn(i)->GetNameRef()));
  }
  return names;
}

std::string crs_text(const OGRSpatialReference* system) {
  if (system == nullptr || system->IsEmpty() || system->IsLocal() != 0) return {};
  GdalErrors errors;
  const char* name = system->GetName();
  if (name != nullptr && STARTS_WITH(name, "Undefined ")) return {};  // a GeoPackage without one
  const auto code_of = [](const OGRSpatialReference& reference) -> std::string {
    const char* authority = reference.GetAuthorityName(nullptr);
    const char* code = reference.GetAuthorityCode(nullptr);
    if (authority == nullptr || code == nullptr) return {};
    if (EQUAL(authority, "OGC") && EQUAL(code, "CRS84"))
      return "EPSG:4326";  // x is the longitude here
    return EQUAL(authority, "EPSG") ? std::string("EPSG:") + code : std::string();
  };
  std::string code = code_of(*system);
  if (!code.empty()) return code;
  constexpr int kSure = 90;  // of 100: the same but for names
  const std::array<const char*, 2> criterion = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                                nullptr};
  int count = 0;
  int* confidence = nullptr;
  OGRSpatialReferenceH* matches = system->FindMatches(nullptr, &count, &confidence);
  for (int i = 0; i < count && code.empty(); ++i) {
    const OGRSpatialReference& match = *OGRSpatialReference::FromHandle(matches[i]);
    if (confidence[i] >= kSure || system->IsSame(&match, criterion.data()) != 0)
      code = code_of(match);
  }
  OSRFreeSRSArray(matches);
  CPLFree(confidence);
  if (!code.empty()) return code;
  char* wkt = nullptr;
  const std::array<const char*, 3> options = {"FORMAT=WKT2_2019", "MULTILINE=NO", nullptr};
  system->exportToWkt(&wkt, options.data());
  std::string text = wkt == nullptr ? "" : wkt;
  CPLFree(wkt);
  return text;
}

bool is_geographic(const std::string& crs) {
  std::string key;
  for (const char c : crs) {
    if (c != '-' && c != '_' && c != ' ') {
      key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  if (key.empty() || key == "WGS84" || key == "GCJ02" || key == "BD09") return true;
  GdalErrors errors;
  OGRSpatialReference system;
  const std::array<const char*, 3> options = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO",
                                              nullptr};
  return system.SetFromUserInput(crs.c_str(), options.data()) == OGRERR_NONE &&
         system.IsGeographic() != 0;
}

bool axes_swapped(OGRLayer& layer) {
  const OGRSpatialReference* system = layer.GetSpatialRef();
  if (system == nullptr) return false;
  const std::vector<int>& mapping = system->GetDataAxisToSRSAxisMapping();
  return (system->EPSGTreatsAsLatLong() != 0 || system->EPSGTreatsAsNorthingEasting() != 0) &&
         mapping.size() >= 2 && mapping[0] == 1 && mapping[1] == 2;
}

std::string geometry_text(OGRwkbGeometryType type) {
  switch (wkbFlatten(type)) {
    case wkbPoint:
      return "point";
    case wkbLineString:
      return "line";
    case wkbPolygon:
      return "polygon";
    case wkbMultiPoint:
      return "multipoint";
    case wkbMultiLineString:
      return "multiline";
    case wkbMultiPolygon:
      return "multipolygon";
    case wkbGeometryCollection:
      return "collection";
    case wkbNone:
      return "none";
    case wkbUnknown:
      return "any";
    default:
      return OGRGeometryTypeToName(type);
  }
}

std::string field_text(const OGRFeature& feature, int field) {
  if (!feature.IsFieldSetAndNotNull(field)) return {};
  if (feature.GetFieldDefnRef(field)->GetType() == OFTReal) {
    return shortest(feature.GetFieldAsDouble(field));
  }
  return to_utf8(trimmed(feature.GetFieldAsString(field)));
}

Number field_number(const OGRFeature& feature, int field) {
  if (!feature.IsFieldSetAndNotNull(field)) return {};
  switch (feature.GetFieldDefnRef(field)->GetType()) {
    case OFTInteger:
    case OFTInteger64:
    case OFTReal: {
      const double value = feature.GetFieldAsDouble(field);
      if (std::isnan(value)) return {};
      return {std::isfinite(value) ? Number::Kind::kValue : Number::Kind::kNotFinite, value};
    }
    default:
      return parse_number(feature.GetFieldAsString(field));
  }
}

}  // namespace geo::io
