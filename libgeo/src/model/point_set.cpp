#include "geo/model/point_set.hpp"

#include <cmath>
#include <set>

#include "geo/core/error.hpp"

namespace geo {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "PointSet: " + what);
}

}  // namespace

std::size_t Column::size() const {
  struct Visitor {
    std::size_t operator()(const Categories& c) const { return c.codes.size(); }
    std::size_t operator()(const std::vector<double>& v) const { return v.size(); }
    std::size_t operator()(const std::vector<std::string>& v) const { return v.size(); }
  };
  return std::visit(Visitor{}, values);
}

Box PointSet::envelope() const {
  Box box;
  for (std::size_t i = 0; i < size(); ++i) box.extend(Point{x[i], y[i]});
  return box;
}

const Column* PointSet::find(const std::string& name) const {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

const Categories& PointSet::categories(const std::string& name) const {
  const Column* column = find(name);
  const auto* found = column != nullptr ? std::get_if<Categories>(&column->values) : nullptr;
  if (found == nullptr) {
    throw Error(ErrorCode::kOption, (source.empty() ? std::string("points") : source) +
                                        ": there is no column '" + name +
                                        "' of categories; read it as one");
  }
  return *found;
}

PointSet PointSet::select(const std::vector<std::uint32_t>& indices) const {
  const auto pick = [&](const auto& from) {
    std::remove_cvref_t<decltype(from)> to;
    to.reserve(indices.size());
    for (const std::uint32_t i : indices) to.push_back(from[i]);
    return to;
  };
  PointSet out;
  out.crs = crs;
  out.source = source;
  out.synthetic = synthetic;
  out.x = pick(x);
  out.y = pick(y);
  if (!weight.empty()) out.weight = pick(weight);
  if (!row.empty()) out.row = pick(row);
  for (const Column& column : columns) {
    Column copy{column.name, {}};
    if (const auto* c = std::get_if<Categories>(&column.values)) {
      copy.values = Categories{c->names, pick(c->codes)};
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
      copy.values = pick(*numbers);
    } else {
      copy.values = pick(std::get<std::vector<std::string>>(column.values));
    }
    out.columns.push_back(std::move(copy));
  }
  return out;
}

void PointSet::validate() const {
  require(y.size() == x.size(), "y differs from x in length");
  require(weight.empty() || weight.size() == x.size(), "weight differs from x in length");
  require(row.empty() || row.size() == x.size(), "row differs from x in length");
  for (std::size_t i = 0; i < size(); ++i) {
    require(std::isfinite(x[i]) && std::isfinite(y[i]), "a coordinate is not finite");
  }
  for (const double w : weight)
    require(std::isfinite(w) && w >= 0, "a weight is negative or not finite");
  std::set<std::string> names;
  for (const Column& column : columns) {
    require(column.size() == x.size(), "column '" + column.name + "' differs from x in length");
    require(names.insert(column.name).second, "column '" + column.name + "' appears twice");
    if (const auto* c = std::get_if<Categories>(&column.values)) {
      for (const std::uint32_t code : c->codes) {
        require(code == Categories::kMissing || code < c->names.size(),
                "column '" + column.name + "' has a code without a name");
      }
    }
  }
}

}  // namespace geo
