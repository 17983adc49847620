#include "viewer/files/file_dialog.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <utility>

#include "geo/atlas/error_texts.hpp"

namespace geo::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 5000;

std::string size_text(std::uintmax_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"B", "KB", "MB", "GB", "TB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1000 && unit + 1 < kUnits.size(); ++unit) size /= 1000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", size, kUnits.at(unit));
  return text.data();
}

std::string time_text(fs::file_time_type when) {
  const auto system = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
      when - fs::file_time_type::clock::now() + std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(system);
  std::tm local{};
  std::array<char, 32> text{};
  if (localtime_r(&seconds, &local) == nullptr ||
      std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local) == 0) {
    return {};
  }
  return text.data();
}

bool same_extension(const std::string& name, const std::string& extension) {
  if (name.size() < extension.size()) return false;
  return std::equal(extension.begin(), extension.end(),
                    name.end() - static_cast<long>(extension.size()), [](char a, char b) {
                      return std::tolower(static_cast<unsigned char>(a)) ==
                             std::tolower(static_cast<unsigned char>(b));
                    });
}

}  // namespace

bool text_field(const Ui& ui, const char* id, const char* hint, std::string& text, bool* entered) {
  const auto resize = [](ImGuiInputTextCallbackData* data) {
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
      auto& string = *static_cast<std::string*>(data->UserData);
      string.resize(static_cast<std::size_t>(data->BufTextLen));
      data->Buf = string.data();
    }
    return 0;
  };
  const std::string before = text;
  const bool enter = ImGui::InputTextWithHint(
      id, hint, text.data(), text.capacity() + 1,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue, resize, &text);
  text.resize(std::char_traits<char>::length(text.c_str()));
  if (entered != nullptr) *entered = enter;
  ui.fonts.need(text);
  return text != before;
}

void FileDialog::ask(Question question) {
  question_ = std::move(question);
  open_ = true;
  all_ = question_.extensions.empty();
  name_ = question_.name;
  std::error_code error;
  fs::path folder = question_.folder;
  if (folder.empty() || !fs::is_directory(folder, error)) folder = fs::current_path(error);
  go(folder);
}

void FileDialog::go(const fs::path& folder) {
  std::error_code error;
  fs::path whole = fs::absolute(folder, error).lexically_normal();
  if (!whole.has_filename() && whole.has_relative_path()) whole = whole.parent_path();
  replace_ = false;
  error_ = {};
  std::vector<Entry> found;
  fs::directory_iterator each(whole, error);
  if (error) {
    error_ = atlas::message_text(whole.string() + ": " + error.message());
    path_text_ = folder_.string();
    return;
  }
  for (; each != fs::directory_iterator() && found.size() < kMostEntries; each.increment(error)) {
    if (error) break;
    Entry entry;
    entry.name = each->path().filename().string();
    if (entry.name.starts_with(".")) continue;
    std::error_code ignored;
    entry.folder = each->is_directory(ignored);
    if (!entry.folder) entry.size = size_text(each->file_size(ignored));
    const auto time = each->last_write_time(ignored);
    if (!ignored) entry.time = time_text(time);
    found.push_back(std::move(entry));
  }
  std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) {
    return std::pair(!a.folder, a.name) < std::pair(!b.folder, b.name);
  });
  folder_ = whole;
  path_text_ = whole.string();
  entries_ = std::move(found);
}

fs::path FileDialog::chosen() const {
  fs::path path = folder_;
  if (question_.mode == Mode::kFolder) return path;
  path /= name_;
  const auto& wanted = question_.extensions;
  if (question_.mode == Mode::kSave && !wanted.empty() && !same_extension(name_, wanted.front())) {
    path += wanted.front();
  }
  return path;
}

void FileDialog::accept() {
  const fs::path path = chosen();
  std::error_code error;
  if (question_.mode != Mode::kFolder) {
    if (name_.empty()) return;
    if (fs::is_directory(path, error)) {
      name_.clear();
      go(path);
      return;
    }
    const bool there = fs::exists(path, error);
    if (question_.mode == Mode::kOpen && !there) {
      error_ = atlas::message_text(path.string() + ": no such file; check the path");
      return;
    }
    if (question_.mode == Mode::kSave && there && !replace_) {
      replace_ = true;
      return;
    }
  }
  open_ = false;
  question_.done(path.string());
}

