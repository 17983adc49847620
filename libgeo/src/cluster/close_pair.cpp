#include "cluster/close_pair.hpp"

#include <algorithm>
#include <cstddef>

namespace geo::cluster {
namespace {

constexpr std::size_t kBrute = 256;

Box box_of(std::span<const Point> points) {
  Box box;
  for (const Point& p : points) box.extend(p);
  return box;
}

// Rounding is monotone: a bound made from the boxes by the operations that make a distance from two
// points is a bound of every such distance, to the last bit.
double least(const Box& a, const Box& b) {
  const double dx = std::max({0.0, a.min_x - b.max_x, b.min_x - a.max_x});
  const double dy = std::max({0.0, a.min_y - b.max_y, b.min_y - a.max_y});
  return dx * dx + dy * dy;
}

double greatest(const Box& a, const Box& b) {
  const double dx = std::max(a.max_x - b.min_x, b.max_x - a.min_x);
  const double dy = std::max(a.max_y - b.min_y, b.max_y - a.min_y);
  return dx * dx + dy * dy;
}

bool brute(std::span<const Point> a, std::span<const Point> b, double eps2) {
  for (const Point& p : a) {
    bool found = false;
    for (const Point& q : b) {
      const double dx = p.x - q.x;
      const double dy = p.y - q.y;
      found |= dx * dx + dy * dy <= eps2;
    }
    if (found) return true;
  }
  return false;
}

bool search(std::span<Point> a, const Box& box_a, std::span<Point> b, const Box& box_b,
            double eps2) {
  if (least(box_a, box_b) > eps2) return false;
  if (greatest(box_a, box_b) <= eps2) return true;
  if (a.size() * b.size() <= kBrute) return brute(a, b, eps2);
  // A box that is a single point cannot be halved, but then the other one can: otherwise least and
  // greatest were equal and had decided.
  const double extent_a = std::max(box_a.width(), box_a.height());
  const double extent_b = std::max(box_b.width(), box_b.height());
  if (extent_a < extent_b) return search(b, box_b, a, box_a, eps2);
  const bool by_x = box_a.width() >= box_a.height();
  const double middle = by_x ? box_a.centre().x : box_a.centre().y;
  const auto split = std::partition(a.begin(), a.end(),
                                    [&](const Point& p) { return (by_x ? p.x : p.y) < middle; });
  auto low = a.first(static_cast<std::size_t>(split - a.begin()));
  auto high = a.last(a.size() - low.size());
  if (low.empty() || high.empty()) return brute(a, b, eps2);  // neighbouring doubles
  Box box_low = box_of(low);
  Box box_high = box_of(high);
  if (least(box_high, box_b) < least(box_low, box_b)) {
    std::swap(low, high);
    std::swap(box_low, box_high);
  }
  return search(low, box_low, b, box_b, eps2) || search(high, box_high, b, box_b, eps2);
}

}  // namespace

bool close_pair(std::span<Point> a, std::span<Point> b, double eps2) {
  if (a.empty() || b.empty()) return false;
  if (a.size() * b.size() <= kBrute) return brute(a, b, eps2);
  return search(a, box_of(a), b, box_of(b), eps2);
}

}  // namespace geo::cluster
