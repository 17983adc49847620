#include "viewer/files/import_box.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <new>
#include <utility>

#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"

namespace geo::viewer {
namespace {

/// Runs `work` and gives what to do with its result, or with the message of what went wrong.
template <typename Work, typename Fail>
Worker::Apply guarded(Work&& work, Fail&& fail) {
  Text message;
  try {
    return work();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kCancelled) throw;
    message = atlas::error_text(error);
  } catch (const std::bad_alloc&) {
    message = atlas::message_text("not enough memory for this file; import a smaller part of it");
  }
  return [fail, message] { fail(message); };
}

}  // namespace

ImportBox::ImportBox(Worker& worker, std::function<std::optional<atlas::Job>()> project,
                     std::function<void(const atlas::Job&)> add)
    : worker_(worker), project_(std::move(project)), add_(std::move(add)) {}

void ImportBox::begin(const std::string& path) {
  close();
  path_ = std::filesystem::absolute(path).lexically_normal().string();
  inspect();
}

void ImportBox::close() {
  worker_.drop("import");
  path_.clear();
  encoding_.clear();
  type_crs_ = false;
  checking_ = false;
  file_.reset();
  guess_.reset();
  check_.reset();
  error_ = {};
}

std::string ImportBox::title(const Ui& ui) const {
  return std::string(ui.t("导入：", "Import: ")) + std::filesystem::path(path_).filename().string();
}

const io::LayerInfo* ImportBox::layer() const {
  if (!file_ || !guess_) return nullptr;
  for (const io::LayerInfo& each : file_->layers) {
    if (each.name == guess_->layer) return &each;
  }
  return nullptr;
}

void ImportBox::inspect() {
  checking_ = true;
  check_.reset();
  error_ = {};
  worker_.post("import", {"读取文件", "Reading the file"},
               [this, path = path_, encoding = encoding_](const Context& context) -> Worker::Apply {
                 return guarded(
                     [&]() -> Worker::Apply {
                       auto file = std::make_shared<const io::FileInfo>(io::inspect(
                           path, context, {.layer = "", .query = "", .encoding = encoding}));
                       return [this, path, file] {
                         if (path != path_) return;
                         file_ = file;
                         const std::string kept = guess_ ? guess_->layer : "";
                         const std::optional<atlas::DataUse> use =
                             guess_ ? std::optional(guess_->use) : std::nullopt;
                         guess_again(kept, use);
                       };
                     },
                     [this, path](const Text& message) {
                       if (path != path_) return;
                       error_ = message;
                       checking_ = false;
                     });
               });
}

void ImportBox::guess_again(const std::string& layer, std::optional<atlas::DataUse> use) {
  type_crs_ = false;
  check_.reset();
  checking_ = false;
  const std::optional<atlas::Job> project = project_();
  try {
    guess_ = atlas::guess_data(project.value_or(atlas::Job{}), *file_, layer, use);
  } catch (const Error& error) {
    error_ = atlas::error_text(error);
    return;
  }
  if (guess_->use == atlas::DataUse::kEnterprises) {
    guess_->job.enterprises.encoding = encoding_;
  } else {
    guess_->job.boundaries->encoding = encoding_;
  }
  check_again();
}

void ImportBox::check_again() {
  checking_ = true;
  check_.reset();
  error_ = {};
  worker_.post("import", {"检查数据", "Checking the data"},
               [this, path = path_, job = guess_->job](const Context& context) -> Worker::Apply {
                 return guarded(
                     [&]() -> Worker::Apply {
                       auto check = std::make_shared<const atlas::DataCheck>(
                           atlas::check_data(job, context));
                       return [this, path, check] {
                         if (path != path_) return;
                         check_ = check;
                         checking_ = false;
                       };
                     },
                     [this, path](const Text& message) {
                       if (path != path_) return;
                       error_ = message;
                       checking_ = false;
                     });
               });
}

void ImportBox::draw(const Ui& ui) {
  const float buttons = ImGui::GetFrameHeightWithSpacing() + 8 * ui.scale;
  ImGui::BeginChild("import", {0, -buttons});
  if (guess_ && layer() != nullptr) {
    file_line(ui);
    ImGui::Separator();
    const float below = std::max(150 * ui.scale, ImGui::GetContentRegionAvail().y * 0.36F);
    const float height = ImGui::GetContentRegionAvail().y - below;
    const float width = std::floor(ImGui::GetContentRegionAvail().x * 0.54F);
    ImGui::BeginChild("roles", {width, height});
    roles(ui);
    ImGui::EndChild();
    ImGui::SameLine();
    ImGui::BeginChild("outcome", {0, height});
    outcome(ui);
    ImGui::EndChild();
    preview(ui);
  } else if (checking_) {
    ImGui::TextUnformatted(ui.t("正在读取文件…", "Reading the file…"));
  } else {
    ImGui::TextWrapped("%s", ui.t(error_));
    ImGui::Spacing();
    ImGui::TextDisabled("%s",
                        ui.t("可以导入：CSV、TSV、XLSX、ODS、GeoJSON、GPKG、Shapefile、KML 等",
                             "What can be imported: CSV, TSV, XLSX, ODS, GeoJSON, GPKG, "
                             "Shapefile, KML and others"));
  }
  ImGui::EndChild();
  ImGui::Separator();
  const bool ready = check_ != nullptr && !checking_;
  ImGui::BeginDisabled(!ready);
  const bool areas = guess_ && guess_->use == atlas::DataUse::kBoundaries;
  if (ImGui::Button(areas ? ui.t("用作边界", "Use as the boundaries")
                          : ui.t("用作企业数据", "Use as the enterprises"))) {
    const atlas::Job job = check_->job;
    close();
    add_(job);
    ImGui::EndDisabled();
    return;
  }
  ImGui::EndDisabled();
  ui.name("import/add");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("取消", "Cancel"))) close();
  ui.name("import/cancel");
  ImGui::SameLine();
  if (ready) {
    ImGui::TextDisabled(
        "%s", areas ? ui.t("将替换项目现有的边界；可以撤销",
                           "Takes the place of the project's boundaries; can be undone")
                    : ui.t("将替换项目现有的企业数据；可以撤销",
                           "Takes the place of the project's enterprises; can be undone"));
  }
}

}  // namespace geo::viewer
