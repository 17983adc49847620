#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <numeric>
#include <optional>
#include <variant>

#include "geo/select/text_query.hpp"
#include "viewer/figures.hpp"
#include "viewer/panels/column_help.hpp"
#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

// Missing values stand at the end, whichever way it is sorted.
int compare(const TableColumn& column, std::size_t a, std::size_t b, bool ascending) {
  return std::visit(
      [&](const auto& values) {
        const auto& x = values[a];
        const auto& y = values[b];
        const auto missing = [](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
            return value.empty();
          } else if constexpr (std::is_floating_point_v<std::decay_t<decltype(value)>>) {
            return std::isnan(value);
          } else {
            return false;
          }
        };
        if (missing(x) || missing(y))
          return static_cast<int>(missing(x)) - static_cast<int>(missing(y));
        const int way = x < y ? -1 : y < x ? 1 : 0;
        return ascending ? way : -way;
      },
      column.values);
}

// All digits that a spreadsheet keeps; it reads a percentage as one.
std::string full(const Table& table, const TableColumn& column, std::size_t row) {
  const auto index = static_cast<std::size_t>(&column - table.columns.data());
  const auto* numbers = std::get_if<std::vector<double>>(&column.values);
  if (!column.is_share || numbers == nullptr || std::isnan((*numbers)[row])) {
    return table.cell(index, row);
  }
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.15g%%", 100 * (*numbers)[row]);
  return digits.data();
}

std::string as_tsv(const Ui& ui, const Table& table, const std::vector<const TableColumn*>& columns,
                   const std::vector<std::size_t>& order) {
  std::string out;
  for (const TableColumn* column : columns) {
    out += (column == columns.front() ? "" : "\t") + column->label.in(ui.language());
  }
  out += '\n';
  for (const std::size_t r : order) {
    for (const TableColumn* column : columns) {
      out += (column == columns.front() ? "" : "\t") + full(table, *column, r);
    }
    out += '\n';
  }
  return out;
}

// Which enterprises a table is about.
std::string about(const Ui& ui, const Table& table) {
  const bool filtered = ui.figures != nullptr && !ui.figures->whole;
  if (!filtered) return ui.t("全部企业", "all enterprises");
  const auto number = [](std::size_t count) {
    return scene::format_number(static_cast<double>(count), 12);
  };
  if (compares(table) && !ui.figures->filter.specialty.empty()) {
    return ui.t("所选专业，与 ", "the specialty among ") + number(ui.figures->compared) +
           ui.t(" 家企业相比", " enterprises");
  }
  if (ui.session->atlas.table(table.name) == &table) {
    return ui.t("整个项目，不随筛选变化", "of the whole project: it does not follow the filter");
  }
  return ui.t("筛选出的 ", "the filter's ") + number(ui.figures->shown.size()) +
         ui.t(" 家企业", " enterprises");
}

// Where on the map a row of belts or clusters is.
std::optional<Box> place_of(const atlas::Atlas& atlas, const Table& table, std::size_t r) {
  const auto shape = [](const PolygonSet& shapes, const std::string& code) -> std::optional<Box> {
    const int found = shapes.find(code);
    if (found < 0) return std::nullopt;
    return shapes.envelope(static_cast<std::size_t>(found));
  };
  const auto cell = [&](const char* column) {
    const TableColumn* found = table.find(column);
    return found == nullptr ? std::string()
                            : table.cell(static_cast<std::size_t>(found - table.columns.data()), r);
  };
  if (table.name == "belts") return shape(atlas.belts.shapes, cell("id"));
  if (table.name == "clusters") return shape(atlas.clusters.hulls, cell("cluster"));
  return std::nullopt;
}

// The rows of the chosen specialty, and of those the ones with a text in them that the table's own
// filter finds.
std::vector<std::size_t> rows_found(const Ui& ui, const Table& table) {
  std::vector<std::size_t> rows(table.row_count());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const Specialty* const chosen =
      ui.figures == nullptr ? nullptr : ui.session->specialty(ui.figures->filter.specialty);
  if (chosen != nullptr && compares(table)) {
    const auto& names = std::get<std::vector<std::string>>(table.find("specialty_zh")->values);
    std::erase_if(rows, [&](std::size_t r) { return names[r] != chosen->name.zh; });
  }
  const auto typed = ui.state.view.explore.table_filters.find(table.name);
  if (typed == ui.state.view.explore.table_filters.end() || typed->second.empty()) return rows;
  const select::TextQuery query(typed->second, *ui.session->facts.readings);
  std::erase_if(rows, [&](std::size_t r) {
    return std::none_of(table.columns.begin(), table.columns.end(), [&](const auto& column) {
      const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
      return texts != nullptr && query.matches((*texts)[r]);
    });
  });
  return rows;
}

