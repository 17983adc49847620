#include "viewer/map/map_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <utility>

#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"
#include "viewer/layers/layers.hpp"
#include "viewer/map/draw.hpp"
#include "viewer/tools/tools.hpp"

namespace geo::viewer {
namespace {

constexpr double kZoomStep = 1.25;
constexpr int kSamples = 4;
constexpr float kPick = 6;     // px within which a point is hit
constexpr float kClick = 4;    // px that a click may move
constexpr float kTools = 34;   // px that the tools take at the top
constexpr float kRoomy = 570;  // px that tools, mark and north arrow take side by side

ImFont* font_for(const Ui& ui, double pt) {
  return pt <= 7 ? ui.fonts.small() : pt <= 9 ? ui.fonts.body() : ui.fonts.large();
}

std::string cut(ImFont* font, const std::string& text, float widest) {
  if (font->CalcTextSizeA(font->FontSize, 1e6F, 0, text.c_str()).x <= widest) return text;
  std::string shorter = text;
  while (!shorter.empty()) {
    do {
      shorter.pop_back();
    } while (!shorter.empty() && (static_cast<unsigned char>(shorter.back()) & 0xC0U) == 0x80);
    // What is left may end within a character.
    if (!shorter.empty() && static_cast<unsigned char>(shorter.back()) >= 0xC0) shorter.pop_back();
    std::string tried = shorter + "…";
    if (font->CalcTextSizeA(font->FontSize, 1e6F, 0, tried.c_str()).x <= widest) return tried;
  }
  return "…";
}

void text_with_halo(ImDrawList& list, ImFont* font, ImVec2 at, const std::string& text,
                    scene::Color color, scene::Color halo, float halo_px, bool bold) {
  at = {std::round(at.x), std::round(at.y)};
  if (halo.a > 0 && halo_px > 0) {
    for (int k = 0; k < 8; ++k) {
      const float turn = 0.785398F * static_cast<float>(k);
      list.AddText(font, font->FontSize,
                   {at.x + halo_px * std::cos(turn), at.y + halo_px * std::sin(turn)}, packed(halo),
                   text.c_str());
    }
  }
  list.AddText(font, font->FontSize, at, packed(color), text.c_str());
  if (bold) list.AddText(font, font->FontSize, {at.x + 0.7F, at.y}, packed(color), text.c_str());
}

}  // namespace

ImVec2 MapView::on_screen(Point map) const {
  return {
      at_.x + size_.x / 2 + static_cast<float>((map.x - camera_.centre.x) / camera_.units_per_px),
      at_.y + size_.y / 2 - static_cast<float>((map.y - camera_.centre.y) / camera_.units_per_px)};
}

Point MapView::on_map(ImVec2 screen) const {
  return {
      camera_.centre.x + static_cast<double>(screen.x - at_.x - size_.x / 2) * camera_.units_per_px,
      camera_.centre.y -
          static_cast<double>(screen.y - at_.y - size_.y / 2) * camera_.units_per_px};
}

Camera MapView::fitting(const Box& box) const {
  const double height = std::max(1.0F, size_.y - tools_);
  const double scale =
      std::max({box.width() / std::max(1.0F, size_.x), box.height() / height, 1e-6});
  const Point middle = box.centre();
  return {{middle.x, middle.y + 0.5 * tools_ * scale}, scale};
}

scene::Scene MapView::as_seen() const {
  scene::Scene scene = scene_;
  scene.extent = seen();
  scene.legend = named_legend(*picture_, painted_.choices);
  for (scene::LegendItem& item : scene.legend) {
    auto* bar = std::get_if<scene::ClassBar>(&item.sample);
    if (bar == nullptr) continue;
    if (item.layer == "density") {
      restyle(bar->classes, painted_.choices);
      bar->opacity = painted_.choices.opacity;
    } else {
      bar->opacity = painted_.choices.layers.of(item.layer).opacity;
    }
  }
  return scene;
}

std::size_t MapView::signs() const {
  std::size_t count = 0;
  for (const scene::Layer& layer : scene_.layers) {
    const auto* signs = std::get_if<scene::PointLayer>(&layer.content);
    if (signs != nullptr && layer.visible) count += signs->points.size();
  }
  return count;
}

void MapView::take(const Ui& ui, const std::shared_ptr<const Picture>& picture) {
  if (picture == picture_) return;
  if (!painter_) painter_ = std::make_unique<gl::MapPainter>();
  picture_ = picture;
  scene_ = picture->scene;
  painter_->load(picture);
  painted_ = {};
  for (const Language each : {Language::kChinese, Language::kEnglish}) {
    for (const std::string& text : scene_.texts(each)) ui.fonts.need(text);
  }
}

// Runs what paints. Where there is no memory for it, the map says so until its picture or its size
// is another one; nothing half painted is kept.
bool MapView::ready(const Ui& ui, const std::shared_ptr<const Picture>& picture,
                    const std::function<void()>& work) {
  const bool again =
      failed_ != picture.get() || failed_size_.x != size_.x || failed_size_.y != size_.y;
  if (trouble_.empty() || again) {
    trouble_ = {};
    const gl::KeptFramebuffer before;
    try {
      work();
      return true;
    } catch (const Error& error) {
      trouble_ = atlas::error_text(error);
    } catch (const std::bad_alloc&) {
      trouble_ = {"内存不足，无法绘制地图；请关闭一些图层，或缩小窗口",
                  "not enough memory for the map; switch layers off or make the window smaller"};
    }
    failed_ = picture.get();
    failed_size_ = size_;
    picture_.reset();
    painter_.reset();
    scene_ = {};
    painted_ = {};
    smooth_ = {};
    draft_ = {};
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float margin = 24 * ui.scale;
  list.AddText(nullptr, 0, {at_.x + margin, at_.y + size_.y / 3}, ImGui::GetColorU32(ImGuiCol_Text),
               ui.t(trouble_), nullptr, size_.x - 2 * margin);
  return false;
}

void MapView::draw(const Ui& ui, const std::shared_ptr<const Picture>& picture,
                   const std::string& id) {
  at_ = ImGui::GetCursorScreenPos();
  size_ = ImGui::GetContentRegionAvail();
  size_ = {std::max(32.0F, std::floor(size_.x)), std::max(32.0F, std::floor(size_.y))};
  tools_ = kTools * ui.scale;
  ImGui::InvisibleButton(id.c_str(), size_);
  ui.name(id);
  if (!picture) {
    pointer_.reset();
    return;
  }
  const bool painted = ready(ui, picture, [&] {
    take(ui, picture);
    camera_ = ui.state.view.camera;
    if (!(camera_.units_per_px > 0)) {
      camera_ = fitting(scene_.extent);
      ui.actions.look([&](View& view) { view.camera = camera_; });
    }
    handle_mouse(ui);
    paint(ui);
  });
  if (painted) show(ui);
}

void MapView::draw_over(const Ui& ui, const std::shared_ptr<const Picture>& picture,
                        const MapView& other, float from_x) {
  if (!picture) return;
  at_ = other.at_;
  size_ = other.size_;
  const bool painted = ready(ui, picture, [&] {
    take(ui, picture);
    camera_ = other.camera_;
    pointer_ = other.pointer_;
    tools_ = other.tools_;
    paint(ui);
  });
  if (!painted) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect({from_x, at_.y}, {at_.x + size_.x, at_.y + size_.y}, true);
  show(ui);
  list.PopClipRect();
}

// What has been painted, and what lies over it.
void MapView::show(const Ui& ui) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 end{at_.x + size_.x, at_.y + size_.y};
  const gl::Canvas& shown = painted_.draft ? draft_ : smooth_;
  // OpenGL's rows run upwards.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what ImGui calls a texture
  list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(shown.texture())), at_,
                end, {0, 1}, {1, 0});
  list.PushClipRect(at_, end, true);
  if (ui.session != nullptr && ui.state.view.point) {
    const PointSet& points = ui.session->atlas.points;
    const std::size_t i = *ui.state.view.point;
    const ImVec2 at = on_screen({points.x[i], points.y[i]});
    list.AddCircle(at, 7 * ui.scale, IM_COL32(255, 255, 255, 230), 0, 4 * ui.scale);
    list.AddCircle(at, 7 * ui.scale, IM_COL32(11, 60, 140, 255), 0, 2 * ui.scale);
  }
  words(ui, list);
  if (const auto& marker = ui.state.view.explore.marker) {
    const ImVec2 at = on_screen(*marker);
    list.AddCircle(at, 9 * ui.scale, IM_COL32(255, 255, 255, 230), 0, 5 * ui.scale);
    list.AddCircle(at, 9 * ui.scale, IM_COL32(213, 94, 0, 255), 0, 3 * ui.scale);
  }
  draw_tool(ui, *this, list);
  furniture(ui, list);
  list.PopClipRect();
}

