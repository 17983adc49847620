#pragma once

#include <string_view>
#include <vector>

namespace geo::classify {

/// The clauses of a folded text: what stands between ; , 。 brackets and ends of lines,
/// without the spaces around; none empty.
[[nodiscard]] std::vector<std::string_view> split_clauses(std::string_view folded);

}  // namespace geo::classify
