#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/map/map_view.hpp"
#include "viewer/ui.hpp"
#include "viewer/worker.hpp"

namespace geo::viewer {

struct AppOptions {
  int threads = 0;
  Language language = Language::kEnglish;
  bool dark = false;
  float scale = 1;                     ///< pixels for each of a screen of 96 dots an inch
  std::function<void()> wake = [] {};  ///< called from another thread when there is news
};

/// The viewer, without any window: it draws itself with Dear ImGui and OpenGL into whatever is
/// bound, and reads the mouse and the keys from Dear ImGui.
class App : public Actions {
 public:
  explicit App(AppOptions options);
  ~App() override;

  /// Before ImGui::NewFrame: takes what has been computed, and letters that are new. Whether there
  /// was anything.
  bool update();
  /// Between ImGui::NewFrame and ImGui::Render.
  void frame();
  /// Nothing is being computed and nothing waits to be shown.
  [[nodiscard]] bool idle() const;

  void choose(const std::string& name, const std::function<void(Choices&)>& change) override;
  void look(const std::function<void(View&)>& change) override;
  void undo() override;
  void redo() override;
  [[nodiscard]] bool can_undo() const override { return !past_.empty(); }
  [[nodiscard]] bool can_redo() const override { return !future_.empty(); }
  void open(const std::string& path) override;
  void zoom_to(const Box& box) override;
  void export_results(const std::string& folder) override;
  void export_picture(const std::string& path, int times) override;
  void find(const std::string& text) override;
  void go(const Place& place) override;
  void cancel() override { worker_.cancel(); }

  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] const Widgets& widgets() const { return widgets_; }
  [[nodiscard]] const MapView& map() const { return map_; }
  [[nodiscard]] const Fonts& fonts() const { return fonts_; }
  [[nodiscard]] const Session* session() const { return session_.get(); }
  [[nodiscard]] const Picture* picture() const { return picture_.get(); }
  [[nodiscard]] const Figures* figures() const { return figures_.get(); }
  [[nodiscard]] const Selection* selection() const { return selection_.get(); }
  [[nodiscard]] const Picture* second() const { return second_.get(); }
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  [[nodiscard]] bool up_to_date() const;
  void request_picture();
  void request_figures();
  void request_selection();
  void request_second();
  void map_area(const Ui& ui);
  void play();
  void make(const std::string& slot, const Text& what, bool quick);
  void keys();
  void top_bar(const Ui& ui);
  void status_bar(const Ui& ui) const;
  static void side(const Ui& ui, Panel::Place place);
  void tabs(const Ui& ui, Panel::Place place);
  void message_box(const Ui& ui);
  void shortcuts(const Ui& ui) const;
  void collect_letters();

  AppOptions options_;
  State state_;
  Fonts fonts_;
  MapView map_;
  Widgets widgets_;
  std::shared_ptr<const Session> session_;
  std::shared_ptr<const Picture> picture_;
  std::optional<Choices> requested_;
  std::shared_ptr<const Figures> figures_;
  std::optional<select::Filter> figures_requested_;
  std::shared_ptr<const Found> found_;
  std::shared_ptr<const Selection> selection_;
  std::optional<std::pair<std::vector<Point>, select::Filter>> selection_requested_;
  MapView second_map_;
  std::shared_ptr<const Picture> second_;  // to compare with
  std::optional<Choices> second_requested_;
  std::shared_ptr<const Picture> second_of_;  // the first one, whose classes it has
  double last_step_ = 0;                      // of the film of years, in ImGui's time
  bool playing_ = false;                      // a step was taken since it began
  std::vector<Choices> past_;
  std::vector<Choices> future_;
  std::string last_change_;
  std::string bring_to_front_;  // the tab of that panel
  std::string message_;         // an error, until it is closed
  std::string done_;            // what was done last
  Worker worker_;               // last: it stops before what its results touch is gone
};

}  // namespace geo::viewer
