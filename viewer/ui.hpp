#pragma once

#include <imgui.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "viewer/fonts.hpp"
#include "viewer/session.hpp"
#include "viewer/state.hpp"
#include "viewer/worker.hpp"

// What a panel is given to draw itself: the state to read, and actions to change it with.
namespace geo::viewer {

/// Where the named widgets were in the last frame: for scripts and tests.
using Widgets = std::map<std::string, ImVec4>;

struct Figures;
struct Found;
struct Place;
struct Selection;

class Actions {
 public:
  virtual ~Actions() = default;
  /// Changes what the map shows. Changes with the same name that follow each other (a slider that
  /// is dragged) are undone as one.
  virtual void choose(const std::string& name, const std::function<void(Choices&)>& change) = 0;
  virtual void look(const std::function<void(View&)>& change) = 0;
  virtual void undo() = 0;
  virtual void redo() = 0;
  [[nodiscard]] virtual bool can_undo() const = 0;
  [[nodiscard]] virtual bool can_redo() const = 0;
  virtual void open(const std::string& path) = 0;
  /// Shows a part of the map as large as it will go.
  virtual void zoom_to(const Box& box) = 0;
  /// Looks for places by name; Ui::found is what was found.
  virtual void find(const std::string& text) = 0;
  /// Selects a place and shows it.
  virtual void go(const Place& place) = 0;
  virtual void cancel() = 0;
};

/// All that one frame shows. It is held until the frame ends, and actions make the next one: so a
/// panel may keep references into it, whatever it or another panel does in between.
struct Frame {
  std::shared_ptr<const State> state;
  std::shared_ptr<const Session> session;
  std::shared_ptr<const Picture> picture;
  std::shared_ptr<const Figures> figures;
  std::shared_ptr<const Selection> selection;
  std::shared_ptr<const Found> found;
  std::shared_ptr<const Picture> second;  ///< to compare with
};

struct Ui {
  Ui(const Frame& frame, Fonts& fonts_in, Actions& actions_in, Widgets& widgets_in, float scale_in)
      : state(*frame.state),
        session(frame.session.get()),
        picture(frame.picture.get()),
        figures(frame.figures.get()),
        selection(frame.selection.get()),
        found(frame.found.get()),
        fonts(fonts_in),
        actions(actions_in),
        widgets(widgets_in),
        scale(scale_in) {}
  /// The frame outlives it.
  Ui(Frame&&, Fonts&, Actions&, Widgets&, float) = delete;

  const State& state;
  const Session* session;      ///< null while nothing is open
  const Picture* picture;      ///< the last one that was made; may be null
  const Figures* figures;      ///< the same
  const Selection* selection;  ///< of the last box or polygon; null: there is none
  const Found* found;          ///< what the last search found; may be null
  Fonts& fonts;
  Actions& actions;
  Widgets& widgets;
  float scale;

  [[nodiscard]] Language language() const { return state.view.language; }
  /// The text in the language of the interface, with its letters loaded.
  [[nodiscard]] const char* t(const char* zh, const char* en) const {
    return word(language() == Language::kChinese ? zh : en);
  }
  [[nodiscard]] const char* t(const Text& text) const { return word(text.in(language()).c_str()); }
  [[nodiscard]] const char* word(const char* text) const {
    fonts.need(text);
    return text;
  }
  /// Gives the widget that was drawn last a name, if it can be seen.
  void name(const std::string& id) const {
    if (!ImGui::IsItemVisible()) return;
    // What sticks out of its window cannot be clicked.
    const ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 from = list.GetClipRectMin();
    const ImVec2 to = list.GetClipRectMax();
    const ImVec2 a = ImGui::GetItemRectMin();
    const ImVec2 b = ImGui::GetItemRectMax();
    widgets[id] = {std::max(a.x, from.x), std::max(a.y, from.y), std::min(b.x, to.x),
                   std::min(b.y, to.y)};
  }
  /// Where a popup of that width opens below the last widget, within the window.
  [[nodiscard]] ImVec2 below(float width) const {
    const ImVec2 at{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 2 * scale};
    return {std::max(0.0F, std::min(at.x, ImGui::GetIO().DisplaySize.x - width * scale)), at.y};
  }
  /// In a popup: Escape closes it.
  static void close_on_escape() {
    if (ImGui::IsKeyPressed(ImGui::GetIO().KeyMap[ImGuiKey_Escape], false)) {
      ImGui::CloseCurrentPopup();
    }
  }
  /// A text that shows when the mouse rests on the last widget.
  static void hint(const char* text) {
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text);
  }
};

/// A part of the interface. To add one, write a file with a function that returns it, and a line in
/// panels/panels.cpp.
struct Panel {
  enum class Place {
    kLeft,    ///< one below the other
    kLegend,  ///< the upper part of the right side
    kRight,   ///< tabs below the legend
    kBottom,
  };
  std::string id;
  Text title;  ///< empty: no heading
  Place place = Place::kLeft;
  void (*draw)(const Ui& ui) = nullptr;
};

[[nodiscard]] const std::vector<Panel>& panels();

}  // namespace geo::viewer
