#include "geo/density/edge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "base/parallel.hpp"
#include "density/border.hpp"
#include "density/surface.hpp"
#include "density/within.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr std::array kCorrections{Correction::kNone, Correction::kUniform, Correction::kDiggle};
constexpr double kNoData = std::numeric_limits<double>::quiet_NaN();

/// n terms, in blocks: the rounding error grows with n / 1024, not with n.
double sum_of_weights(const PointSet& points) {
  constexpr std::size_t kBlock = 1024;
  double sum = 0;
  for (std::size_t begin = 0; begin < points.size(); begin += kBlock) {
    double part = 0;
    for (std::size_t i = begin; i < std::min(points.size(), begin + kBlock); ++i) {
      part += points.weight_of(i);
    }
    sum += part;
  }
  return sum;
}

}  // namespace

std::string name_of(Correction correction) {
  switch (correction) {
    case Correction::kNone:
      return "none";
    case Correction::kUniform:
      return "uniform";
    case Correction::kDiggle:
      return "diggle";
  }
  throw Error(ErrorCode::kInternal, "density: a correction without a name");
}

Correction correction_named(const std::string& name) {
  std::string known;
  for (const Correction correction : kCorrections) {
    if (name == name_of(correction)) return correction;
    known += (known.empty() ? "" : ", ") + name_of(correction);
  }
  throw Error(ErrorCode::kOption,
              "edge correction \"" + name + "\" is not known; use one of " + known);
}

void mask_to(Grid& grid, const Border& border, const Context& context) {
  const auto columns = static_cast<std::size_t>(grid.frame.columns);
  base::parallel_for(context, static_cast<std::size_t>(grid.frame.rows), 16,
                     [&](std::size_t begin, std::size_t end) {
                       std::vector<int> covered;
                       for (std::size_t row = begin; row < end; ++row) {
                         border.covered_row(grid.frame, static_cast<int>(row), covered);
                         for (std::size_t c = 0; c < columns; ++c) {
                           if (covered[c] == 0) grid.values[row * columns + c] = kNoData;
                         }
                       }
                     });
}

Within::Within(const GridFrame& frame, const Options& options, const PolygonSet& window,
               const EdgeOptions& edge, const Context& context)
    : frame_(frame), options_(options), edge_(edge), crs_(window.crs) {
  check_frame(frame);
  if (!(edge.least_mass > 0 && edge.least_mass <= 1)) {
    throw Error(ErrorCode::kOption, "least_mass: " + digits_of(edge.least_mass) +
                                        " is not possible; give a share above 0, at most 1");
  }
  if (window.size() == 0) {
    if (edge.correction != Correction::kNone) {
      throw Error(ErrorCode::kOption, "edge correction \"" + name_of(edge.correction) +
                                          "\": it needs a window; give the regions");
    }
    return;
  }
  border_.emplace(window);
  if (!(border_->area() > 0)) {
    throw Error(ErrorCode::kInput, (window.source.empty() ? "" : window.source + ": ") +
                                       "the window encloses no area; give valid regions in metres");
  }
  if (edge.correction == Correction::kNone) return;
  mass_.emplace(window, options);
  if (edge.correction != Correction::kUniform) return;
  mass_on_frame_ = std::move(mass_->on(frame, context).values);
  // Dividing by no data masks.
  const auto columns = static_cast<std::size_t>(frame.columns);
  pixels_uncorrected_ = base::parallel_reduce<std::size_t>(
      context, static_cast<std::size_t>(frame.rows), 16, 0,
      [&](std::size_t begin, std::size_t end) {
        std::size_t count = 0;
        std::vector<int> covered;
        for (std::size_t row = begin; row < end; ++row) {
          border_->covered_row(frame, static_cast<int>(row), covered);
          for (std::size_t c = 0; c < columns; ++c) {
            double& mass = mass_on_frame_[row * columns + c];
            if (covered[c] != 0 && mass < edge_.least_mass) ++count;
            if (covered[c] == 0 || mass < edge_.least_mass) mass = kNoData;
          }
        }
        return count;
      },
      [](std::size_t sum, std::size_t part) { return sum + part; });
}

