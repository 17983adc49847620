#include <algorithm>
#include <new>
#include <utility>
#include <variant>

#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/density/edge.hpp"
#include "viewer/layers/layers.hpp"

// A picture is put together from the layers that are on; those that the one before has are taken
// from there.
namespace geo::viewer {
namespace {

scene::MapInputs inputs_of(const Session& session) {
  const atlas::Atlas& atlas = session.atlas;
  scene::MapInputs inputs;
  inputs.regions = session.regions.get();
  if (atlas.belts.size() > 0) inputs.belts = &atlas.belts;
  if (!atlas.sites.sites.empty()) inputs.sites = &atlas.sites;
  if (!atlas.job.plan.empty()) inputs.plan = &atlas.plan;
  inputs.title = atlas.job.title;
  inputs.notes = atlas.notes;
  inputs.synthetic = atlas.points.synthetic;
  inputs.approval_number = atlas.job.map_approval;
  return inputs;
}

/// What of a layer's style is not painted with the picture that is there.
LayerStyle painted_into(LayerStyle style) {
  style.opacity = 1;
  style.name.clear();
  return style;
}

bool same_layer(const LayerKind& kind, const Choices& a, const Choices& b) {
  return painted_into(a.layers.of(kind.id)) == painted_into(b.layers.of(kind.id)) &&
         kind.same(a, b);
}

void cut(Made& made, const Session& session, const Context& context) {
  const auto need = [&](const std::shared_ptr<const PolygonSet>& shapes) {
    if (!shapes || made.triangles.contains(shapes.get())) return;
    made.triangles[shapes.get()] =
        shapes == session.regions || shapes->x == session.regions->x
            ? session.triangles
            : std::make_shared<topology::Triangles>(topology::triangulate(*shapes, context));
  };
  for (const scene::Layer& layer : made.part.layers) {
    if (const auto* polygons = std::get_if<scene::PolygonLayer>(&layer.content)) {
      if (!polygons->fill.empty()) need(polygons->shapes);
    }
    if (const auto* raster = std::get_if<scene::RasterLayer>(&layer.content)) need(raster->clip);
  }
}

std::shared_ptr<const Made> make_layer(const LayerKind& kind, const Making& making) {
  auto made = std::make_shared<Made>();
  try {
    *made = kind.make(making);
    cut(*made, making.session, making.context);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kCancelled || error.code() == ErrorCode::kInternal) throw;
    // The others are shown; the list of layers says what is wrong with this one.
    *made = {};
    made->trouble = atlas::error_text(error);
  } catch (const std::bad_alloc&) {
    *made = {};
    made->trouble = {"内存不足，无法计算这个图层；请关闭其他图层或减少企业数。",
                     "Not enough memory for this layer; switch others off, or use fewer "
                     "enterprises."};
  }
  return made;
}

/// In which order labels take their places: what has least choice first.
int rank(const scene::Layer& layer) {
  if (layer.id == "sites_core_names") return 0;
  if (layer.id == "names") return 1;
  if (layer.id == "belt_names") return 2;
  return layer.id == "graticule_labels" ? 4 : 3;
}

void put_together(Picture& picture, const Session& session) {
  const Choices& choices = picture.choices;
  const bool heatmap = choices.sheet == Sheet::kHeatmap;
  scene::MapInputs inputs = inputs_of(session);
  if (heatmap) {
    inputs.points = &session.atlas.points;
    inputs.subtitle = subtitle_of(session, choices);
    picture.scene = scene::empty_map(inputs, scene::MapKind::kHeatmap);
  } else {
    // The sheet's table and notes are those of the whole plan, whichever layers are on.
    picture.scene = scene::plan_map(inputs);
    picture.scene.layers.clear();
    picture.scene.legend.clear();
    if (std::any_of(picture.stack.begin(), picture.stack.end(), [](const Picture::Stack& each) {
          const LayerKind& kind = *layer_kind(each.id);
          return !kind.reference && !kind.on_plan;
        })) {
      picture.scene.synthetic = picture.scene.synthetic || session.atlas.points.synthetic;
    }
  }
  struct Entry {
    std::pair<std::size_t, std::size_t> from;
    const scene::Layer* layer;
  };
  std::vector<Entry> shapes;
  std::vector<Entry> words;
  for (std::size_t s = 0; s < picture.stack.size(); ++s) {
    const auto& layers = picture.stack[s].made->part.layers;
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const bool is_words = std::holds_alternative<scene::LabelLayer>(layers[l].content);
      (is_words ? words : shapes).push_back({{s, l}, &layers[l]});
    }
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const Entry& a, const Entry& b) { return rank(*a.layer) < rank(*b.layer); });
  shapes.insert(shapes.end(), words.begin(), words.end());
  for (const Entry& entry : shapes) {
    picture.scene.layers.push_back(*entry.layer);
    picture.from.push_back(entry.from);
  }
  for (const bool reference : {false, true}) {
    for (std::size_t s = 0; s < picture.stack.size(); ++s) {
      const Picture::Stack& each = picture.stack[s];
      if (layer_kind(each.id)->reference != reference) continue;
      const auto& items = each.made->part.legend;
      picture.scene.legend.insert(picture.scene.legend.end(), items.begin(), items.end());
      picture.legend_from.insert(picture.legend_from.end(), items.size(), s);
    }
  }
}

}  // namespace

