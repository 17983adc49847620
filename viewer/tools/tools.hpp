#pragma once

#include <imgui.h>

#include <vector>

#include "geo/core/geometry.hpp"

// What is drawn on the map by hand: measuring and selecting.
namespace geo::viewer {

class MapView;
struct Ui;

enum class Tool { kNone, kDistance, kArea, kBox, kPolygon };

struct Tools {
  Tool tool = Tool::kNone;
  std::vector<Point> points;  ///< in the map's units; a box: two opposite corners
  bool finished = false;      ///< the next click begins anew
  friend bool operator==(const Tools&, const Tools&) = default;
};

/// The ring of a finished box or polygon; empty: there is none.
[[nodiscard]] std::vector<Point> selected_ring(const Tools& tools);

/// A click on the map, of which the second of a double click ends the drawing.
void tool_click(const Ui& ui, Point at, bool ends);
/// The mouse has been dragged from one position to another, and let go.
void tool_box(const Ui& ui, Point from, Point to, bool let_go);
/// Enter ends the drawing, the step back takes the last point away.
void tool_end(Tools& tools);
void tool_back(Tools& tools);

/// What is drawn, with its length or area.
void draw_tool(const Ui& ui, const MapView& map, ImDrawList& list);
/// The buttons over the map's upper edge.
void toolbar(const Ui& ui, const MapView& map);

}  // namespace geo::viewer