// The enterprise nearest to the mouse, if it is shown and under it.
std::optional<std::size_t> MapView::pick(const Ui& ui) const {
  const scene::Layer* layer = scene_.find("points");
  if (layer == nullptr || !layer->visible) return std::nullopt;
  const auto* signs = std::get_if<scene::PointLayer>(&layer->content);
  if (signs == nullptr || !signs->words.empty()) return std::nullopt;  // numbers are no enterprises
  const PointSet& points = ui.session->atlas.points;
  double nearest = kPick * ui.scale * camera_.units_per_px;
  std::optional<std::size_t> found;
  for (const std::uint32_t i : picture_->shown) {
    const double away = std::hypot(points.x[i] - pointer_->x, points.y[i] - pointer_->y);
    if (away >= nearest) continue;
    nearest = away;
    found = i;
  }
  return found;
}

// The middle of the sign with a number that is under the mouse.
std::optional<Point> MapView::group_at_pointer(float px_per_mm) const {
  const scene::Layer* layer = scene_.find("points");
  if (layer == nullptr || !layer->visible) return std::nullopt;
  const auto* signs = std::get_if<scene::PointLayer>(&layer->content);
  for (std::size_t i = 0; signs != nullptr && i < signs->words.size(); ++i) {
    if (signs->words[i].empty()) continue;
    const Point at = signs->points[i];
    const double away = std::hypot(at.x - pointer_->x, at.y - pointer_->y);
    if (away <= 0.5 * signs->size_mm[i] * px_per_mm * camera_.units_per_px) return at;
  }
  return std::nullopt;
}