namespace {

std::vector<double> density_breaks(const std::vector<scene::LegendItem>& legend) {
  for (const scene::LegendItem& item : legend) {
    const auto* bar = std::get_if<scene::ClassBar>(&item.sample);
    if (bar != nullptr && item.layer == "density") return bar->classes.breaks;
  }
  return {};
}

// The classes of the density, whatever years are chosen: only so can years be compared.
std::vector<double> breaks_of_all_years(const Session& session, const Choices& choices,
                                        const Picture* before, const Context& context) {
  Choices all = choices;
  all.filter.founded = {};
  if (before != nullptr && !before->breaks.empty()) {
    Choices last = before->choices;
    last.filter.founded = {};
    if (same_layer(*layer_kind("density"), all, last)) return before->breaks;
  }
  const Making making(
      session, all,
      select::filtered(filter_inputs(session.atlas, session.facts), all.filter, context), nullptr,
      context);
  return density_breaks(make_layer(*layer_kind("density"), making)->part.legend);
}

}  // namespace

GridFrame density_frame(const Session& session, const Choices& choices) {
  const atlas::Atlas& atlas = session.atlas;
  return !atlas.heatmaps.empty()
             ? atlas.heatmaps.front().grid.frame
             : GridFrame::fitting(atlas.regions.envelope().grown(choices.bandwidth_m), 800, 800);
}

density::Options density_options(const Session& session, const Choices& choices) {
  density::Options options;
  if (session.atlas.job.density) options = session.atlas.job.density->options;
  options.kernel = choices.kernel;
  options.bandwidth_m = choices.bandwidth_m;
  options.bandwidth_across_m = 0;
  return options;
}

Making::Making(const Session& of, const Choices& chosen, std::vector<std::uint32_t> those,
               std::shared_ptr<const Grid> grid, const Context& with)
    : session(of),
      choices(chosen),
      context(with),
      shown(std::move(those)),
      density_(std::move(grid)) {}

const PointSet& Making::points() const {
  if (!points_) {
    points_ = std::make_unique<const PointSet>(session.atlas.points.places().select(shown));
  }
  return *points_;
}

const std::shared_ptr<const Grid>& Making::density() const {
  if (!density_) {
    const GridFrame frame = density_frame(session, choices);
    const density::Options options = density_options(session, choices);
    density_ = std::make_shared<const Grid>(
        choices.correction == density::Correction::kNone
            ? density::estimate(points(), frame, options, context)
            : density::estimate_within(points(), frame, options, session.window,
                                       {.correction = choices.correction}, context));
  }
  return density_;
}

const scene::Scene& Making::plan() const {
  if (!plan_) plan_ = std::make_unique<const scene::Scene>(scene::plan_map(inputs_of(session)));
  return *plan_;
}

