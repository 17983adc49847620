#include "io/point_pool.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace geo::io {
namespace {

// Room for `more` elements. Doubling costs twice the memory of what is held at last, so where the
// whole is known it is asked for at once.
template <typename T>
void make_room(std::vector<T>& values, std::size_t more, double fraction) {
  const std::size_t needed = values.size() + more;
  if (needed <= values.capacity()) return;
  std::size_t room = std::max(needed, 2 * values.capacity());
  constexpr double kSure = 0.01;  // of the whole, to go by
  if (fraction > kSure) {
    room = static_cast<std::size_t>(static_cast<double>(needed) / fraction * 1.02) + 64;
  }
  values.reserve(room);
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from, double fraction) {
  if (to.empty() && to.capacity() < from.capacity()) {
    to = std::move(from);
    return;
  }
  make_room(to, from.size(), fraction);
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

template <typename T>
std::vector<T> cut(std::vector<T>& from, std::size_t begin, std::size_t end) {
  if (begin == 0 && end == from.size()) return std::exchange(from, {});
  const auto at = [&](std::size_t i) {
    return std::make_move_iterator(from.begin() + static_cast<std::ptrdiff_t>(i));
  };
  return std::vector<T>(at(begin), at(end));
}

template <typename T>
void drop(std::vector<T>& from, std::size_t count) {
  from.erase(from.begin(),
             from.begin() + static_cast<std::ptrdiff_t>(std::min(count, from.size())));
}

}  // namespace

PointPool::PointPool(const PointRules& rules) : rules_(rules), codes_(rules.source.columns.size()) {
  points_.crs = rules.crs;
  points_.source = rules.source.path;
}

// The part's own codes become those of all parts.
void PointPool::recode(Categories& categories, Codes& codes) const {
  std::vector<std::uint32_t> code;
  code.reserve(categories.names.size());
  for (std::string& name : categories.names) {
    auto found = codes.of.find(name);
    if (found == codes.of.end()) {
      found = codes.of.emplace(name, static_cast<std::uint32_t>(codes.names.size())).first;
      codes.names.push_back(std::move(name));
    }
    code.push_back(found->second);
  }
  for (std::uint32_t& each : categories.codes) {
    if (each != Categories::kMissing) each = code[each];
  }
  categories.names.clear();
}

void PointPool::add(PointsPart part, double fraction) {
  drop_taken();
  PointSet& from = part.points;
  append(points_.x, std::move(from.x), fraction);
  append(points_.y, std::move(from.y), fraction);
  append(points_.row, std::move(from.row), fraction);
  append(points_.weight, std::move(from.weight), fraction);
  points_.synthetic = points_.synthetic || from.synthetic;
  append(rejected_, std::move(part.rejected), 0);
  append(cells_, std::move(part.cells), 0);
  const bool first = points_.columns.empty();
  for (std::size_t c = 0; c < from.columns.size(); ++c) {
    Column& column = from.columns[c];
    if (auto* categories = std::get_if<Categories>(&column.values)) recode(*categories, codes_[c]);
    if (first) {
      points_.columns.push_back(std::move(column));
      continue;
    }
    std::visit(
        [&](auto& more) {
          using Values = std::decay_t<decltype(more)>;
          auto& to = std::get<Values>(points_.columns[c].values);
          if constexpr (std::is_same_v<Values, Categories>) {
            append(to.codes, std::move(more.codes), fraction);
          } else {
            append(to, std::move(more), fraction);
          }
        },
        column.values);
  }
}

std::uint64_t PointPool::held() const {
  return points_.size() - points_taken_ + rejected_.size() - rejected_taken_;
}

void PointPool::drop_taken() {
  if (points_taken_ + rejected_taken_ + cells_taken_ == 0) return;
  drop(points_.x, points_taken_);
  drop(points_.y, points_taken_);
  drop(points_.row, points_taken_);
  drop(points_.weight, points_taken_);
  for (Column& column : points_.columns) {
    std::visit(
        [&](auto& values) {
          if constexpr (std::is_same_v<std::decay_t<decltype(values)>, Categories>) {
            drop(values.codes, points_taken_);
          } else {
            drop(values, points_taken_);
          }
        },
        column.values);
  }
  drop(rejected_, rejected_taken_);
  drop(cells_, cells_taken_);
  points_taken_ = rejected_taken_ = cells_taken_ = 0;
}

// How many of the next records are points; `rejects` is set to how many are not.
std::size_t PointPool::points_among(std::uint64_t records, std::size_t& rejects) const {
  const std::size_t points = points_.size() - points_taken_;
  const std::size_t others = rejected_.size() - rejected_taken_;
  std::size_t used = 0;
  rejects = 0;
  if (records >= points + others) {
    rejects = others;
    return points;
  }
  while (used + rejects < records) {
    const bool reject =
        rejects < others && (used == points || rejected_[rejected_taken_ + rejects].row <
                                                   points_.row[points_taken_ + used]);
    if (reject) {
      ++rejects;
    } else if (rejects == others) {
      used = records - rejects;
    } else {
      ++used;
    }
  }
  return used;
}

PointBatch PointPool::take(std::uint64_t records) {
  std::size_t rejects = 0;
  const std::size_t points = points_among(records, rejects);
  const std::size_t p = points_taken_ + points;
  const std::size_t r = rejected_taken_ + rejects;
  std::size_t c = cells_.size();
  if (p < points_.size()) {  // cells are of points
    const auto first = cells_.begin() + static_cast<std::ptrdiff_t>(cells_taken_);
    c = static_cast<std::size_t>(
        std::lower_bound(first, cells_.end(), points_.row[p],
                         [](const Reject& cell, std::uint64_t row) { return cell.row < row; }) -
        cells_.begin());
  }
  const bool all = points_taken_ == 0 && p == points_.size();
  PointBatch batch;
  PointSet& to = batch.points;
  to.crs = points_.crs;
  to.source = points_.source;
  to.synthetic = points_.synthetic;
  for (std::size_t i = 0; i < points_.columns.size(); ++i) {
    Column& from = points_.columns[i];
    Column& column = to.columns.emplace_back();
    column.name = from.name;
    std::visit(
        [&](auto& values) {
          using Values = std::decay_t<decltype(values)>;
          if constexpr (std::is_same_v<Values, Categories>) {
            Categories some;
            some.codes = cut(values.codes, points_taken_, p);
            // Names in the order of their first rows, so those seen are the first.
            std::size_t& given = codes_[i].given;
            for (const std::uint32_t code : some.codes) {
              if (code != Categories::kMissing) given = std::max<std::size_t>(given, code + 1U);
            }
            some.names.assign(codes_[i].names.begin(),
                              codes_[i].names.begin() + static_cast<std::ptrdiff_t>(given));
            column.values = std::move(some);
          } else {
            column.values = cut(values, points_taken_, p);
          }
        },
        from.values);
  }
  to.x = cut(points_.x, points_taken_, p);
  to.y = cut(points_.y, points_taken_, p);
  to.row = cut(points_.row, points_taken_, p);
  if (!points_.weight.empty()) to.weight = cut(points_.weight, points_taken_, p);
  batch.rejects.file = points_.source;
  batch.rejects.rows = cut(rejected_, rejected_taken_, r);
  batch.rejects.cells = cut(cells_, cells_taken_, c);
  batch.rejects.used = points;
  batch.rejects.read = points + rejects;
  points_taken_ = all ? 0 : p;
  rejected_taken_ = rejected_.empty() ? 0 : r;
  cells_taken_ = cells_.empty() ? 0 : c;
  return batch;
}

}  // namespace geo::io