void filter_box(const Ui& ui, const Table& table) {
  std::array<char, 96> text{};
  const auto& filters = ui.state.view.explore.table_filters;
  if (const auto now = filters.find(table.name); now != filters.end()) {
    std::strncpy(text.data(), now->second.c_str(), text.size() - 1);
  }
  ImGui::SetNextItemWidth(190 * ui.scale);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {6 * ui.scale, 0});
  if (ImGui::InputTextWithHint(("##find" + table.name).c_str(),
                               ui.t("表内查找（可用拼音）", "Find in the table"), text.data(),
                               text.size())) {
    ui.fonts.need(text.data());
    ui.actions.look([&](View& view) { view.explore.table_filters[table.name] = text.data(); });
  }
  ImGui::PopStyleVar();
  ui.name("table/find");
}

// As wide as the longest text of its rows, not only of those that are seen at first.
float width_of(const Ui& ui, const TableColumn& column, const std::string& label) {
  const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
  if (texts == nullptr) return 0;  // numbers are as wide as their heading, or ImGui sees to it
  constexpr std::size_t kLooked = 300;
  float widest = ImGui::CalcTextSize(label.c_str()).x + 18 * ui.scale;  // the arrow of the sorting
  for (std::size_t r = 0; r < std::min(texts->size(), kLooked); ++r) {
    const std::string text = cell_text(column, r, ui.language());
    widest = std::max(widest, ImGui::CalcTextSize(text.c_str()).x);
  }
  return std::min(widest + 4 * ui.scale, 300 * ui.scale);
}

// The headers, each with what its column means.
void headers(const Ui& ui, const std::vector<const TableColumn*>& columns) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!ImGui::TableSetColumnIndex(static_cast<int>(c))) continue;
    ImGui::TableHeader(ImGui::TableGetColumnName(static_cast<int>(c)));
    ui.name("column/" + columns[c]->name);
    if (!ImGui::IsItemHovered()) continue;
    const Text help = column_help(columns[c]->name);
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(340 * ui.scale);
    ImGui::TextUnformatted(ui.t(help.empty() ? columns[c]->label : help));
    ImGui::TextDisabled("%s%s%s", columns[c]->name.c_str(), columns[c]->unit.empty() ? "" : ", ",
                        columns[c]->unit.c_str());
    ImGui::TextDisabled("%s", ui.t("点击排序；拖动移列；右键隐藏列",
                                   "Click sorts, dragging moves it, a right click hides it"));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
}

