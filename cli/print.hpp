#pragma once

#include <string>
#include <vector>

#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "geo/model/table.hpp"

namespace geo::cli {

/// The first `most` rows of a table as aligned text: the columns named, those that exist; texts
/// left, numbers right. Chinese characters take two places.
[[nodiscard]] std::string as_text(const Table& table, const std::vector<std::string>& columns,
                                  Language language, std::size_t most);

/// What a run found and wrote: counts of rows, notes, districts and belts, files.
void print_summary(const atlas::Atlas& atlas, const std::string& folder,
                   const std::vector<std::string>& files, const Settings& settings);

/// What a check found: counts of rows and cells by reason, assumptions, findings.
void print_check(const atlas::Atlas& atlas, const Settings& settings);
void print_verdict(atlas::Verdict verdict, const Settings& settings);
void print_files(const std::string& folder, const std::vector<std::string>& files,
                 const Settings& settings);

}  // namespace geo::cli
