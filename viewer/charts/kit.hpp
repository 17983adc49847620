#pragma once

#include <string>
#include <vector>

#include "viewer/ui.hpp"

// What charts are drawn with: a frame with axes, colours, ticks.
namespace geo::viewer {

/// The colour of the n-th series: told apart by most people with a colour vision deficiency (after
/// Okabe and Ito 2008), on light and dark ground.
[[nodiscard]] ImU32 series_color(std::size_t series);

/// Round values from 0 on, the last at or above `most`: 0, 200, 400 ... About `wanted` steps.
[[nodiscard]] std::vector<double> ticks_to(double most, int wanted);

/// A plot's inner room and its scales: x from `x_from` to `x_to`, y from 0 upwards.
struct PlotFrame {
  ImVec2 from;  ///< the upper left corner, in pixels
  ImVec2 to;
  double x_from = 0;
  double x_to = 1;
  double y_to = 1;
  bool hovered = false;  ///< the mouse is in it
  bool clicked = false;

  [[nodiscard]] float x(double value) const {
    return from.x + static_cast<float>((value - x_from) / (x_to - x_from)) * (to.x - from.x);
  }
  [[nodiscard]] float y(double value) const {
    return to.y - static_cast<float>(value / y_to) * (to.y - from.y);
  }
  /// The value of x under the mouse.
  [[nodiscard]] double x_at_mouse() const {
    return x_from + static_cast<double>((ImGui::GetIO().MousePos.x - from.x) / (to.x - from.x)) *
                        (x_to - x_from);
  }
};

/// Takes the room of `height` pixels, draws the scale of y with `y_unit` above it, and leaves room
/// for labels of x below. The plot is the widget `id`.
[[nodiscard]] PlotFrame plot_frame(const Ui& ui, const std::string& id, float height, double x_from,
                                   double x_to, double y_most, const char* y_unit);

/// A label below the plot with its middle (or its end, where it would stick out) at x. Whether it
/// had room to the right of `free_from`, which is moved behind it.
bool x_label(const Ui& ui, const PlotFrame& frame, double x, const std::string& text,
             float& free_from);
/// What the axis of x measures, at its right end below the labels.
void x_unit(const Ui& ui, const PlotFrame& frame, const char* unit);

/// A coloured square and words behind it, for legends and tooltips.
void swatch_line(const Ui& ui, ImU32 color, const std::string& text);

}  // namespace geo::viewer
