#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string_view>

#include "geo/core/error.hpp"
#include "geo/io/write.hpp"
#include "io/gdal_output.hpp"
#include "io/layer_features.hpp"
#include "io/rtree.hpp"
#include "io/sql.hpp"

namespace geo::io {
namespace {

using Kind = VectorLayer::Kind;

constexpr std::size_t kRowsPerCheck = 1024;
constexpr std::size_t kSqlBytes = std::size_t{256} * 1024;  // of one statement

// ---- SQL
// -----------------------------------------------------------------------------------------

/// Appends "(a,b,c)" to the rows of a VALUES clause.
void append_row(std::string& rows, std::initializer_list<std::string_view> cells) {
  if (!rows.empty()) rows += ',';
  char before = '(';
  for (const std::string_view cell : cells) {
    rows += before;
    rows += cell;
    before = ',';
  }
  rows += ')';
}

std::string blob_sql(const std::string& bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string sql = "x'";
  sql.reserve(2 * bytes.size() + 3);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    sql += kHex[byte >> 4U];
    sql += kHex[byte & 0xFU];
  }
  sql += '\'';
  return sql;
}

/// The statement with every <word> replaced by what `name` gives for it.
template <typename Name>
std::string fill_in(std::string_view statement, const Name& name) {
  std::string out;
  for (;;) {
    const std::size_t open = statement.find('<');
    out += statement.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = statement.find('>', open);
    out += name(statement.substr(open + 1, close - open - 1));
    statement.remove_prefix(close + 1);
  }
}

constexpr const char* kExtensionTable =
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
    "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
    "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))";

// GeoPackage 1.2, annex F.9 (schema) and F.3 (R-tree), word for word but for the names.
constexpr std::array kSchemaTables{
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, "
    "constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, "
    "max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    "INSERT INTO gpkg_extensions VALUES "
    "('gpkg_data_columns', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write'), "
    "('gpkg_data_column_constraints', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')"};

constexpr std::array kRtreeTriggers{
    "CREATE TRIGGER <rtree_insert> AFTER INSERT ON <table> "
    "WHEN (NEW.<geom> NOT NULL AND NOT ST_IsEmpty(NEW.<geom>)) BEGIN "
    "INSERT OR REPLACE INTO <rtree> VALUES (NEW.<fid>, ST_MinX(NEW.<geom>), ST_MaxX(NEW.<geom>), "
    "ST_MinY(NEW.<geom>), ST_MaxY(NEW.<geom>)); END",
    "CREATE TRIGGER <rtree_update1> AFTER UPDATE OF <geom> ON <table> "
    "WHEN OLD.<fid> = NEW.<fid> AND (NEW.<geom> NOTNULL AND NOT ST_IsEmpty(NEW.<geom>)) BEGIN "
    "INSERT OR REPLACE INTO <rtree> VALUES (NEW.<fid>, ST_MinX(NEW.<geom>), ST_MaxX(NEW.<geom>), "
    "ST_MinY(NEW.<geom>), ST_MaxY(NEW.<geom>)); END",
    "CREATE TRIGGER <rtree_update2> AFTER UPDATE OF <geom> ON <table> "
    "WHEN OLD.<fid> = NEW.<fid> AND (NEW.<geom> ISNULL OR ST_IsEmpty(NEW.<geom>)) BEGIN "
    "DELETE FROM <rtree> WHERE id = OLD.<fid>; END",
    "CREATE TRIGGER <rtree_update3> AFTER UPDATE ON <table> "
    "WHEN OLD.<fid> != NEW.<fid> AND (NEW.<geom> NOTNULL AND NOT ST_IsEmpty(NEW.<geom>)) BEGIN "
    "DELETE FROM <rtree> WHERE id = OLD.<fid>; "
    "INSERT OR REPLACE INTO <rtree> VALUES (NEW.<fid>, ST_MinX(NEW.<geom>), ST_MaxX(NEW.<geom>), "
    "ST_MinY(NEW.<geom>), ST_MaxY(NEW.<geom>)); END",
    "CREATE TRIGGER <rtree_update4> AFTER UPDATE ON <table> "
    "WHEN OLD.<fid> != NEW.<fid> AND (NEW.<geom> ISNULL OR ST_IsEmpty(NEW.<geom>)) BEGIN "
    "DELETE FROM <rtree> WHERE id IN (OLD.<fid>, NEW.<fid>); END",
    "CREATE TRIGGER <rtree_delete> AFTER DELETE ON <table> WHEN OLD.<geom> NOT NULL BEGIN "
    "DELETE FROM <rtree> WHERE id = OLD.<fid>; END"};

// ---- The file
// ------------------------------------------------------------------------------------

/// Counts rows as they are written and as they are indexed.
class Progress {
 public:
  Progress(const std::vector<VectorLayer>& layers, const Context& context) : context_(context) {
    for (const VectorLayer& layer : layers) total_ += 2 * row_count(layer);
  }
  void done(std::size_t rows) {
    context_.check();
    done_ += rows;
    context_.report(static_cast<double>(done_) /
                    static_cast<double>(std::max<std::size_t>(1, total_)));
  }
  [[nodiscard]] const Context& context() const { return context_; }

