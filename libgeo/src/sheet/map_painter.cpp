#include "sheet/map_painter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "geo/scene/lettering.hpp"

namespace geo::sheet {
namespace {

using scene::Color;

// Vertices nearer than this to the last one drawn are invisible on any sheet.
constexpr double kSmallest_mm = 0.03;

class MapPainter {
 public:
  MapPainter(const Canvas& canvas, const scene::Scene& scene, const MapFrame& frame,
             Language language, const Context& context)
      : canvas_(canvas), scene_(scene), frame_(frame), language_(language), context_(context) {}

  std::size_t paint() {
    cairo_t* cr = canvas_.cairo();
    cairo_save(cr);
    cairo_rectangle(cr, frame_.x, frame_.y, frame_.width, frame_.height);
    cairo_clip(cr);
    canvas_.set_color(scene_.background);
    cairo_paint(cr);
    double done = 0;
    for (const scene::Layer& layer : scene_.layers) {
      context_.check();
      if (layer.visible) paint_layer(layer);
      context_.report(++done / static_cast<double>(scene_.layers.size() + 1));
    }
    if (scene_.synthetic) watermark();
    const std::size_t left_out = labels();
    if (scene_.synthetic) corner_mark();
    cairo_restore(cr);
    return left_out;
  }

 private:
  void paint_layer(const scene::Layer& layer) const {
    const auto paint_content = [&] {
      std::visit([&](const auto& content) { layer_of(content); }, layer.content);
    };
    if (layer.opacity >= 1) {
      paint_content();
      return;
    }
    cairo_push_group(canvas_.cairo());
    paint_content();
    cairo_pop_group_to_source(canvas_.cairo());
    cairo_paint_with_alpha(canvas_.cairo(), std::max(layer.opacity, 0.0));
  }

  void ring_path(const PolygonSet& shapes, std::size_t ring) const {
    cairo_t* cr = canvas_.cairo();
    const std::size_t first = shapes.ring_vertex[ring];
    const std::size_t last = shapes.ring_vertex[ring + 1];
    Point drawn{};
    for (std::size_t v = first; v < last; ++v) {
      const Point p = frame_.on_page({shapes.x[v], shapes.y[v]});
      if (v == first) {
        cairo_move_to(cr, p.x, p.y);
      } else if (v + 1 == last) {
        cairo_close_path(cr);
      } else if (std::fabs(p.x - drawn.x) + std::fabs(p.y - drawn.y) < kSmallest_mm) {
        continue;
      } else {
        cairo_line_to(cr, p.x, p.y);
      }
      drawn = p;
    }
  }

  void region_path(const PolygonSet& shapes, std::size_t region) const {
    const std::size_t last = shapes.part_ring[shapes.region_part[region + 1]];
    for (std::size_t k = shapes.part_ring[shapes.region_part[region]]; k < last; ++k) {
      ring_path(shapes, k);
    }
  }

  void layer_of(const scene::PolygonLayer& layer) const {
    if (!layer.shapes) return;
    cairo_t* cr = canvas_.cairo();
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    const auto each = [&](const auto& body) {
      for (std::size_t r = 0; r < layer.shapes->size(); ++r) {
        if (r % 64 == 0) context_.check();
        cairo_new_path(cr);
        region_path(*layer.shapes, r);
        body(r);
      }
      cairo_new_path(cr);
    };
    if (layer.casing.width_mm > 0) {
      each([&](std::size_t) { canvas_.stroke_path(layer.casing); });
    }
    each([&](std::size_t r) {
      if (!layer.fill.empty()) {
        canvas_.set_color(layer.fill[layer.fill.size() == 1 ? 0 : r]);
        cairo_fill_preserve(cr);
      }
    });
    // Outlines after all fills: no neighbour paints over half of one.
    if (layer.outline.width_mm > 0) {
      each([&](std::size_t) { canvas_.stroke_path(layer.outline); });
    }
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
  }

  void layer_of(const scene::LineLayer& layer) const {
    for (const scene::Line& line : layer.lines) {
      std::vector<Point> path;
      path.reserve(line.path.size());
      for (const Point& p : line.path) path.push_back(frame_.on_page(p));
      if (!line.dash_mm.empty() && !line.width_mm.empty()) {
        for (const Point& p : path) cairo_line_to(canvas_.cairo(), p.x, p.y);
        canvas_.stroke_path({line.color, line.width_mm.front(), line.dash_mm});
        cairo_new_path(canvas_.cairo());
      } else {
        canvas_.ribbon(path, line.width_mm, line.color, layer.casing, layer.casing_mm);
      }
    }
  }

