#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/files/export_dialog.hpp"
#include "viewer/files/file_dialog.hpp"
#include "viewer/files/import_box.hpp"
#include "viewer/files/places.hpp"
#include "viewer/layers/layers.hpp"
#include "viewer/map/map_view.hpp"
#include "viewer/present.hpp"
#include "viewer/ui.hpp"
#include "viewer/worker.hpp"

namespace geo::viewer {

struct AppOptions {
  int threads = 0;
  Language language = Language::kEnglish;
  bool dark = false;
  float scale = 1;                     ///< pixels for each of a screen of 96 dots an inch
  std::function<void()> wake = [] {};  ///< called from another thread when there is news
  std::string embedded;  ///< the project that comes with the program, which is never written to
  Places places = {};
  bool allow_remote = false;    ///< as atlas::JobOptions
  double autosave_seconds = 3;  ///< after a change
};

/// What undo goes back to: an import changes the session, too.
struct Moment {
  Choices choices;
  std::shared_ptr<const Session> session;
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
  /// A file that came from outside: a project is opened, data is looked at for an import.
  void drop(const std::string& path);
  /// To its own file; asks for a name where it has none or comes with the program.
  void save();
  void save_as(const std::string& path);
  /// Whether there is something that Save would keep.
  [[nodiscard]] bool modified() const;
  /// The project's own file; empty where it has none.
  [[nodiscard]] const std::string& file() const { return file_; }
  /// For the window: "* atlas.json – geo-viewer"
  [[nodiscard]] std::string title() const;
  /// Asks first where something is not saved.
  void close();
  [[nodiscard]] bool closed() const { return closed_; }
  /// Before a good end: what is kept for the next run; nothing is left to recover.
  void leave(int width, int height);
  void zoom_to(const Box& box) override;
  void export_files(const ExportRequest& request);
  void find(const std::string& text) override;
  void go(const Place& place) override;
  void cancel() override { worker_.cancel(); }

  [[nodiscard]] const State& state() const { return *state_; }
  [[nodiscard]] const Widgets& widgets() const { return widgets_; }
  [[nodiscard]] const MapView& map() const { return map_; }
  [[nodiscard]] const Fonts& fonts() const { return fonts_; }
  [[nodiscard]] Fonts& fonts() { return fonts_; }
  [[nodiscard]] const Session* session() const { return session_.get(); }
  [[nodiscard]] const Picture* picture() const { return picture_.get(); }
  [[nodiscard]] const Figures* figures() const { return figures_.get(); }
  [[nodiscard]] const Selection* selection() const { return selection_.get(); }
  [[nodiscard]] const Picture* second() const { return second_.get(); }
  [[nodiscard]] const std::string& message() const { return message_.in(state().view.language); }
  [[nodiscard]] const std::string& done() const { return done_; }
  [[nodiscard]] const ImportBox& import() const { return import_; }
  [[nodiscard]] const ExportDialog& exports() const { return export_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }

 private:
  [[nodiscard]] bool up_to_date() const;
  void request_picture();
  void request_figures();
  void request_selection();
  void request_second();
  void request_closer();
  [[nodiscard]] std::optional<BasemapWindow> closer_wanted() const;
  void map_area(const Ui& ui, const Frame& frame);
  void play();
  void make(const std::string& slot, const Text& what, bool quick);
  void keys();
  void top_bar(const Ui& ui);
  void status_bar(const Ui& ui) const;
  void side(const Ui& ui, Panel::Place place);
  void tabs(const Ui& ui, Panel::Place place);
  void file_menu(const Ui& ui);
  void dialogs(const Ui& ui);
  void message_box(const Ui& ui);
  void progress(const Ui& ui, ImVec2 from, ImVec2 to) const;
  /// Of the map, `from` its upper left corner `to` its lower right one; where the legend ends.
  void splitters(const Ui& ui, ImVec2 from, ImVec2 to, float legend);
  static void shortcuts(const Ui& ui);
  void collect_letters();
  [[nodiscard]] Dialog* dialog();
  void restore(std::vector<Moment>& from, std::vector<Moment>& to);
  void show(std::shared_ptr<const Session> session);
  void open_as(const std::string& path, const std::string& file, bool saved);
  void take(const atlas::Job& job);
  void fit_choices();
  void ask_where_to_save();
  void ask_what_to_open(bool data);
  void ask_what_to_export();
  void recovery(const Ui& ui);
  void recover(const Unsaved& work);
  void after_saving(std::function<void()> then);
  void unsaved_changes(const Ui& ui);
  void keep_work();
  void drop_work();

  AppOptions options_;
  Present<State> state_;
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
  // The part of the basemap that was asked for last, of which picture, and where one looked then.
  std::optional<BasemapWindow> closer_requested_;
  std::weak_ptr<const Picture> closer_of_;
  Camera closer_camera_;
  std::vector<Moment> past_;
  std::vector<Moment> future_;
  std::string file_;  // where Save writes; empty: it has to ask
  Moment saved_;      // as it is in that file
  // They are no part of what is undone, but are work: lost, they would be missed.
  std::vector<Bookmark> saved_bookmarks_;
  std::vector<Bookmark> kept_bookmarks_;
  Moment kept_;  // as it was last seen by the autosave
  std::optional<std::chrono::steady_clock::time_point> changed_;
  Kept recent_;
  std::function<void()> then_;  // what waits for unsaved changes to be saved or left
  bool closed_ = false;
  std::optional<Unsaved> unsaved_;  // asked about at the start
  Layout layout_;
  std::string last_change_;
  std::string bring_to_front_;  // the tab of that panel
  Text message_;                // an error, until it is closed
  std::string done_;            // what was done last
  Worker worker_;
  ImportBox import_;
  ExportDialog export_;
  FileDialog file_dialog_;
  bool dialog_seen_ = false;
};

}  // namespace geo::viewer
