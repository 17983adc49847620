#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "geo/core/text.hpp"
#include "viewer/files/dialog.hpp"

namespace geo::viewer {

/// Asks for a file to open, a file to write, or a folder.
class FileDialog : public Dialog {
 public:
  enum class Mode { kOpen, kSave, kFolder };
  struct Question {
    Mode mode = Mode::kOpen;
    Text title;
    std::filesystem::path folder;  ///< to begin in; where it is none: the working folder
    std::string name;              ///< suggested
    std::vector<std::string>
        extensions;                   ///< ".json": these alone unless all are asked for; none: all
    std::vector<std::string> recent;  ///< folders
    /// More to choose, in a line of its own; may be empty.
    std::function<void(const Ui&)> also;
    std::function<void(const std::string&)> done;
  };
  void ask(Question question);

  [[nodiscard]] bool open() const override { return open_; }
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.t(question_.title); }
  [[nodiscard]] ImVec2 size() const override { return {720, 520}; }
  void draw(const Ui& ui) override;
  void escape() override { open_ = false; }

 private:
  struct Entry {
    std::string name;
    bool folder = false;
    std::string size;
    std::string time;
  };
  void go(const std::filesystem::path& folder);
  void path_line(const Ui& ui);
  void list(const Ui& ui);
  void buttons(const Ui& ui);
  void accept();
  [[nodiscard]] std::filesystem::path chosen() const;

  Question question_;
  bool open_ = false;
  bool all_ = false;      // files of every extension are listed
  bool replace_ = false;  // asks whether the file that is there may go
  std::filesystem::path folder_;
  std::string path_text_;
  std::string name_;
  Text error_;
  std::vector<Entry> entries_;
};

/// A field for one line of text of any length. Whether it was changed; `entered`: by Enter.
bool text_field(const Ui& ui, const char* id, const char* hint, std::string& text,
                bool* entered = nullptr);

}  // namespace geo::viewer
