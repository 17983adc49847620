#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/io/write.hpp"

namespace geo::io {

/// Whether a source or a target is a database and no file: PostgreSQL with PostGIS, named by a
/// connection string of libpq behind "PG:", such as "PG:host=db.example dbname=city user=planner".
/// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING. URIs ("postgresql:...")
/// are databases, too, but are refused by whoever opens them.
[[nodiscard]] bool is_database(const std::string& path);

/// A path as messages, tables and reports show it: a connection string without its passwords, or
/// "PG:..." where it cannot be read as one. Any other path is returned as it is.
[[nodiscard]] std::string shown_path(const std::string& path);

/// Tables of results in a database with PostGIS, written in one transaction: until `commit` nobody
/// else sees anything of them, and whatever fails before leaves the database as it was.
///
/// They go into a schema that holds the results of one run: the tables that this class wrote there
/// before (they bear a mark in their comment) are dropped, also those that are not written again.
/// Another table or view of a name that is needed is an error, never overwritten. The schema is
/// created where missing.
class DatabaseOutput {
 public:
  /// Connects and looks whether the database can take results. Throws Error(kOption) for what is no
  /// connection string and for an empty schema, Error(kOutput) where the database cannot be
  /// reached, has no PostGIS or holds, in that schema, a foreign table with one of these `names`;
  /// Error(kUnsupported) where GDAL has no driver of PostgreSQL.
  DatabaseOutput(const std::string& connection, std::string schema,
                 const std::vector<std::string>& names = {});
  /// Rolls back what was not committed.
  ~DatabaseOutput();
  DatabaseOutput(const DatabaseOutput&) = delete;
  DatabaseOutput& operator=(const DatabaseOutput&) = delete;

  /// Writes each layer as a table of its name, once. Rows keep their order and have ids from 1;
  /// missing values are NULL; geometries are indexed; titles, notes, facts, labels and units become
  /// comments. Names of columns are cut to the 63 bytes of PostgreSQL and stay distinct. A system
  /// without a code that the database knows is added to its spatial_ref_sys. Waits at most a minute
  /// for others who use the old tables. Throws Error(kOutput); then nothing is changed.
  void write(const std::vector<VectorLayer>& layers, const Context& context);
  /// Makes what was written visible, all at once. Throws Error(kOutput): then nothing is changed,
  /// but for a connection that is lost in the very moment when nobody can know.
  void commit();

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace geo::io
