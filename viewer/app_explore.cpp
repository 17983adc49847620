#include <algorithm>
#include <cmath>

#include "geo/core/error.hpp"
#include "viewer/app.hpp"
#include "viewer/figures.hpp"
#include "viewer/search.hpp"
#include "viewer/tools/compare.hpp"
#include "viewer/tools/selection.hpp"
#include "viewer/tools/tools.hpp"

// What the viewer does for whoever explores the data: figures of a filter, years as a film, places.
namespace geo::viewer {
namespace {

constexpr double kNear_m = 2500;  // around a place that is gone to

}  // namespace

// The shape that was drawn, with what the filter leaves in it.
void App::request_selection() {
  if (!session_) return;
  const std::vector<Point> ring = selected_ring(state_->view.tools);
  if (ring.empty()) {
    selection_.reset();
    selection_requested_.reset();
    return;
  }
  const auto wanted = std::make_pair(ring, state_->choices.filter);
  if (selection_requested_ && *selection_requested_ == wanted) return;
  const bool anew = !selection_requested_ || selection_requested_->first != ring;
  selection_requested_ = wanted;
  const Text what{"统计选区", "Counting the selection"};
  worker_.post("selection", what,
               [this, session = session_, wanted, anew](const Context& context) -> Worker::Apply {
                 auto made = make_selection(*session, wanted.first, wanted.second, context);
                 return [this, session, made, anew] {
                   if (session != session_ || !selection_requested_) return;
                   selection_ = made;
                   if (anew) bring_to_front_ = "selection";
                 };
               });
}

// The map that is compared with, in the classes of the first: else colours would mislead.
void App::request_second() {
  if (state_->view.compare.mode == Compare::Mode::kOff ||
      state_->choices.sheet != Sheet::kHeatmap) {
    second_.reset();
    second_requested_.reset();
    return;
  }
  if (!session_ || !picture_ || !picture_->complete ||
      !same_picture(*session_, picture_->choices, state_->choices)) {
    return;
  }
  const Choices wanted = compared(state_->choices, state_->view.compare);
  if (second_requested_ && second_of_ == picture_ &&
      same_picture(*session_, *second_requested_, wanted)) {
    return;
  }
  second_requested_ = wanted;
  second_of_ = picture_;
  const Text what{"第二幅地图", "The second map"};
  // Of the one before, unless its classes are others, and with the basemap as fine as the first's.
  const bool same = second_ && second_->breaks == picture_->breaks;
  worker_.post("second", what,
               [this, session = session_, wanted, first = picture_,
                before = same ? second_ : nullptr](const Context& context) -> Worker::Apply {
                 auto made =
                     make_picture(*session, wanted, before.get(), false, context, first->breaks);
                 if (first->closer && whole_basemap(*made) != nullptr) {
                   made = with_closer(*session, *made, first->closer);
                 }
                 return [this, session, made] {
                   if (session == session_ && second_requested_) second_ = made;
                 };
               });
}

namespace {

// Over a map of some years: which.
void year_caption(const Ui& ui, const MapView& map) {
  const select::Range& founded = ui.state.choices.filter.founded;
  if (founded.open() || ui.state.choices.sheet != Sheet::kHeatmap) return;
  const Text span = founded_span(founded);
  const char* const text = ui.t(span);
  ImFont* const font = ui.fonts.large();
  const float s = ui.scale;
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, 0, text);
  const ImVec2 at{std::round(map.corner().x + (map.size().x - size.x) / 2),
                  std::round(map.corner().y + map.furniture_top(ui) + 44 * s)};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({at.x - 10 * s, at.y - 3 * s}, {at.x + size.x + 10 * s, at.y + size.y + 3 * s},
                     IM_COL32(255, 255, 255, 225), 4 * s);
  list.AddText(font, font->FontSize, at, IM_COL32(34, 40, 47, 255), text);
}

}  // namespace

// The map, or two of one place.
void App::map_area(const Ui& ui, const Frame& frame) {
  const Compare& compare = ui.state.view.compare;
  const bool two = frame.second != nullptr;
  Frame other = frame;
  if (two) {
    other.picture = frame.second;
    State state = ui.state;
    state.choices = compared(state.choices, compare);
    other.state = std::make_shared<const State>(std::move(state));
  }
  const Ui second(other, fonts_, *this, widgets_, options_.scale);
  if (two && compare.mode == Compare::Mode::kSides) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float half = std::floor(room.x / 2);
    ImGui::BeginChild("first", {half - 1, room.y});
    map_.draw(ui, frame.picture);
    ImGui::EndChild();
    ImGui::SameLine(0, 2);
    ImGui::BeginChild("second", {room.x - half - 1, room.y});
    second_map_.draw(second, other.picture, "second");
    ImGui::EndChild();
  } else {
    map_.draw(ui, frame.picture);
    if (two) {
      const float x = map_.corner().x + compare.split * map_.size().x;
      second_map_.draw_over(second, other.picture, map_, x);
      split_handle(ui, map_, x);
    }
  }
  // Over both maps, but below every box that opens; the mouse goes through it.
  const ImVec2 before = ImGui::GetCursorScreenPos();
  const MapView& last = two && compare.mode == Compare::Mode::kSides ? second_map_ : map_;
  ImGui::SetCursorScreenPos(map_.corner());
  ImGui::BeginChild(
      "captions", {last.corner().x + last.size().x - map_.corner().x, map_.size().y}, false,
      ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
  if (two) {
    compare_captions(ui, map_, frame.picture->scene.subtitle, frame.second->scene.subtitle,
                     ui.state.choices.bandwidth_m, second.state.choices.bandwidth_m);
  }
  year_caption(ui, map_);
  ImGui::EndChild();
  ImGui::SetCursorScreenPos(before);
  toolbar(ui, map_);
}