Within::Selection Within::select(const PointSet& points, const Context& context,
                                 bool only_inside) const {
  if (border_) check_same_system(points.crs, crs_, "points and window");
  Selection selection;
  if (!border_ || (edge_.correction == Correction::kNone && !only_inside)) {
    selection.points = points.places();
    selection.index.resize(points.size());
    std::iota(selection.index.begin(), selection.index.end(), 0U);
  } else {
    std::vector<std::uint8_t> inside(points.size());
    base::parallel_for(context, points.size(), 4096, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        inside[i] = border_->covers({points.x[i], points.y[i]}) ? 1 : 0;
      }
    });
    PointSet& kept = selection.points;
    kept.crs = points.crs;
    kept.source = points.source;
    kept.synthetic = points.synthetic;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (inside[i] == 0) {
        ++selection.outside;
        selection.outside_weight += points.weight_of(i);
        continue;
      }
      selection.index.push_back(static_cast<std::uint32_t>(i));
      kept.x.push_back(points.x[i]);
      kept.y.push_back(points.y[i]);
      if (!points.weight.empty()) kept.weight.push_back(points.weight[i]);
      if (!points.row.empty()) kept.row.push_back(points.row[i]);
    }
  }
  selection.weighted = !points.weight.empty();
  selection.weight_sum = sum_of_weights(selection.points);
  return selection;
}

std::vector<double> Within::diggle_weights(const PointSet& points, std::size_t& capped,
                                           const Context& context) const {
  std::vector<Point> positions(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) positions[i] = {points.x[i], points.y[i]};
  std::vector<double> weights = mass_->at(positions, context);
  capped = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] < edge_.least_mass) {
      weights[i] = edge_.least_mass;
      ++capped;
    }
    weights[i] = points.weight_of(i) / weights[i];
  }
  return weights;
}

Grid Within::surface(const PointSet& points, const Context& context) const {
  Grid grid = estimate(points, frame_, options_, context);
  if (edge_.correction == Correction::kUniform) {
    base::parallel_for(context, grid.values.size(), 1 << 16,
                       [&](std::size_t begin, std::size_t end) {
                         for (std::size_t i = begin; i < end; ++i) {
                           grid.values[i] /= mass_on_frame_[i];
                         }
                       });
  } else if (border_) {
    mask_to(grid, *border_, context);
  }
  return grid;
}

double Within::window_area() const { return border_ ? border_->area() : 0; }

void Within::set_window_facts(Facts& facts, std::size_t outside) const {
  if (!border_) return;
  set_fact(facts, "edge_correction", name_of(edge_.correction));
  set_fact(facts, "window_km2", digits_of(window_area() / 1e6));
  if (edge_.correction == Correction::kNone) return;
  set_fact(facts, "points_outside", std::to_string(outside));
}

Grid Within::corrected(const Selection& selection, const Context& context) const {
  Grid grid;
  std::size_t capped = 0;
  const bool diggle = edge_.correction == Correction::kDiggle;
  if (diggle) {
    PointSet points = selection.points;
    points.weight = diggle_weights(points, capped, context);
    grid = surface(points, context);
  } else {
    grid = surface(selection.points, context);
  }
  const bool per_pixel = options_.unit == Unit::kPerPixel;
  grid.unit = std::string(selection.weighted ? "weight" : "1") + (per_pixel ? "/pixel" : "/km2");
  set_fact(grid.facts, "weight_sum", digits_of(selection.weight_sum));
  set_window_facts(grid.facts, selection.outside);
  if (edge_.correction == Correction::kNone) return grid;
  set_fact(grid.facts, "weight_outside", digits_of(selection.outside_weight));
  set_fact(grid.facts, "least_edge_mass", digits_of(edge_.least_mass));
  if (diggle) {
    set_fact(grid.facts, "points_capped", std::to_string(capped));
  } else {
    set_fact(grid.facts, "pixels_uncorrected", std::to_string(pixels_uncorrected_));
  }
  return grid;
}

Grid estimate_within(const PointSet& points, const GridFrame& frame, const Options& options,
                     const PolygonSet& window, const EdgeOptions& edge, const Context& context) {
  if (window.size() == 0) {
    throw Error(ErrorCode::kInput, "the window has no region; give the regions to estimate within");
  }
  const Within within(frame, options, window, edge, context);
  return within.corrected(within.select(points, context), context);
}

Grid mask(Grid grid, const PolygonSet& window, const Context& context) {
  check_frame(grid.frame);
  check_same_system(grid.crs, window.crs, "grid and window");
  const Border border(window);
  mask_to(grid, border, context);
  set_fact(grid.facts, "masked_to", "window");
  set_fact(grid.facts, "window_km2", digits_of(border.area() / 1e6));
  return grid;
}

}  // namespace geo::density