void MapView::handle_mouse(const Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool over = ImGui::IsItemHovered();
  pointer_.reset();
  if (over) pointer_ = on_map(io.MousePos);
  Camera camera = camera_;
  if (over && io.MouseWheel != 0) {
    const double factor = std::pow(kZoomStep, -io.MouseWheel);
    const double widest = 4 * fitting(scene_.extent).units_per_px;
    const double units = std::clamp(camera.units_per_px * factor, 0.05, widest);
    const double kept = units / camera.units_per_px;
    camera.centre.x = pointer_->x + (camera.centre.x - pointer_->x) * kept;
    camera.centre.y = pointer_->y + (camera.centre.y - pointer_->y) * kept;
    camera.units_per_px = units;
  }
  const Tool tool = ui.state.view.tools.tool;
  if (ImGui::IsItemActivated()) {
    dragging_ = false;
    double_click_ = ImGui::IsMouseDoubleClicked(0);
    pressed_at_ = on_map(io.MousePos);
  }
  if (tool == Tool::kBox) {
    const ImVec2 drag = ImGui::GetMouseDragDelta(0, kClick * ui.scale);
    dragging_ = dragging_ || (ImGui::IsItemActive() && (drag.x != 0 || drag.y != 0));
    const bool let_go = ImGui::IsItemDeactivated();
    if (dragging_ && (ImGui::IsItemActive() || let_go)) {
      tool_box(ui, pressed_at_, on_map(io.MousePos), let_go);
    }
  } else if (ImGui::IsItemActive()) {
    const ImVec2 drag = ImGui::GetMouseDragDelta(0, kClick * ui.scale);
    if (drag.x != 0 || drag.y != 0 || dragging_) {
      dragging_ = true;
      camera.centre.x -= static_cast<double>(io.MouseDelta.x) * camera.units_per_px;
      camera.centre.y += static_cast<double>(io.MouseDelta.y) * camera.units_per_px;
      ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
  }
  if (tool != Tool::kNone) {
    if (over) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (ImGui::IsItemDeactivated() && over && !dragging_) tool_click(ui, *pointer_, double_click_);
  } else if (ImGui::IsItemDeactivated() && over && !dragging_ && ui.session != nullptr) {
    if (const auto group = group_at_pointer(px_per_mm(ui.scale))) {
      ui.actions.look([&](View& view) {
        view.camera = {*group, camera_.units_per_px / (kZoomStep * kZoomStep * kZoomStep)};
      });
      return;
    }
    const std::optional<std::size_t> point = pick(ui);
    if (point) {
      ui.actions.look([&](View& view) { view.point = point; });
      return;
    }
    const auto place = ui.session->locator->locate(*pointer_);
    const std::string code =
        place.region < 0
            ? ""
            : ui.session->atlas.regions.regions[static_cast<std::size_t>(place.region)].code;
    ui.actions.look([&](View& view) { view.district = code; });
  }
  // The map never leaves the window for good.
  camera.centre.x = std::clamp(camera.centre.x, scene_.extent.min_x, scene_.extent.max_x);
  camera.centre.y = std::clamp(camera.centre.y, scene_.extent.min_y, scene_.extent.max_y);
  if (camera != camera_) {
    camera_ = camera;
    ui.actions.look([&](View& view) { view.camera = camera; });
  }
}

Box MapView::seen() const {
  const double x = size_.x / 2.0 * camera_.units_per_px;
  const double y = size_.y / 2.0 * camera_.units_per_px;
  return {camera_.centre.x - x, camera_.centre.y - y, camera_.centre.x + x, camera_.centre.y + y};
}

// The scene with the colours that are chosen, and the layers that follow the camera.
void MapView::dress(const Ui& ui, const Painted& now, float px_per_mm) {
  const bool moved = now.picture != painted_.picture || now.camera != painted_.camera ||
                     now.width != painted_.width || now.height != painted_.height;
  const auto& stack = picture_->stack;
  std::vector<std::vector<scene::Layer>> live(stack.size());
  for (std::size_t s = 0; s < stack.size() && moved; ++s) {
    if (stack[s].made->live) {
      live[s] = stack[s].made->live({seen(), camera_.units_per_px, px_per_mm});
    }
  }
  const bool covered = closer_covers(*picture_, seen());
  for (std::size_t i = 0; i < scene_.layers.size(); ++i) {
    scene::Layer& layer = scene_.layers[i];
    const auto& [kind, own] = picture_->from[i];
    if (!live[kind].empty()) {
      layer.content = std::move(live[kind][own].content);
      painter_->load(i, layer);
      if (const auto* words = std::get_if<scene::LabelLayer>(&layer.content)) {
        for (const scene::Label& label : words->labels)
          ui.fonts.need(label.title.in(ui.language()));
      }
    }
    if (auto* raster = std::get_if<scene::RasterLayer>(&layer.content)) {
      restyle(raster->classes, now.choices);
      raster->opacity = now.choices.opacity;
    }
    layer.opacity = now.choices.layers.of(stack[kind].id).opacity;
    if (picture_->closer && stack[kind].id == "basemap") {
      // One over the other would be seen through two, where they are not opaque.
      const bool closer = stack[kind].made == picture_->closer;
      layer.visible = closer ? covered || layer.opacity >= 1 : !covered;
    }
  }
}

void MapView::paint(const Ui& ui) {
  Painted now;
  now.picture = picture_.get();
  now.camera = camera_;
  now.width = static_cast<int>(size_.x);
  now.height = static_cast<int>(size_.y);
  now.choices = ui.state.choices;
  now.district = ui.state.view.district;
  now.language = ui.language();
  now.letters = ui.fonts.generation();
  // While it moves it is painted as it comes, and smoothly once it stands still.
  now.draft = painted_.picture == now.picture && painted_.camera != now.camera;
  if (now == painted_) return;
  const float mm = px_per_mm(ui.scale);
  dress(ui, now, mm);
  if (now.district != painted_.district || painted_.picture != now.picture) {
    const int region = ui.session == nullptr ? -1 : ui.session->atlas.regions.find(now.district);
    painter_->load_selection(region < 0 ? nullptr : &ui.session->atlas.regions,
                             static_cast<std::size_t>(std::max(region, 0)));
  }
  gl::Canvas& canvas = now.draft ? draft_ : smooth_;
  canvas.resize(now.width, now.height, now.draft ? 0 : kSamples);
  painter_->paint(scene_, {camera_.centre, camera_.units_per_px, mm}, canvas);

  const double width = size_.x / mm;
  const double height = size_.y / mm;
  const scene::Transform transform{{camera_.centre.x - size_.x / 2.0 * camera_.units_per_px,
                                    camera_.centre.y - size_.y / 2.0 * camera_.units_per_px},
                                   1 / (camera_.units_per_px * mm)};
  const scene::MeasureWord measure = [&](const std::string& text, const scene::WordStyle& style) {
    ImFont* const font = font_for(ui, style.pt);
    const float widest = static_cast<float>(style.widest_mm) * mm;
    const std::string shown = cut(font, text, widest);
    const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, 0, shown.c_str());
    return scene::WordSize{size.x / mm, size.y / mm};
  };
  // The corners with the scale, the north arrow and the mark of invented data.
  const double top = height - furniture_top(ui) / mm;
  std::vector<Box> blocked = {
      {0, 0, 190 / mm * ui.scale, 40 / mm * ui.scale},
      {width - 46 / mm * ui.scale, top - 60 / mm * ui.scale, width, height}};
  if (scene_.synthetic) {
    blocked.push_back({0, top - 34 / mm * ui.scale, 230 / mm * ui.scale, height});
  }
  lettering_ = scene::set_labels(scene_, ui.language(), transform, width, height, measure,
                                 std::move(blocked), Context(1));
  painted_ = std::move(now);
  ++paintings_;
}

