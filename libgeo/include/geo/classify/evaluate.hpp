#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "geo/classify/classifier.hpp"
#include "geo/model/table.hpp"

namespace geo::classify {

/// Enterprises whose specialties a person wrote down.
struct Sample {
  struct Row {
    std::string id;
    std::string part;  ///< "tuning", "held_out", ...; may be empty
    std::string name;
    std::string code;
    std::string scope;
    std::vector<std::uint32_t> specialties;  ///< indices into Rules::specialties, ascending
    std::size_t row = 0;                     ///< in the file, from 1
  };
  std::string file;
  std::vector<Row> rows;
};

/// CSV in UTF-8 with the columns code, scope, specialties (separated by ";") and, if wished, id,
/// part and name; others are not read. Throws Error(kInput) with file, row and column, also for a
/// specialty that no rule gives.
[[nodiscard]] Sample parse_sample(std::string_view csv, const std::string& file,
                                  const Rules& rules);
[[nodiscard]] Sample read_sample(const std::string& path, const Rules& rules);

/// How well the rules do on the rows of one part (empty: on all): a row for each specialty and one
/// for all together, with
///   labelled = rows the person gave it, found = rows the rules gave it, right = both,
///   precision = right / found, recall = right / labelled (NaN where divided by 0).
/// Every label counts, not the best alone.
[[nodiscard]] Table evaluate(const Classifier& classifier, const Sample& sample,
                             const std::string& part = {});

/// One line for each row that the rules get wrong, "id: given ..., found ...".
[[nodiscard]] std::vector<std::string> mistakes(const Classifier& classifier, const Sample& sample,
                                                const std::string& part = {});

}  // namespace geo::classify