 private:
  const Context& context_;
  std::size_t total_ = 0;
  std::size_t done_ = 0;
};

class GeoPackage {
 public:
  GeoPackage(GDALDataset& file, Progress& progress) : file_(file), progress_(progress) {}

  void add(const VectorLayer& layer) {
    const std::vector<Attribute> attributes = attributes_of(layer);
    fid_ = free_name("fid", attributes);
    geometry_ = free_name("geom", attributes);
    require(file_.StartTransaction() == OGRERR_NONE);
    std::vector<RtreeEntry> boxes = write_rows(layer, attributes);
    describe(layer, attributes);
    if (layer.kind != Kind::kTable) index(layer, std::move(boxes));
    require(file_.CommitTransaction() == OGRERR_NONE);
  }

 private:
  void sql(const std::string& statement) {
    CPLErrorReset();
    if (OGRLayer* result = file_.ExecuteSQL(statement.c_str(), nullptr, nullptr)) {
      file_.ReleaseResultSet(result);
    }
    require(CPLGetLastErrorType() < CE_Failure);
  }

  std::string unused_identifier(const VectorLayer& layer) {
    std::string identifier = layer.title.empty() ? layer.name : layer.title;
    if (!identifiers_.insert(identifier).second) {  // they must be distinct in a GeoPackage
      identifier += " (" + layer.name + ")";
      identifiers_.insert(identifier);
    }
    return identifier;
  }

  std::vector<RtreeEntry> write_rows(const VectorLayer& layer,
                                     const std::vector<Attribute>& attributes) {
    OGRSpatialReference crs;
    if (layer.kind != Kind::kTable) crs = output_crs(layer.crs, "layer " + layer.name);
    const std::string notes = both(layer.attributes.notes);
    CPLStringList options;
    options.SetNameValue("FID", fid_.c_str());
    options.SetNameValue("GEOMETRY_NAME", geometry_.c_str());
    options.SetNameValue("IDENTIFIER", unused_identifier(layer).c_str());
    if (!notes.empty()) options.SetNameValue("DESCRIPTION", notes.c_str());
    options.SetNameValue("SPATIAL_INDEX", "NO");  // `index` makes it
    OGRLayer* table =
        file_.CreateLayer(layer.name.c_str(), layer.kind == Kind::kTable ? nullptr : &crs,
                          geometry_type(layer.kind), options.List());
    require(table != nullptr);
    for (const Attribute& attribute : attributes) {
      OGRFieldDefn field(attribute.name.c_str(), attribute.type);
      require(table->CreateField(&field) == OGRERR_NONE);
    }
    set_facts(*table, layer.facts);

    std::vector<RtreeEntry> boxes;
    OGRFeature feature(table->GetLayerDefn());
    const std::size_t rows = row_count(layer);
    for (std::size_t row = 0; row < rows; ++row) {
      if (row % kRowsPerCheck == 0) progress_.done(std::min(kRowsPerCheck, rows - row));
      const GIntBig id = static_cast<GIntBig>(row) + 1;
      feature.SetFID(id);
      for (std::size_t i = 0; i < attributes.size(); ++i) {
        attributes[i].set(feature, static_cast<int>(i), row);
      }
      if (layer.kind != Kind::kTable) {
        if (const auto box = set_geometry(feature, layer, row)) boxes.push_back({id, *box});
      }
      require(table->CreateFeature(&feature) == OGRERR_NONE);
    }
    require(table->SyncToDisk() == OGRERR_NONE);
    return boxes;
  }