void FileDialog::path_line(const Ui& ui) {
  if (ImGui::Button(ui.t("上一级", "Up"))) {
    go(folder_.parent_path());
  }
  ui.name("file/up");
  ImGui::SameLine();
  const float combo = question_.recent.empty() ? 0 : 130 * ui.scale;
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - combo);
  bool entered = false;
  text_field(ui, "##path", "/", path_text_, &entered);
  ui.name("file/path");
  if (entered) {
    std::error_code error;
    const fs::path typed(path_text_);
    if (fs::is_directory(typed, error) || !typed.has_filename()) {
      go(typed);
    } else {
      const std::string name = typed.filename().string();
      go(typed.parent_path());
      // Where there is no such folder the name belongs to none.
      if (question_.mode != Mode::kFolder && error_.empty()) name_ = name;
    }
  }
  if (question_.recent.empty()) return;
  ImGui::SameLine();
  ImGui::SetNextItemWidth(-1);
  const bool open =
      ImGui::BeginCombo("##recent", ui.t("最近的文件夹", "Recent"), ImGuiComboFlags_PopupAlignLeft);
  ui.name("file/recent");
  if (!open) return;
  const std::vector<std::string> recent = question_.recent;
  for (std::size_t i = 0; i < recent.size(); ++i) {
    if (ImGui::Selectable(ui.word(recent[i].c_str()))) go(recent[i]);
    ui.name("file/recent/" + std::to_string(i));
  }
  ImGui::EndCombo();
}

void FileDialog::list(const Ui& ui) {
  const float lines = question_.also ? 3 : 2;
  const float below = lines * ImGui::GetFrameHeightWithSpacing() + 10 * ui.scale +
                      (error_.empty() && !replace_ ? 0 : ImGui::GetTextLineHeightWithSpacing());
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersOuter;
  if (!ImGui::BeginTable("files", 3, kFlags, {0, -below})) return;
  ImGui::TableSetupColumn(ui.t("名称", "Name"), ImGuiTableColumnFlags_WidthStretch);
  ImGui::TableSetupColumn(ui.t("大小", "Size"), ImGuiTableColumnFlags_WidthFixed, 90 * ui.scale);
  ImGui::TableSetupColumn(ui.t("修改时间", "Changed"), ImGuiTableColumnFlags_WidthFixed,
                          150 * ui.scale);
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableHeadersRow();
  std::string into;
  bool taken = false;
  for (const Entry& entry : entries_) {
    const auto fits = [&](const std::string& extension) {
      return same_extension(entry.name, extension);
    };
    if (!entry.folder &&
        (question_.mode == Mode::kFolder ||
         (!all_ && std::none_of(question_.extensions.begin(), question_.extensions.end(), fits)))) {
      continue;
    }
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const std::string label = (entry.folder ? "▶ " : "   ") + entry.name;
    if (ImGui::Selectable(ui.word(label.c_str()), !entry.folder && entry.name == name_,
                          ImGuiSelectableFlags_SpanAllColumns |
                              ImGuiSelectableFlags_AllowDoubleClick |
                              ImGuiSelectableFlags_DontClosePopups)) {
      if (entry.folder) {
        into = entry.name;
      } else {
        name_ = entry.name;
        replace_ = false;
        taken = ImGui::IsMouseDoubleClicked(0);
      }
    }
    ui.name("file/entry/" + entry.name);
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(entry.size.c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(entry.time.c_str());
  }
  ImGui::EndTable();
  if (!into.empty()) go(folder_ / into);
  if (taken) accept();
}

void FileDialog::buttons(const Ui& ui) {
  if (replace_) {
    const std::string text = chosen().filename().string() +
                             ui.t("：已经存在，是否替换？", ": is there already. Replace it?");
    ImGui::TextUnformatted(ui.word(text.c_str()));
  } else if (!error_.empty()) {
    ImGui::TextUnformatted(ui.t(error_));
  }
  if (question_.mode == Mode::kFolder) {
    ImGui::TextDisabled("%s", ui.t("选用上面所示的文件夹", "The folder above is taken"));
  } else {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(ui.t("文件名", "Name"));
    ImGui::SameLine();
    const float filter = question_.extensions.empty() ? 0 : 150 * ui.scale;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - filter);
    bool entered = false;
    if (text_field(ui, "##name", "", name_, &entered)) replace_ = false;
    ui.name("file/name");
    if (entered) accept();
    if (filter > 0) {
      ImGui::SameLine();
      ImGui::Checkbox(ui.t("所有文件", "All files"), &all_);
      ui.name("file/all");
    }
  }
  const char* yes = replace_                          ? ui.t("替换", "Replace")
                    : question_.mode == Mode::kSave   ? ui.t("保存", "Save")
                    : question_.mode == Mode::kFolder ? ui.t("选用", "Take this folder")
                                                      : ui.t("打开", "Open");
  ImGui::BeginDisabled(question_.mode != Mode::kFolder && name_.empty());
  if (ImGui::Button(yes)) accept();
  ImGui::EndDisabled();
  ui.name("file/ok");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("取消", "Cancel"))) open_ = false;
  ui.name("file/cancel");
}

void FileDialog::draw(const Ui& ui) {
  path_line(ui);
  list(ui);
  if (question_.also) question_.also(ui);
  buttons(ui);
}

}  // namespace geo::viewer