  void layer_of(const scene::PointLayer& layer) const {
    cairo_t* cr = canvas_.cairo();
    scene::Marker marker = layer.marker;
    for (std::size_t i = 0; i < layer.points.size(); ++i) {
      if (i % 1024 == 1023) context_.check();
      if (!layer.fill.empty()) marker.fill = layer.fill[i];
      if (!layer.size_mm.empty()) marker.size_mm = layer.size_mm[i];
      const double reach = marker.size_mm;
      const Point p = frame_.on_page(layer.points[i]);
      if (p.x < frame_.x - reach || p.x > frame_.x + frame_.width + reach ||
          p.y < frame_.y - reach || p.y > frame_.y + frame_.height + reach) {
        continue;
      }
      if (marker.size_mm < 0.5) {  // a dot: its shape cannot be seen, its cost can
        canvas_.set_color(marker.fill);
        cairo_rectangle(cr, p.x - reach / 2, p.y - reach / 2, reach, reach);
        cairo_fill(cr);
      } else {
        canvas_.marker(marker, p.x, p.y);
      }
      if (!layer.words.empty() && !layer.words[i].empty()) {
        TextStyle style{scene::word_pt(marker.size_mm), layer.words_color, true};
        style.align = TextStyle::Align::kCentre;
        const double height = canvas_.measure(layer.words[i], style).height;
        canvas_.text(p.x, p.y - height / 2, layer.words[i], style);
      }
    }
  }

  void layer_of(const scene::ImageLayer& layer) const {
    if (layer.pixels.empty()) return;
    const int columns = layer.frame.columns;
    const int rows = layer.frame.rows;
    const std::unique_ptr<cairo_surface_t, CairoFree> image(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, columns, rows));
    unsigned char* data = cairo_image_surface_get_data(image.get());
    if (data == nullptr) {
      throw Error(ErrorCode::kMemory, "a picture on the map does not fit into memory");
    }
    cairo_surface_flush(image.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(image.get()));
    for (int row = 0; row < rows; ++row) {
      auto* out = reinterpret_cast<std::uint32_t*>(data + static_cast<std::size_t>(row) * stride);
      const std::size_t first = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
      for (int column = 0; column < columns; ++column) {
        out[column] = premultiplied(layer.pixels[first + static_cast<std::size_t>(column)], 1);
      }
    }
    cairo_surface_mark_dirty(image.get());
    cairo_t* cr = canvas_.cairo();
    cairo_save(cr);
    const Point corner = frame_.on_page({layer.frame.west, layer.frame.north});
    cairo_translate(cr, corner.x, corner.y);
    const double mm = layer.frame.pixel * frame_.transform.mm_per_unit;
    cairo_scale(cr, mm, mm);
    cairo_set_source_surface(cr, image.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_restore(cr);
  }

  void layer_of(const scene::LabelLayer& /*layer*/) const {
  }  // all labels are placed together, at the end

  // A grid made coarser by whole factors until its pixels are about those of the sheet.
  static scene::RasterLayer coarser(const scene::RasterLayer& fine, int factor) {
    scene::RasterLayer out;
    out.frame = {fine.frame.west, fine.frame.north, fine.frame.pixel * factor,
                 (fine.frame.columns + factor - 1) / factor,
                 (fine.frame.rows + factor - 1) / factor};
    out.values.resize(out.frame.size());
    for (int row = 0; row < out.frame.rows; ++row) {
      for (int column = 0; column < out.frame.columns; ++column) {
        double sum = 0;
        int count = 0;
        for (int r = row * factor; r < std::min((row + 1) * factor, fine.frame.rows); ++r) {
          for (int c = column * factor; c < std::min((column + 1) * factor, fine.frame.columns);
               ++c) {
            const float value = value_at(fine, c, r);
            if (std::isnan(value)) continue;
            sum += value;
            ++count;
          }
        }
        out.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(out.frame.columns) +
                   static_cast<std::size_t>(column)] =
            count > 0 ? static_cast<float>(sum / count) : std::numeric_limits<float>::quiet_NaN();
      }
    }
    return out;
  }

  static float value_at(const scene::RasterLayer& raster, int column, int row) {
    return raster
        .values[static_cast<std::size_t>(row) * static_cast<std::size_t>(raster.frame.columns) +
                static_cast<std::size_t>(column)];
  }

