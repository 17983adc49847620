#include <algorithm>
#include <memory>

#include "geo/density/contours.hpp"
#include "geo/density/significance.hpp"
#include "geo/scene/classes.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("hot_spots");
  const Session& session = making.session;
  const auto& job = session.atlas.job.density;
  const atlas::SignificanceStep step =
      job && job->significance ? *job->significance : atlas::SignificanceStep{};
  Made made;
  if (making.shown.size() < 3) {
    made.trouble = {"企业太少，无法检验。", "There are too few enterprises for a test."};
    return made;
  }
  // A test needs no finer pixels than the kernel is smooth.
  GridFrame frame = density_frame(session, making.choices);
  if (frame.pixel < making.choices.bandwidth_m / 8) {
    frame = GridFrame::covering(frame.envelope(), making.choices.bandwidth_m / 8);
  }
  const density::SignificanceOptions options{.simulations = step.simulations,
                                             .seed = step.seed,
                                             .rank = std::min(5, step.simulations),
                                             .edge = {.correction = making.choices.correction}};
  const density::Options kernel = density_options(session, making.choices);
  const density::Significance result =
      making.everyone()
          ? density::against_randomness(making.points(), frame, kernel, session.window, options,
                                        making.context)
          : density::against_labelling(session.atlas.points.places(), making.shown, frame, kernel,
                                       session.window, options, making.context);
  const density::Bands spots = density::areas_at_or_below(result.p, step.level, making.context);
  const std::string n = std::to_string(step.simulations);
  const std::string level = scene::format_number(step.level, 3);
  const Text against = making.everyone()
                           ? Text{"相对于随机分布", "denser than enterprises placed at random"}
                           : Text{"相对于全部企业", "denser than among all enterprises"};
  const scene::Color color = making.choices.layers.of("hot_spots").color.value_or(*kind.color);
  scene::PolygonLayer layer;
  layer.shapes = std::make_shared<const PolygonSet>(spots.shapes);
  layer.fill = {color.with_opacity(0.22)};
  layer.outline = {color, 0.5, {}};
  if (spots.shapes.size() == 0) {
    made.trouble = {"没有显著热点（p ≤ " + level + "）。",
                    "There is no significant hot spot (p ≤ " + level + ")."};
    return made;
  }
  made.part.legend.push_back(
      {scene::Swatch{layer.fill[0], layer.outline},
       {"显著热点（p ≤ " + level + "）", "Significant hot spots (p ≤ " + level + ")"},
       {against.zh + "，" + n + " 次模拟", against.en + ", " + n + " simulations"},
       false,
       "hot_spots"});
  made.part.layers.push_back({"hot_spots", kind.name, true, std::move(layer)});
  return made;
}

}  // namespace

LayerKind hot_spots_layer() {
  return {.id = "hot_spots",
          .name = {"显著热点", "Significant hot spots"},
          .about = {"比随机情形更密的地方（蒙特卡洛检验）；打开后才计算，需要一些时间。",
                    "Where density is more than chance (Monte Carlo test); computed when switched "
                    "on, which takes a while."},
          .color = scene::Color::hex(0xC2185B),
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same_density,
          .slow = true,
          .make = make};
}

}  // namespace geo::viewer
