#include <algorithm>
#include <cmath>

#include "viewer/app.hpp"
#include "viewer/figures.hpp"
#include "viewer/search.hpp"

// What the viewer does for whoever explores the data: figures of a filter, years as a film, places.
namespace geo::viewer {
namespace {

constexpr double kNear_m = 2500;  // around a place that is gone to

}  // namespace

bool App::up_to_date() const {
  return picture_ && same_picture(*session_, picture_->choices, state_.choices) && figures_ &&
         figures_->filter == state_.choices.filter;
}

void App::request_figures() {
  if (!session_ || (figures_requested_ && *figures_requested_ == state_.choices.filter)) return;
  figures_requested_ = state_.choices.filter;
  const Text what{"统计", "Counting"};
  worker_.post("figures", what,
               [this, session = session_,
                filter = state_.choices.filter](const Context& context) -> Worker::Apply {
                 auto figures = make_figures(*session, filter, context);
                 return [this, session, figures] {
                   if (session == session_) figures_ = figures;
                 };
               });
}

// The next step is taken when the last one is seen and its time is over.
void App::play() {
  Play& play = state_.view.play;
  if (!play.on) playing_ = false;
  if (!play.on || !session_ || !message_.empty()) return;
  const select::Histogram& founded = session_->facts.founded;
  if (founded.counts.empty()) {
    play.on = false;
    return;
  }
  const double now = ImGui::GetTime();
  if (!up_to_date() || now - last_step_ < 1 / play.steps_per_second) return;
  last_step_ = now;
  const double step = play.quarters ? 0.25 : 1;
  const double first = std::floor(founded.from);
  const double last = std::floor(founded.to / step) * step + step;
  const select::Range& range = state_.choices.filter.founded;
  const bool begins = !std::isfinite(range.to) || range.to >= last;
  if (begins && playing_) {
    play.on = playing_ = false;
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
