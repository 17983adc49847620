#include <algorithm>
#include <cmath>

#include "viewer/charts/chart.hpp"
#include "viewer/charts/kit.hpp"
#include "viewer/figures.hpp"

namespace geo::viewer {
namespace {

struct Series {
  std::string name;
  const std::vector<std::uint64_t>* counts;
  ImU32 color;
};

// The chosen specialty, or all in the order of the list of specialties, those without at the end.
std::vector<Series> series_of(const Ui& ui) {
  std::vector<Series> out;
  const stats::Timeline& timeline = ui.figures->timeline;
  const std::string& column = ui.session->atlas.job.specialty_column;
  const std::string& chosen = ui.state.choices.filter.specialty;
  if (!column.empty()) {
    const auto& words = ui.session->atlas.points.categories(column).names;
    for (std::size_t k = 0; k < ui.session->specialties.size(); ++k) {
      const Specialty& each = ui.session->specialties[k];
      if (!chosen.empty() && each.key != chosen) continue;
      const auto at = std::find(words.begin(), words.end(), each.key) - words.begin();
      out.push_back(
          {ui.t(each.name), &timeline.counts[static_cast<std::size_t>(at)], series_color(k)});
    }
  }
  const auto& without = timeline.counts.back();
  if (chosen.empty() && std::any_of(without.begin(), without.end(), [](auto n) { return n > 0; })) {
    out.push_back({column.empty() ? ui.t("企业", "Enterprises") : ui.t("未注明", "unspecified"),
                   &without, series_color(9)});
  }
  return out;
}

std::string number(std::uint64_t count) {
  return scene::format_number(static_cast<double>(count), 12);
}

void tooltip(const Ui& ui, const std::vector<Series>& all, int year, std::size_t y,
             std::uint64_t total) {
  ImGui::BeginTooltip();
  ImGui::Text("%d   %s %s", year, number(total).c_str(), ui.t("家", "founded"));
  for (std::size_t s = all.size(); s-- > 0;) {
    if ((*all[s].counts)[y] == 0) continue;
    swatch_line(ui, all[s].color, all[s].name + "  " + number((*all[s].counts)[y]));
  }
  ImGui::TextDisabled("%s",
                      ui.t("点击：只看这一年；再点：取消", "Click: this year only; again: all"));
  ImGui::EndTooltip();
}

void draw(const Ui& ui) {
  const stats::Timeline& timeline = ui.figures->timeline;
  if (timeline.years == 0) {
    ImGui::TextWrapped("%s", ui.t("没有成立日期：在项目文件的 enterprises 中以 founded 指明列。",
                                  "No dates of founding: name their column as 'founded' of the "
                                  "enterprises in the project file."));
    return;
  }
  const std::vector<Series> all = series_of(ui);
  std::vector<std::uint64_t> totals(timeline.years, 0);
  for (const Series& series : all) {
    for (std::size_t y = 0; y < timeline.years; ++y) totals[y] += (*series.counts)[y];
  }
  const auto most = static_cast<double>(*std::max_element(totals.begin(), totals.end()));
  const double first = timeline.first_year;
  const PlotFrame frame = plot_frame(ui, "foundings", 190 * ui.scale, first,
                                     first + static_cast<double>(timeline.years), most,
                                     ui.t("每年成立的企业（家）", "Enterprises founded in a year"));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const select::Range& range = ui.state.choices.filter.founded;
  const float gap = timeline.years < 60 ? ui.scale : 0;
  for (std::size_t y = 0; y < timeline.years; ++y) {
    const double year = first + static_cast<double>(y);
    const bool inside = range.open() || (year + 1 > range.from && year < range.to);
    std::uint64_t below = 0;
    for (const Series& series : all) {
      const std::uint64_t n = (*series.counts)[y];
      if (n == 0) continue;
      const ImU32 faded = (series.color & ~IM_COL32_A_MASK) | (70U << IM_COL32_A_SHIFT);
      list.AddRectFilled({frame.x(year) + gap, frame.y(static_cast<double>(below + n))},
                         {frame.x(year + 1) - gap, frame.y(static_cast<double>(below))},
                         inside ? series.color : faded);
      below += n;
    }
  }
  float free_from = frame.from.x - 8 * ui.scale;
  const int every = timeline.years > 60 ? 10 : timeline.years > 20 ? 5 : 2;
  for (std::size_t y = 0; y < timeline.years; ++y) {
    const int year = timeline.first_year + static_cast<int>(y);
    if (year % every == 0) x_label(ui, frame, year + 0.5, std::to_string(year), free_from);
  }
  if (frame.hovered) {
    const double at = std::floor(frame.x_at_mouse()) - first;
    if (at >= 0 && at < static_cast<double>(timeline.years)) {
      const auto y = static_cast<std::size_t>(at);
      const double year = first + at;
      list.AddRect({frame.x(year), frame.from.y}, {frame.x(year + 1), frame.to.y},
                   ImGui::GetColorU32(ImGuiCol_Text, 0.6F));
      tooltip(ui, all, static_cast<int>(year), y, totals[y]);
      if (frame.clicked) {
        const select::Range only{year, year + 1};
        ui.actions.choose("filter/founded", [&](Choices& c) {
          c.filter.founded = c.filter.founded == only ? select::Range{} : only;
        });
      }
    }
  }
  if (timeline.without_year > 0) {
    ImGui::TextDisabled("%s %s", number(timeline.without_year).c_str(),
                        ui.t("家没有可读的日期", "have no date that can be read"));
  }
  if (all.size() < 2) return;
  ImGui::PushFont(ui.fonts.small());
  for (std::size_t s = all.size(); s-- > 0;) swatch_line(ui, all[s].color, all[s].name);
  ImGui::PopFont();
}

}  // namespace

Chart foundings() {
  return {"foundings", {"成立年份（按专业）", "Foundings by year and specialty"}, draw};
}

}  // namespace geo::viewer
