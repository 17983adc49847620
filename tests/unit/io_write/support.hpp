#pragma once

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "geo/core/error.hpp"
#include "geo/core/geometry.hpp"
#include "io/gdal.hpp"
#include "support/shared.hpp"

namespace geo::io::test {

using geo::test::TempFolder;

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// The names in a folder, hidden ones too.
inline std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

/// Whether this process still has the file open.
inline bool is_open(const std::filesystem::path& path) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    if (std::filesystem::read_symlink(entry.path(), ignored) == path) return true;
  }
  return false;
}

/// The message of the geo::Error of that code that `action` throws; a test failure where it does
/// not.
inline std::string message_of(ErrorCode code, const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

struct DatasetCloser {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, DatasetCloser>;

/// Opens with one driver and sees to it that GDAL has nothing to complain about.
inline Dataset open(const std::filesystem::path& path, unsigned flags, const char* driver) {
  init_gdal();
  const GdalErrors errors;
  const char* const drivers[] = {driver, nullptr};
  Dataset dataset(GDALDataset::Open(path.c_str(), flags | GDAL_OF_VERBOSE_ERROR, drivers));
  EXPECT_NE(dataset, nullptr) << path;
  EXPECT_EQ(errors.message(), "");
  return dataset;
}

/// The rows of a query as texts; NULL is "NULL".
inline std::vector<std::vector<std::string>> query(GDALDataset& dataset, const std::string& sql) {
  std::vector<std::vector<std::string>> rows;
  const GdalErrors errors;
  OGRLayer* result = dataset.ExecuteSQL(sql.c_str(), nullptr, nullptr);
  EXPECT_EQ(errors.message(), "") << sql;
  if (result == nullptr) return rows;
  for (const auto& feature : *result) {
    std::vector<std::string>& row = rows.emplace_back();
    for (int i = 0; i < feature->GetFieldCount(); ++i) {
      row.emplace_back(feature->IsFieldSetAndNotNull(i) ? feature->GetFieldAsString(i) : "NULL");
    }
  }
  dataset.ReleaseResultSet(result);
  return rows;
}

}  // namespace geo::io::test
