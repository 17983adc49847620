#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "geo/atlas/data.hpp"
#include "geo/io/inspect.hpp"
#include "viewer/files/dialog.hpp"
#include "viewer/worker.hpp"

namespace geo::viewer {

/// A file of data before it is added: what the library guesses, to be mended, and what becomes of
/// its rows. Nothing changes until it is added.
class ImportBox : public Dialog {
 public:
  /// `project` gives the job that a file would become a part of, nothing where no project is open;
  /// `add` gets the job with it.
  ImportBox(Worker& worker, std::function<std::optional<atlas::Job>()> project,
            std::function<void(const atlas::Job&)> add);

  void begin(const std::string& path);
  [[nodiscard]] bool open() const override { return !path_.empty(); }
  [[nodiscard]] std::string title(const Ui& ui) const override;
  [[nodiscard]] ImVec2 size() const override {
    return guess_ || error_.empty() ? ImVec2{980, 720} : ImVec2{560, 220};
  }
  void draw(const Ui& ui) override;
  void escape() override { close(); }

  // For tests.
  [[nodiscard]] const atlas::DataGuess* guess() const { return guess_ ? &*guess_ : nullptr; }
  [[nodiscard]] const atlas::DataCheck* check() const { return check_.get(); }
  [[nodiscard]] const Text& error() const { return error_; }

 private:
  void close();
  void inspect();
  void guess_again(const std::string& layer, std::optional<atlas::DataUse> use);
  void check_again();
  [[nodiscard]] const io::LayerInfo* layer() const;
  // import_panel.cpp
  void file_line(const Ui& ui);
  void roles(const Ui& ui);
  void role(const Ui& ui, const char* key, const Text& label, std::string& column, bool optional);
  void systems(const Ui& ui);
  void outcome(const Ui& ui) const;
  void preview(const Ui& ui) const;

  Worker& worker_;
  std::function<std::optional<atlas::Job>()> project_;
  std::function<void(const atlas::Job&)> add_;
  std::string path_;  // empty: nothing is imported
  std::string encoding_;
  std::string typed_crs_;
  bool type_crs_ = false;
  bool checking_ = false;
  std::shared_ptr<const io::FileInfo> file_;
  std::optional<atlas::DataGuess> guess_;
  std::shared_ptr<const atlas::DataCheck> check_;
  Text error_;
};

}  // namespace geo::viewer
