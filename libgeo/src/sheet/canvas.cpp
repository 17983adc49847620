#include "sheet/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "geo/core/error.hpp"

namespace geo::sheet {
namespace {

constexpr const char* kFamilies = "WenQuanYi Micro Hei, Noto Sans CJK SC, sans-serif";

std::unique_ptr<PangoContext, GlibFree> make_pango(cairo_t* cairo) {
  std::unique_ptr<PangoContext, GlibFree> context(pango_cairo_create_context(cairo));
  // Letters of the same shape on every screen and printer: no hinting, gray edges.
  const std::unique_ptr<cairo_font_options_t, CairoFree> options(cairo_font_options_create());
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options.get());
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // The unit is the millimetre: 25.4 of them to the inch.
  pango_cairo_context_set_resolution(context.get(), 25.4);
  pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
  return context;
}

double to_mm(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

}  // namespace

std::string cleaned(const std::string& text) {
  const std::unique_ptr<char, GFree> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
  std::string out(valid.get());
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  return out;
}

std::size_t unknown_glyphs(const std::string& text) {
  const Canvas canvas(1, 1, 72);
  const std::unique_ptr<PangoContext, GlibFree> context = make_pango(canvas.cairo());
  const std::unique_ptr<PangoLayout, GlibFree> layout(pango_layout_new(context.get()));
  PangoFontDescription* font = pango_font_description_from_string(kFamilies);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  const std::string valid = cleaned(text);
  pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
  return static_cast<std::size_t>(pango_layout_get_unknown_glyphs_count(layout.get()));
}

Canvas::Canvas(int width_px, int height_px, double dpi)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px)),
      cairo_(cairo_create(surface_.get())),
      px_per_mm_(dpi / 25.4) {
  check();
  cairo_scale(cairo_.get(), px_per_mm_, px_per_mm_);
  cairo_set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
  pango_ = make_pango(cairo_.get());
}

void Canvas::check() const {
  const cairo_status_t status = cairo_status(cairo_.get());
  if (status == CAIRO_STATUS_SUCCESS) return;
  const bool memory = status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE;
  throw Error(memory ? ErrorCode::kMemory : ErrorCode::kInternal,
              std::string("a sheet could not be drawn: ") + cairo_status_to_string(status) +
                  (memory ? "; make it smaller with width_px" : ""));
}

void Canvas::set_color(scene::Color color) const {
  cairo_set_source_rgba(cairo_.get(), color.r / 255.0, color.g / 255.0, color.b / 255.0,
                        color.a / 255.0);
}

void Canvas::stroke_path(const scene::Stroke& stroke) const {
  if (stroke.width_mm <= 0 || stroke.color.a == 0) return;
  set_color(stroke.color);
  cairo_set_line_width(cairo_.get(), stroke.width_mm);
  cairo_set_dash(cairo_.get(), stroke.dash_mm.data(), static_cast<int>(stroke.dash_mm.size()), 0);
  cairo_stroke_preserve(cairo_.get());
  cairo_set_dash(cairo_.get(), nullptr, 0, 0);
}

void Canvas::rectangle(double x, double y, double width, double height, scene::Color fill,
                       const scene::Stroke& outline) const {
  cairo_rectangle(cairo_.get(), x, y, width, height);
  if (fill.a > 0) {
    set_color(fill);
    cairo_fill_preserve(cairo_.get());
  }
  stroke_path(outline);
  cairo_new_path(cairo_.get());
}

void Canvas::segment(double x0, double y0, double x1, double y1,
                     const scene::Stroke& stroke) const {
  cairo_move_to(cairo_.get(), x0, y0);
  cairo_line_to(cairo_.get(), x1, y1);
  stroke_path(stroke);
  cairo_new_path(cairo_.get());
}

