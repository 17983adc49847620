#include "geo/io/texts.hpp"

#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "geo/io/points.hpp"
#include "io/delimited.hpp"
#include "io/gdal.hpp"
#include "io/source.hpp"
#include "io/synthetic.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::uint64_t kCheckEvery = 4096;

std::vector<std::size_t> places(const std::vector<std::string>& names,
                                const std::vector<std::string>& columns, const std::string& path) {
  std::vector<std::size_t> at;
  at.reserve(columns.size());
  for (const std::string& column : columns) {
    at.push_back(static_cast<std::size_t>(find_column(names, column, path)));
  }
  return at;
}

TextsRead read_delimited(const std::string& path, const Located& located,
                         const DelimitedOptions& options, const std::vector<std::string>& columns,
                         const Context& context) {
  DelimitedReader reader(path, located.path, options);
  const std::vector<std::size_t> at = places(reader.header(), columns, path);
  const int status = synthetic_column(reader.header());
  TextsRead read;
  read.rejects.file = path;
  read.columns.resize(columns.size());
  while (reader.next()) {
    if (++read.rejects.read % kCheckEvery == 0) {
      context.check();
      context.report(reader.fraction());
    }
    const auto fields = reader.fields();
    if (fields.size() != reader.header().size()) {
      read.rejects.rows.push_back({reader.row(), "", reader.joined().substr(0, 200),
                                   reject_reason::kFieldCount,
                                   "quote fields that hold the separator"});
      continue;
    }
    ++read.rejects.used;
    read.row.push_back(reader.row());
    if (status >= 0 && says_synthetic(trimmed(fields[static_cast<std::size_t>(status)]))) {
      read.synthetic = true;
    }
    for (std::size_t c = 0; c < at.size(); ++c) {
      read.columns[c].emplace_back(trimmed(fields[at[c]]));
    }
  }
  read.encoding = reader.encoding();
  return read;
}

TextsRead read_vector(const std::string& path, const Located& located, const std::string& encoding,
                      const std::vector<std::string>& columns, const Context& context) {
  GdalErrors errors;
  const GDALDatasetUniquePtr dataset = open_vector(path, located.path, encoding);
  const SourceLayer opened(*dataset, path, located.layer, "");
  OGRLayer& layer = *opened;
  const std::vector<std::size_t> at = places(field_names(layer), columns, path);
  const int status = synthetic_column(field_names(layer));
  TextsRead read;
  read.rejects.file = path;
  read.columns.resize(columns.size());
  for (const OGRFeatureUniquePtr& feature : layer) {
    if (++read.rejects.read % kCheckEvery == 0) context.check();
    ++read.rejects.used;
    read.row.push_back(read.rejects.read);
    if (status >= 0 && says_synthetic(field_text(*feature, status))) read.synthetic = true;
    for (std::size_t c = 0; c < at.size(); ++c) {
      read.columns[c].push_back(field_text(*feature, static_cast<int>(at[c])));
    }
  }
  if (errors.failed()) {
    throw Error(ErrorCode::kInput, opened.what() + ": cannot be read beyond feature " +
                                       std::to_string(read.rejects.read) + errors.in_brackets());
  }
  return read;
}

}  // namespace

TextsRead read_texts(const std::string& path, const std::string& layer, const std::string& encoding,
                     const std::vector<std::string>& columns, const Context& context) {
  const Located located = locate(path, layer);
  TextsRead read;
  if (located.delimited) {
    read = read_guessing(encoding, [&](const DelimitedOptions& options) {
      return read_delimited(path, located, options, columns, context);
    });
  } else {
    read = read_vector(shown_path(path), located, encoding, columns, context);
  }
  context.check();
  read.rejects.validate();
  return read;
}

}  // namespace geo::io
