#include <array>
#include <cmath>
#include <cstring>

#include "viewer/figures.hpp"
#include "viewer/panels/panels.hpp"
#include "viewer/panels/range_slider.hpp"

namespace geo::viewer {
namespace {

using Each = std::function<void(const std::function<void(const std::string&, const Text&)>&)>;

// A list of keys with names, of which one or none is chosen.
void list(const Ui& ui, const char* id, const char* all, const std::string& chosen,
          const Each& each, std::string select::Filter::*field) {
  std::string shown = all;
  each([&](const std::string& key, const Text& name) {
    if (key == chosen) shown = ui.t(name);
  });
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo((std::string("##") + id).c_str(), shown.c_str(),
                                      ImGuiComboFlags_HeightLargest);
  ui.name(id);
  if (!open) return;
  const auto item = [&](const std::string& key, const char* name) {
    if (ImGui::Selectable(name, key == chosen)) {
      ui.actions.choose(id, [&](Choices& c) { c.filter.*field = key; });
    }
    ui.name(std::string(id) + "/" + (key.empty() ? "all" : key));
  };
  item("", all);
  each([&](const std::string& key, const Text& name) { item(key, ui.t(name)); });
  ImGui::EndCombo();
}

void text_box(const Ui& ui) {
  std::array<char, 128> text{};
  std::strncpy(text.data(), ui.state.choices.filter.text.c_str(), text.size() - 1);
  ImGui::SetNextItemWidth(-1);
  if (ImGui::InputTextWithHint("##text", ui.t("名称、编号、拼音…", "Name, id, pinyin…"),
                               text.data(), text.size())) {
    ui.fonts.need(text.data());
    ui.actions.choose("text", [&](Choices& c) { c.filter.text = text.data(); });
  }
  ui.name("filter/text");
  Ui::hint(ui.t("名称或编号包含：汉字、拼音（xinpian）或首字母（xp）",
                "Name or id contains: characters, pinyin (xinpian) or initials (xp)"));
}

double two_digits(double value) {
  if (!(value > 0)) return std::round(value);
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return std::round(value / unit) * unit;
}

void play(const Ui& ui) {
  const Play& now = ui.state.view.play;
  if (ImGui::Button(now.on ? ui.t("暂停", "Pause") : ui.t("播放", "Play"))) {
    ui.actions.look([](View& view) { view.play.on = !view.play.on; });
  }
  ui.name("filter/play");
  Ui::hint(ui.t("逐年播放成立企业的增长（空格键）", "Shows the growth over the years (space bar)"));
  ImGui::SameLine();
  if (ImGui::Button(ui.t("播放选项", "Options"))) ImGui::OpenPopup("how");
  ui.name("filter/how");
  const ImVec2 corner = ui.below(230);
  Ui::hint(ui.t("步长、速度、是否累计", "Steps, speed, cumulative or not"));
  ImGui::SetNextWindowPos(corner);
  if (!ImGui::BeginPopup("how")) return;
  Ui::close_on_escape();
  for (const bool quarters : {false, true}) {
    if (quarters) ImGui::SameLine();
    if (ImGui::RadioButton(quarters ? ui.t("每季", "By quarter") : ui.t("每年", "By year"),
                           quarters == now.quarters)) {
      ui.actions.look([&](View& view) { view.play.quarters = quarters; });
    }
    ui.name(quarters ? "filter/step/quarter" : "filter/step/year");
  }
  bool cumulative = now.cumulative;
  if (ImGui::Checkbox(ui.t("累计：截至当时成立的企业", "Cumulative: all founded until then"),
                      &cumulative)) {
    ui.actions.look([&](View& view) { view.play.cumulative = cumulative; });
  }
  ui.name("filter/cumulative");
  auto speed = static_cast<float>(now.steps_per_second);
  ImGui::SetNextItemWidth(200 * ui.scale);
  if (ImGui::SliderFloat("##speed", &speed, 0.5F, 8, ui.t("每秒 %.1f 步", "%.1f steps a second"),
                         ImGuiSliderFlags_AlwaysClamp)) {
    ui.actions.look([&](View& view) { view.play.steps_per_second = speed; });
  }
  ui.name("filter/speed");
  ImGui::EndPopup();
}

void ranges(const Ui& ui) {
  const Facts& facts = ui.session->facts;
  const auto one = [&](const char* id, const Text& name, const select::Histogram& histogram,
                       select::Range select::Filter::*field, auto&& snap, auto&& words) {
    if (histogram.counts.empty() || !(histogram.to > histogram.from)) return false;
    select::Range range = ui.state.choices.filter.*field;
    ImGui::PushFont(ui.fonts.small());
    ImGui::TextUnformatted(ui.t(name));
    ImGui::SameLine();
    const std::string text = range.open() ? std::string(ui.t("不限", "any")) : words(range);
    const float width = ImGui::CalcTextSize(ui.word(text.c_str())).x;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                         std::max(0.0F, ImGui::GetContentRegionAvail().x - width));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopFont();
    if (range_slider(ui, id, histogram, snap, range)) {
      ui.actions.choose(id, [&](Choices& c) { c.filter.*field = range; });
    }
    return true;
  };
  const auto amounts = [](const select::Range& range) {
    const std::string from = std::isfinite(range.from) ? scene::format_number(range.from, 4) : "";
    const std::string to = std::isfinite(range.to) ? scene::format_number(range.to, 4) : "";
    return from.empty() ? "≤ " + to : to.empty() ? "≥ " + from : from + " – " + to;
  };
  // The whole of the first and of the last year.
  select::Histogram founded = facts.founded;
  founded.from = std::floor(founded.from);
  founded.to = std::floor(founded.to) + 1;
  const double steps = ui.state.view.play.quarters ? 4 : 1;
  if (one(
          "filter/founded", {"成立", "Founded"}, founded, &select::Filter::founded,
          [&](double value) { return std::round(value * steps) / steps; },
          [&](const select::Range& range) { return std::string(ui.t(founded_span(range))); })) {
    play(ui);
  }
  const bool sizes = !facts.capital.counts.empty() || !facts.employees.counts.empty();
  const bool set =
      !ui.state.choices.filter.capital.open() || !ui.state.choices.filter.employees.open();
  if (!sizes) return;
  const bool open =
      ImGui::TreeNodeEx(ui.t("资本、员工", "Capital, employees"),
                        ImGuiTreeNodeFlags_NoTreePushOnOpen |
                            (set ? ImGuiTreeNodeFlags_DefaultOpen : ImGuiTreeNodeFlags_None));
  ui.name("filter/sizes");
  if (!open) return;
  const std::string& capital = ui.session->atlas.job.capital_column;
  one("filter/capital", {"注册资本", "Capital"}, facts.capital, &select::Filter::capital,
      two_digits, amounts);
  Ui::hint(ui.word(capital.c_str()));  // the column says the unit
  one("filter/employees", {"员工数", "Employees"}, facts.employees, &select::Filter::employees,
      two_digits, amounts);
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const select::Filter& now = ui.state.choices.filter;
  const atlas::Atlas& atlas = ui.session->atlas;
  if (ui.figures != nullptr) {
    const std::string left =
        scene::format_number(static_cast<double>(ui.figures->shown.size()), 12) + " / " +
        scene::format_number(static_cast<double>(atlas.points.size()), 12);
    ImGui::AlignTextToFramePadding();
    ImGui::Text("%s%s", left.c_str(), ui.t(" 家", ""));
    Ui::hint(ui.t("筛选后剩下的企业 / 全部企业", "Enterprises left / all enterprises"));
    ImGui::SameLine();
  }
  const char* const clear = ui.t("清除", "Clear");
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x -
                       ImGui::CalcTextSize(clear).x - 2 * ImGui::GetStyle().FramePadding.x);
  ImGui::BeginDisabled(now.empty());
  if (ImGui::Button(clear)) {
    ui.actions.choose("filter/clear", [](Choices& c) { c.filter = {}; });
    ui.actions.look([](View& view) { view.play.on = false; });
  }
  ImGui::EndDisabled();
  ui.name("filter/clear");
  Ui::hint(ui.t("清除全部筛选，包括专业", "Clears all filters, the specialty too"));
  list(
      ui, "filter/district", ui.t("所有区", "All districts"), now.district,
      [&](auto&& use) {
        for (const Region& region : atlas.regions.regions) use(region.code, region.name);
      },
      &select::Filter::district);
  if (atlas.belts.size() > 0) {
    list(
        ui, "filter/belt", ui.t("不限产业带", "Any belt or none"), now.belt,
        [&](auto&& use) {
          for (const Belt& belt : atlas.belts.belts) use(belt.id, belt.name);
        },
        &select::Filter::belt);
  }
  if (!atlas.job.name_column.empty() || !atlas.job.id_column.empty()) text_box(ui);
  ranges(ui);
}

}  // namespace

Panel filter_panel() { return {"filter", {"筛选", "Filter"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
