#include "geo/io/database.hpp"

#include <cpl_conv.h>
#include <cpl_string.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "geo/core/error.hpp"
#include "io/connection.hpp"
#include "io/encoding.hpp"
#include "io/gdal_output.hpp"
#include "io/layer_features.hpp"
#include "io/sql.hpp"

namespace geo::io {
namespace {

using Kind = VectorLayer::Kind;

// How the comment of every table begins that is ours to overwrite.
constexpr std::string_view kMark = "geo results";
constexpr std::size_t kRowsPerCheck = 256;
constexpr std::size_t kMaxNameBytes = 63;  // NAMEDATALEN - 1

// Columns that every table of PostgreSQL has.
constexpr std::array<std::string_view, 7> kSystemColumns = {"tableoid", "xmin", "cmin", "xmax",
                                                            "cmax",     "ctid", "oid"};

// Names that the database takes as they are, in place of the attributes' own.
void fit_names(std::vector<Attribute>& attributes) {
  std::set<std::string> taken;
  for (Attribute& attribute : attributes) {
    const std::string full = attribute.name;
    const bool system =
        std::find(kSystemColumns.begin(), kSystemColumns.end(), full) != kSystemColumns.end();
    std::string name(shortened(full, kMaxNameBytes));
    for (int n = system ? 1 : 2; (system && n == 1) || taken.contains(name); ++n) {
      const std::string ending = "_" + std::to_string(n);
      name = std::string(shortened(full, kMaxNameBytes - ending.size())) + ending;
    }
    taken.insert(name);
    attribute.name = name;
    if (name != full) {
      attribute.description =
          attribute.description.empty() ? full : full + ": " + attribute.description;
    }
  }
}

}  // namespace

struct DatabaseOutput::Session {
  std::string name;  // for messages
  std::string schema;
  GDALDatasetUniquePtr dataset;
  bool open = false;  // a transaction

  [[noreturn]] void fail(const std::string& what, const GdalErrors& errors) const {
    throw Error(ErrorCode::kOutput, name + ": " + what + errors.in_brackets());
  }

  void sql(const std::string& statement) const {
    CPLErrorReset();
    dataset->ReleaseResultSet(dataset->ExecuteSQL(statement.c_str(), nullptr, nullptr));
    require(CPLGetLastErrorType() < CE_Failure);
  }

  // The rows of a query, as texts.
  [[nodiscard]] std::vector<std::vector<std::string>> rows(const std::string& query) const {
    CPLErrorReset();
    OGRLayer* result = dataset->ExecuteSQL(query.c_str(), nullptr, nullptr);
    std::vector<std::vector<std::string>> found;
    if (result != nullptr) {
      while (const OGRFeatureUniquePtr feature{result->GetNextFeature()}) {
        std::vector<std::string>& row = found.emplace_back();
        for (int i = 0; i < feature->GetFieldCount(); ++i) {
          row.emplace_back(feature->GetFieldAsString(i));
        }
      }
      dataset->ReleaseResultSet(result);
    }
    require(CPLGetLastErrorType() < CE_Failure);
    return found;
  }

  [[nodiscard]] std::string table_sql(const std::string& table) const {
    return name_sql(schema) + "." + name_sql(table);
  }