void table(const Ui& ui, const Table& table) {
  std::vector<const TableColumn*> columns;
  for (const TableColumn& column : table.columns) {
    if (in_language(column.name, ui.language())) columns.push_back(&column);
  }
  std::vector<std::size_t> order = rows_found(ui, table);
  const bool copy = ImGui::SmallButton(ui.t("复制为 TSV", "Copy as TSV"));
  ui.name("table/copy");
  ImGui::SameLine();
  filter_box(ui, table);
  ImGui::SameLine();
  if (order.size() == table.row_count()) {
    ImGui::TextDisabled(ui.t("%d 行", "%d rows"), static_cast<int>(order.size()));
  } else {
    ImGui::TextDisabled(ui.t("%d / %d 行", "%d of %d rows"), static_cast<int>(order.size()),
                        static_cast<int>(table.row_count()));
  }
  ImGui::SameLine();
  ImGui::TextDisabled("· %s", ui.word(about(ui, table).c_str()));
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_Sortable | ImGuiTableFlags_SortTristate | ImGuiTableFlags_ScrollX |
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV |
      ImGuiTableFlags_Resizable | ImGuiTableFlags_Hideable | ImGuiTableFlags_Reorderable;
  if (!ImGui::BeginTable(
          (table.name + (ui.language() == Language::kChinese ? "_zh" : "_en")).c_str(),
          static_cast<int>(columns.size()), kFlags))
    return;
  ImGui::TableSetupScrollFreeze(2, 1);
  for (const TableColumn* column : columns) {
    std::string label = ui.t(column->label);
    if (!column->unit.empty()) label += " (" + unit_text(column->unit) + ")";
    ImGui::TableSetupColumn(
        ui.word((label + "##" + column->name).c_str()),
        ImGuiTableColumnFlags_PreferSortDescending | ImGuiTableColumnFlags_WidthFixed,
        width_of(ui, *column, label));
  }
  headers(ui, columns);
  if (const ImGuiTableSortSpecs* sort = ImGui::TableGetSortSpecs();
      sort != nullptr && sort->SpecsCount > 0) {
    const auto& spec = sort->Specs[0];
    const TableColumn& by = *columns[static_cast<std::size_t>(spec.ColumnIndex)];
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return compare(by, a, b, spec.SortDirection == ImGuiSortDirection_Ascending) < 0;
    });
  }
  if (copy) ImGui::SetClipboardText(as_tsv(ui, table, columns, order).c_str());

  const TableColumn* key = nullptr;
  for (const char* name : {"code", "area_code", "district_code"}) {
    if (key == nullptr) key = table.find(name);
  }
  const std::string& selected = ui.state.view.district;
  // A selection that was made elsewhere is scrolled to, once.
  ImGuiStorage& seen = *ImGui::GetStateStorage();
  const ImGuiID slot = ImGui::GetID("scrolled to");
  const auto mark = [](const std::string& code) {
    return static_cast<int>(std::hash<std::string>{}(code));
  };
  const auto scrolled_to = [&](const std::string& code) { seen.SetInt(slot, mark(code)); };
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(order.size()));
  float row_height = 0;
  while (clipper.Step()) {
    row_height = clipper.ItemsHeight;
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const std::size_t r = order[static_cast<std::size_t>(i)];
      const std::string code =
          key == nullptr ? "" : std::get<std::vector<std::string>>(key->values)[r];
      ImGui::TableNextRow();
      ImGui::PushID(static_cast<int>(r));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (!ImGui::TableNextColumn()) continue;
        const std::string text = cell_text(*columns[c], r, ui.language());
        ui.fonts.need(text);
        if (c == 0) {
          const bool is = !code.empty() && code == selected;
          if (ImGui::Selectable(
                  text.c_str(), is,
                  ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick)) {
            ui.actions.look([&](View& view) { view.district = code; });
            scrolled_to(code);
            const int region = ui.session->atlas.regions.find(code);
            if (region >= 0 && ImGui::IsMouseDoubleClicked(0)) {
              ui.actions.zoom_to(
                  ui.session->atlas.regions.envelope(static_cast<std::size_t>(region)));
            } else if (const auto place = place_of(ui.session->atlas, table, r)) {
              ui.actions.zoom_to(*place);
            }
          }
          ui.name(table.name + "/" + (code.empty() ? text : code));
          continue;
        }
        const bool number = !std::holds_alternative<std::vector<std::string>>(columns[c]->values);
        if (number) {
          const float width = ImGui::CalcTextSize(text.c_str()).x;
          ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                               std::max(0.0F, ImGui::GetContentRegionAvail().x - width));
        }
        ImGui::TextUnformatted(text.c_str());
      }
      ImGui::PopID();
    }
  }
  if (key != nullptr && seen.GetInt(slot, mark("")) != mark(selected)) {
    const auto& codes = std::get<std::vector<std::string>>(key->values);
    const auto found = std::find_if(order.begin(), order.end(),
                                    [&](std::size_t r) { return codes[r] == selected; });
    if (found != order.end()) {
      const auto before = std::max<std::ptrdiff_t>(found - order.begin() - 2, 0);
      ImGui::SetScrollY(row_height * static_cast<float>(before));
    }
    scrolled_to(selected);
  }
  ImGui::EndTable();
}

void draw(const Ui& ui) {
  if (ui.session == nullptr || !ImGui::BeginTabBar("tables", ImGuiTabBarFlags_FittingPolicyScroll))
    return;
  for (const Table& run : ui.session->atlas.tables) {
    const Table& each = ui.figures == nullptr ? run : *ui.figures->table(*ui.session, run.name);
    const bool open = ImGui::BeginTabItem(ui.t(each.title));
    ui.name("tab/" + each.name);
    if (!open) continue;
    table(ui, each);
    ImGui::EndTabItem();
  }
  ImGui::EndTabBar();
}

}  // namespace

Panel table_panel() { return {"tables", {"统计表", "Tables"}, Panel::Place::kBottom, draw}; }

}  // namespace geo::viewer
