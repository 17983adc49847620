#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/rejects.hpp"

namespace geo::io {

/// Columns of a file whose rows need no place.
struct TextsRead {
  std::vector<std::vector<std::string>> columns;  ///< in the order asked for; without spaces around
  std::vector<std::uint64_t> row;                 ///< the record in the file, from 1
  Rejects rejects;         ///< records of delimited text with a wrong number of fields
  bool synthetic = false;  ///< the file says so, as for `read_points`
  std::string encoding;    ///< "UTF-8", "GB18030"; empty: not delimited text
};

/// Reads columns as texts from delimited text or any vector file; a column may be asked for more
/// than once. Encoding and errors as `read_points`. Memory: what is asked for. O(file).
[[nodiscard]] TextsRead read_texts(const std::string& path, const std::string& layer,
                                   const std::string& encoding,
                                   const std::vector<std::string>& columns, const Context& context);

}  // namespace geo::io
