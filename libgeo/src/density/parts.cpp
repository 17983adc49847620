#include "geo/density/parts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "base/parallel.hpp"
#include "density/engine.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
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

Cube estimate_cube(const PointSet& points, const std::vector<double>& time, const GridFrame& frame,
                   const Options& options, const CubeOptions& cube, const Context& context) {
  check(options);
  context.check();
  if (time.size() != points.size()) {
    throw Error(ErrorCode::kOption, "density: " + std::to_string(time.size()) + " times for " +
                                        std::to_string(points.size()) + " points");
  }
  if (cube.breaks.size() < 2 || !std::isfinite(cube.breaks.front()) ||
      !std::isfinite(cube.breaks.back()) ||
      std::adjacent_find(cube.breaks.begin(), cube.breaks.end(),
                         [](double a, double b) { return !(a < b); }) != cube.breaks.end()) {
    throw Error(ErrorCode::kOption,
                "time breaks: give at least two numbers, each greater than the one before");
  }
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

  PointSet bare;  // a density needs no attributes
  bare.crs = points.crs;
  bare.x = points.x;
  bare.y = points.y;
  bare.weight = points.weight;
  bare.row = points.row;
  double weight_sum = 0;
  std::size_t count = 0;
  for (std::size_t s = 0; s < slices; ++s) {
    // A slice of few points is swept, one of many summed by cells: each as alone.
    Grid slice = estimate(bare.select(members[s]), frame, options, context);
    if (cube.cumulative) {
      count += members[s].size();
      weight_sum +=
          sum_of(members[s].size(), [&](std::size_t i) { return points.weight_of(members[s][i]); });
      if (s > 0) add_values(slice, made.slices.back(), context);
      set_fact(slice.facts, "points", std::to_string(count));
      set_fact(slice.facts, "weight_sum", digits_of(weight_sum));
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

}  // namespace geo::density