void MapView::words(const Ui& ui, ImDrawList& list) const {
  const float mm = px_per_mm(ui.scale);
  const auto screen = [&](Point p) {
    return ImVec2{at_.x + static_cast<float>(p.x) * mm,
                  at_.y + size_.y - static_cast<float>(p.y) * mm};
  };
  for (const scene::Layer& layer : scene_.layers) {
    const auto* signs = std::get_if<scene::PointLayer>(&layer.content);
    if (signs == nullptr || signs->words.empty() || !layer.visible) continue;
    for (std::size_t i = 0; i < signs->points.size(); ++i) {
      const std::string& text = signs->words[i];
      if (text.empty()) continue;
      const double size = signs->size_mm.empty() ? signs->marker.size_mm : signs->size_mm[i];
      ImFont* const font = font_for(ui, scene::word_pt(size));
      const ImVec2 room = font->CalcTextSizeA(font->FontSize, 1e6F, 0, text.c_str());
      const ImVec2 at = on_screen(signs->points[i]);
      list.AddText(font, font->FontSize,
                   {std::round(at.x - room.x / 2), std::round(at.y - room.y / 2)},
                   packed(signs->words_color), text.c_str());
    }
  }
  for (const scene::SetLabel& label : lettering_.labels) {
    if (label.leader) {
      const ImVec2 a = screen(label.leader->first);
      const ImVec2 b = screen(label.leader->second);
      list.AddLine(a, b, IM_COL32(255, 255, 255, 200), 3 * ui.scale);
      list.AddLine(a, b, IM_COL32(74, 82, 90, 255), ui.scale);
      list.AddCircleFilled(b, 2 * ui.scale, IM_COL32(74, 82, 90, 255));
    }
    if (label.chip) draw_marker(list, *label.chip, screen(label.box.centre()), mm);
    for (const scene::Word& word : label.words) {
      ImFont* const font = font_for(ui, word.style.pt);
      const float widest = static_cast<float>(word.style.widest_mm) * mm;
      text_with_halo(list, font, screen(word.at), cut(font, word.text, widest), word.style.color,
                     word.style.halo, static_cast<float>(word.style.halo_mm) * mm * 0.8F,
                     word.style.bold);
    }
  }
}

