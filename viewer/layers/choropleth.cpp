#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/atlas/subset.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

double number_at(const TableColumn& column, std::size_t row) {
  if (const auto* values = std::get_if<std::vector<double>>(&column.values)) return (*values)[row];
  if (const auto* values = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    return static_cast<double>((*values)[row]);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

const std::vector<std::string>* texts(const Table& table, const std::string& name) {
  const TableColumn* column = table.find(name);
  return column == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&column->values);
}

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("choropleth");
  const LayerStyle& style = making.choices.layers.of("choropleth");
  const Session& session = making.session;
  // Of what the filter leaves; a specialty is compared with the others.
  const select::Filter& filter = making.choices.filter;
  select::Filter any = filter;
  any.specialty.clear();
  std::vector<Table> own;
  if (!any.empty()) {
    own = atlas::tables_of(
        session.atlas, any == filter ? making.shown
                                     : select::filtered(filter_inputs(session.atlas, session.facts),
                                                        any, making.context));
  }
  const auto [table, columns, shown] = district_statistics(session, making.choices, own);
  Made made;
  if (shown == nullptr) {
    made.trouble = {"没有可用的统计值。", "There is no figure to show."};
    return made;
  }
  // The table of specialties has a row for each specialty of each district.
  const Specialty* const chosen = session.specialty(filter.specialty);
  const bool one = !filter.specialty.empty();
  const auto* codes = texts(*table, one ? "area_code" : "code");
  const auto* names = one ? texts(*table, "specialty_zh") : nullptr;
  std::vector<double> values(session.regions->size(), std::numeric_limits<double>::quiet_NaN());
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t row = 0; codes != nullptr && row < codes->size(); ++row) {
    const int region = session.regions->find((*codes)[row]);
    if (region < 0) continue;  // the row of the whole, or of a belt
    if (names != nullptr && (chosen == nullptr || (*names)[row] != chosen->name.zh)) continue;
    const double value = number_at(*shown, row) * (shown->is_share ? 100 : 1);
    values[static_cast<std::size_t>(region)] = value;
    if (std::isfinite(value)) least = std::min(least, value);
  }
  scene::ChoroplethOptions options = choropleth_options(kind, style);
  // A quotient lies on either side of one, other numbers that can be negative on either side of 0.
  if (scene::diverging(options.ramp)) {
    options.centre = is_quotient(shown->name) ? 1.0 : 0.0;
    options.classes = std::max(1, options.classes / 2);  // on either side, beside the middle one
  } else if (least < 0 && (options.classification == scene::Classification::kGeometric ||
                           options.classification == scene::Classification::kLog)) {
    options.classification = scene::Classification::kEqual;
  }
  const std::string unit = shown->is_share ? "%" : unit_text(shown->unit);
  options.title = unit.empty() ? shown->label
                               : Text{shown->label.zh + "（" + unit + "）",
                                      shown->label.en + " (" + unit + ")"};
  const Text who = subtitle_of(session, making.choices);
  options.detail = {"按区：" + who.in(Language::kChinese),
                    "by district: " + who.in(Language::kEnglish)};
  made.part = scene::choropleth("choropleth", kind.name, session.regions, values, options);
  return made;
}

}  // namespace

LayerKind choropleth_layer() {
  return {
      .id = "choropleth",
      .name = {"分区统计", "District statistic"},
      .about = {"各区按一项统计值着色；选定专业时为该专业的统计值。",
                "Districts coloured by one figure of their table; of the chosen specialty, if "
                "one is."},
      .ramp = scene::Ramp::kYlGnBu,
      .classification = scene::Classification::kQuantile,
      .classes = 5,
      .columns = true,
      .offered = [](const Session& session) { return session.atlas.table("districts") != nullptr; },
      .same = same_filter,
      .make = make};
}

}  // namespace geo::viewer
