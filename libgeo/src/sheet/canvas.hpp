#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/scene/scene.hpp"

// Cairo and Pango behind values that free themselves, in millimetres with y down.
namespace geo::sheet {

struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
struct GlibFree {
  void operator()(void* object) const { g_object_unref(object); }
};
struct GFree {
  void operator()(char* text) const { g_free(text); }
};

/// How a text is set.
struct TextStyle {
  double pt = 8;
  scene::Color color{};
  bool bold = false;
  double width_mm = 0;  ///< wrap at this width; 0: one line
  int max_lines = 0;    ///< with a width: the rest becomes "…"; 0: as many as it takes
  enum class Align { kLeft, kCentre, kRight } align = Align::kLeft;
  scene::Color halo{0, 0, 0, 0};
  double halo_mm = 0;
};

struct Extent {
  double width = 0;
  double height = 0;
};

/// A page to draw on, in mm from its upper left corner.
class Canvas {
 public:
  /// An image of that size. Throws Error(kMemory).
  Canvas(int width_px, int height_px, double dpi);

  [[nodiscard]] cairo_t* cairo() const { return cairo_.get(); }
  [[nodiscard]] cairo_surface_t* surface() const { return surface_.get(); }
  [[nodiscard]] double px_per_mm() const { return px_per_mm_; }
  /// Throws Error(kMemory or kInternal) where a drawing call failed.
  void check() const;

  void set_color(scene::Color color) const;
  void rectangle(double x, double y, double width, double height, scene::Color fill,
                 const scene::Stroke& outline = {}) const;
  void segment(double x0, double y0, double x1, double y1, const scene::Stroke& stroke) const;
  /// Strokes the current path and keeps it.
  void stroke_path(const scene::Stroke& stroke) const;
  void marker(const scene::Marker& marker, double x, double y) const;
  /// A line of changing width; clears the path.
  void ribbon(const std::vector<Point>& path, const std::vector<double>& width_mm,
              scene::Color color, scene::Color casing, double casing_mm) const;

  /// The size of a text as it would be set.
  [[nodiscard]] Extent measure(const std::string& text, const TextStyle& style) const;
  /// Sets a text with its upper left corner at (x, y); with kCentre and kRight and no width, x is
  /// its middle and its right edge. Returns its size.
  Extent text(double x, double y, const std::string& text, const TextStyle& style) const;

 private:
  [[nodiscard]] std::unique_ptr<PangoLayout, GlibFree> layout(const std::string& text,
                                                              const TextStyle& style) const;
  std::unique_ptr<cairo_surface_t, CairoFree> surface_;
  std::unique_ptr<cairo_t, CairoFree> cairo_;
  std::unique_ptr<PangoContext, GlibFree> pango_;
  double px_per_mm_;
};

/// Valid UTF-8 on one line: bad bytes become "�", control characters blanks.
[[nodiscard]] std::string cleaned(const std::string& text);
/// How many characters no font has.
[[nodiscard]] std::size_t unknown_glyphs(const std::string& text);

}  // namespace geo::sheet
