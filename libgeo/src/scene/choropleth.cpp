#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/scene/parts.hpp"
#include "scene/map_parts.hpp"

namespace geo::scene {
namespace {

constexpr Color kNoValue = {0, 0, 0, 0};

bool needs_positive(Classification method) {
  return method == Classification::kGeometric || method == Classification::kLog;
}

}  // namespace

Part choropleth(const std::string& id, const Text& name,
                const std::shared_ptr<const PolygonSet>& regions, const std::vector<double>& values,
                const ChoroplethOptions& options) {
  if (values.size() != regions->size()) {
    throw Error(ErrorCode::kOption, id + ": there are " + std::to_string(values.size()) +
                                        " values for " + std::to_string(regions->size()) +
                                        " regions; give one for each");
  }
  double top = -std::numeric_limits<double>::infinity();
  double least = std::numeric_limits<double>::infinity();
  std::size_t missing = 0;
  for (const double value : values) {
    if (std::isfinite(value)) {
      top = std::max(top, value);
      least = std::min(least, value);
    } else {
      ++missing;
    }
  }
  const bool positive =
      options.positive || (needs_positive(options.classification) && !(least > 0));
  std::vector<double> breaks = options.breaks;
  if (breaks.empty()) {
    const Breaks chosen = choose_breaks(values, {.method = options.classification,
                                                 .classes = options.classes,
                                                 .positive = positive,
                                                 .centre = options.centre});
    breaks = chosen.values;
    if (options.centre && std::isfinite(chosen.top)) top = chosen.top;
  }
  Classes classes = make_classes(std::move(breaks), top, options.ramp);
  classes.continuous = false;
  // A class is painted in the colour of its break: spread so that the last one gets the ramp's end,
  // and the first one is told from the paper.
  const std::size_t n = classes.breaks.size();
  const double start = diverging(options.ramp) ? 0 : 0.14;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = n == 1 ? 0.6 : static_cast<double>(i) / static_cast<double>(n - 1);
    const double at = start + (1 - start) * t;
    classes.colors[i] = ramp_color(options.ramp, options.reversed ? 1 - at + start : at);
  }
  if (n > 0) classes.colors[n] = classes.colors[n - 1];

  Part part;
  PolygonLayer layer;
  layer.shapes = regions;
  layer.outline = options.outline;
  layer.fill.reserve(values.size());
  for (const double value : values) {
    const int found = std::isfinite(value) ? classes.class_of(value) : -1;
    layer.fill.push_back(found < 0 ? kNoValue : classes.colors[static_cast<std::size_t>(found)]);
  }
  if (!options.title.empty()) {
    part.legend.push_back({{}, options.title, options.detail, true, id});
  }
  if (classes.breaks.empty()) {
    part.legend.push_back({{}, {}, {"没有可分级的值", "no value to classify"}, false, id});
  } else {
    part.legend.push_back({ClassBar{classes, 1, kLand}, {}, {}, false, id});
    if (least < classes.breaks[0]) {
      const std::string first = format_number(classes.breaks[0]);
      part.legend.push_back(
          {{}, {}, {"低于 " + first + " 不着色", "below " + first + ": not coloured"}, false, id});
    }
  }
  if (missing > 0) {
    const std::string count = std::to_string(missing);
    part.legend.push_back({{}, {}, {"无数据：" + count, "no data: " + count}, false, id});
  }
  part.layers.push_back({id, name, true, std::move(layer)});
  return part;
}

Color category_color(std::size_t category) {
  constexpr std::array<std::uint32_t, 6> kOkabeIto = {0x0072B2, 0xD55E00, 0x009E73,
                                                      0xCC79A7, 0xE69F00, 0x56B4E9};
  const Color own = Color::hex(kOkabeIto[category % kOkabeIto.size()]);
  switch (category / kOkabeIto.size() % 3) {
    case 1:
      return mix(own, Color::hex(0x000000), 0.45);
    case 2:
      return mix(own, Color::hex(0xFFFFFF), 0.45);
    default:
      return own;
  }
}

}  // namespace geo::scene