  /// Labels and units, by the schema extension. GDAL 3.6 can store neither by itself.
  void describe(const VectorLayer& layer, const std::vector<Attribute>& attributes) {
    std::string rows;
    for (const Attribute& attribute : attributes) {
      if (attribute.description.empty()) continue;
      append_row(rows,
                 {text_sql(layer.name), text_sql(attribute.name), text_sql(attribute.name),
                  text_sql(attribute.label), text_sql(attribute.description), "NULL", "NULL"});
    }
    if (rows.empty()) return;
    if (!has_schema_) {
      sql(kExtensionTable);
      for (const char* statement : kSchemaTables) sql(statement);
      has_schema_ = true;
    }
    sql("INSERT INTO gpkg_data_columns VALUES " + rows);
  }

  void index(const VectorLayer& layer, std::vector<RtreeEntry> boxes) {
    const std::size_t count = boxes.size();
    const PackedRtree tree = pack_rtree(std::move(boxes), progress_.context());
    const std::string rtree = "rtree_" + layer.name + "_" + geometry_;
    sql("CREATE VIRTUAL TABLE " + name_sql(rtree) + " USING rtree(id, minx, maxx, miny, maxy)");

    std::string values;
    const auto flush = [&](const char* shadow, std::size_t least_bytes) {
      if (values.size() <= least_bytes) return;
      sql("INSERT OR REPLACE INTO " + name_sql(rtree + shadow) + " VALUES " + values);
      values.clear();
      progress_.done(0);
    };
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
      append_row(values, {std::to_string(i + 1), blob_sql(tree.nodes[i])});
      flush("_node", kSqlBytes);
    }
    flush("_node", 0);
    for (std::size_t i = 1; i < tree.parent.size(); ++i) {
      append_row(values, {std::to_string(i + 1), std::to_string(tree.parent[i])});
      flush("_parent", kSqlBytes);
    }
    flush("_parent", 0);
    for (const auto& [id, node] : tree.leaf) {
      append_row(values, {std::to_string(id), std::to_string(node)});
      flush("_rowid", kSqlBytes);
    }
    flush("_rowid", 0);

    sql(kExtensionTable);
    std::string extension;
    append_row(extension, {text_sql(layer.name), text_sql(geometry_), "'gpkg_rtree_index'",
                           "'http://www.geopackage.org/spec120/#extension_rtree'", "'write-only'"});
    sql("INSERT INTO gpkg_extensions VALUES " + extension);
    const auto name = [&](std::string_view word) {
      if (word == "table") return name_sql(layer.name);
      if (word == "geom") return name_sql(geometry_);
      if (word == "fid") return name_sql(fid_);
      return name_sql(rtree + std::string(word.substr(std::string_view("rtree").size())));
    };
    for (const char* trigger : kRtreeTriggers) sql(fill_in(trigger, name));
    progress_.done(count);
  }

  GDALDataset& file_;
  Progress& progress_;
  std::set<std::string> identifiers_;
  bool has_schema_ = false;
  std::string fid_;       // of the layer being written
  std::string geometry_;  // of the layer being written
};

}  // namespace

void write_geopackage(const std::vector<VectorLayer>& layers, const std::filesystem::path& path,
                      const Context& context) {
  GDALDriver* driver = output_driver("GPKG");
  validate(layers);

  const CPLConfigOptionSetter date("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z", false);
  // `OutputFolder::commit` flushes the file once; a file that is half written is thrown away.
  const CPLConfigOptionSetter synchronous("OGR_SQLITE_SYNCHRONOUS", "OFF", false);
  const CPLConfigOptionSetter journal("OGR_SQLITE_JOURNAL", "MEMORY", false);
  std::error_code ignored;
  std::filesystem::remove(path, ignored);

  const GdalErrors errors;
  CPLStringList options;
  options.SetNameValue("VERSION", "1.2");
  DatasetPtr file(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, options.List()));
  try {
    require(file != nullptr);
    Progress progress(layers, context);
    GeoPackage package(*file, progress);
    for (const VectorLayer& layer : layers) package.add(layer);
    file.reset();  // writes what is left, so it can fail too
    require(!errors.failed());
  } catch (const GdalFailure&) {
    file.reset();
    fail_gdal_output(path, errors);
  }
  context.report(1);
}

}  // namespace geo::io
