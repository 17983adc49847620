#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/scene/breaks.hpp"
#include "geo/scene/color.hpp"
#include "geo/select/filter.hpp"
#include "viewer/layers/style.hpp"
#include "viewer/tools/compare.hpp"
#include "viewer/tools/tools.hpp"

// Everything that a user can change, as plain values. What is computed from them is elsewhere
// (session.hpp).
namespace geo::viewer {

enum class Sheet { kHeatmap, kPlan };

/// What the map shows and how: can be undone, and is what a project file holds.
struct Choices {
  Sheet sheet = Sheet::kHeatmap;
  select::Filter filter;  ///< which enterprises count
  /// The filter goes into the project: tables, layers and heatmaps that are written are of the
  /// enterprises that pass it, from here and from the command line.
  bool filter_written = false;
  density::Kernel kernel = density::Kernel::kQuartic;
  double bandwidth_m = 3000;
  density::Correction correction = density::Correction::kNone;
  scene::Classification classification = scene::Classification::kGeometric;
  int classes = 7;
  scene::Ramp ramp = scene::Ramp::kYlOrRd;
  bool reversed = false;
  double opacity = 0.92;
  LayerChoices layers;
  friend bool operator==(const Choices&, const Choices&) = default;
};

struct Camera {
  Point centre;
  double units_per_px = 0;  ///< 0: not set yet, the whole map is shown
  friend bool operator==(const Camera&, const Camera&) = default;
};

/// The years of founding as a film: the end of the range moves from the first year to the last.
struct Play {
  bool on = false;
  bool cumulative = true;  ///< else each frame shows one step alone
  bool quarters = false;   ///< a step is a quarter, not a year
  double steps_per_second = 2;
};

/// What charts and tools remember.
struct Explore {
  std::string chart = "bars";
  std::map<std::string, std::string> table_filters;  ///< by table: what its rows must hold
  std::string profile_belt;                          ///< id; empty: the first
  /// A position that a chart points at on the map.
  std::optional<Point> marker;
};

/// A named view to come back to.
struct Bookmark {
  std::string name;
  Camera camera;
  Choices choices;
  friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

/// Where one looks and what one has picked.
struct View {
  Language language = Language::kEnglish;
  bool dark = false;
  Camera camera;
  std::string district;              ///< code of the selected one; empty: none
  std::optional<std::size_t> point;  ///< index of the selected enterprise
  std::string table = "districts";
  Play play;
  Explore explore;
  Tools tools;
  Compare compare;
  std::vector<Bookmark> bookmarks;
  std::string search;         ///< what is typed into the box that goes to places
  bool focus_search = false;  ///< the box takes the keys in the next frame
  std::string layer;          ///< whose style is open in the list of layers
  bool shortcuts = false;     ///< the list of keys is open
};

struct State {
  Choices choices;
  View view;
};

}  // namespace geo::viewer
