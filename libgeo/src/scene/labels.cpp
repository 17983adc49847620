#include "geo/scene/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace geo::scene {
namespace {

double overlap_area(const Box& a, const Box& b) {
  const double width = std::min(a.max_x, b.max_x) - std::max(a.min_x, b.min_x);
  const double height = std::min(a.max_y, b.max_y) - std::max(a.min_y, b.min_y);
  return width > 0 && height > 0 ? width * height : 0;
}

bool meets_any(const Box& box, const std::vector<Box>& others) {
  return std::any_of(others.begin(), others.end(),
                     [&](const Box& other) { return overlap_area(box, other) > 0; });
}

bool within(const Box& inner, const Box& outer) {
  return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
         inner.max_y <= outer.max_y;
}

// The share of `box` that lies under `others`, at most 1.
double covered(const Box& box, const std::vector<Box>& others) {
  double area = 0;
  for (const Box& other : others) area += overlap_area(box, other);
  return std::min(1.0, area / (box.width() * box.height()));
}

Box centred(Point at, const LabelForm& form) {
  return {at.x - form.width_mm / 2, at.y - form.height_mm / 2, at.x + form.width_mm / 2,
          at.y + form.height_mm / 2};
}

// Small boxes along a segment, so that a line takes part in tests of overlap.
std::vector<Box> beads(Point from, Point to) {
  constexpr double kStep = 0.6;
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const int count = static_cast<int>(length / kStep) + 1;
  std::vector<Box> out;
  for (int i = 0; i <= count; ++i) {
    const double t = static_cast<double>(i) / count;
    const Point at{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
    out.push_back(Box{at.x, at.y, at.x, at.y}.grown(0.15));
  }
  return out;
}

class Placer {
 public:
  Placer(const RegionMask* mask, const Box& frame, const std::vector<Box>& blocked,
         const std::vector<Box>& shunned)
      : mask_(mask), frame_(frame), taken_(blocked), shunned_(shunned) {}

  PlacedLabel place(const LabelRequest& request) {
    PlacedLabel placed = request.region >= 0 ? inside(request) : beside(request);
    if (placed.form >= 0) {
      taken_.push_back(placed.box);
      if (placed.leader) {
        const auto line = beads(nearest(placed.box, placed.target), placed.target);
        taken_.insert(taken_.end(), line.begin(), line.end());
      }
    }
    return placed;
  }

 private:
  static Point nearest(const Box& box, Point to) {
    return {std::clamp(to.x, box.min_x, box.max_x), std::clamp(to.y, box.min_y, box.max_y)};
  }

  [[nodiscard]] bool is_free(const Box& box) const {
    return within(box, frame_) && !meets_any(box, taken_);
  }

  [[nodiscard]] Point centre_of(std::uint32_t cell) const {
    const auto columns = static_cast<std::uint32_t>(mask_->columns());
    return {(cell % columns + 0.5) * mask_->cell_mm(), (cell / columns + 0.5) * mask_->cell_mm()};
  }
  [[nodiscard]] double depth_of(std::uint32_t cell) const {
    const auto columns = static_cast<std::uint32_t>(mask_->columns());
    return mask_->depth(static_cast<int>(cell % columns), static_cast<int>(cell / columns));
  }

  [[nodiscard]] PlacedLabel inside(const LabelRequest& request) const {
    if (mask_ == nullptr) return {};
    const auto& cells = mask_->cells(static_cast<std::size_t>(request.region));
    if (cells.empty()) {  // smaller than a cell of the mask
      return request.leader && !request.anchors.empty() ? outside(request, request.anchors[0])
                                                        : PlacedLabel{};
    }
    const std::uint32_t pole = *std::max_element(
        cells.begin(), cells.end(),
        [&](std::uint32_t a, std::uint32_t b) { return depth_of(a) < depth_of(b); });
    // Few words clear of the strokes are better than many that one of them runs through.
    for (const bool clear : {true, false}) {
      for (std::size_t form = 0; form < request.forms.size(); ++form) {
        if (const auto box = best_inside(request, form, cells, pole, clear)) {
          return {static_cast<int>(form), *box, false, {}};
        }
      }
    }
    return request.leader ? outside(request, centre_of(pole)) : PlacedLabel{};
  }

  [[nodiscard]] std::optional<Box> best_inside(const LabelRequest& request, std::size_t form_index,
                                               const std::vector<std::uint32_t>& cells,
                                               std::uint32_t pole, bool clear) const {
    const LabelForm& form = request.forms[form_index];
    const double cell_area = mask_->cell_mm() * mask_->cell_mm();
    const double region_area = static_cast<double>(cells.size()) * cell_area;
    if (region_area < form.min_inside * form.width_mm * form.height_mm) return std::nullopt;

    constexpr std::size_t kCandidates = 500;
    const std::size_t step = std::max<std::size_t>(1, cells.size() / kCandidates);
    const double deepest = std::max(depth_of(pole), 1e-9);
    double best = -std::numeric_limits<double>::infinity();
    std::optional<Box> found;
    const auto consider = [&](std::uint32_t cell) {
      const Box box = centred(centre_of(cell), form);
      // The cheap bound first: a candidate that cannot win is not looked at.
      const double bound = 1 + 0.5 * depth_of(cell) / deepest;
      if (bound <= best || !within(box, frame_)) return;
      const double share = mask_->share(box, request.region);
      if (share < form.min_inside) return;
      const double under = covered(box, shunned_);
      if (clear && under > 0) return;
      const double score = share + 0.5 * depth_of(cell) / deepest - 2.5 * under;
      if (score <= best || meets_any(box, taken_)) return;
      best = score;
      found = box;
    };
    consider(pole);
    for (std::size_t i = step / 2; i < cells.size(); i += step) consider(cells[i]);
    return found;
  }

  // In the open, on rings around the region, with a line back to it.
  [[nodiscard]] PlacedLabel outside(const LabelRequest& request, Point target) const {
    constexpr double kNearest = 4;
    constexpr double kFarthest = 40;
    constexpr int kDirections = 24;
    const int form = static_cast<int>(request.forms.size()) - 1;
    if (form < 0) return {};
    for (double radius = kNearest; radius <= kFarthest; radius += 2) {
      double best = std::numeric_limits<double>::infinity();
      PlacedLabel found;
      for (int i = 0; i < kDirections; ++i) {
        const double angle = 2 * std::numbers::pi * i / kDirections;
        const Box box =
            centred({target.x + radius * std::cos(angle), target.y + radius * std::sin(angle)},
                    request.forms.back());
        if (!is_free(box)) continue;
        const auto line = beads(nearest(box, target), target);
        if (std::any_of(line.begin(), line.end(),
                        [&](const Box& bead) { return meets_any(bead, taken_); })) {
          continue;
        }
        const double cost = covered(box, shunned_);
        if (cost < best) {
          best = cost;
          found = {form, box, true, target};
        }
      }
      if (found.form >= 0) return found;
    }
    return {};
  }

  // Beside a sign: the places that map makers try, the right hand side first.
  [[nodiscard]] PlacedLabel beside(const LabelRequest& request) const {
    struct Place {
      double x, y;
    };
    constexpr std::array<Place, 8> kPlaces = {
        {{1, 0}, {-1, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}, {0, 1}, {0, -1}}};
    for (std::size_t form = 0; form < request.forms.size(); ++form) {
      const double width = request.forms[form].width_mm;
      const double height = request.forms[form].height_mm;
      double best = std::numeric_limits<double>::infinity();
      PlacedLabel found;
      for (const Point& anchor : request.anchors) {
        for (const Place& place : kPlaces) {
          const bool corner = place.x != 0 && place.y != 0;
          const double gap = request.clearance_mm * (corner ? std::numbers::sqrt2 / 2 : 1);
          const Point centre{anchor.x + place.x * (width / 2 + gap),
                             anchor.y + place.y * (height / 2 + gap)};
          const Box box = centred(centre, request.forms[form]);
          if (!is_free(box)) continue;
          const double cost = covered(box, shunned_);
          if (cost < best) {
            best = cost;
            found = {static_cast<int>(form), box, false, {}};
          }
        }
      }
      if (found.form >= 0) return found;
    }
    return {};
  }

  const RegionMask* mask_;
  Box frame_;
  std::vector<Box> taken_;
  const std::vector<Box>& shunned_;
};

}  // namespace

RegionMask::RegionMask(const PolygonSet& shapes, const Transform& transform, double width_mm,
                       double height_mm, double cell_mm)
    : cell_mm_(cell_mm),
      columns_(std::max(1, static_cast<int>(std::ceil(width_mm / cell_mm)))),
      rows_(std::max(1, static_cast<int>(std::ceil(height_mm / cell_mm)))),
      cells_(shapes.size()) {
  const auto columns = static_cast<std::size_t>(columns_);
  const std::size_t size = columns * static_cast<std::size_t>(rows_);
  region_.assign(size, kNone);
  depth_.assign(size, 0);

  // Even-odd scan conversion of each region at the rows' centres.
  std::vector<std::vector<double>> crossings(static_cast<std::size_t>(rows_));
  for (std::size_t r = 0; r < shapes.size(); ++r) {
    int low = rows_;
    int high = -1;
    const std::uint32_t first_ring = shapes.part_ring[shapes.region_part[r]];
    const std::uint32_t last_ring = shapes.part_ring[shapes.region_part[r + 1]];
    for (std::uint32_t ring = first_ring; ring < last_ring; ++ring) {
      for (std::uint32_t v = shapes.ring_vertex[ring]; v + 1 < shapes.ring_vertex[ring + 1]; ++v) {
        const Point a = transform.apply({shapes.x[v], shapes.y[v]});
        const Point b = transform.apply({shapes.x[v + 1], shapes.y[v + 1]});
        const double from = std::clamp(std::ceil(std::min(a.y, b.y) / cell_mm - 0.5), 0.0,
                                       static_cast<double>(rows_));
        const double to = std::clamp(std::ceil(std::max(a.y, b.y) / cell_mm - 0.5), 0.0,
                                     static_cast<double>(rows_));
        for (int row = static_cast<int>(from); row < static_cast<int>(to); ++row) {
          const double y = (row + 0.5) * cell_mm;
          crossings[static_cast<std::size_t>(row)].push_back(a.x +
                                                             (y - a.y) / (b.y - a.y) * (b.x - a.x));
          low = std::min(low, row);
          high = std::max(high, row);
        }
      }
    }
    for (int row = low; row <= high; ++row) {
      auto& line = crossings[static_cast<std::size_t>(row)];
      std::sort(line.begin(), line.end());
      for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
        const double from =
            std::clamp(std::ceil(line[i] / cell_mm - 0.5), 0.0, static_cast<double>(columns_));
        const double to =
            std::clamp(std::ceil(line[i + 1] / cell_mm - 0.5), 0.0, static_cast<double>(columns_));
        for (auto column = static_cast<std::size_t>(from); column < static_cast<std::size_t>(to);
             ++column) {
          const std::size_t cell = static_cast<std::size_t>(row) * columns + column;
          if (region_[cell] != kNone) continue;
          region_[cell] = static_cast<std::int32_t>(r);
          cells_[r].push_back(static_cast<std::uint32_t>(cell));
        }
      }
      line.clear();
    }
  }