  // What is in the schema: for each table whether it is ours. Throws Error(kOutput) where another's
  // has one of the names.
  [[nodiscard]] std::map<std::string, bool> tables(const std::vector<std::string>& names) const {
    std::map<std::string, bool> found;
    for (const auto& row :
         rows("SELECT c.relname, c.relkind = 'r' AND coalesce(starts_with(obj_description(c.oid, "
              "'pg_class'), " +
              text_sql(kMark) +
              "), false) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
              "n.nspname = " +
              text_sql(schema) + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')")) {
      const bool ours = row[1] == "1" || row[1] == "t";
      found[row[0]] = ours;
      if (!ours && std::find(names.begin(), names.end(), row[0]) != names.end()) {
        throw Error(ErrorCode::kOutput, name + ": " + schema + "." + row[0] +
                                            " is there and was not written by geo; rename it or "
                                            "choose another schema");
      }
    }
    return found;
  }

  static void write_rows(OGRLayer& table, const VectorLayer& layer,
                         const std::vector<Attribute>& attributes, const Context& context,
                         const std::function<void(std::size_t)>& done) {
    OGRFeature feature(table.GetLayerDefn());
    const std::size_t rows = row_count(layer);
    for (std::size_t row = 0; row < rows; ++row) {
      if (row % kRowsPerCheck == 0) {
        context.check();
        done(std::min(kRowsPerCheck, rows - row));
      }
      feature.SetFID(static_cast<GIntBig>(row) + 1);
      for (std::size_t i = 0; i < attributes.size(); ++i) {
        attributes[i].set(feature, static_cast<int>(i), row);
      }
      if (layer.kind != Kind::kTable) set_geometry(feature, layer, row);
      require(table.CreateFeature(&feature) == OGRERR_NONE);
    }
    require(table.SyncToDisk() == OGRERR_NONE);
  }

  void describe(const VectorLayer& layer, const std::vector<Attribute>& attributes) const {
    std::string comment =
        std::string(kMark) + ": " + (layer.title.empty() ? layer.name : layer.title);
    const std::string notes = both(layer.attributes.notes);
    if (!notes.empty()) comment += "\n" + notes;
    for (const auto& [key, value] : layer.facts) comment += "\n" + key + ": " + value;
    const std::string table = table_sql(layer.name);
    sql("COMMENT ON TABLE " + table + " IS " + text_sql(comment));
    for (const Attribute& attribute : attributes) {
      if (attribute.description.empty()) continue;
      sql("COMMENT ON COLUMN " + table + "." + name_sql(attribute.name) + " IS " +
          text_sql(attribute.description));
    }
  }

  void add(const VectorLayer& layer, const Context& context,
           const std::function<void(std::size_t)>& done) const {
    std::vector<Attribute> attributes = attributes_of(layer);
    fit_names(attributes);
    const bool plain = layer.kind == Kind::kTable;
    OGRSpatialReference crs;
    if (!plain) crs = output_crs(layer.crs, "layer " + layer.name);
    CPLStringList options;
    options.SetNameValue("SCHEMA", schema.c_str());
    options.SetNameValue("FID", free_name("fid", attributes).c_str());
    options.SetNameValue("GEOMETRY_NAME", free_name("geom", attributes).c_str());
    options.SetNameValue("LAUNDER", "NO");
    options.SetNameValue("DIM", "2");
    OGRLayer* table = dataset->CreateLayer(layer.name.c_str(), plain ? nullptr : &crs,
                                           geometry_type(layer.kind), options.List());
    require(table != nullptr);
    for (const Attribute& attribute : attributes) {
      OGRFieldDefn field(attribute.name.c_str(), attribute.type);
      require(table->CreateField(&field) == OGRERR_NONE);
    }
    write_rows(*table, layer, attributes, context, done);
    describe(layer, attributes);
  }
};

DatabaseOutput::DatabaseOutput(const std::string& connection, std::string schema,
                               const std::vector<std::string>& names)
    : session_(std::make_unique<Session>()) {
  session_->name = shown_path(connection);
  session_->schema = std::move(schema);
  if (!is_database(connection)) {
    throw Error(ErrorCode::kOption, connection + ": is no database; write PG:host=... dbname=...");
  }
  if (session_->schema.empty() || session_->schema.size() > kMaxNameBytes ||
      session_->schema.starts_with("pg_")) {
    throw Error(ErrorCode::kOption, session_->name + ": '" + session_->schema +
                                        "' cannot be a schema; give a name of 1 to 63 bytes that "
                                        "does not begin with pg_");
  }
  GdalErrors errors;
  session_->dataset = connect(session_->name, connection, true);
  if (session_->dataset == nullptr || errors.failed()) {
    session_->fail("the database cannot be written to", errors);
  }
  try {
    if (session_->rows("SELECT extname FROM pg_extension WHERE extname = 'postgis'").empty()) {
      throw Error(ErrorCode::kOutput, session_->name +
                                          ": the database has no PostGIS; have CREATE EXTENSION "
                                          "postgis run in it, or choose another database");
    }
    static_cast<void>(session_->tables(names));
  } catch (const GdalFailure&) {
    session_->fail("the database cannot be written to", errors);
  }
}

DatabaseOutput::~DatabaseOutput() {
  const GdalErrors quiet;
  if (session_->open) session_->dataset->RollbackTransaction();
  session_->dataset.reset();
}

void DatabaseOutput::write(const std::vector<VectorLayer>& layers, const Context& context) {
  if (session_->open) throw Error(ErrorCode::kInternal, "results are written twice");
  validate(layers);
  std::vector<std::string> names;
  std::size_t total = 0;
  for (const VectorLayer& layer : layers) {
    names.push_back(layer.name);
    total += row_count(layer);
  }
  const GdalErrors errors;
  const Session& session = *session_;
  std::string what = "cannot be written";
  try {
    require(session.dataset->StartTransaction(TRUE) == OGRERR_NONE);
    session_->open = true;
    session.sql("SET LOCAL lock_timeout = '60s'");
    // Two runs into one schema come one after the other.
    static_cast<void>(session.rows("SELECT pg_advisory_xact_lock(hashtext(" +
                                   text_sql("geo:" + session.schema) +
                                   "))::text FROM (VALUES (1)) AS one"));
    if (session.rows("SELECT nspname FROM pg_namespace WHERE nspname = " + text_sql(session.schema))
            .empty()) {
      session.sql("CREATE SCHEMA " + name_sql(session.schema));
    }
    for (const auto& [table, ours] : session.tables(names)) {
      if (ours) session.sql("DROP TABLE " + session.table_sql(table));
    }
    std::size_t done = 0;
    for (const VectorLayer& layer : layers) {
      what = session.schema + "." + layer.name + " cannot be written";
      session.add(layer, context, [&](std::size_t rows) {
        done += rows;
        context.report(static_cast<double>(done) /
                       static_cast<double>(std::max<std::size_t>(1, total)));
      });
      require(!errors.failed());
    }
  } catch (const GdalFailure&) {
    session_->fail(what + "; nothing in the database is changed", errors);
  }
  context.report(1);
}

void DatabaseOutput::commit() {
  const GdalErrors errors;
  const bool done = session_->open && session_->dataset->CommitTransaction() == OGRERR_NONE;
  session_->open = false;
  if (!done || errors.failed()) {
    session_->fail("the new tables could not be committed", errors);
  }
}

}  // namespace geo::io
