#include <cmath>
#include <limits>

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

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("choropleth");
  const LayerStyle& style = making.choices.layers.of("choropleth");
  const Session& session = making.session;
  const Table& table = *session.atlas.table("districts");
  const TableColumn* shown = table.find(style.column);
  if (shown == nullptr) shown = table.find("density_per_km2");
  if (shown == nullptr) shown = district_statistics(session).front();
  const TableColumn* codes = table.find("code");
  const auto* code =
      codes == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&codes->values);
  std::vector<double> values(session.regions->size(), std::numeric_limits<double>::quiet_NaN());
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t row = 0; code != nullptr && row < code->size(); ++row) {
    const int region = session.regions->find((*code)[row]);
    if (region < 0) continue;  // the row of the whole
    const double value = number_at(*shown, row);
    values[static_cast<std::size_t>(region)] = value;
    if (std::isfinite(value)) least = std::min(least, value);
  }
  scene::ChoroplethOptions options = choropleth_options(kind, style);
  // A quotient lies on either side of one, other numbers that can be negative on either side of 0.
  if (scene::diverging(options.ramp)) {
    options.centre = shown->name.find("quotient") != std::string::npos ? 1.0 : 0.0;
  } else if (least < 0 && (options.classification == scene::Classification::kGeometric ||
                           options.classification == scene::Classification::kLog)) {
    options.classification = scene::Classification::kEqual;
  }
  const std::string unit = shown->unit.empty() ? "" : "（" + shown->unit + "）";
  const std::string unit_en = shown->unit.empty() ? "" : " (" + shown->unit + ")";
  options.title = {shown->label.zh + unit, shown->label.en + unit_en};
  options.detail = {"按区，全部企业", "by district, all enterprises"};
  Made made;
  made.part = scene::choropleth("choropleth", kind.name, session.regions, values, options);
  return made;
}

}  // namespace

LayerKind choropleth_layer() {
  return {.id = "choropleth",
          .name = {"分区统计", "District statistic"},
          .about = {"各区按一项统计值着色；在表格“各区”中是同一列。",
                    "Districts coloured by one figure of their table."},
          .ramp = scene::Ramp::kYlGnBu,
          .classification = scene::Classification::kQuantile,
          .classes = 5,
          .columns = true,
          .offered = [](const Session& session) { return !district_statistics(session).empty(); },
          .make = make};
}

}  // namespace geo::viewer
