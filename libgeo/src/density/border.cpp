#include "density/border.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "base/orient.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

bool less(Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); }

/// Twice the area of a ring, positive for an anticlockwise one.
double doubled_area(const PolygonSet& set, std::uint32_t begin, std::uint32_t end) {
  double doubled = 0;
  for (std::uint32_t i = begin + 1; i + 1 < end; ++i) {
    doubled += (set.x[i] - set.x[begin]) * (set.y[i + 1] - set.y[begin]) -
               (set.x[i + 1] - set.x[begin]) * (set.y[i] - set.y[begin]);
  }
  return doubled;
}

/// All edges, in the order of the rings, with the window on their left.
std::vector<BorderEdge> directed_edges(const PolygonSet& window) {
  std::vector<BorderEdge> edges;
  for (std::size_t part = 0; part < window.part_count(); ++part) {
    for (std::uint32_t ring = window.part_ring[part]; ring < window.part_ring[part + 1]; ++ring) {
      const std::uint32_t begin = window.ring_vertex[ring];
      const std::uint32_t end = window.ring_vertex[ring + 1];
      const bool outer = ring == window.part_ring[part];
      const bool turn = (doubled_area(window, begin, end) > 0) != outer;
      for (std::uint32_t i = begin; i + 1 < end; ++i) {
        Point a{window.x[i], window.y[i]};
        Point b{window.x[i + 1], window.y[i + 1]};
        if (turn) std::swap(a, b);
        if (!(a == b)) edges.push_back({a, b});
      }
    }
  }
  return edges;
}

/// Takes away every edge that is also there in the other direction. Keeps the order.
void cancel_shared(std::vector<BorderEdge>& edges) {
  std::vector<std::uint32_t> order(edges.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](std::uint32_t i) {
    const BorderEdge& e = edges[i];
    const bool forward = less(e.a, e.b);
    const Point low = forward ? e.a : e.b;
    const Point high = forward ? e.b : e.a;
    return std::make_tuple(low.x, low.y, high.x, high.y, !forward, i);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t i, std::uint32_t j) { return key(i) < key(j); });
  const auto same_line = [&](std::uint32_t i, std::uint32_t j) {
    const BorderEdge& e = edges[i];
    const BorderEdge& f = edges[j];
    return (e.a == f.a && e.b == f.b) || (e.a == f.b && e.b == f.a);
  };
  std::vector<bool> dropped(edges.size(), false);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && same_line(order[begin], order[end])) ++end;
    // Forward ones come first: pair them with the backward ones from the end.
    for (std::size_t i = begin, j = end; i + 1 < j; ++i) {
      --j;
      const bool i_forward = less(edges[order[i]].a, edges[order[i]].b);
      const bool j_forward = less(edges[order[j]].a, edges[order[j]].b);
      if (!i_forward || j_forward) break;
      dropped[order[i]] = dropped[order[j]] = true;
    }
    begin = end;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (!dropped[i]) edges[kept++] = edges[i];
  }
  edges.resize(kept);
}

/// A little more than rounding can move a coordinate of about this size.
double slack(double size) { return 64 * std::numeric_limits<double>::epsilon() * size; }

int clamped(double value, int end) {
  if (!(value > 0)) return 0;
  return value < end ? static_cast<int>(value) : end - 1;
}

/// Where the edge crosses the line at y, about; it does cross it.
double crossing_x(const BorderEdge& e, double y) {
  return e.a.x + (e.b.x - e.a.x) * ((y - e.a.y) / (e.b.y - e.a.y));
}

}  // namespace

int side_of(Point a, Point b, Point u) noexcept {
  const int side = base::orientation(a, b, u);
  if (side != 0) return side;
  if (a.x != b.x) return a.x < b.x ? 1 : -1;
  return a.y < b.y ? -1 : 1;
}

int CellFrame::column(double x) const { return clamped((x - west) / width, columns); }
int CellFrame::row(double y) const { return clamped((y - south) / height, rows); }

ColumnRange CellFrame::rows_near(const BorderEdge& edge, double reach_y) const {
  const double low = std::min(edge.a.y, edge.b.y) - reach_y;
  const double high = std::max(edge.a.y, edge.b.y) + reach_y;
  const double more = slack(std::abs(low) + std::abs(high) + std::abs(south) + rows * height);
  return {row(low - more), row(high + more) + 1};
}

