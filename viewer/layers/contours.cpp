#include "geo/density/contours.hpp"

#include <algorithm>
#include <functional>
#include <memory>

#include "geo/scene/classes.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

/// The smallest areas with these shares of the enterprises, where the project names none.
const std::vector<double> kShares = {0.9, 0.75, 0.5, 0.25};

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("contours");
  const LayerStyle& style = making.choices.layers.of("contours");
  const auto& job = making.session.atlas.job.density;
  std::vector<double> shares =
      job && job->contours && !job->contours->shares.empty() ? job->contours->shares : kShares;
  std::sort(shares.begin(), shares.end(), std::greater<>());
  const Grid& grid = *making.density();
  const std::vector<double> levels = density::mass_levels(grid, shares);
  Made made;
  if (levels.empty()) {
    made.trouble = {"没有密度，也就没有等值线。", "Without a density there is no contour."};
    return made;
  }
  const density::Bands bands = density::filled_bands(grid, levels, {}, making.context);
  scene::ChoroplethOptions options = choropleth_options(kind, style);
  options.breaks = levels;
  options.breaks.erase(std::unique(options.breaks.begin(), options.breaks.end()),
                       options.breaks.end());
  const scene::Color line = style.color.value_or(*kind.color);
  options.outline = {line, 0.3, {}};
  made.part =
      scene::choropleth("contours", kind.name, std::make_shared<const PolygonSet>(bands.shapes),
                        bands.lower, options);
  // Each band with its share instead of its density, which says less.
  auto& layer = std::get<scene::PolygonLayer>(made.part.layers[0].content);
  made.part.legend = {{{},
                       {"集中区", "Where most enterprises are"},
                       {"密度最高、面积最小的范围", "the smallest areas, by density"},
                       true,
                       "contours"}};
  for (scene::Color& fill : layer.fill) fill = fill.with_opacity(0.35);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    scene::Color fill{};
    for (std::size_t r = 0; r < bands.lower.size(); ++r) {
      if (bands.lower[r] == levels[i]) fill = layer.fill[r];
    }
    const std::string share = scene::format_number(100 * shares[i]) + " %";
    made.part.legend.push_back(
        {scene::Swatch{fill, layer.outline},
         {"含 " + share + " 的企业", "hold " + share + " of the enterprises"},
         {},
         false,
         "contours"});
  }
  return made;
}

}  // namespace

LayerKind contours_layer() {
  return {.id = "contours",
          .name = {"等值线（集中区）", "Contours"},
          .about = {"含给定份额企业的最小范围，由密度得出。",
                    "The smallest areas that hold a share of the enterprises, from the density."},
          .ramp = scene::Ramp::kBlues,
          .color = scene::Color::hex(0x1D4E89),
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same_density,
          .make = make};
}

}  // namespace geo::viewer
