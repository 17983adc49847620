#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>

#include "geo/atlas/reject_texts.hpp"
#include "geo/scene/lettering.hpp"
#include "viewer/files/import_box.hpp"
#include "viewer/panels/panels.hpp"

// What the import shows of a file, and where its guesses are mended.
namespace geo::viewer {
namespace {

constexpr std::size_t kExamples = 3;  // of rows that were rejected for one reason

std::string counted(std::uint64_t n) { return scene::format_number(static_cast<double>(n), 12); }

ImVec4 ink(const Ui& ui, bool bad) {
  if (ui.state.view.dark) return bad ? ImVec4{1, 0.5F, 0.45F, 1} : ImVec4{0.95F, 0.75F, 0.35F, 1};
  return bad ? ImVec4{0.75F, 0.1F, 0.08F, 1} : ImVec4{0.6F, 0.38F, 0, 1};
}

void small_grey(const Ui& ui, const char* text) {
  ImGui::PushFont(ui.fonts.small());
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  wrapped(ui, text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

/// The rejects by reason, the most frequent first.
std::vector<std::pair<std::string, std::uint64_t>> by_count(
    const std::map<std::string, std::uint64_t>& reasons) {
  std::vector<std::pair<std::string, std::uint64_t>> out(reasons.begin(), reasons.end());
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

void rejected(const Ui& ui, const std::vector<std::pair<std::string, std::uint64_t>>& reasons,
              const std::vector<Reject>& rows) {
  for (const auto& [reason, count] : reasons) {
    ImGui::PushStyleColor(ImGuiCol_Text, ink(ui, false));
    const std::string line =
        std::string(ui.t(atlas::reason_text(reason))) + ui.t("：", ": ") + counted(count);
    ImGui::TextWrapped("%s", line.c_str());
    ImGui::PopStyleColor();
    std::size_t shown = 0;
    for (const Reject& row : rows) {
      if (row.reason != reason) continue;
      std::string text =
          std::string(ui.t("  第 ", "  row ")) + std::to_string(row.row) + ui.t(" 行", "");
      if (!row.column.empty()) text += "  " + row.column;
      if (!row.value.empty()) text += " = " + row.value;
      if (shown == 0) text += "  → " + atlas::advice_text(row).in(ui.language());
      small_grey(ui, text.c_str());
      if (++shown == kExamples) break;
    }
  }
}

}  // namespace

void ImportBox::file_line(const Ui& ui) {
  const io::LayerInfo& layer = *this->layer();
  const bool areas = guess_->use == atlas::DataUse::kBoundaries;
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t("用作", "Use as"));
  ImGui::SameLine();
  if (ImGui::RadioButton(ui.t("企业", "Enterprises"), !areas) && areas) {
    guess_again("", atlas::DataUse::kEnterprises);
    return;
  }
  ui.name("import/enterprises");
  ImGui::SameLine();
  if (ImGui::RadioButton(ui.t("边界", "Boundaries"), areas) && !areas) {
    guess_again("", atlas::DataUse::kBoundaries);
    return;
  }
  ui.name("import/boundaries");
  if (file_->layers.size() > 1) {
    ImGui::SameLine(0, 24 * ui.scale);
    ImGui::TextUnformatted(ui.t("图层或工作表", "Layer or sheet"));
    ImGui::SameLine();
    ImGui::SetNextItemWidth(200 * ui.scale);
    const bool open = ImGui::BeginCombo("##layer", ui.word(guess_->layer.c_str()));
    ui.name("import/layer");
    std::string chosen;
    if (open) {
      for (const io::LayerInfo& each : file_->layers) {
        const std::string label = each.name + "  (" + counted(each.rows) + ui.t(" 行", " rows") +
                                  (each.hidden ? ui.t("，隐藏", ", hidden") : "") + ")##" +
                                  each.name;
        if (ImGui::Selectable(ui.word(label.c_str()), each.name == guess_->layer))
          chosen = each.name;
        ui.name("import/layer/" + each.name);
      }
      ImGui::EndCombo();
    }
    if (!chosen.empty()) {
      guess_again(chosen, std::nullopt);
      return;
    }
  }
  if (!file_->encoding.empty()) {
    ImGui::SameLine(0, 24 * ui.scale);
    ImGui::TextUnformatted(ui.t("编码", "Encoding"));
    ImGui::SameLine();
    ImGui::SetNextItemWidth(150 * ui.scale);
    const bool open = ImGui::BeginCombo("##encoding", file_->encoding.c_str());
    ui.name("import/encoding");
    if (open) {
      for (const char* name : {"", "UTF-8", "GB18030", "BIG5", "UTF-16LE", "ISO-8859-1"}) {
        const char* label = *name == '\0' ? ui.t("自动判断", "Guess") : name;
        if (ImGui::Selectable(label, encoding_ == name)) {
          encoding_ = name;
          inspect();
        }
        ui.name(std::string("import/encoding/") + (*name == '\0' ? "guess" : name));
      }
      ImGui::EndCombo();
    }
  }
  std::string facts = file_->driver + "   " + counted(layer.rows) + ui.t(" 行", " rows");
  if (layer.geometry != "none") facts += "   " + layer.geometry;
  if (layer.left_out > 0) {
    facts += "   " + counted(layer.left_out) +
             ui.t(" 行合计、备注等不计", " rows of totals and notes left out");
  }
  if (!file_->encoding_reason.empty()) {
    facts += std::string(ui.t("   编码：", "   encoding: ")) + ui.t(guess_->reasons["encoding"]);
  }
  small_grey(ui, facts.c_str());
}

void ImportBox::role(const Ui& ui, const char* key, const Text& label, std::string& column,
                     bool optional) {
  const io::LayerInfo& layer = *this->layer();
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t(label));
  ImGui::TableNextColumn();
  ImGui::SetNextItemWidth(-1);
  const bool place = std::strcmp(key, "x") == 0 || std::strcmp(key, "y") == 0;
  const char* none = place && layer.geometry != "none" ? ui.t("（几何）", "(geometry)") : "–";
  const std::string id = std::string("import/") + key;
  const bool open = ImGui::BeginCombo((std::string("##") + key).c_str(),
                                      column.empty() ? none : ui.word(column.c_str()),
                                      ImGuiComboFlags_HeightLarge);
  ui.name(id);
  std::optional<std::string> chosen;
  if (open) {
    if (optional) {
      if (ImGui::Selectable(none, column.empty())) chosen = "";
      ui.name(id + "/none");
    }
    for (const io::FieldInfo& field : layer.fields) {
      const std::string shown =
          field.name + (field.example.empty() ? "" : "   " + field.example) + "##" + field.name;
      if (ImGui::Selectable(ui.word(shown.c_str()), field.name == column)) chosen = field.name;
      ui.name(id + "/" + field.name);
    }
    ImGui::EndCombo();
  }
  ImGui::TableNextColumn();
  const auto why = guess_->reasons.find(key);
  if (why != guess_->reasons.end() && !column.empty()) {
    small_grey(ui, ui.t(why->second));
  }
  if (!chosen || *chosen == column) return;
  column = *chosen;
  guess_->reasons[key] = {"由您选定", "your choice"};
  check_again();
}

void ImportBox::roles(const Ui& ui) {
  ImGui::TextUnformatted(ui.t("各列的用途", "What the columns hold"));
  if (!ImGui::BeginTable("roles", 3, ImGuiTableFlags_RowBg)) return;
  ImGui::TableSetupColumn("role", ImGuiTableColumnFlags_WidthStretch, 0.9F);
  ImGui::TableSetupColumn("column", ImGuiTableColumnFlags_WidthStretch, 1.2F);
  ImGui::TableSetupColumn("why", ImGuiTableColumnFlags_WidthStretch, 1.3F);
  atlas::Job& job = guess_->job;
  if (guess_->use == atlas::DataUse::kBoundaries) {
    io::RegionSource& source = *job.boundaries;
    role(ui, "code", {"区代码", "Code"}, source.code_field, true);
    role(ui, "name", {"名称", "Name"}, source.name_field, true);
    role(ui, "name_en", {"英文名", "English name"}, source.name_en_field, true);
    role(ui, "land_area_km2", {"陆地面积 (km²)", "Land area (km²)"}, source.land_area_field, true);
  } else {
    const bool by_geometry = layer()->geometry != "none";
    role(ui, "x", {"经度或东坐标", "Longitude or easting"}, job.enterprises.x_column, by_geometry);
    role(ui, "y", {"纬度或北坐标", "Latitude or northing"}, job.enterprises.y_column, by_geometry);
    role(ui, "name", {"企业名称", "Name"}, job.name_column, true);
    role(ui, "id", {"编号", "Id"}, job.id_column, true);
    role(ui, "credit_code", {"信用代码", "Credit code"}, job.credit_code_column, true);
    role(ui, "specialty", {"专业或行业", "Specialty"}, job.specialty_column, true);
    role(ui, "district", {"所填的区", "District stated"}, job.district_column, true);
    role(ui, "founded", {"成立日期", "Founded"}, job.founded_column, true);
    role(ui, "capital", {"注册资本", "Capital"}, job.capital_column, true);
    role(ui, "employees", {"从业人数", "Employees"}, job.employees_column, true);
    role(ui, "weight", {"权重", "Weight"}, job.enterprises.weight_column, true);
  }
  systems(ui);
  ImGui::EndTable();
}

void ImportBox::systems(const Ui& ui) {
  atlas::Job& job = guess_->job;
  const bool areas = guess_->use == atlas::DataUse::kBoundaries;
  std::string& crs = areas ? job.boundaries->crs : job.enterprises.crs;
  const io::LayerInfo& layer = *this->layer();
  const std::string own =
      layer.crs.empty()
          ? ui.t("文件未说明", "not said by the file")
          : std::string(ui.t("文件所说：", "as the file says: ")) + layer.crs.substr(0, 24);
  std::vector<std::pair<std::string, std::string>> all;
  if (!areas && !job.district_column.empty() && job.boundaries) {
    all.emplace_back("guess", ui.t("按所填的区判定", "told by the districts"));
  }
  if (!layer.crs.empty()) all.emplace_back("", own);
  for (const auto& [value, name] :
       {std::pair{"WGS84", "WGS84 (GPS)"},
        {"GCJ-02", ui.t("GCJ-02（高德、腾讯）", "GCJ-02 (AMap, Tencent)")},
        {"BD-09", ui.t("BD-09（百度）", "BD-09 (Baidu)")},
        {"EPSG:4490", "CGCS2000, EPSG:4490"}}) {
    all.emplace_back(value, name);
  }
  const std::string now = !areas && job.guess_crs ? "guess" : crs;
  std::string shown = now.empty() ? own : now;
  for (const auto& [value, name] : all) {
    if (value == now) shown = name;
  }
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t("坐标系", "Coordinate system"));
  ImGui::TableNextColumn();
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo("##crs", ui.word(shown.c_str()), ImGuiComboFlags_HeightLarge);
  ui.name("import/crs");
  std::optional<std::string> chosen;
  if (open) {
    for (const auto& [value, name] : all) {
      if (ImGui::Selectable(ui.word(name.c_str()), value == now)) chosen = value;
      ui.name("import/crs/" + (value.empty() ? "file" : value));
    }
    if (ImGui::Selectable(ui.t("其他…", "Another…"), type_crs_)) {
      type_crs_ = true;
      typed_crs_ = now == "guess" ? "" : now;
    }
    ui.name("import/crs/other");
    ImGui::EndCombo();
  }
  if (type_crs_) {
    std::array<char, 256> text{};
    std::strncpy(text.data(), typed_crs_.c_str(), text.size() - 1);
    ImGui::SetNextItemWidth(-1);
    const bool entered = ImGui::InputTextWithHint(
        "##typed", ui.t("EPSG:n 或 PROJ 串，回车", "EPSG:n or PROJ, Enter"), text.data(),
        text.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    typed_crs_ = text.data();
    ui.name("import/crs_text");
    if (entered && !typed_crs_.empty()) chosen = typed_crs_;
  }
  ImGui::TableNextColumn();
  const auto why = guess_->reasons.find("crs");
  if (check_ && check_->atlas.crs_guess) {
    const atlas::CrsGuess& guess = *check_->atlas.crs_guess;
    std::string text = guess.chosen + ui.t("；与所填区相符：", "; in the district stated: ");
    for (const auto& candidate : guess.candidates) {
      std::array<char, 64> share{};
      std::snprintf(share.data(), share.size(), "%s %.1f %%", candidate.crs.c_str(),
                    100.0 * static_cast<double>(candidate.agree) /
                        static_cast<double>(std::max<std::uint64_t>(guess.rows, 1)));
      text += (&candidate == &guess.candidates.front() ? "" : ui.t("、", ", ")) +
              std::string(share.data());
    }
    text += ui.t("（", " (") + counted(guess.rows) + ui.t(" 行）", " rows)");
    small_grey(ui, text.c_str());
  } else if (why != guess_->reasons.end()) {
    small_grey(ui, ui.t(why->second));
  }
  if (!chosen) return;
  if (!areas) job.guess_crs = *chosen == "guess";
  if (*chosen != "guess") crs = *chosen;
  type_crs_ = type_crs_ && crs == typed_crs_;
  guess_->reasons["crs"] = {"由您选定", "your choice"};
  check_again();
}

void ImportBox::outcome(const Ui& ui) const {
  ImGui::TextUnformatted(ui.t("检查结果", "What becomes of the rows"));
  if (!error_.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, ink(ui, true));
    wrapped(ui, ui.t(error_));
    ImGui::PopStyleColor();
    return;
  }
  if (!check_) {
    ImGui::TextDisabled("%s", ui.t("正在检查…", "Checking…"));
    return;
  }
  const atlas::Atlas& atlas = check_->atlas;
  const bool areas = guess_->use == atlas::DataUse::kBoundaries;
  const Rejects& rejects = areas ? atlas.region_rejects : atlas.enterprise_rejects;
  ImGui::PushFont(ui.fonts.large());
  const std::string used = counted(rejects.used) + (areas ? ui.t(" 个要素可用", " features used")
                                                          : ui.t(" 行可用", " rows used"));
  ImGui::TextUnformatted(ui.word(used.c_str()));
  ImGui::PopFont();
  std::string rest = ui.t("共 ", "of ") + counted(rejects.read) + ui.t("，未用 ", "; rejected ") +
                     counted(rejects.rejected());
  if (rejects.by_district > 0) {
    rest += ui.t("，无位置而按区计入 ", "; without a position, counted by district ") +
            counted(rejects.by_district);
  }
  ImGui::TextWrapped("%s", ui.word(rest.c_str()));
  rejected(ui, by_count(rejects.by_reason()), rejects.rows);
  if (const auto cells = rejects.cells_by_reason(); !cells.empty()) {
    ImGui::TextUnformatted(
        ui.t("无法读取的单元格（所在行仍可用）", "Cells that cannot be read (rows are used)"));
    rejected(ui, by_count(cells), rejects.cells);
  }
  for (const Text& change : check_->changes) {
    ImGui::PushStyleColor(ImGuiCol_Text, ink(ui, false));
    wrapped(ui, (std::string("● ") + ui.t(change)).c_str());
    ImGui::PopStyleColor();
  }
  using Severity = atlas::Finding::Severity;
  for (const atlas::Finding& finding : atlas.findings) {
    if (finding.kind == "rejected_rows" || finding.kind == "bad_cells") continue;  // said above
    const bool bad = finding.severity == Severity::kError;
    if (finding.severity != Severity::kNote) {
      ImGui::PushStyleColor(ImGuiCol_Text, ink(ui, bad));
    }
    wrapped(ui, (std::string("● ") + ui.t(finding.text)).c_str());
    if (finding.severity != Severity::kNote) ImGui::PopStyleColor();
  }
}

// Which row holds the names of the columns, where the file has no place of its own for them.
void ImportBox::header(const Ui& ui) {
  const io::LayerInfo& layer = *this->layer();
  if (layer.first_rows.empty()) return;
  const auto line = [&](std::size_t row) {
    return ui.t("第 ", "row ") + std::to_string(row) + ui.t(" 行：", ": ") +
           layer.first_rows[row - 1];
  };
  ImGui::SameLine(0, 24 * ui.scale);
  ImGui::TextUnformatted(ui.t("列名在", "Column names in"));
  ImGui::SameLine();
  ImGui::SetNextItemWidth(std::min(420 * ui.scale, ImGui::GetContentRegionAvail().x));
  const std::size_t now = std::clamp<std::size_t>(layer.header_row, 1, layer.first_rows.size());
  const bool open = ImGui::BeginCombo("##header", ui.word(line(now).c_str()));
  ui.name("import/header");
  if (!open) return;
  std::optional<std::size_t> chosen;
  if (ImGui::Selectable(ui.t("自动判断", "Guess"), header_row() == 0)) chosen = 0;
  ui.name("import/header/guess");
  for (std::size_t row = 1; row <= layer.first_rows.size(); ++row) {
    const std::string shown = line(row) + "##" + std::to_string(row);
    if (ImGui::Selectable(ui.word(shown.c_str()), row == now && header_row() != 0)) chosen = row;
    ui.name("import/header/" + std::to_string(row));
  }
  ImGui::EndCombo();
  if (!chosen) return;
  if (*chosen == 0) {
    header_rows_.erase(guess_->layer);
  } else {
    header_rows_[guess_->layer] = *chosen;
  }
  inspect();
}

void ImportBox::preview(const Ui& ui) {
  const io::LayerInfo& layer = *this->layer();
  const auto columns = static_cast<int>(std::min<std::size_t>(layer.fields.size(), 60));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(ui.t("前几行", "The first rows"));
  header(ui);
  if (columns == 0) return;
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                                     ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV |
                                     ImGuiTableFlags_Resizable;
  if (!ImGui::BeginTable("preview", columns, kFlags, {0, ImGui::GetContentRegionAvail().y})) return;
  const atlas::Job& job = guess_->job;
  const auto used = [&](const std::string& name) {
    if (guess_->use == atlas::DataUse::kBoundaries) {
      const io::RegionSource& source = *job.boundaries;
      return name == source.code_field || name == source.name_field ||
             name == source.name_en_field || name == source.land_area_field;
    }
    return name == job.enterprises.x_column || name == job.enterprises.y_column ||
           name == job.name_column || name == job.id_column || name == job.specialty_column ||
           name == job.district_column || name == job.enterprises.weight_column ||
           name == job.credit_code_column || name == job.founded_column ||
           name == job.capital_column || name == job.employees_column;
  };
  ImGui::PushFont(ui.fonts.small());
  ImGui::TableSetupScrollFreeze(0, 1);
  for (int c = 0; c < columns; ++c) {
    const std::string& name = layer.fields[static_cast<std::size_t>(c)].name;
    ImGui::TableSetupColumn(ui.word(((used(name) ? "● " : "") + name).c_str()));
  }
  ImGui::TableHeadersRow();
  for (const std::vector<std::string>& row : layer.sample) {
    ImGui::TableNextRow();
    for (int c = 0; c < columns; ++c) {
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(ui.word(row[static_cast<std::size_t>(c)].c_str()));
    }
  }
  ImGui::PopFont();
  ImGui::EndTable();
}

}  // namespace geo::viewer