ColumnRange CellFrame::columns_near(const BorderEdge& edge, int row, double reach_x,
                                    double reach_y) const {
  const bool up = edge.a.y <= edge.b.y;
  const Point low = up ? edge.a : edge.b;
  const Point high = up ? edge.b : edge.a;
  const double more_y = slack(std::abs(low.y) + std::abs(high.y) + std::abs(south) + rows * height);
  const double y0 = south + row * height - reach_y - more_y;
  const double y1 = south + (row + 1) * height + reach_y + more_y;
  // The part of the edge between y0 and y1.
  const double rise = high.y - low.y;
  double x0 = low.x;
  double x1 = high.x;
  if (rise > 0) {
    if (low.y < y0) x0 += (high.x - low.x) * std::min(1.0, (y0 - low.y) / rise);
    if (high.y > y1) x1 -= (high.x - low.x) * std::min(1.0, (high.y - y1) / rise);
  }
  const double more_x =
      reach_x + slack(std::abs(low.x) + std::abs(high.x) + std::abs(west) + columns * width);
  return {column(std::min(x0, x1) - more_x), column(std::max(x0, x1) + more_x) + 1};
}

Border::Border(const PolygonSet& window) : edges_(directed_edges(window)) {
  cancel_shared(edges_);
  const Point origin = edges_.empty() ? Point{} : edges_.front().a;
  for (const BorderEdge& e : edges_) {
    envelope_.extend(e.a);
    envelope_.extend(e.b);
    area_ +=
        ((e.a.x - origin.x) * (e.b.y - origin.y) - (e.b.x - origin.x) * (e.a.y - origin.y)) / 2;
  }
  // As many slabs as edges, unless long edges would fill too many of them.
  constexpr std::size_t kMaxSlabs = 8192;
  const double height = envelope_.empty() ? 0 : envelope_.height();
  std::size_t slabs = std::clamp<std::size_t>(edges_.size(), 1, kMaxSlabs);
  for (;; slabs /= 2) {
    slabs_per_unit_ = height > 0 ? static_cast<double>(slabs) / height : 0;
    slab_begin_.assign(slabs + 1, 0);
    std::size_t entries = 0;
    for (const BorderEdge& e : edges_) {
      entries += slab(std::max(e.a.y, e.b.y)) - slab(std::min(e.a.y, e.b.y)) + 1;
    }
    if (slabs == 1 || entries <= 16 * edges_.size() + 4096) break;
  }
  const auto for_entries = [&](auto&& body) {
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
      const std::size_t last = slab(std::max(edges_[i].a.y, edges_[i].b.y));
      for (std::size_t s = slab(std::min(edges_[i].a.y, edges_[i].b.y)); s <= last; ++s) body(s, i);
    }
  };
  for_entries([&](std::size_t s, std::uint32_t) { ++slab_begin_[s + 1]; });
  for (std::size_t s = 0; s < slabs; ++s) slab_begin_[s + 1] += slab_begin_[s];
  slab_edge_.resize(slab_begin_.back());
  std::vector<std::size_t> next(slab_begin_.begin(), slab_begin_.end() - 1);
  for_entries([&](std::size_t s, std::uint32_t i) { slab_edge_[next[s]++] = i; });
}

std::size_t Border::slab(double y) const {
  const double s = (y - envelope_.min_y) * slabs_per_unit_;
  if (!(s > 0)) return 0;
  const std::size_t last = slab_begin_.size() - 2;
  return s < static_cast<double>(last) ? static_cast<std::size_t>(s) : last;
}

std::pair<const std::uint32_t*, const std::uint32_t*> Border::near(double y) const {
  if (edges_.empty()) return {nullptr, nullptr};
  const std::size_t s = slab(y);
  return {slab_edge_.data() + slab_begin_[s], slab_edge_.data() + slab_begin_[s + 1]};
}

int Border::winding(Point u) const {
  if (!envelope_.contains(u)) return 0;
  int winding = 0;
  const auto [begin, end] = near(u.y);
  for (const std::uint32_t* i = begin; i != end; ++i) {
    const BorderEdge& e = edges_[*i];
    const bool up = e.b.y > u.y;
    if ((e.a.y > u.y) == up) continue;
    // A ray to the east crosses the edge where u lies west of it.
    if (up) {
      if (side_of(e.a, e.b, u) > 0) ++winding;
    } else {
      if (side_of(e.a, e.b, u) < 0) --winding;
    }
  }
  return winding;
}

bool Border::covers(Point u) const {
  if (!envelope_.contains(u)) return false;
  int winding = 0;
  const auto [begin, end] = near(u.y);
  for (const std::uint32_t* i = begin; i != end; ++i) {
    const BorderEdge& e = edges_[*i];
    if (std::max(e.a.y, e.b.y) < u.y || std::min(e.a.y, e.b.y) > u.y) continue;
    const int side = base::orientation(e.a, e.b, u);
    if (side == 0) {
      if (u.x >= std::min(e.a.x, e.b.x) && u.x <= std::max(e.a.x, e.b.x)) return true;
      continue;  // on the line beyond the edge: only a level edge can be there
    }
    const bool up = e.b.y > u.y;
    if ((e.a.y > u.y) == up) continue;
    if (up && side > 0) ++winding;
    if (!up && side < 0) --winding;
  }
  return winding != 0;
}