  // Chamfer distance within each region: two sweeps over the eight neighbours.
  const float straight = static_cast<float>(cell_mm);
  const float diagonal = static_cast<float>(cell_mm * std::numbers::sqrt2);
  const auto relax = [&](int column, int row, int dc, int dr) {
    const std::size_t here =
        static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column);
    const int c = column + dc;
    const int r = row + dr;
    float through = straight / 2;
    if (c >= 0 && c < columns_ && r >= 0 && r < rows_) {
      const std::size_t there = static_cast<std::size_t>(r) * columns + static_cast<std::size_t>(c);
      if (region_[there] == region_[here]) {
        through = depth_[there] + (dc != 0 && dr != 0 ? diagonal : straight);
      }
    }
    depth_[here] = std::min(depth_[here], through);
  };
  std::fill(depth_.begin(), depth_.end(), std::numeric_limits<float>::max() / 4);
  for (int row = 0; row < rows_; ++row) {
    for (int column = 0; column < columns_; ++column) {
      relax(column, row, -1, 0);
      relax(column, row, -1, -1);
      relax(column, row, 0, -1);
      relax(column, row, 1, -1);
    }
  }
  for (int row = rows_ - 1; row >= 0; --row) {
    for (int column = columns_ - 1; column >= 0; --column) {
      relax(column, row, 1, 0);
      relax(column, row, 1, 1);
      relax(column, row, 0, 1);
      relax(column, row, -1, 1);
    }
  }
}

double RegionMask::share(const Box& box, std::int32_t region) const {
  const auto index = [&](double at) { return static_cast<int>(std::ceil(at / cell_mm_ - 0.5)); };
  const int from_column = index(box.min_x);
  const int to_column = index(box.max_x);
  const int from_row = index(box.min_y);
  const int to_row = index(box.max_y);
  int hits = 0;
  for (int row = std::max(0, from_row); row < std::min(rows_, to_row); ++row) {
    for (int column = std::max(0, from_column); column < std::min(columns_, to_column); ++column) {
      hits += at(column, row) == region ? 1 : 0;
    }
  }
  const int cells = (to_column - from_column) * (to_row - from_row);
  return cells > 0 ? static_cast<double>(hits) / cells : 0;
}

std::vector<PlacedLabel> place_labels(const std::vector<LabelRequest>& requests,
                                      const RegionMask* mask, const Box& frame,
                                      const std::vector<Box>& blocked,
                                      const std::vector<Box>& shunned) {
  Placer placer(mask, frame, blocked, shunned);
  std::vector<PlacedLabel> placed;
  placed.reserve(requests.size());
  for (const LabelRequest& request : requests) placed.push_back(placer.place(request));
  return placed;
}

}  // namespace geo::scene