std::vector<scene::LegendItem> named_legend(const Picture& picture, const Choices& choices) {
  std::vector<scene::LegendItem> legend;
  const std::vector<scene::LegendItem>& items = picture.scene.legend;
  const std::vector<std::size_t>& from = picture.legend_from;
  for (std::size_t i = 0; i < items.size(); ++i) {
    legend.push_back(items[i]);
    if (i >= from.size()) continue;
    const std::string name = choices.layers.of(picture.stack[from[i]].id).name;
    if (name.empty() || (i > 0 && from[i - 1] == from[i])) continue;
    // The name takes the place of the heading or of the only label, else it heads the list.
    const bool only = i + 1 >= from.size() || from[i + 1] != from[i];
    const bool bar = std::holds_alternative<scene::ClassBar>(items[i].sample);
    if (items[i].heading || std::holds_alternative<std::monostate>(items[i].sample) ||
        (only && !bar)) {
      // What stands in brackets is no name: a unit, a number.
      const Text& label = items[i].label;
      const std::size_t zh = label.zh.ends_with("）") ? label.zh.rfind("（") : std::string::npos;
      const std::size_t en = label.en.ends_with(")") ? label.en.rfind(" (") : std::string::npos;
      legend.back().label = {name + (zh == std::string::npos ? "" : label.zh.substr(zh)),
                             name + (en == std::string::npos ? "" : label.en.substr(en))};
    } else {
      legend.insert(legend.end() - 1, scene::LegendItem{{}, {name, name}, {}, true});
    }
  }
  return legend;
}

bool same_picture(const Session& session, const Choices& a, const Choices& b) {
  if (a.sheet != b.sheet) return false;
  // Texts and the number left follow the filter, whatever is shown.
  if (a.sheet == Sheet::kHeatmap && !same_filter(a, b)) return false;
  std::vector<const LayerKind*> of_a = stacked(session, a);
  std::vector<const LayerKind*> of_b = stacked(session, b);
  std::erase_if(of_a, [&](const LayerKind* kind) { return !layer_shown(*kind, a); });
  std::erase_if(of_b, [&](const LayerKind* kind) { return !layer_shown(*kind, b); });
  return of_a == of_b && std::all_of(of_a.begin(), of_a.end(), [&](const LayerKind* kind) {
           return same_layer(*kind, a, b);
         });
}

std::shared_ptr<const Picture> with_closer(const Session& session, const Picture& picture,
                                           std::shared_ptr<const Made> closer) {
  auto next = std::make_shared<Picture>();
  next->choices = picture.choices;
  next->shown = picture.shown;
  next->breaks = picture.breaks;
  next->density = picture.density;
  next->complete = picture.complete;
  for (const Picture::Stack& each : picture.stack) {
    if (picture.closer && each.made == picture.closer) continue;
    next->stack.push_back(each);
    if (each.id == "basemap") next->stack.push_back({each.id, closer});
  }
  next->closer = std::move(closer);
  put_together(*next, session);
  return next;
}

std::shared_ptr<const Picture> make_picture(const Session& session, const Choices& choices,
                                            const Picture* before, bool quick,
                                            const Context& context,
                                            const std::vector<double>& breaks) {
  auto picture = std::make_shared<Picture>();
  picture->choices = choices;
  if (before != nullptr && same_filter(before->choices, choices)) {
    picture->shown = before->shown;
    if (same_density(before->choices, choices)) picture->density = before->density;
  } else {
    picture->shown =
        select::filtered(filter_inputs(session.atlas, session.facts), choices.filter, context);
  }
  Making making(session, choices, picture->shown, picture->density, context);
  making.breaks = breaks;
  if (breaks.empty() && !choices.filter.founded.open() &&
      layer_shown(*layer_kind("density"), choices)) {
    making.breaks = breaks_of_all_years(session, choices, before, context);
  }
  for (const LayerKind* kind : stacked(session, choices)) {
    if (!layer_shown(*kind, choices)) continue;
    context.check();
    std::shared_ptr<const Made> made;
    if (before != nullptr && same_layer(*kind, before->choices, choices)) {
      for (const Picture::Stack& each : before->stack) {
        if (each.id == kind->id && each.made != before->closer) made = each.made;
      }
    }
    const bool closer = made && kind->id == "basemap" && before->closer;
    if (!made && quick && kind->slow) {
      picture->complete = false;
      continue;
    }
    if (!made) made = make_layer(*kind, making);
    picture->stack.push_back({kind->id, std::move(made)});
    if (closer) {
      picture->closer = before->closer;
      picture->stack.push_back({kind->id, picture->closer});
    }
  }
  picture->density = making.known_density();
  put_together(*picture, session);
  picture->breaks = density_breaks(picture->scene.legend);
  return picture;
}

}  // namespace geo::viewer
