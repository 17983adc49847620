#pragma once

#include <gdal_priv.h>

#include <string>

#include "geo/io/database.hpp"

// Connections to PostgreSQL.
namespace geo::io {

/// How the connection string `path` fails to be one: a phrase for a message, without any of its
/// text, which may be a password in the wrong place. Empty where it is good.
[[nodiscard]] std::string connection_fault(const std::string& path);

/// Connects. `name` is for messages. Reading (`update` false), nothing that is asked of the
/// connection can change the database. Throws Error(kOption) for what is no connection string,
/// Error(kUnsupported) where GDAL has no driver, else nullptr where the server is not reached (the
/// reason is GDAL's last message).
[[nodiscard]] GDALDatasetUniquePtr connect(const std::string& name, const std::string& path,
                                           bool update);

}  // namespace geo::io
