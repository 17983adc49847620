#include "viewer/map/draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo::viewer {

void draw_marker(ImDrawList& list, const scene::Marker& marker, ImVec2 at, float px_per_mm) {
  const float r = static_cast<float>(marker.size_mm) * px_per_mm / 2;
  const ImU32 fill = packed(marker.fill);
  const ImU32 rim = packed(marker.outline.color);
  const float rim_px = static_cast<float>(marker.outline.width_mm) * px_per_mm;
  std::array<ImVec2, 10> corners{};
  int n = 0;
  const auto star = [&](int tips, float inner) {
    const int count = inner > 0 ? 2 * tips : tips;
    for (int k = 0; k < count; ++k) {
      const float turn = 6.2831853F * static_cast<float>(k) / static_cast<float>(count);
      const float radius = inner > 0 && k % 2 == 1 ? r * inner : r;
      corners[static_cast<std::size_t>(n++)] = {at.x + radius * std::sin(turn),
                                                at.y - radius * std::cos(turn)};
    }
  };
  switch (marker.symbol) {
    case scene::Symbol::kCircle:
      list.AddCircleFilled(at, r, fill);
      if (rim_px > 0) list.AddCircle(at, r, rim, 0, rim_px);
      return;
    case scene::Symbol::kSquare:
      list.AddRectFilled({at.x - 0.85F * r, at.y - 0.85F * r}, {at.x + 0.85F * r, at.y + 0.85F * r},
                         fill);
      return;
    case scene::Symbol::kDiamond:
      star(4, 0);
      break;
    case scene::Symbol::kTriangle:
      star(3, 0);
      break;
    case scene::Symbol::kStar:
      star(5, 0.42F);
      // A star is not convex: its ten triangles around the middle are.
      for (int k = 0; k < n; ++k) {
        list.AddTriangleFilled(at, corners[static_cast<std::size_t>(k)],
                               corners[static_cast<std::size_t>((k + 1) % n)], fill);
      }
      return;
  }
  list.AddConvexPolyFilled(corners.data(), n, fill);
}

void restyle(scene::Classes& classes, const Choices& choices) {
  if (classes.breaks.empty()) return;
  const bool continuous = classes.continuous;
  classes = scene::make_classes(classes.breaks, classes.top, choices.ramp);
  classes.continuous = continuous;
  if (choices.reversed) std::reverse(classes.colors.begin(), classes.colors.end());
}

}  // namespace geo::viewer
