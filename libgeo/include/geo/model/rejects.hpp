#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace geo {

/// A record of a source that could not be used, and why.
struct Reject {
  std::uint64_t row = 0;  ///< the record in the source file, from 1 (the header is not counted)
  std::string column;     ///< the column concerned; may be empty
  std::string value;      ///< the text that was found there, at most 200 bytes
  std::string reason;     ///< a fixed short phrase, so that reasons can be counted
  std::string advice;     ///< what would mend it
};

/// What became of every record of one source. Always: read == used + by_district + rejected.
struct Rejects {
  std::string file;
  std::uint64_t read = 0;
  std::uint64_t used = 0;     ///< located records
  std::vector<Reject> rows;   ///< in order of row
  std::vector<Reject> cells;  ///< of records that were kept: attributes that could not be read and
                              ///< are missing, or that are wrong; in order of row
  std::uint64_t by_district = 0;  ///< records of an `UnlocatedSet`: without a position, yet kept

  /// Counts by reason of what is not held in `rows` and `cells` but was stored elsewhere as it
  /// came: rejects of an input larger than memory.
  std::map<std::string, std::uint64_t> rows_elsewhere;
  std::map<std::string, std::uint64_t> cells_elsewhere;

  [[nodiscard]] std::uint64_t rejected() const;
  [[nodiscard]] std::map<std::string, std::uint64_t> by_reason() const;
  /// The same of `cells`.
  [[nodiscard]] std::map<std::string, std::uint64_t> cells_by_reason() const;
  /// Throws Error(kInternal) unless read == used + by_district + rejected.
  void validate() const;
};

}  // namespace geo