  // The value at a position in pixels (0.5 is the middle of the first), linear between centres. No
  // data where the pixel itself has none.
  static double sample(const scene::RasterLayer& raster, double column, double row) {
    const GridFrame& frame = raster.frame;
    if (column < 0 || row < 0 || column >= frame.columns || row >= frame.rows) return NAN;
    const float own = value_at(raster, static_cast<int>(column), static_cast<int>(row));
    if (std::isnan(own)) return NAN;
    const double left = std::floor(column - 0.5);
    const double top = std::floor(row - 0.5);
    const double fx = column - 0.5 - left;
    const double fy = row - 0.5 - top;
    double sum = 0;
    double weights = 0;
    for (int dy = 0; dy < 2; ++dy) {
      for (int dx = 0; dx < 2; ++dx) {
        const int c = std::clamp(static_cast<int>(left) + dx, 0, frame.columns - 1);
        const int r = std::clamp(static_cast<int>(top) + dy, 0, frame.rows - 1);
        const float value = value_at(raster, c, r);
        if (std::isnan(value)) continue;
        const double weight = (dx == 0 ? 1 - fx : fx) * (dy == 0 ? 1 - fy : fy);
        sum += weight * value;
        weights += weight;
      }
    }
    return weights > 0 ? sum / weights : own;
  }

