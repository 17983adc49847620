#pragma once

#include <hwy/targets.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "geo/density/density.hpp"

namespace geo::test {

constexpr density::Kernel kAllKernels[] = {
    density::Kernel::kUniform, density::Kernel::kTriangular, density::Kernel::kEpanechnikov,
    density::Kernel::kQuartic, density::Kernel::kTriweight,  density::Kernel::kGaussian};

inline PointSet set_of(const std::vector<Point>& positions,
                       const std::vector<double>& weight = {}) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (const Point p : positions) {
    points.x.push_back(p.x);
    points.y.push_back(p.y);
    points.row.push_back(points.x.size());
  }
  points.weight = weight;
  return points;
}

/// n points in a box; half of them in seven clumps, some of them equal to the one before.
inline PointSet clumped(std::uint64_t seed, std::size_t n, const Box& box, bool weighted = false) {
  PointSet points = set_of({});
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    Point p{box.min_x + random.uniform() * box.width(),
            box.min_y + random.uniform() * box.height()};
    if (i % 2 == 1) {
      base::Random clump(seed + 1, i % 7);
      p.x = box.min_x + clump.uniform() * box.width() + 0.02 * box.width() * random.normal();
      p.y = box.min_y + clump.uniform() * box.height() + 0.02 * box.width() * random.normal();
    }
    if (i % 11 == 10) p = {points.x.back(), points.y.back()};
    points.x.push_back(p.x);
    points.y.push_back(p.y);
    points.row.push_back(points.x.size());
    if (weighted) points.weight.push_back(i % 9 == 4 ? 0.0 : 10 * random.uniform());
  }
  return points;
}

inline GridFrame frame_at(double west, double north, double pixel, int columns, int rows) {
  GridFrame frame;
  frame.west = west;
  frame.north = north;
  frame.pixel = pixel;
  frame.columns = columns;
  frame.rows = rows;
  return frame;
}

/// The message of the Error(kOption) that `call` throws.
inline std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOption);
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

/// Runs `body` once for each instruction set of this machine, the best one first.
inline void for_each_target(const std::function<void(const std::string&)>& body) {
  // The others would run what is compiled for the least machine.
  const std::int64_t all = hwy::SupportedTargets() & HWY_TARGETS;
  for (std::int64_t rest = all; rest != 0; rest &= rest - 1) {
    const std::int64_t target = rest & -rest;
    hwy::GetChosenTarget().Update(target);
    body(hwy::TargetName(target));
  }
  hwy::GetChosenTarget().DeInit();
}

}  // namespace geo::test
