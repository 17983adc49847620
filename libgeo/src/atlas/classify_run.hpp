#pragma once

#include <vector>

#include "geo/atlas/atlas.hpp"

namespace geo::atlas {

struct ClassifyCounts {
  std::size_t several = 0;  ///< enterprises with more than one specialty
  std::size_t none = 0;
};

/// Gives the enterprises of `atlas`, located or not, the columns "specialty", the best one, and
/// "specialties", all with their scores, by the rules of its job. Of `kept`, the columns that were
/// read, those that only the rules needed go. Throws Error(kInput) where a column would be there
/// twice, Error(kOption) where one is not of texts.
ClassifyCounts run_classify(Atlas& atlas, const std::vector<io::ColumnRequest>& kept,
                            const Context& context);

}  // namespace geo::atlas
