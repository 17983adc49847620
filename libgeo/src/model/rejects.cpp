#include "geo/model/rejects.hpp"

#include "geo/core/error.hpp"

namespace geo {

std::uint64_t Rejects::rejected() const {
  std::uint64_t count = rows.size();
  for (const auto& [reason, elsewhere] : rows_elsewhere) count += elsewhere;
  return count;
}

std::map<std::string, std::uint64_t> Rejects::by_reason() const {
  std::map<std::string, std::uint64_t> counts = rows_elsewhere;
  for (const Reject& reject : rows) ++counts[reject.reason];
  return counts;
}

std::map<std::string, std::uint64_t> Rejects::cells_by_reason() const {
  std::map<std::string, std::uint64_t> counts = cells_elsewhere;
  for (const Reject& reject : cells) ++counts[reject.reason];
  return counts;
}

void Rejects::validate() const {
  if (read != used + by_district + rejected()) {
    throw Error(ErrorCode::kInternal, file + ": " + std::to_string(read) + " rows read, but " +
                                          std::to_string(used) + " used, " +
                                          std::to_string(by_district) + " kept by district and " +
                                          std::to_string(rejected()) + " rejected");
  }
}

}  // namespace geo
