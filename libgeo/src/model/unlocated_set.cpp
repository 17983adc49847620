#include "geo/model/unlocated_set.hpp"

#include <algorithm>
#include <cmath>

#include "geo/core/error.hpp"

namespace geo {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "UnlocatedSet: " + what);
}

}  // namespace

const Column* UnlocatedSet::find(const std::string& name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

const Categories& UnlocatedSet::categories(const std::string& name) const {
  const Column* column = find(name);
  const auto* found = column != nullptr ? std::get_if<Categories>(&column->values) : nullptr;
  if (found == nullptr) {
    throw Error(ErrorCode::kOption, "enterprises without a position: there is no column '" + name +
                                        "' of categories; read it as one");
  }
  return *found;
}

UnlocatedSet UnlocatedSet::select(const std::vector<std::uint32_t>& indices) const {
  UnlocatedSet out;
  for (const std::uint32_t i : indices) {
    out.why.push_back(why[i]);
    out.row.push_back(row[i]);
    if (!region.empty()) out.region.push_back(region[i]);
    if (!weight.empty()) out.weight.push_back(weight[i]);
  }
  for (const Column& column : columns) out.columns.push_back(column.select(indices));
  return out;
}

void UnlocatedSet::validate() const {
  require(why.size() == size(), "why differs from row in length");
  require(region.empty() || region.size() == size(), "region differs from row in length");
  require(weight.empty() || weight.size() == size(), "weight differs from row in length");
  require(std::is_sorted(row.begin(), row.end()), "row does not ascend");
  for (const double w : weight) {
    require(std::isfinite(w) && w >= 0, "a weight is negative or not finite");
  }
  for (const Column& column : columns) {
    require(column.size() == size(), "column '" + column.name + "' differs from row in length");
  }
}

}  // namespace geo
