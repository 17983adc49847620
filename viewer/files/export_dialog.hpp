#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "geo/atlas/job.hpp"
#include "viewer/files/dialog.hpp"

namespace geo::viewer {

/// What is to be written, and where.
struct ExportRequest {
  std::filesystem::path folder;
  std::string name;      ///< of the picture and of the heatmap, without an ending
  bool picture = true;   ///< the map as it is seen, NAME.png
  int times = 2;         ///< the size of the window's map, 1 to 4
  bool heatmap = false;  ///< the density that is shown, NAME.tif
  atlas::OutputStep results = nothing();
  [[nodiscard]] bool any_results() const;
  [[nodiscard]] static atlas::OutputStep nothing();
};

/// Asks what to export; says afterwards what was written.
class ExportDialog : public Dialog {
 public:
  using Run = std::function<void(const ExportRequest&)>;
  /// Asks for another folder and gives it to the function.
  using Browse = std::function<void(std::function<void(const std::string&)>)>;
  ExportDialog(Run run, Browse browse) : run_(std::move(run)), browse_(std::move(browse)) {}

  /// `folder` and `name` are kept from the last time, if there was one.
  void ask(const std::filesystem::path& folder, const std::string& name);
  void done(std::vector<std::string> files);
  void failed() { running_ = false; }

  [[nodiscard]] bool open() const override { return open_; }
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.t("导出", "Export"); }
  [[nodiscard]] ImVec2 size() const override { return {660, 630}; }
  void draw(const Ui& ui) override;
  void escape() override { open_ = false; }
  [[nodiscard]] const std::vector<std::string>& written() const { return written_; }

 private:
  void choices(const Ui& ui);
  void result(const Ui& ui);
  [[nodiscard]] std::vector<std::string> replaced(const Ui& ui) const;

  Run run_;
  Browse browse_;
  bool open_ = false;
  bool running_ = false;
  bool replace_ = false;  // what is there may go
  bool asked_ = false;
  ExportRequest request_;
  std::string folder_text_;
  std::vector<std::string> written_;
};

}  // namespace geo::viewer