std::optional<BasemapWindow> App::closer_wanted() const {
  const Camera& camera = map_.camera();
  if (!picture_ || !session_ || !(camera.units_per_px > 0)) return std::nullopt;
  const ImVec2 size = map_.size();
  const double x = size.x / 2.0 * camera.units_per_px;
  const double y = size.y / 2.0 * camera.units_per_px;
  const Point at = camera.centre;
  return basemap_wanted(*picture_, {.box = {at.x - x, at.y - y, at.x + x, at.y + y},
                                    .units_per_px = camera.units_per_px});
}

// Once the view stands still, the basemap is read as fine as the screen; what is there stays until
// then. Where the file has nothing finer, or nothing at all, that is not asked for again.
void App::request_closer() {
  const bool still = map_.camera() == closer_camera_ && !ImGui::IsMouseDown(0);
  closer_camera_ = map_.camera();
  if (!still) return;
  const std::optional<BasemapWindow> wanted = closer_wanted();
  if (wanted == closer_requested_ && closer_of_.lock() == picture_) return;
  closer_requested_ = wanted;
  closer_of_ = picture_;
  if (!wanted) {
    worker_.drop("closer");
    return;
  }
  worker_.post("closer", {"读取底图", "Reading the basemap"},
               [this, session = session_, before = picture_,
                window = *wanted](const Context& context) -> Worker::Apply {
                 std::shared_ptr<const Picture> closer;
                 try {
                   auto made =
                       std::make_shared<const Made>(basemap_window(*session, window, context));
                   closer = with_closer(*session, *before, std::move(made));
                 } catch (const Error& error) {
                   if (error.code() != ErrorCode::kInput) throw;
                   return [] {};  // the whole one is there
                 }
                 return [this, before, closer] {
                   if (picture_ == before) picture_ = closer;
                 };
               });
}

bool App::up_to_date() const {
  return picture_ && same_picture(*session_, picture_->choices, state_->choices) && figures_ &&
         figures_->filter == state_->choices.filter;
}

void App::request_figures() {
  if (!session_ || (figures_requested_ && *figures_requested_ == state_->choices.filter)) return;
  figures_requested_ = state_->choices.filter;
  const Text what{"统计", "Counting"};
  worker_.post("figures", what,
               [this, session = session_,
                filter = state_->choices.filter](const Context& context) -> Worker::Apply {
                 auto figures = make_figures(*session, filter, context);
                 return [this, session, figures] {
                   if (session == session_) figures_ = figures;
                 };
               });
}

// The next step is taken when the last one is seen and its time is over.
void App::play() {
  const Play play = state_->view.play;
  const auto stop = [this] { look([](View& view) { view.play.on = false; }); };
  if (!play.on) playing_ = false;
  if (!play.on || !session_ || !message_.empty()) return;
  const select::Histogram& founded = session_->facts.founded;
  if (founded.counts.empty()) {
    stop();
    return;
  }
  const double now = ImGui::GetTime();
  if (!up_to_date() || now - last_step_ < 1 / play.steps_per_second) return;
  last_step_ = now;
  const double step = play.quarters ? 0.25 : 1;
  const double first = std::floor(founded.from);
  const double last = std::floor(founded.to / step) * step + step;
  const select::Range& range = state_->choices.filter.founded;
  const bool begins = !std::isfinite(range.to) || range.to >= last;
  if (begins && playing_) {
    playing_ = false;
    stop();
    return;
  }
  playing_ = true;
  const double to = begins ? first + step : std::floor(range.to / step + 1e-6) * step + step;
  choose("play", [&](Choices& c) {
    c.filter.founded.to = to;
    if (play.cumulative) {
      if (c.filter.founded.from >= to || begins) c.filter.founded.from = select::Range().from;
    } else {
      c.filter.founded.from = to - step;
    }
  });
}

void App::find(const std::string& text) {
  if (!session_) return;
  const Text what{"查找", "Searching"};
  worker_.post("find", what,
               [this, session = session_, text](const Context& context) -> Worker::Apply {
                 auto found = find_places(*session, text, context);
                 return [this, session, found] {
                   if (session != session_) return;
                   found_ = found;
                   for (const Place& place : found->places) {
                     fonts_.need(place.name.zh);
                     fonts_.need(place.detail.zh);
                   }
                 };
               });
}

void App::go(const Place& place) {
  if (!session_) return;
  const atlas::Atlas& atlas = session_->atlas;
  const auto around = [](Point at) {
    return Box{at.x - kNear_m, at.y - kNear_m, at.x + kNear_m, at.y + kNear_m};
  };
  if (place.kind == Place::Kind::kDistrict) {
    look([&](View& view) { view.district = atlas.regions.regions[place.index].code; });
    zoom_to(atlas.regions.envelope(place.index));
  } else if (place.kind == Place::Kind::kSite) {
    zoom_to(around(atlas.sites.sites[place.index].position));
  } else {
    look([&](View& view) { view.point = place.index; });
    zoom_to(around({atlas.points.x[place.index], atlas.points.y[place.index]}));
  }
}

}  // namespace geo::viewer
