#include "geo/scene/lettering.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo::scene {
namespace {

constexpr double kChip_pt = 6.5;
constexpr double kPadding_mm = 0.4;
constexpr double kKeyGap_mm = 0.8;

class Setter {
 public:
  Setter(const Scene& scene, Language language, const Transform& transform, double width_mm,
         double height_mm, const MeasureWord& measure, const Context& context)
      : scene_(scene),
        language_(language),
        transform_(transform),
        width_(width_mm),
        height_(height_mm),
        measure_(measure),
        context_(context) {}

  Lettering set(std::vector<Box> blocked) {
    const std::vector<Item> items = list();
    Lettering out;
    if (items.empty()) return out;
    std::vector<LabelRequest> requests;
    requests.reserve(items.size());
    for (const Item& item : items) {
      if (requests.size() % 64 == 63) context_.check();
      requests.push_back(request(item));
    }
    std::optional<RegionMask> mask;
    for (const Item& item : items) {
      if (!item.content->shapes) continue;
      mask.emplace(*item.content->shapes, transform_, width_, height_);
      break;
    }
    add_signs(blocked);
    const Box page{0.8, 0.8, width_ - 0.8, height_ - 0.8};
    const auto placed = place_labels(requests, mask ? &*mask : nullptr, page, blocked, strokes());
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (placed[i].form < 0) {
        ++out.left_out;
      } else {
        out.labels.push_back(write(items[i], placed[i]));
      }
    }
    return out;
  }

 private:
  struct Form {
    bool title = false;
    bool lines = false;  // both false: the key alone
  };
  struct Item {
    std::size_t layer;
    std::size_t index;
    const LabelLayer* content;
    const Label* label;
    std::vector<Form> forms;
  };

  [[nodiscard]] std::vector<Item> list() const {
    std::vector<Item> items;
    for (std::size_t l = 0; l < scene_.layers.size(); ++l) {
      const auto* content = std::get_if<LabelLayer>(&scene_.layers[l].content);
      if (content == nullptr || !scene_.layers[l].visible) continue;
      for (std::size_t i = 0; i < content->labels.size(); ++i) {
        const Label& label = content->labels[i];
        Item item{l, i, content, &label, {}};
        if (!label.lines.empty()) item.forms.push_back({true, true});
        if (!label.title.empty()) item.forms.push_back({true, false});
        if (!label.key.empty()) item.forms.push_back({false, false});
        items.push_back(std::move(item));
      }
    }
    return items;
  }

  [[nodiscard]] LabelRequest request(const Item& item) const {
    LabelRequest request;
    request.region = item.content->shapes ? item.label->region : -1;
    request.clearance_mm = item.label->clearance_mm;
    request.leader = item.content->leaders;
    for (const Point& anchor : item.label->anchors) {
      request.anchors.push_back(transform_.apply(anchor));
    }
    for (const Form& form : item.forms) {
      const WordSize size = write(item, form, {}, nullptr);
      request.forms.push_back(
          {size.width_mm, size.height_mm,
           form.lines ? item.content->lines_inside : item.content->title_inside});
    }
    return request;
  }

  [[nodiscard]] SetLabel write(const Item& item, const PlacedLabel& placed) const {
    SetLabel out;
    out.layer = item.layer;
    out.label = item.index;
    out.box = placed.box;
    if (placed.leader) {
      const Box& box = placed.box;
      out.leader = {Point{std::clamp(placed.target.x, box.min_x, box.max_x),
                          std::clamp(placed.target.y, box.min_y, box.max_y)},
                    placed.target};
    }
    write(item, item.forms[static_cast<std::size_t>(placed.form)],
          {placed.box.min_x, placed.box.max_y}, &out);
    return out;
  }

  static WordStyle title_style(const LabelLayer& layer) {
    WordStyle style;
    style.pt = layer.style.title_pt;
    style.bold = layer.style.bold;
    style.color = layer.style.color;
    style.halo = layer.style.halo.with_opacity(0.85);
    style.halo_mm = layer.style.halo_mm;
    return style;
  }
  static WordStyle line_style(const LabelLayer& layer, Color color) {
    WordStyle style = title_style(layer);
    style.pt = layer.style.lines_pt;
    style.bold = false;
    style.color = color;
    return style;
  }

