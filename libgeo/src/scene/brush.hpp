#pragma once

#include <vector>

#include "geo/core/geometry.hpp"

// The strokes in which belts are drawn.
namespace geo::scene {

/// The way of a brush along an axis: smoothed, and where it has bends, smoothed once more over a
/// few points of itself, so that it keeps its course and loses its zigzag.
[[nodiscard]] std::vector<Point> stroke_path(const std::vector<Point>& axis, int count);

/// How a brush's width runs along a stroke, in mm: one that falls to the left starts full and thins
/// out, one that falls to the right starts thin, swells and ends in a point, as in 人.
[[nodiscard]] std::vector<double> brush(int count, bool to_the_left);

}  // namespace geo::scene
