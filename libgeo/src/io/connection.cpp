#include "io/connection.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/core/error.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

constexpr std::string_view kPrefix = "PG:";

// The keys of libpq 15 and those that GDAL adds. An unknown key is not passed on: libpq would quote
// it, and a password with a space in it that nobody put into quotes looks like one.
constexpr std::array<std::string_view, 42> kKeys = {"active_schema",
                                                    "application_name",
                                                    "channel_binding",
                                                    "client_encoding",
                                                    "connect_timeout",
                                                    "dbname",
                                                    "fallback_application_name",
                                                    "gssencmode",
                                                    "gsslib",
                                                    "host",
                                                    "hostaddr",
                                                    "keepalives",
                                                    "keepalives_count",
                                                    "keepalives_idle",
                                                    "keepalives_interval",
                                                    "krbsrvname",
                                                    "load_balance_hosts",
                                                    "options",
                                                    "passfile",
                                                    "password",
                                                    "port",
                                                    "require_auth",
                                                    "requirepeer",
                                                    "schemas",
                                                    "service",
                                                    "ssl_max_protocol_version",
                                                    "ssl_min_protocol_version",
                                                    "sslcert",
                                                    "sslcertmode",
                                                    "sslcompression",
                                                    "sslcrl",
                                                    "sslcrldir",
                                                    "sslkey",
                                                    "sslmode",
                                                    "sslpassword",
                                                    "sslrootcert",
                                                    "sslsni",
                                                    "tables",
                                                    "target_session_attrs",
                                                    "tcp_user_timeout",
                                                    "user",
                                                    "replication"};

bool secret(std::string_view key) { return key == "password" || key == "sslpassword"; }

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// A key and its value as it is written, quotes included.
using Setting = std::pair<std::string_view, std::string_view>;

// Takes a connection string apart as libpq does; nothing where it is none.
std::optional<std::vector<Setting>> settings_of(std::string_view text) {
  std::vector<Setting> settings;
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() && space(text[at])) ++at;
  };
  for (skip(); at < text.size(); skip()) {
    const std::size_t begin = at;
    while (at < text.size() && text[at] != '=' && !space(text[at])) ++at;
    const std::string_view key = text.substr(begin, at - begin);
    skip();
    if (at == text.size() || text[at] != '=') return std::nullopt;
    ++at;
    skip();
    const std::size_t first = at;
    if (at < text.size() && text[at] == '\'') {
      for (++at; at < text.size() && text[at] != '\''; ++at) {
        if (text[at] == '\\') ++at;
      }
      if (at >= text.size()) return std::nullopt;
      ++at;
    } else {
      for (; at < text.size() && !space(text[at]); ++at) {
        if (text[at] == '\\') ++at;
      }
      at = std::min(at, text.size());
    }
    settings.emplace_back(key, text.substr(first, at - first));
  }
  return settings;
}

}  // namespace

bool is_database(const std::string& path) {
  return path.starts_with(kPrefix) || path.starts_with("postgresql:") ||
         path.starts_with("postgres:");
}

std::string connection_fault(const std::string& path) {
  if (!path.starts_with(kPrefix)) return "is a URI";
  const auto settings = settings_of(std::string_view(path).substr(kPrefix.size()));
  if (!settings) return "is not a list of key=value";
  for (std::size_t i = 0; i < settings->size(); ++i) {
    if (std::find(kKeys.begin(), kKeys.end(), (*settings)[i].first) == kKeys.end()) {
      return "has an unknown key in place " + std::to_string(i + 1);
    }
  }
  return {};
}

std::string shown_path(const std::string& path) {
  if (!is_database(path)) return path;
  if (!connection_fault(path).empty()) return "PG:...";
  const auto settings = settings_of(std::string_view(path).substr(kPrefix.size()));
  std::string shown(kPrefix);
  for (const auto& [key, value] : *settings) {
    if (secret(key)) continue;
    if (shown.size() > kPrefix.size()) shown += ' ';
    shown.append(key).append("=").append(value);
  }
  return shown;
}

GDALDatasetUniquePtr connect(const std::string& name, const std::string& path, bool update) {
  if (const std::string fault = connection_fault(path); !fault.empty()) {
    throw Error(ErrorCode::kOption,
                name + ": the connection string " + fault +
                    "; write it as PG:host=... dbname=... user=..., and put values with spaces "
                    "between '");
  }
  init_gdal();
  if (GetGDALDriverManager()->GetDriverByName("PostgreSQL") == nullptr) {
    throw Error(ErrorCode::kUnsupported, name + ": GDAL " + GDALVersionInfo("RELEASE_NAME") +
                                             " was built without the driver PostgreSQL");
  }
  // Nobody waits for minutes for a host that does not answer.
  std::string connection = path;
  if (path.find("connect_timeout") == std::string::npos) connection += " connect_timeout=10";
  constexpr std::array<const char*, 2> kDrivers = {"PostgreSQL", nullptr};
  // Tables without geometry hold enterprises, too.
  constexpr std::array<const char*, 2> kOptions = {"LIST_ALL_TABLES=YES", nullptr};
  GDALDatasetUniquePtr dataset(
      GDALDataset::Open(connection.c_str(),
                        static_cast<unsigned>(GDAL_OF_VECTOR) |
                            static_cast<unsigned>(update ? GDAL_OF_UPDATE : GDAL_OF_READONLY),
                        kDrivers.data(), kOptions.data(), nullptr));
  if (dataset != nullptr && !update) {
    dataset->ReleaseResultSet(dataset->ExecuteSQL(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", nullptr, nullptr));
  }
  return dataset;
}

}  // namespace geo::io
