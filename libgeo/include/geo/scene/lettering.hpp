#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"
#include "geo/scene/color.hpp"
#include "geo/scene/labels.hpp"
#include "geo/scene/scene.hpp"

// The words of a map: which labels are written where, in which form. Like labels.hpp in millimetres
// with y up, so that a sheet and a window write the same.
namespace geo::scene {

/// How a word is written: on one line, and where it is wider than `widest_mm` cut with "…".
struct WordStyle {
  double pt = 8;
  bool bold = false;
  Color color;
  Color halo{0, 0, 0, 0};
  double halo_mm = 0;
  double widest_mm = 42;
};

struct WordSize {
  double width_mm = 0;
  double height_mm = 0;
};

/// The size of a word as the painter would write it. For one text and style always the same.
using MeasureWord = std::function<WordSize(const std::string& text, const WordStyle& style)>;

struct Word {
  Point at;  ///< its upper left corner
  std::string text;
  WordStyle style;
};

/// A label in its place: drawn in this order.
struct SetLabel {
  std::size_t layer = 0;  ///< index into the scene's layers
  std::size_t label = 0;  ///< index into that layer's labels
  Box box;
  std::optional<std::pair<Point, Point>> leader;  ///< from the label to its region
  std::optional<Marker> chip;                     ///< a disc behind a key, in the middle of the box
  std::vector<Word> words;
};

struct Lettering {
  std::vector<SetLabel> labels;
  std::size_t left_out = 0;  ///< labels for which there was no room
};

/// Places the labels of the visible layers on a map of [0, width] x [0, height], on which
/// `transform` puts the ground. No label covers a sign (unless the signs are a swarm) or one of the
/// `blocked` boxes; they shun thick strokes. Costs as `place_labels`, and the measuring.
[[nodiscard]] Lettering set_labels(const Scene& scene, Language language,
                                   const Transform& transform, double width_mm, double height_mm,
                                   const MeasureWord& measure, std::vector<Box> blocked,
                                   const Context& context);

}  // namespace geo::scene
