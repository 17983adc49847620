#pragma once

#include <optional>
#include <string>

#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/scene/breaks.hpp"
#include "geo/scene/color.hpp"
#include "viewer/layers/style.hpp"

// Everything that a user can change, as plain values. What is computed from them is elsewhere
// (session.hpp).
namespace geo::viewer {

enum class Sheet { kHeatmap, kPlan };

/// What the map shows and how: can be undone, and is what a project file holds.
struct Choices {
  Sheet sheet = Sheet::kHeatmap;
  // Which enterprises count; each empty one lets all through.
  std::string specialty;
  std::string district;  ///< code
  std::string belt;      ///< id
  std::string text;      ///< a part of the name or the id, whatever the case
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

/// Where one looks and what one has picked.
struct View {
  Language language = Language::kEnglish;
  bool dark = false;
  Camera camera;
  std::string district;              ///< code of the selected one; empty: none
  std::optional<std::size_t> point;  ///< index of the selected enterprise
  std::string table = "districts";
  std::string layer;       ///< whose style is open in the list of layers
  bool shortcuts = false;  ///< the list of keys is open
};

struct State {
  Choices choices;
  View view;
};

}  // namespace geo::viewer
