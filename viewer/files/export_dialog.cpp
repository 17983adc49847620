#include "viewer/files/export_dialog.hpp"

#include <algorithm>
#include <utility>

#include "geo/atlas/atlas.hpp"
#include "viewer/files/file_dialog.hpp"
#include "viewer/files/filter_choice.hpp"

namespace geo::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListed = 12;

}  // namespace

atlas::OutputStep ExportRequest::nothing() {
  atlas::OutputStep step;
  step.tables = step.geopackage = step.heatmaps = step.pictures = step.report = false;
  return step;
}

bool ExportRequest::any_results() const {
  return results.tables || results.workbook || results.geopackage || results.heatmaps ||
         results.pictures || results.report;
}

void ExportDialog::ask(const fs::path& folder, const std::string& name) {
  open_ = true;
  replace_ = false;
  written_.clear();
  if (!asked_) folder_text_ = folder.string();
  request_.name = name;
  asked_ = true;
}

void ExportDialog::done(std::vector<std::string> files) {
  running_ = false;
  replace_ = false;
  written_ = std::move(files);
}

std::vector<std::string> ExportDialog::replaced(const Ui& ui) const {
  std::vector<std::string> names;
  if (request_.picture) names.push_back(request_.name + ".png");
  if (request_.heatmap) names.push_back(request_.name + ".tif");
  if (ui.session != nullptr && request_.any_results()) {
    for (std::string& name : atlas::files_of(ui.session->atlas, request_.results)) {
      names.push_back(std::move(name));
    }
  }
  std::vector<std::string> there;
  std::error_code error;
  for (const std::string& name : names) {
    if (fs::exists(fs::path(folder_text_) / name, error)) there.push_back(name);
  }
  return there;
}

void ExportDialog::choices(const Ui& ui) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t("文件夹", "Folder"));
  ImGui::SameLine(80 * ui.scale);
  ImGui::SetNextItemWidth(-110 * ui.scale);
  if (text_field(ui, "##folder", "", folder_text_)) replace_ = false;
  ui.name("export/folder");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("浏览…", "Browse…"))) {
    browse_([this](const std::string& folder) {
      folder_text_ = folder;
      replace_ = false;
    });
  }
  ui.name("export/browse");
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t("名称", "Name"));
  ImGui::SameLine(80 * ui.scale);
  ImGui::SetNextItemWidth(-110 * ui.scale);
  if (text_field(ui, "##name", "", request_.name)) replace_ = false;
  ui.name("export/name");
  ImGui::Spacing();
  const auto check = [&](const char* id, const char* label, const std::string& files, bool& on) {
    if (ImGui::Checkbox(label, &on)) replace_ = false;
    ui.name(std::string("export/") + id);
    ImGui::SameLine();
    ImGui::TextDisabled("%s", ui.word(files.c_str()));
  };
  atlas::OutputStep& results = request_.results;
  check("picture", ui.t("当前地图的图片", "The map as it is seen"), request_.name + ".png",
        request_.picture);
  ImGui::SameLine();
  for (int times = 1; times <= 4; ++times) {
    ImGui::SameLine();
    ImGui::BeginDisabled(!request_.picture);
    if (ImGui::RadioButton((std::to_string(times) + "×").c_str(), request_.times == times)) {
      request_.times = times;
    }
    ImGui::EndDisabled();
    ui.name("export/png" + std::to_string(times));
  }
  check("heatmap", ui.t("当前热力图，GeoTIFF", "The heatmap that is shown, GeoTIFF"),
        request_.name + ".tif", request_.heatmap);
  check("csv", ui.t("统计表，CSV", "Tables, CSV"), "districts.csv …", results.tables);
  check("xlsx", ui.t("统计表，XLSX", "Tables, XLSX"), "tables.xlsx", results.workbook);
  check("gpkg", ui.t("图层，GeoPackage", "Layers, GeoPackage"), "atlas.gpkg", results.geopackage);
  check("heatmaps", ui.t("全部热力图，GeoTIFF", "All heatmaps, GeoTIFF"), "heatmaps/*.tif",
        results.heatmaps);
  check("report", ui.t("检查与参数报告", "Report of checks and options"), "report.json",
        results.report);
  ImGui::Spacing();
  const auto all = [&](bool on) {
    replace_ = false;
    request_.picture = on;
    request_.heatmap = on;
    results.tables = on;
    results.workbook = on;
    results.geopackage = on;
    results.heatmaps = on;
    results.report = on;
  };
  if (ImGui::SmallButton(ui.t("全选", "Everything"))) all(true);
  ui.name("export/all");
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("全不选", "Nothing"))) all(false);
  ui.name("export/nothing");
  ImGui::Spacing();
  filter_choice(ui, "export/filtered");
}

void ExportDialog::result(const Ui& ui) {
  if (running_) {
    ImGui::TextDisabled("%s", ui.t("正在导出…", "Exporting…"));
    return;
  }
  if (!written_.empty()) {
    ImGui::TextUnformatted(ui.t("已写出：", "Written:"));
    ImGui::PushFont(ui.fonts.small());
    for (std::size_t i = 0; i < std::min(written_.size(), kMostListed); ++i) {
      ImGui::TextWrapped("%s", ui.word(written_[i].c_str()));
    }
    if (written_.size() > kMostListed) {
      const std::string more = ui.t("另有 ", "and ") +
                               std::to_string(written_.size() - kMostListed) + ui.t(" 个", " more");
      ImGui::TextUnformatted(more.c_str());
    }
    ImGui::PopFont();
    return;
  }
  const std::vector<std::string> there = replaced(ui);
  if (there.empty()) return;
  std::string text =
      std::to_string(there.size()) +
      ui.t(" 个文件已存在，将被替换：", " files are there already and will be replaced: ");
  for (std::size_t i = 0; i < std::min<std::size_t>(there.size(), 6); ++i) {
    text += (i == 0 ? "" : ", ") + there[i];
  }
  if (there.size() > 6) text += " …";
  ImGui::TextWrapped("%s", ui.word(text.c_str()));
  ImGui::Checkbox(ui.t("替换这些文件", "Replace these files"), &replace_);
  ui.name("export/replace");
}

void ExportDialog::draw(const Ui& ui) {
  ImGui::BeginDisabled(running_);
  choices(ui);
  ImGui::EndDisabled();
  ImGui::Separator();
  // A fixed height: nothing jumps away from under the mouse.
  ImGui::BeginChild("result", {0, -ImGui::GetFrameHeightWithSpacing() - 8 * ui.scale});
  result(ui);
  ImGui::EndChild();
  ImGui::Separator();
  const bool something = request_.picture || request_.heatmap || request_.any_results();
  const bool free = !written_.empty() || replace_ || replaced(ui).empty();
  ImGui::BeginDisabled(running_ || !something || !free || folder_text_.empty() ||
                       request_.name.empty() ||
                       request_.name.find_first_of("/\\") != std::string::npos);
  if (written_.empty()) {
    if (ImGui::Button(ui.t("导出", "Export"))) {
      request_.folder = folder_text_;
      running_ = true;
      run_(request_);
    }
    ui.name("export/go");
  } else {
    if (ImGui::Button(ui.t("再次导出", "Export again"))) written_.clear();
    ui.name("export/again");
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button(ui.t("关闭", "Close"))) open_ = false;
  ui.name("export/close");
}

}  // namespace geo::viewer
