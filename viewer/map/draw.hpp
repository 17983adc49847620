#pragma once

#include <imgui.h>

#include "geo/scene/scene.hpp"
#include "viewer/state.hpp"

// Small things that the map and its legend draw alike.
namespace geo::viewer {

/// Pixels for a millimetre of the scene's signs: a screen is looked at from farther away than
/// paper, so they are a little larger on it.
[[nodiscard]] inline float px_per_mm(float scale) { return 4.4F * scale; }
/// Pixels for a point of letters.
[[nodiscard]] inline float px_per_pt(float scale) { return 1.75F * scale; }

[[nodiscard]] inline ImU32 packed(scene::Color color) {
  return IM_COL32(color.r, color.g, color.b, color.a);
}

/// A sign with its middle there.
void draw_marker(ImDrawList& list, const scene::Marker& marker, ImVec2 at, float px_per_mm);

/// The colours of classes as chosen: ramp and direction.
void restyle(scene::Classes& classes, const Choices& choices);

}  // namespace geo::viewer
