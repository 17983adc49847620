#pragma once

#include <string>

#include "geo/core/text.hpp"

// Two maps of one place: side by side, or one below the other with a border that is dragged.
namespace geo::viewer {

class MapView;
struct Ui;
struct Choices;

struct Compare {
  enum class Mode { kOff, kSides, kSwipe };
  Mode mode = Mode::kOff;
  /// What the second map shows instead: a specialty (empty: all) and a bandwidth (0: the same).
  std::string specialty;
  double bandwidth_m = 0;
  float split = 0.5F;  ///< where the border is, of the map's width
};

/// The choices of the second map.
[[nodiscard]] Choices compared(const Choices& first, const Compare& compare);

/// The border of a swipe, which is dragged.
void split_handle(const Ui& ui, const MapView& map, float x);
/// What each of the two maps shows, at their lower ends.
void compare_captions(const Ui& ui, const MapView& map, const Text& first, const Text& second,
                      double first_bandwidth_m, double second_bandwidth_m);

/// The buttons of the toolbar that open their own boxes.
void bookmarks_button(const Ui& ui);
void compare_button(const Ui& ui);

}  // namespace geo::viewer