void Border::winding_row(const GridFrame& frame, int row, std::vector<int>& winding) const {
  winding.assign(static_cast<std::size_t>(frame.columns), 0);
  const double y = frame.centre_y(row);
  if (edges_.empty() || !(y >= envelope_.min_y && y <= envelope_.max_y)) return;
  const auto [begin, end] = near(y);
  for (const std::uint32_t* i = begin; i != end; ++i) {
    const BorderEdge& e = edges_[*i];
    const bool up = e.b.y > y;
    if ((e.a.y > y) == up) continue;
    // The columns [0, count) lie west of the edge: about, and then exactly.
    const auto west_of = [&](int column) {
      return (side_of(e.a, e.b, {frame.centre_x(column), y}) > 0) == up;
    };
    const double guess = (crossing_x(e, y) - frame.west) / frame.pixel - 0.5;
    int count = guess > 0 ? (guess < frame.columns ? static_cast<int>(guess) : frame.columns) : 0;
    while (count < frame.columns && west_of(count)) ++count;
    while (count > 0 && !west_of(count - 1)) --count;
    // A step behind the last: summed up from the east below.
    if (count > 0) winding[static_cast<std::size_t>(count - 1)] += up ? 1 : -1;
  }
  for (std::size_t c = winding.size(); c-- > 1;) winding[c - 1] += winding[c];
}

void Border::covered_row(const GridFrame& frame, int row, std::vector<int>& covered) const {
  winding_row(frame, row, covered);
  for (int& value : covered) value = value != 0 ? 1 : 0;
  const double y = frame.centre_y(row);
  if (edges_.empty() || !(y >= envelope_.min_y && y <= envelope_.max_y)) return;
  // What lies exactly on the border is covered, whatever the winding makes of it.
  const auto [begin, end] = near(y);
  for (const std::uint32_t* i = begin; i != end; ++i) {
    const BorderEdge& e = edges_[*i];
    if (std::max(e.a.y, e.b.y) < y || std::min(e.a.y, e.b.y) > y) continue;
    double west = std::min(e.a.x, e.b.x);
    double east = std::max(e.a.x, e.b.x);
    if (e.a.y != e.b.y) {
      const double x = crossing_x(e, y);
      west = std::max(west, x - frame.pixel);
      east = std::min(east, x + frame.pixel);
    }
    const double first = std::max(0.0, std::floor((west - frame.west) / frame.pixel - 1));
    const double last = std::min(std::ceil((east - frame.west) / frame.pixel), frame.columns - 1.0);
    if (!(first <= last)) continue;
    for (int c = static_cast<int>(first); c <= static_cast<int>(last); ++c) {
      const double x = frame.centre_x(c);
      if (x >= std::min(e.a.x, e.b.x) && x <= std::max(e.a.x, e.b.x) &&
          base::orientation(e.a, e.b, {x, y}) == 0) {
        covered[static_cast<std::size_t>(c)] = 1;
      }
    }
  }
}

UniformSampler::UniformSampler(const Border& border) : border_(border) {
  if (!(border.area() > 0)) {
    throw Error(
        ErrorCode::kInput,
        "window: its regions enclose no area; give polygons in metres, see topology::outline");
  }
  // Four cells for an edge keep nine draws in ten, and many edges in a cell rare.
  const double wanted = std::clamp(4.0 * static_cast<double>(border.edges().size()), 4096.0, 1e6);
  const Box& box = border.envelope();
  const double side = std::sqrt(box.width() * box.height() / wanted);
  frame_.west = box.min_x;
  frame_.south = box.min_y;
  frame_.columns = std::clamp(static_cast<int>(std::min(box.width() / side, 1e6)), 1, 1 << 20);
  frame_.rows = std::clamp(static_cast<int>(wanted / frame_.columns), 1, 1 << 20);
  frame_.width = box.width() / frame_.columns;
  frame_.height = box.height() / frame_.rows;

  std::vector<bool> touched(frame_.size(), false);
  const auto columns = static_cast<std::size_t>(frame_.columns);
  for (const BorderEdge& e : border.edges()) {
    const ColumnRange rows = frame_.rows_near(e, 0);
    for (int r = rows.begin; r < rows.end; ++r) {
      const ColumnRange range = frame_.columns_near(e, r, 0, 0);
      for (int c = range.begin; c < range.end; ++c) {
        touched[static_cast<std::size_t>(r) * columns + static_cast<std::size_t>(c)] = true;
      }
    }
  }
  for (std::size_t i = 0; i < frame_.size(); ++i) {
    if (touched[i] || border.winding(frame_.centre(i)) != 0) {
      cells_.push_back(static_cast<std::uint32_t>(i * 2 + (touched[i] ? 1U : 0U)));
    }
  }
}

}  // namespace geo::density