float MapView::furniture_top(const Ui& ui) const {
  return size_.x < kRoomy * ui.scale ? tools_ : 0;
}

void MapView::furniture(const Ui& ui, ImDrawList& list) const {
  const float s = ui.scale;
  const ImU32 ink = IM_COL32(34, 40, 47, 255);
  const ImU32 paper = IM_COL32(255, 255, 255, 215);
  // The scale: the longest round length that fits.
  const double longest = 150.0 * s * camera_.units_per_px;
  double length = std::pow(10, std::floor(std::log10(longest)));
  for (const double step : {5.0, 2.0}) {
    if (length * step <= longest) {
      length *= step;
      break;
    }
  }
  const auto px = static_cast<float>(length / camera_.units_per_px);
  const ImVec2 left{at_.x + 14 * s, at_.y + size_.y - 14 * s};
  const std::string text = length >= 1000 ? scene::format_number(length / 1000, 4) + " km"
                                          : scene::format_number(length, 4) + " m";
  list.AddRectFilled({left.x - 8 * s, left.y - 27 * s}, {left.x + px + 10 * s, left.y + 8 * s},
                     paper, 3 * s);
  list.AddRectFilled({left.x, left.y - 5 * s}, {left.x + px / 2, left.y}, ink);
  list.AddRect({left.x, left.y - 5 * s}, {left.x + px, left.y}, ink);
  list.AddText(ui.fonts.small(), ui.fonts.small()->FontSize, {left.x, left.y - 22 * s}, ink,
               text.c_str());
  // North.
  const float top = at_.y + furniture_top(ui);
  const ImVec2 tip{at_.x + size_.x - 24 * s, top + 12 * s};
  list.AddRectFilled({tip.x - 15 * s, tip.y - 6 * s}, {tip.x + 15 * s, tip.y + 44 * s}, paper,
                     3 * s);
  list.AddTriangleFilled(tip, {tip.x - 7 * s, tip.y + 24 * s}, {tip.x, tip.y + 18 * s}, ink);
  list.AddTriangle(tip, {tip.x, tip.y + 18 * s}, {tip.x + 7 * s, tip.y + 24 * s}, ink);
  const char* const north = ui.t("北", "N");
  ImFont* const font = ui.fonts.small();
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, 0, north);
  list.AddText(font, font->FontSize, {tip.x - size.x / 2, tip.y + 26 * s}, ink, north);
  if (!scene_.synthetic) return;
  const char* const mark = ui.word(scene::kSyntheticMark);
  const ImVec2 room = font->CalcTextSizeA(font->FontSize, 1e6F, 0, mark);
  const ImVec2 corner{at_.x + 8 * s, top + 8 * s};
  list.AddRectFilled(corner, {corner.x + room.x + 14 * s, corner.y + room.y + 8 * s}, paper, 3 * s);
  list.AddRect(corner, {corner.x + room.x + 14 * s, corner.y + room.y + 8 * s},
               IM_COL32(179, 38, 30, 255), 3 * s);
  list.AddText(font, font->FontSize, {corner.x + 7 * s, corner.y + 4 * s},
               IM_COL32(179, 38, 30, 255), mark);
}

}  // namespace geo::viewer
