#include "geo/density/parts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <string>

#include "base/parallel.hpp"
#include "density/engine.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
#include "density/within.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr std::size_t kGrain = std::size_t{1} << 16;

bool adds_up(const std::string& fact) {
  return fact == "points" || fact == "weight_sum" || fact == "points_outside" ||
         fact == "weight_outside" || fact == "points_capped";
}

double number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Error unlike(const std::string& what, const std::string& one, const std::string& other) {
  return {ErrorCode::kOption, "density: parts that differ in " + what + " (" + one + " and " +
                                  other + ") do not add up; make them with the same options"};
}

std::string text_of(const GridFrame& frame) {
  return std::to_string(frame.columns) + " x " + std::to_string(frame.rows) + " pixels of " +
         digits_of(frame.pixel) + " from " + digits_of(frame.west) + ", " + digits_of(frame.north);
}

void check_alike(const Grid& one, const Grid& other) {
  if (!(one.frame == other.frame)) throw unlike("frame", text_of(one.frame), text_of(other.frame));
  if (one.crs != other.crs) throw unlike("coordinate system", one.crs, other.crs);
  if (one.unit != other.unit) throw unlike("unit", one.unit, other.unit);
  const auto of = [](const Grid& grid, const std::string& key) -> std::string {
    for (const auto& [name, value] : grid.facts) {
      if (name == key) return value;
    }
    return "none";
  };
  for (const Grid* const grid : {&one, &other}) {
    for (const auto& [key, value] : grid->facts) {
      if (!adds_up(key) && of(one, key) != of(other, key)) {
        throw unlike(key, of(one, key), of(other, key));
      }
    }
  }
}

void add_values(Grid& total, const Grid& part, const Context& context) {
  base::parallel_for(context, total.values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) total.values[i] += part.values[i];
  });
}

}  // namespace

void check(const CubeOptions& cube) {
  if (cube.breaks.size() < 2 || !std::isfinite(cube.breaks.front()) ||
      !std::isfinite(cube.breaks.back()) ||
      std::adjacent_find(cube.breaks.begin(), cube.breaks.end(),
                         [](double a, double b) { return !(a < b); }) != cube.breaks.end()) {
    throw Error(ErrorCode::kOption,
                "time breaks: give at least two numbers, each greater than the one before");
  }
}

void add(Grid& total, const Grid& part, const Context& context) {
  check_alike(total, part);
  add_values(total, part, context);
  for (auto& [key, value] : total.facts) {
    if (!adds_up(key)) continue;
    for (const auto& [other, more] : part.facts) {
      if (other == key) value = digits_of(number(value) + number(more));
    }
  }
}

namespace {

/// `density` of the points of each slice; cumulative ones are running sums.
Cube cube_of(const PointSet& points, const std::vector<double>& time, const CubeOptions& cube,
             const std::function<Grid(const PointSet&)>& density, const Context& context) {
  context.check();
  if (time.size() != points.size()) {
    throw Error(ErrorCode::kOption, "density: " + std::to_string(time.size()) + " times for " +
                                        std::to_string(points.size()) + " points");
  }
  check(cube);
  const std::size_t slices = cube.breaks.size() - 1;
  Cube made;
  std::vector<std::uint32_t> before;
  std::vector<std::vector<std::uint32_t>> members(slices);
  for (std::uint32_t i = 0; i < time.size(); ++i) {
    if (std::isnan(time[i])) {
      ++made.without_time;
      continue;
    }
    const auto at = std::upper_bound(cube.breaks.begin(), cube.breaks.end(), time[i]);
    if (at == cube.breaks.begin()) {
      before.push_back(i);
    } else if (at == cube.breaks.end()) {
      ++made.after;
    } else {
      members[static_cast<std::size_t>(at - cube.breaks.begin()) - 1].push_back(i);
    }
  }
  made.before = before.size();
  if (cube.cumulative)
    members.front().insert(members.front().begin(), before.begin(), before.end());

  const PointSet bare = points.places();  // a density needs no attributes
  Grid total;
  std::size_t count = 0;
  for (std::size_t s = 0; s < slices; ++s) {
    // A slice of few points is swept, one of many summed by cells: each as alone.
    Grid slice = density(bare.select(members[s]));
    if (cube.cumulative) {
      if (s > 0) {
        add(total, slice, context);
      } else {
        total = std::move(slice);
      }
      slice = s + 1 < slices ? total : std::move(total);
      count += members[s].size();
    } else {
      count = members[s].size();
      set_fact(slice.facts, "time_from", digits_of(cube.breaks[s]));
    }
    set_fact(slice.facts, "time_to", digits_of(cube.breaks[s + 1]));
    made.points.push_back(count);
    made.slices.push_back(std::move(slice));
  }
  return made;
}

}  // namespace

Cube estimate_cube(const PointSet& points, const std::vector<double>& time, const GridFrame& frame,
                   const Options& options, const CubeOptions& cube, const Context& context) {
  check(options);
  return cube_of(
      points, time, cube,
      [&](const PointSet& part) { return estimate(part, frame, options, context); }, context);
}

Cube estimate_cube_within(const PointSet& points, const std::vector<double>& time,
                          const GridFrame& frame, const Options& options, const PolygonSet& window,
                          const EdgeOptions& edge, const CubeOptions& cube,
                          const Context& context) {
  check(options);
  const Within within(frame, options, window, edge, context);
  return cube_of(
      points, time, cube,
      [&](const PointSet& part) { return within.corrected(within.select(part, context), context); },
      context);
}

}  // namespace geo::density
