#include "geo/model/point_set.hpp"

#include <cmath>
#include <set>

#include "geo/core/error.hpp"

namespace geo {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "PointSet: " + what);
}

template <typename T>
std::vector<T> picked(const std::vector<T>& from, const std::vector<std::uint32_t>& indices) {
  std::vector<T> to;
  to.reserve(indices.size());
  for (const std::uint32_t i : indices) to.push_back(from[i]);
  return to;
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

Column Column::select(const std::vector<std::uint32_t>& indices) const {
  struct Visitor {
    const std::vector<std::uint32_t>& indices;
    Column& out;
    void operator()(const Categories& c) const {
      out.values = Categories{c.names, picked(c.codes, indices)};
    }
    void operator()(const std::vector<double>& v) const { out.values = picked(v, indices); }
    void operator()(const std::vector<std::string>& v) const { out.values = picked(v, indices); }
  };
  Column out{name, {}};
  std::visit(Visitor{indices, out}, values);
  return out;
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
  PointSet out;
  out.crs = crs;
  out.source = source;
  out.synthetic = synthetic;
  out.x = picked(x, indices);
  out.y = picked(y, indices);
  if (!weight.empty()) out.weight = picked(weight, indices);
  if (!row.empty()) out.row = picked(row, indices);
  for (const Column& column : columns) out.columns.push_back(column.select(indices));
  return out;
}

PointSet PointSet::places() const {
  PointSet out;
  out.crs = crs;
  out.x = x;
  out.y = y;
  out.weight = weight;
  out.row = row;
  out.source = source;
  out.synthetic = synthetic;
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
