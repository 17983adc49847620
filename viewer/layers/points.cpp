#include <algorithm>
#include <cmath>
#include <memory>

#include "geo/scene/classes.hpp"
#include "geo/scene/point_pyramid.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

using scene::PointPyramid;

constexpr double kFinest_m = 25;
constexpr std::size_t kFewDots = 1500;    // as many can be told apart on a screen
constexpr std::size_t kMostDots = 20000;  // as many are painted in a few ms without any card
// Of a screen of 96 dots an inch; on one of twice the density they are twice as many.
constexpr double kPx_mm = 4.4;
constexpr double kGroup_px = 44;  // the least side of a cell with a count
constexpr double kDot_px = 3;     // the least side of a cell painted as a dot
constexpr double kDot_mm = 0.9;
const scene::Color kGroup = scene::Color::hex(0x274B6D);

std::string short_number(std::uint32_t count) {
  if (count < 1000) return std::to_string(count);
  if (count < 999500) return scene::format_number(count / 1000.0, count < 9950 ? 2 : 3) + "k";
  return scene::format_number(count / 1e6, 3) + "M";
}

struct Painted {
  std::shared_ptr<const PointPyramid> pyramid;
  std::vector<scene::Color> colors;  // by category
  Text name;
  bool grouped = true;

  [[nodiscard]] std::vector<scene::Layer> operator()(const Seen& seen) const {
    const double units_per_px = seen.units_per_px * seen.px_per_mm / kPx_mm;
    const Box box = seen.box.grown(kGroup_px * units_per_px);
    scene::PointLayer signs;
    signs.marker = {scene::Symbol::kCircle, kDot_mm, colors[0], {}};
    const auto put = [&](Point at, scene::Color color, double size_mm, std::string word) {
      signs.points.push_back(at);
      signs.fill.push_back(color);
      signs.size_mm.push_back(size_mm);
      signs.words.push_back(std::move(word));
    };
    const std::size_t screen = pyramid->level_of(8 * units_per_px);
    const std::size_t visible = pyramid->count(screen, box);
    if (visible <= (grouped ? kFewDots : kMostDots)) {
      for (const PointPyramid::Dot& dot : pyramid->dots(box)) {
        put(dot.at, colors[dot.category].with_opacity(0.85), kDot_mm, {});
      }
      signs.words.clear();
    } else if (grouped) {
      const std::size_t level = pyramid->level_of(kGroup_px * units_per_px);
      const double side = pyramid->side(level);
      for (const PointPyramid::Cell& cell : pyramid->cells(level, box)) {
        if (cell.count == 1) {
          put(cell.middle, colors[cell.category].with_opacity(0.85), kDot_mm, {});
          continue;
        }
        // Drawn towards the middle of its cell, so that neighbours stay apart.
        const Point centre = pyramid->centre_of(level, cell);
        const Point at{(cell.middle.x + 2 * centre.x) / 3, (cell.middle.y + 2 * centre.y) / 3};
        const double px = std::min(12 + 5.5 * std::log10(static_cast<double>(cell.count)),
                                   0.92 * side / units_per_px);
        const double size_mm = 2 * px / kPx_mm / 1.55;
        put(at, kGroup.with_opacity(0.86), size_mm, short_number(cell.count));
      }
    } else {
      const std::size_t level = pyramid->level_of(kDot_px * units_per_px);
      const double size = std::max(pyramid->side(level) / units_per_px / kPx_mm * 0.9, 0.5);
      for (const PointPyramid::Cell& cell : pyramid->cells(level, box)) {
        const double ink = std::min(1.0, 0.45 + 0.2 * std::log10(static_cast<double>(cell.count)));
        put(cell.middle, colors[cell.category].with_opacity(ink), std::min(size, kDot_mm), {});
      }
      signs.words.clear();
    }
    std::vector<scene::Layer> out;
    out.push_back({"points", name, true, std::move(signs)});
    return out;
  }
};

Made make(const Making& making) {
  const Session& session = making.session;
  const LayerKind& kind = *layer_kind("points");
  const LayerStyle& style = making.choices.layers.of("points");
  Painted painted;
  painted.name = kind.name;
  painted.grouped = style.grouped;
  // Categories: the specialties in the session's order, then those without one.
  const std::vector<Specialty>& specialties = session.specialties;
  const auto count = static_cast<std::uint32_t>(specialties.size());
  std::vector<std::uint32_t> category;
  if (style.color || specialties.empty()) {
    painted.colors = {style.color.value_or(*kind.color)};
  } else {
    const Categories& words = session.atlas.points.categories(session.atlas.job.specialty_column);
    std::vector<std::uint32_t> place(words.names.size(), count);
    for (std::uint32_t s = 0; s < count; ++s) {
      const auto at = std::find(words.names.begin(), words.names.end(), specialties[s].key);
      place[static_cast<std::size_t>(at - words.names.begin())] = s;
      painted.colors.push_back(scene::category_color(s));
    }
    painted.colors.push_back(scene::Color::hex(0x7A838C));
    category.reserve(words.codes.size());
    for (const std::uint32_t code : words.codes) {
      category.push_back(code == Categories::kMissing ? count : place[code]);
    }
  }
  painted.pyramid = std::make_shared<const PointPyramid>(
      session.atlas.points, making.shown, category,
      static_cast<std::uint32_t>(painted.colors.size()), kFinest_m, making.context);

  Made made;
  const std::string n = scene::format_number(static_cast<double>(making.shown.size()), 12);
  made.part.legend.push_back(
      {{}, {"企业", "Enterprises"}, {"n = " + n, "n = " + n}, true, "points"});
  const auto sample = [](scene::Color color) {
    return scene::Marker{scene::Symbol::kCircle, 1.8, color.with_opacity(0.9), {}};
  };
  if (painted.colors.size() == 1) {
    made.part.legend.back().sample = sample(painted.colors[0]);
    made.part.legend.back().heading = false;
  } else {
    std::vector<std::uint8_t> present(painted.colors.size(), 0);
    for (const std::uint32_t i : making.shown) present[category[i]] = 1;
    for (std::size_t s = 0; s < painted.colors.size(); ++s) {
      if (present[s] == 0) continue;
      made.part.legend.push_back({sample(painted.colors[s]),
                                  s < count ? specialties[s].name : Text{"未注明", "Not stated"},
                                  {},
                                  false,
                                  "points"});
    }
  }
  if (style.grouped && making.shown.size() > kFewDots) {
    made.part.legend.push_back({scene::Marker{scene::Symbol::kCircle, 3, kGroup, {}},
                                {"该处的企业数", "Number of enterprises there"},
                                {"放大后显示单个企业", "zoom in to see each"},
                                false,
                                "points"});
  }
  made.part.layers.push_back({"points", kind.name, true, scene::PointLayer{}});
  made.live = painted;
  return made;
}

}  // namespace

LayerKind points_layer() {
  return {.id = "points",
          .name = {"企业", "Enterprises"},
          .about = {"按专业着色；密集处合并为数字。",
                    "Coloured by specialty; where there are very many, their number."},
          .color = scene::Color::hex(0x9C1F12),
          .grouping = true,
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same_filter,
          .make = make};
}

}  // namespace geo::viewer