  void layer_of(const scene::RasterLayer& layer) const {
    if (layer.values.empty() || layer.classes.breaks.empty()) return;
    const double px = canvas_.px_per_mm();
    const int left = static_cast<int>(std::floor(frame_.x * px));
    const int top = static_cast<int>(std::floor(frame_.y * px));
    const int width = static_cast<int>(std::ceil((frame_.x + frame_.width) * px)) - left;
    const int height = static_cast<int>(std::ceil((frame_.y + frame_.height) * px)) - top;
    const std::unique_ptr<cairo_surface_t, CairoFree> image(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
    unsigned char* data = cairo_image_surface_get_data(image.get());
    if (data == nullptr) {
      throw Error(ErrorCode::kMemory,
                  "a sheet of this size does not fit into memory; lower width_px");
    }
    const int stride = cairo_image_surface_get_stride(image.get());
    cairo_surface_flush(image.get());

    const double units_per_px = 1 / (frame_.transform.mm_per_unit * px);
    const int factor = static_cast<int>(std::min(units_per_px / layer.frame.pixel, 1e6));
    const scene::RasterLayer reduced = factor >= 2 ? coarser(layer, factor) : scene::RasterLayer{};
    const scene::RasterLayer& raster = factor >= 2 ? reduced : layer;

    base::parallel_for(
        context_, static_cast<std::size_t>(height), 16, [&](std::size_t from, std::size_t to) {
          for (std::size_t row = from; row < to; ++row) {
            auto* out =
                reinterpret_cast<std::uint32_t*>(data + row * static_cast<std::size_t>(stride));
            const double y_mm =
                frame_.y + frame_.height - (static_cast<double>(row) + top + 0.5) / px;
            const double y = frame_.transform.origin.y + y_mm / frame_.transform.mm_per_unit;
            const double grid_row = (raster.frame.north - y) / raster.frame.pixel;
            for (int column = 0; column < width; ++column) {
              const double x_mm = (column + left + 0.5) / px - frame_.x;
              const double x = frame_.transform.origin.x + x_mm / frame_.transform.mm_per_unit;
              const double value =
                  sample(raster, (x - raster.frame.west) / raster.frame.pixel, grid_row);
              out[column] = premultiplied(layer.classes.shade(value), layer.opacity);
            }
          }
        });
    cairo_surface_mark_dirty(image.get());

    cairo_t* cr = canvas_.cairo();
    cairo_save(cr);
    if (layer.clip) {
      cairo_new_path(cr);
      for (std::size_t r = 0; r < layer.clip->size(); ++r) region_path(*layer.clip, r);
      cairo_clip(cr);
    }
    cairo_identity_matrix(cr);
    cairo_set_source_surface(cr, image.get(), left, top);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_restore(cr);
  }

  static std::uint32_t premultiplied(Color color, double opacity) {
    const double alpha = color.a * opacity;
    const auto channel = [alpha](std::uint8_t c) {
      return static_cast<std::uint32_t>(c * alpha / 255 + 0.5);
    };
    return static_cast<std::uint32_t>(alpha + 0.5) << 24 | channel(color.r) << 16 |
           channel(color.g) << 8 | channel(color.b);
  }

  void watermark() const {
    cairo_t* cr = canvas_.cairo();
    TextStyle style;
    style.bold = true;
    style.align = TextStyle::Align::kCentre;
    style.color = Color::hex(0xB3261E).with_opacity(0.075);
    style.pt = 20;
    const double diagonal = std::hypot(frame_.width, frame_.height);
    style.pt *= 0.62 * diagonal / canvas_.measure(scene::kSyntheticMark, style).width;
    const double height = canvas_.measure(scene::kSyntheticMark, style).height;
    cairo_save(cr);
    cairo_translate(cr, frame_.x + frame_.width / 2, frame_.y + frame_.height / 2);
    cairo_rotate(cr, -std::atan2(frame_.height, frame_.width));
    canvas_.text(0, -height / 2, scene::kSyntheticMark, style);
    cairo_restore(cr);
  }

  // Where the mark stands, so that it stays with the map when the sheet's head is cut off.
  [[nodiscard]] Box corner() const {
    const Extent size = canvas_.measure(scene::kSyntheticMark, corner_style());
    return {frame_.width - size.width - 5, 1.5, frame_.width - 1.5, 1.5 + size.height + 1.6};
  }
  static TextStyle corner_style() { return {9, Color::hex(0xB3261E), true}; }

  void corner_mark() const {
    const Box box = corner();
    const double x = frame_.x + box.min_x;
    const double y = frame_.y + frame_.height - box.max_y;
    canvas_.rectangle(x, y, box.width(), box.height(), Color::hex(0xFFFFFF).with_opacity(0.85),
                      {Color::hex(0xB3261E), 0.35, {}});
    canvas_.text(x + 1.75, y + 0.8, scene::kSyntheticMark, corner_style());
  }

  static TextStyle text_style(const scene::WordStyle& word) {
    TextStyle style{word.pt, word.color, word.bold};
    style.halo = word.halo;
    style.halo_mm = word.halo_mm;
    style.width_mm = word.widest_mm;
    style.max_lines = 1;
    return style;
  }

  std::size_t labels() const {
    const scene::MeasureWord measure = [&](const std::string& text, const scene::WordStyle& style) {
      const Extent size = canvas_.measure(text, text_style(style));
      return scene::WordSize{size.width, size.height};
    };
    std::vector<Box> blocked;
    if (scene_.synthetic) blocked.push_back(corner());
    const scene::Lettering lettering =
        scene::set_labels(scene_, language_, frame_.transform, frame_.width, frame_.height, measure,
                          std::move(blocked), context_);
    const auto page = [&](Point p) {
      return Point{frame_.x + p.x, frame_.y + frame_.height - p.y};
    };
    for (const scene::SetLabel& label : lettering.labels) {
      if (label.leader) leader(page(label.leader->first), page(label.leader->second));
      if (label.chip) {
        const Point centre = page(label.box.centre());
        canvas_.marker(*label.chip, centre.x, centre.y);
      }
      for (const scene::Word& word : label.words) {
        const Point at = page(word.at);
        canvas_.text(at.x, at.y, word.text, text_style(word.style));
      }
    }
    return lettering.left_out;
  }

  void leader(Point a, Point b) const {
    canvas_.segment(a.x, a.y, b.x, b.y, {Color::hex(0xFFFFFF).with_opacity(0.8), 0.7, {}});
    canvas_.segment(a.x, a.y, b.x, b.y, {Color::hex(0x4A525A), 0.2, {}});
    canvas_.marker({scene::Symbol::kCircle, 0.8, Color::hex(0x4A525A), {}}, b.x, b.y);
  }

  const Canvas& canvas_;
  const scene::Scene& scene_;
  const MapFrame& frame_;
  Language language_;
  const Context& context_;
};

}  // namespace

MapFrame MapFrame::fitting(const Box& extent, double x, double y, double width, double height) {
  MapFrame frame{x, y, width, height, {}};
  const double scale = std::min(width / extent.width(), height / extent.height());
  const Point centre = extent.centre();
  frame.transform = {{centre.x - width / 2 / scale, centre.y - height / 2 / scale}, scale};
  return frame;
}

std::size_t paint_map(const Canvas& canvas, const scene::Scene& scene, const MapFrame& frame,
                      Language language, const Context& context) {
  return MapPainter(canvas, scene, frame, language, context).paint();
}

}  // namespace geo::sheet
