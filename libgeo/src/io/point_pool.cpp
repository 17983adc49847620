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

// The part's own codes become those of all parts.
void ColumnQueue::recode(Categories& categories, Codes& codes) {
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

void ColumnQueue::add(std::vector<Column> more, double fraction) {
  const bool first = columns_.empty();
  for (std::size_t c = 0; c < more.size(); ++c) {
    Column& column = more[c];
    if (auto* categories = std::get_if<Categories>(&column.values)) recode(*categories, codes_[c]);
    if (first) {
      columns_.push_back(std::move(column));
      continue;
    }
    std::visit(
        [&](auto& values) {
          using Values = std::decay_t<decltype(values)>;
          auto& to = std::get<Values>(columns_[c].values);
          if constexpr (std::is_same_v<Values, Categories>) {
            append(to.codes, std::move(values.codes), fraction);
          } else {
            append(to, std::move(values), fraction);
          }
        },
        column.values);
  }
}

std::vector<Column> ColumnQueue::take(std::size_t begin, std::size_t end) {
  std::vector<Column> out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& from = columns_[i];
    Column& column = out.emplace_back();
    column.name = from.name;
    std::visit(
        [&](auto& values) {
          using Values = std::decay_t<decltype(values)>;
          if constexpr (std::is_same_v<Values, Categories>) {
            Categories some;
            some.codes = cut(values.codes, begin, end);
            // Names in the order of their first rows, so those seen are the first.
            std::size_t& given = codes_[i].given;
            for (const std::uint32_t code : some.codes) {
              if (code != Categories::kMissing) given = std::max<std::size_t>(given, code + 1U);
            }
            some.names.assign(codes_[i].names.begin(),
                              codes_[i].names.begin() + static_cast<std::ptrdiff_t>(given));
            column.values = std::move(some);
          } else {
            column.values = cut(values, begin, end);
          }
        },
        from.values);
  }
  return out;
}

void ColumnQueue::drop(std::size_t count) {
  for (Column& column : columns_) {
    std::visit(
        [&](auto& values) {
          if constexpr (std::is_same_v<std::decay_t<decltype(values)>, Categories>) {
            geo::io::drop(values.codes, count);
          } else {
            geo::io::drop(values, count);
          }
        },
        column.values);
  }
}

PointPool::PointPool(const PointRules& rules)
    : columns_(rules.source.columns.size()), unlocated_columns_(rules.source.columns.size()) {
  points_.crs = rules.crs;
  points_.source = rules.source.path;
}

void PointPool::add(PointsPart part, double fraction) {
  drop_taken();
  PointSet& from = part.points;
  append(points_.x, std::move(from.x), fraction);
  append(points_.y, std::move(from.y), fraction);
  append(points_.row, std::move(from.row), fraction);
  append(points_.weight, std::move(from.weight), fraction);
  points_.synthetic = points_.synthetic || from.synthetic;
  columns_.add(std::move(from.columns), fraction);
  append(unlocated_.why, std::move(part.unlocated.why), 0);
  append(unlocated_.row, std::move(part.unlocated.row), 0);
  append(unlocated_.weight, std::move(part.unlocated.weight), 0);
  unlocated_columns_.add(std::move(part.unlocated.columns), 0);
  append(rejected_, std::move(part.rejected), 0);
  append(cells_, std::move(part.cells), 0);
}

std::uint64_t PointPool::held() const {
  return points_.size() + unlocated_.size() + rejected_.size() - taken_.all();
}

void PointPool::drop_taken() {
  if (taken_.all() + cells_taken_ == 0) return;
  drop(points_.x, taken_.points);
  drop(points_.y, taken_.points);
  drop(points_.row, taken_.points);
  drop(points_.weight, taken_.points);
  columns_.drop(taken_.points);
  drop(unlocated_.why, taken_.unlocated);
  drop(unlocated_.row, taken_.unlocated);
  drop(unlocated_.weight, taken_.unlocated);
  unlocated_columns_.drop(taken_.unlocated);
  drop(rejected_, taken_.rejected);
  drop(cells_, cells_taken_);
  taken_ = {};
  cells_taken_ = 0;
}

// Where the next records end, counted from the first that is held.
PointPool::Counts PointPool::among(std::uint64_t records) const {
  const Counts all{points_.size(), unlocated_.size(), rejected_.size()};
  if (records >= held()) return all;
  constexpr std::uint64_t kNone = ~std::uint64_t{0};
  Counts end = taken_;
  for (std::uint64_t i = 0; i < records; ++i) {
    const std::uint64_t point = end.points < all.points ? points_.row[end.points] : kNone;
    const std::uint64_t other =
        end.unlocated < all.unlocated ? unlocated_.row[end.unlocated] : kNone;
    const std::uint64_t reject = end.rejected < all.rejected ? rejected_[end.rejected].row : kNone;
    if (point < other && point < reject) {
      ++end.points;
    } else if (other < reject) {
      ++end.unlocated;
    } else {
      ++end.rejected;
    }
  }
  return end;
}

// Cells are of rows that are kept.
std::size_t PointPool::cells_before_next(const Counts& end) const {
  std::uint64_t next = ~std::uint64_t{0};
  if (end.points < points_.size()) next = points_.row[end.points];
  if (end.unlocated < unlocated_.size()) next = std::min(next, unlocated_.row[end.unlocated]);
  const auto first = cells_.begin() + static_cast<std::ptrdiff_t>(cells_taken_);
  return static_cast<std::size_t>(
      std::lower_bound(first, cells_.end(), next,
                       [](const Reject& cell, std::uint64_t row) { return cell.row < row; }) -
      cells_.begin());
}

PointBatch PointPool::take(std::uint64_t records) {
  const Counts begin = taken_;
  const Counts end = among(records);
  const std::size_t cells = cells_before_next(end);
  PointBatch batch;
  PointSet& to = batch.points;
  to.crs = points_.crs;
  to.source = points_.source;
  to.synthetic = points_.synthetic;
  to.columns = columns_.take(begin.points, end.points);
  batch.unlocated.columns = unlocated_columns_.take(begin.unlocated, end.unlocated);
  batch.unlocated.why = cut(unlocated_.why, begin.unlocated, end.unlocated);
  if (!unlocated_.weight.empty()) {
    batch.unlocated.weight = cut(unlocated_.weight, begin.unlocated, end.unlocated);
  }
  batch.rejects.file = points_.source;
  batch.rejects.rows = cut(rejected_, begin.rejected, end.rejected);
  batch.rejects.cells = cut(cells_, cells_taken_, cells);
  batch.rejects.used = end.points - begin.points;
  batch.rejects.by_district = end.unlocated - begin.unlocated;
  batch.rejects.read = end.all() - begin.all();
  if (!points_.weight.empty()) to.weight = cut(points_.weight, begin.points, end.points);
  to.x = cut(points_.x, begin.points, end.points);
  to.y = cut(points_.y, begin.points, end.points);
  to.row = cut(points_.row, begin.points, end.points);
  batch.unlocated.row = cut(unlocated_.row, begin.unlocated, end.unlocated);
  // What was taken whole is gone already.
  taken_.points = points_.row.empty() ? 0 : end.points;
  taken_.unlocated = unlocated_.row.empty() ? 0 : end.unlocated;
  taken_.rejected = rejected_.empty() ? 0 : end.rejected;
  cells_taken_ = cells_.empty() ? 0 : cells;
  return batch;
}

}  // namespace geo::io