  // The size of a form; with `out`, writes it there with its upper left corner at `at`.
  WordSize write(const Item& item, const Form& form, Point at, SetLabel* out) const {
    const Label& label = *item.label;
    const LabelLayer& layer = *item.content;
    const auto say = [&](Point where, const std::string& text, const WordStyle& style) {
      if (out != nullptr) out->words.push_back({where, text, style});
    };
    if (!form.title) {
      WordStyle style;
      style.pt = kChip_pt;
      const WordSize plain = measure_(label.key, style);
      const double d = std::max(plain.width_mm, 0.8 * plain.height_mm) + 1.2;
      style.bold = true;
      style.color = layer.style.color;
      const WordSize key = measure_(label.key, style);
      if (out != nullptr) {
        out->chip = {Symbol::kCircle,
                     d,
                     Color::hex(0xFFFFFF).with_opacity(0.92),
                     {Color::hex(0x5A636C), 0.2, {}}};
      }
      say({at.x + (d - key.width_mm) / 2, at.y - (d - key.height_mm) / 2}, label.key, style);
      return {d, d};
    }
    const std::string& title = label.title.in(language_);
    const WordStyle style = title_style(layer);
    const WordStyle number = line_style(layer, layer.style.lines_color);
    const WordStyle small =
        line_style(layer, label.lines_muted ? Color::hex(0x9AA1A8) : layer.style.lines_color);
    const WordSize head = measure_(title, style);
    const WordSize key = label.key.empty() ? WordSize{} : measure_(label.key, number);
    const double key_width = label.key.empty() ? 0 : key.width_mm + kKeyGap_mm;
    std::vector<WordSize> lines;
    WordSize size{head.width_mm + key_width, head.height_mm};
    for (std::size_t i = 0; form.lines && i < label.lines.size(); ++i) {
      lines.push_back(measure_(label.lines[i].in(language_), small));
      size.width_mm = std::max(size.width_mm, lines.back().width_mm);
      size.height_mm += lines.back().height_mm;
    }
    size.width_mm += 2 * kPadding_mm;
    if (out == nullptr) return size;

    const double middle = at.x + size.width_mm / 2;
    double x = middle - (head.width_mm + key_width) / 2;
    if (key_width > 0) {
      // The number's letters stand on the line of the title's.
      say({x, at.y - 0.72 * (head.height_mm - key.height_mm)}, label.key, number);
      x += key_width;
    }
    say({x, at.y}, title, style);
    double y = at.y - head.height_mm;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      say({middle - lines[i].width_mm / 2, y}, label.lines[i].in(language_), small);
      y -= lines[i].height_mm;
    }
    return size;
  }

  // What no label may cover: signs, unless they are a swarm.
  void add_signs(std::vector<Box>& blocked) const {
    constexpr std::size_t kSwarm = 300;
    for (const Layer& layer : scene_.layers) {
      const auto* content = std::get_if<PointLayer>(&layer.content);
      if (content == nullptr || !layer.visible || content->points.size() > kSwarm) continue;
      for (std::size_t i = 0; i < content->points.size(); ++i) {
        const Point p = transform_.apply(content->points[i]);
        const double size =
            content->size_mm.empty() ? content->marker.size_mm : content->size_mm[i];
        blocked.push_back(Box{p.x, p.y, p.x, p.y}.grown(size / 2));
      }
    }
  }

  // What labels had better not cover: thick strokes.
  [[nodiscard]] std::vector<Box> strokes() const {
    std::vector<Box> out;
    for (const Layer& layer : scene_.layers) {
      const auto* content = std::get_if<LineLayer>(&layer.content);
      if (content == nullptr || !layer.visible) continue;
      for (const Line& line : content->lines) {
        for (std::size_t i = 0; i < line.path.size() && !line.width_mm.empty(); ++i) {
          const Point p = transform_.apply(line.path[i]);
          const Point q = transform_.apply(line.path[std::min(i + 1, line.path.size() - 1)]);
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

  const Scene& scene_;
  Language language_;
  const Transform& transform_;
  double width_;
  double height_;
  const MeasureWord& measure_;
  const Context& context_;
};

}  // namespace

Lettering set_labels(const Scene& scene, Language language, const Transform& transform,
                     double width_mm, double height_mm, const MeasureWord& measure,
                     std::vector<Box> blocked, const Context& context) {
  return Setter(scene, language, transform, width_mm, height_mm, measure, context)
      .set(std::move(blocked));
}

}  // namespace geo::scene