void Canvas::marker(const scene::Marker& marker, double x, double y) const {
  cairo_t* cr = cairo_.get();
  const double r = marker.size_mm / 2;
  const auto polygon = [&](int corners, double start, double inner) {
    const int steps = inner > 0 ? 2 * corners : corners;
    for (int i = 0; i < steps; ++i) {
      const double angle = start + 2 * std::numbers::pi * i / steps;
      const double radius = inner > 0 && i % 2 == 1 ? inner * r : r;
      cairo_line_to(cr, x + radius * std::cos(angle), y + radius * std::sin(angle));
    }
    cairo_close_path(cr);
  };
  cairo_new_path(cr);
  switch (marker.symbol) {
    case scene::Symbol::kCircle:
      cairo_arc(cr, x, y, r, 0, 2 * std::numbers::pi);
      break;
    case scene::Symbol::kSquare:
      cairo_rectangle(cr, x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
      break;
    case scene::Symbol::kDiamond:
      polygon(4, 0, 0);
      break;
    case scene::Symbol::kTriangle:
      polygon(3, -std::numbers::pi / 2, 0);
      break;
    case scene::Symbol::kStar:
      polygon(5, -std::numbers::pi / 2, 0.42);
      break;
  }
  if (marker.outline.width_mm > 0) {  // outside of the sign, so that it keeps its size
    stroke_path({marker.outline.color, 2 * marker.outline.width_mm, {}});
  }
  set_color(marker.fill);
  cairo_fill(cr);
}

void Canvas::ribbon(const std::vector<Point>& path, const std::vector<double>& width_mm,
                    scene::Color color, scene::Color casing, double casing_mm) const {
  if (path.size() < 2 || width_mm.empty()) return;
  cairo_t* cr = cairo_.get();
  const auto half = [&](std::size_t i) { return width_mm[std::min(i, width_mm.size() - 1)] / 2; };
  const std::size_t last = path.size() - 1;
  std::vector<Point> normal(path.size());
  for (std::size_t i = 0; i <= last; ++i) {
    const Point a = path[i == 0 ? 0 : i - 1];
    const Point b = path[std::min(i + 1, last)];
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (length > 0) normal[i] = {-(b.y - a.y) / length, (b.x - a.x) / length};
  }
  const auto cap = [&](std::size_t i, double turn) {
    const double angle = std::atan2(turn * normal[i].y, turn * normal[i].x);
    cairo_arc_negative(cr, path[i].x, path[i].y, half(i), angle, angle - std::numbers::pi);
  };
  cairo_new_path(cr);
  for (std::size_t i = 0; i <= last; ++i) {
    cairo_line_to(cr, path[i].x + normal[i].x * half(i), path[i].y + normal[i].y * half(i));
  }
  cap(last, 1);
  for (std::size_t i = last + 1; i-- > 0;) {
    cairo_line_to(cr, path[i].x - normal[i].x * half(i), path[i].y - normal[i].y * half(i));
  }
  cap(0, -1);
  cairo_close_path(cr);
  if (casing.a > 0) stroke_path({casing, 2 * casing_mm, {}});
  set_color(color);
  cairo_fill(cr);
}

std::unique_ptr<PangoLayout, GlibFree> Canvas::layout(const std::string& text,
                                                      const TextStyle& style) const {
  std::unique_ptr<PangoLayout, GlibFree> layout(pango_layout_new(pango_.get()));
  PangoFontDescription* font = pango_font_description_from_string(kFamilies);
  pango_font_description_set_size(font, static_cast<int>(std::lround(style.pt * PANGO_SCALE)));
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  const std::string valid = cleaned(text);
  pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
  if (style.width_mm > 0) {
    pango_layout_set_width(layout.get(),
                           static_cast<int>(std::lround(style.width_mm * PANGO_SCALE)));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    if (style.max_lines > 0) {
      pango_layout_set_height(layout.get(), -style.max_lines);
      pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_alignment(layout.get(),
                               style.align == TextStyle::Align::kLeft    ? PANGO_ALIGN_LEFT
                               : style.align == TextStyle::Align::kRight ? PANGO_ALIGN_RIGHT
                                                                         : PANGO_ALIGN_CENTER);
  }
  return layout;
}

Extent Canvas::measure(const std::string& text, const TextStyle& style) const {
  const auto set = layout(text, style);
  PangoRectangle logical;
  pango_layout_get_extents(set.get(), nullptr, &logical);
  return {to_mm(logical.width), to_mm(logical.height)};
}

Extent Canvas::text(double x, double y, const std::string& text, const TextStyle& style) const {
  const auto set = layout(text, style);
  PangoRectangle logical;
  pango_layout_get_extents(set.get(), nullptr, &logical);
  const Extent extent{to_mm(logical.width), to_mm(logical.height)};
  if (style.width_mm <= 0) {
    if (style.align == TextStyle::Align::kCentre) x -= extent.width / 2;
    if (style.align == TextStyle::Align::kRight) x -= extent.width;
  }
  cairo_t* cr = cairo_.get();
  if (style.halo_mm > 0 && style.halo.a > 0) {
    cairo_move_to(cr, x, y);
    pango_cairo_layout_path(cr, set.get());
    stroke_path({style.halo, 2 * style.halo_mm, {}});
    cairo_new_path(cr);
  }
  set_color(style.color);
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, set.get());
  cairo_new_path(cr);
  return extent;
}

}  // namespace geo::sheet
