#include "sheet/map_painter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"

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
      if (layer.visible) std::visit([&](const auto& content) { layer_of(content); }, layer.content);
      context_.report(++done / static_cast<double>(scene_.layers.size() + 1));
    }
    if (scene_.synthetic) watermark();
    const std::size_t left_out = labels();
    if (scene_.synthetic) corner_mark();
    cairo_restore(cr);
    return left_out;
  }

 private:
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
    const double reach = layer.marker.size_mm;
    std::size_t count = 0;
    for (const Point& point : layer.points) {
      if (++count % 1024 == 0) context_.check();
      const Point p = frame_.on_page(point);
      if (p.x < frame_.x - reach || p.x > frame_.x + frame_.width + reach ||
          p.y < frame_.y - reach || p.y > frame_.y + frame_.height + reach) {
        continue;
      }
      if (layer.marker.size_mm < 0.5) {  // a dot: its shape cannot be seen, its cost can
        canvas_.set_color(layer.marker.fill);
        cairo_rectangle(cr, p.x - reach / 2, p.y - reach / 2, reach, reach);
        cairo_fill(cr);
      } else {
        canvas_.marker(layer.marker, p.x, p.y);
      }
    }
  }

  void layer_of(const scene::LabelLayer&) const {}  // all labels are placed together, at the end

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

  // A form of a label with what it takes to draw it.
  struct Form {
    bool title = false;
    bool lines = false;  // both false: the key alone
  };
  struct Item {
    const scene::LabelLayer* layer;
    const scene::Label* label;
    std::vector<Form> forms;
  };

  static constexpr double kChip_pt = 6.5;
  static constexpr double kPadding_mm = 0.4;
  static constexpr double kWidest_mm = 42;

  [[nodiscard]] TextStyle title_style(const scene::LabelLayer& layer) const {
    TextStyle style{layer.style.title_pt, layer.style.color, layer.style.bold};
    style.halo = layer.style.halo.with_opacity(0.85);
    style.halo_mm = layer.style.halo_mm;
    style.width_mm = kWidest_mm;
    style.max_lines = 1;
    return style;
  }
  [[nodiscard]] TextStyle key_style(const scene::LabelLayer& layer) const {
    TextStyle style = title_style(layer);
    style.pt = layer.style.lines_pt;
    style.color = layer.style.lines_color;
    style.bold = false;
    return style;
  }
  [[nodiscard]] TextStyle line_style(const scene::LabelLayer& layer,
                                     const scene::Label& label) const {
    TextStyle style = title_style(layer);
    style.pt = layer.style.lines_pt;
    style.bold = false;
    style.color = label.lines_muted ? Color::hex(0x9AA1A8) : layer.style.lines_color;
    return style;
  }

  [[nodiscard]] double chip_diameter(const std::string& key) const {
    const Extent size = canvas_.measure(key, TextStyle{kChip_pt});
    return std::max(size.width, 0.8 * size.height) + 1.2;
  }

  // The size of a form; with `draw`, sets it with its upper left corner there.
  Extent form_of(const Item& item, const Form& form, const Point* at) const {
    const scene::Label& label = *item.label;
    if (!form.title) {
      const double d = chip_diameter(label.key);
      if (at != nullptr) {
        canvas_.marker({scene::Symbol::kCircle,
                        d,
                        Color::hex(0xFFFFFF).with_opacity(0.92),
                        {Color::hex(0x5A636C), 0.2, {}}},
                       at->x + d / 2, at->y + d / 2);
        TextStyle style{kChip_pt, item.layer->style.color, true};
        style.align = TextStyle::Align::kCentre;
        const double height = canvas_.measure(label.key, style).height;
        canvas_.text(at->x + d / 2, at->y + (d - height) / 2, label.key, style);
      }
      return {d, d};
    }
    const std::string& title = label.title.in(language_);
    const TextStyle style = title_style(*item.layer);
    const Extent head = canvas_.measure(title, style);
    const double gap = 0.5;
    const double key =
        label.key.empty() ? 0 : canvas_.measure(label.key, key_style(*item.layer)).width + gap;
    Extent size{head.width + key, head.height};
    const TextStyle small = line_style(*item.layer, label);
    if (form.lines) {
      for (const Text& line : label.lines) {
        const Extent extent = canvas_.measure(line.in(language_), small);
        size.width = std::max(size.width, extent.width);
        size.height += extent.height;
      }
    }
    size.width += 2 * kPadding_mm;
    if (at == nullptr) return size;

    const double middle = at->x + size.width / 2;
    double x = middle - (head.width + key) / 2;
    if (key > 0) {
      const TextStyle number = key_style(*item.layer);
      const double drop = head.height - canvas_.measure(label.key, number).height;
      canvas_.text(x, at->y + 0.72 * drop, label.key, number);
      x += key;
    }
    canvas_.text(x, at->y, title, style);
    double y = at->y + head.height;
    if (form.lines) {
      for (const Text& line : label.lines) {
        TextStyle centred = small;
        const double width = canvas_.measure(line.in(language_), small).width;
        y += canvas_.text(middle - width / 2, y, line.in(language_), centred).height;
      }
    }
    return size;
  }

  std::size_t labels() const {
    const scene::LabelLayer* with_shapes = nullptr;
    std::vector<Item> items;
    for (const scene::Layer& layer : scene_.layers) {
      const auto* content = std::get_if<scene::LabelLayer>(&layer.content);
      if (content == nullptr || !layer.visible) continue;
      if (content->shapes && with_shapes == nullptr) with_shapes = content;
      for (const scene::Label& label : content->labels) {
        Item item{content, &label, {}};
        if (!label.lines.empty()) item.forms.push_back({true, true});
        if (!label.title.empty()) item.forms.push_back({true, false});
        if (!label.key.empty()) item.forms.push_back({false, false});
        items.push_back(std::move(item));
      }
    }
    if (items.empty()) return 0;

    std::vector<scene::LabelRequest> requests;
    requests.reserve(items.size());
    std::size_t count = 0;
    for (const Item& item : items) {
      if (++count % 64 == 0) context_.check();
      scene::LabelRequest request;
      request.region = item.layer->shapes ? item.label->region : -1;
      request.clearance_mm = item.label->clearance_mm;
      request.leader = item.layer->leaders;
      for (const Point& anchor : item.label->anchors) {
        request.anchors.push_back(frame_.transform.apply(anchor));
      }
      for (const Form& form : item.forms) {
        const Extent size = form_of(item, form, nullptr);
        request.forms.push_back({size.width, size.height,
                                 form.lines ? item.layer->lines_inside : item.layer->title_inside});
      }
      requests.push_back(std::move(request));
    }

    std::optional<scene::RegionMask> mask;
    if (with_shapes != nullptr) {
      mask.emplace(*with_shapes->shapes, frame_.transform, frame_.width, frame_.height);
    }
    const Box page{0.8, 0.8, frame_.width - 0.8, frame_.height - 0.8};
    const auto placed =
        scene::place_labels(requests, mask ? &*mask : nullptr, page, signs(), strokes());

    std::size_t left_out = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (placed[i].form < 0) {
        ++left_out;
        continue;
      }
      const Box& box = placed[i].box;
      if (placed[i].leader) leader(box, placed[i].target);
      const Point at{frame_.x + box.min_x, frame_.y + frame_.height - box.max_y};
      form_of(items[i], items[i].forms[static_cast<std::size_t>(placed[i].form)], &at);
    }
    return left_out;
  }

  void leader(const Box& box, Point target) const {
    const Point from{std::clamp(target.x, box.min_x, box.max_x),
                     std::clamp(target.y, box.min_y, box.max_y)};
    const auto page = [&](Point p) {
      return Point{frame_.x + p.x, frame_.y + frame_.height - p.y};
    };
    const Point a = page(from);
    const Point b = page(target);
    canvas_.segment(a.x, a.y, b.x, b.y, {Color::hex(0xFFFFFF).with_opacity(0.8), 0.7, {}});
    canvas_.segment(a.x, a.y, b.x, b.y, {Color::hex(0x4A525A), 0.2, {}});
    canvas_.marker({scene::Symbol::kCircle, 0.8, Color::hex(0x4A525A), {}}, b.x, b.y);
  }

  // What no label may cover: the mark of invented data, and signs unless they are a swarm.
  [[nodiscard]] std::vector<Box> signs() const {
    constexpr std::size_t kSwarm = 300;
    std::vector<Box> out;
    if (scene_.synthetic) out.push_back(corner());
    for (const scene::Layer& layer : scene_.layers) {
      const auto* content = std::get_if<scene::PointLayer>(&layer.content);
      if (content == nullptr || !layer.visible || content->points.size() > kSwarm) continue;
      for (const Point& point : content->points) {
        const Point p = frame_.transform.apply(point);
        out.push_back(Box{p.x, p.y, p.x, p.y}.grown(content->marker.size_mm / 2));
      }
    }
    return out;
  }

  // What labels had better not cover: thick strokes.
  [[nodiscard]] std::vector<Box> strokes() const {
    std::vector<Box> out;
    for (const scene::Layer& layer : scene_.layers) {
      const auto* content = std::get_if<scene::LineLayer>(&layer.content);
      if (content == nullptr || !layer.visible) continue;
      for (const scene::Line& line : content->lines) {
        for (std::size_t i = 0; i < line.path.size() && !line.width_mm.empty(); ++i) {
          const Point p = frame_.transform.apply(line.path[i]);
          const Point q = frame_.transform.apply(line.path[std::min(i + 1, line.path.size() - 1)]);
          const double width = line.width_mm[std::min(i, line.width_mm.size() - 1)];
          const double reach = width / 2 + content->casing_mm;
          // Boxes so near that no label fits between two of them.
          const int steps =
              1 + static_cast<int>(std::hypot(q.x - p.x, q.y - p.y) / std::max(2 * reach, 0.5));
          for (int k = 0; k < steps; ++k) {
            const double t = static_cast<double>(k) / steps;
            const double x = p.x + (q.x - p.x) * t;
            const double y = p.y + (q.y - p.y) * t;
            out.push_back(Box{x, y, x, y}.grown(reach));
          }
        }
      }
    }
    return out;
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
