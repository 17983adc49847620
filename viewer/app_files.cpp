#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/io/output.hpp"
#include "geo/io/write.hpp"
#include "geo/sheet/sheet.hpp"
#include "viewer/app.hpp"
#include "viewer/files/filter_choice.hpp"
#include "viewer/files/project.hpp"

// What comes from files and goes into them.
namespace geo::viewer {
namespace {

namespace fs = std::filesystem;

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return !a.empty() && !b.empty() && fs::equivalent(a, b, error);
}

/// Whether a project file has lines of comments, which a saved one has not.
bool has_comments(const std::string& text) {
  for (std::size_t at = text.find("//"); at != std::string::npos; at = text.find("//", at + 1)) {
    const std::size_t line = text.find_last_of('\n', at);
    const std::size_t begin = line == std::string::npos ? 0 : line + 1;
    if (text.find_first_not_of(" \t", begin) == at) return true;
  }
  return false;
}

std::string text_in(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

void App::open(const std::string& path) { open_as(path, path, true); }

void App::open_as(const std::string& path, const std::string& file, bool saved) {
  const Text what{"打开项目", "Opening the project"};
  worker_.post("open", what, [=, this](const Context& context) -> Worker::Apply {
    auto session = open_session(path, {options_.allow_remote}, context);
    return [=, this] {
      const Sheet sheet = state_->choices.sheet;
      past_.clear();
      future_.clear();
      last_change_.clear();
      State fresh = *state_;
      fresh.choices = choices_of(*session);
      fresh.choices.sheet = sheet;
      fresh.view.camera = {};
      fresh.view.bookmarks.clear();
      state_.next() = std::move(fresh);
      show(session);
      State told = *state_;
      apply_viewer_json(session->atlas.job.viewer, told);
      state_.next().choices = told.choices;
      look([&](View& view) { view = told.view; });
      if (!session->atlas.job.viewer.empty()) fit_choices();
      // A filter that all programs read stays as it is written, also where it lets nothing through.
      if (session->filter) state_.next().choices.filter = session->filter->filter;
      const bool ours = same_file(file, options_.embedded);
      file_ = ours || file.empty() ? "" : fs::absolute(file).lexically_normal().string();
      saved_ = saved ? Moment{state_->choices, session_} : Moment{};
      kept_ = {state_->choices, session_};
      saved_bookmarks_ = kept_bookmarks_ = state_->view.bookmarks;
      if (file_.empty() || !saved) return;
      remember(recent_.projects, file_);
      remember(recent_.folders, fs::path(file_).parent_path().string());
      write_kept(options_.places, recent_);
    };
  });
}

/// A project that was written for other data may choose what is not there.
void App::fit_choices() {
  State& next = state_.next();
  select::Filter& filter = next.choices.filter;
  const atlas::Atlas& atlas = session_->atlas;
  const auto& specialties = session_->specialties;
  const auto& belts = atlas.belts.belts;
  if (std::none_of(specialties.begin(), specialties.end(),
                   [&](const Specialty& each) { return each.key == filter.specialty; })) {
    filter.specialty.clear();
  }
  if (atlas.regions.find(filter.district) < 0) filter.district.clear();
  if (std::none_of(belts.begin(), belts.end(),
                   [&](const Belt& belt) { return belt.id == filter.belt; })) {
    filter.belt.clear();
  }
  const Facts& facts = session_->facts;
  if (facts.founded.counts.empty()) filter.founded = {};
  if (facts.capital.counts.empty()) filter.capital = {};
  if (facts.employees.counts.empty()) filter.employees = {};
  if (atlas.regions.find(next.view.district) < 0) next.view.district.clear();
}

void App::show(std::shared_ptr<const Session> session) {
  session_ = std::move(session);
  picture_.reset();
  requested_.reset();
  figures_.reset();
  figures_requested_.reset();
  found_.reset();
  selection_.reset();
  selection_requested_.reset();
  second_.reset();
  second_requested_.reset();
  View& view = state_.next().view;
  view.tools = {};
  view.compare = {};
  view.play.on = false;
  view.search.clear();
  view.point.reset();
  if (session_->atlas.regions.find(view.district) < 0) view.district.clear();
  collect_letters();
}

void App::drop(const std::string& path) {
  if (is_project(path)) {
    after_saving([this, path] { open(path); });
  } else {
    import_.begin(path);
  }
}

/// A job with other data: computed, shown, and undone as any other change.
void App::take(const atlas::Job& job) {
  const Text what{"计算", "Computing"};
  worker_.post(
      "open", what,
      [this, job, file = session_ ? session_->file : ""](const Context& context) -> Worker::Apply {
        auto session = std::make_shared<const Session>(file, atlas::compute(job, context), context);
        return [this, session] {
          if (session_) past_.push_back({state_->choices, session_});
          future_.clear();
          last_change_.clear();
          const bool areas = !session_ || session_->atlas.job.boundaries->path !=
                                              session->atlas.job.boundaries->path;
          if (areas) state_.next().view.camera = {};
          show(session);
          fit_choices();
        };
      });
}

bool App::modified() const {
  return session_ != nullptr &&
         (session_ != saved_.session || !(state_->choices == saved_.choices) ||
          state_->view.bookmarks != saved_bookmarks_);
}

std::string App::title() const {
  const std::string name =
      file_.empty() ? (session_ ? session_->atlas.job.title.in(state_->view.language) : "")
                    : fs::path(file_).filename().string();
  return (modified() ? "* " : "") + (name.empty() ? "" : name + " – ") + "geo-viewer";
}

void App::save() {
  if (!session_) return;
  if (file_.empty()) {
    ask_where_to_save();
  } else {
    save_as(file_);
  }
}

void App::save_as(const std::string& path) {
  if (!session_) return;
  const fs::path whole = fs::absolute(path).lexically_normal();
  if (same_file(whole.string(), options_.embedded)) {
    message_ = {whole.string() + "：是程序自带的项目，不会被覆盖；请另存为其他名称",
                whole.string() +
                    ": comes with the program and is not overwritten; save under another name"};
    return;
  }
  try {
    atlas::Job job = job_of(*session_, state_->choices);
    job.viewer = viewer_json(*state_);
    io::OutputFolder folder(whole.parent_path());
    const std::string name = whole.filename().string();
    const std::string old = text_in(whole);
    // Comments are somebody's words: they stay in the file as it was.
    if (has_comments(old)) io::write_text(old, folder.stage(name + "~"));
    io::write_text(atlas::project_text(job, whole.parent_path()), folder.stage(name));
    folder.commit();
  } catch (const Error& error) {
    message_ = atlas::error_text(error);
    return;
  }
  file_ = whole.string();
  saved_ = {state_->choices, session_};
  saved_bookmarks_ = state_->view.bookmarks;
  drop_work();
  if (then_) std::exchange(then_, nullptr)();
  remember(recent_.projects, file_);
  remember(recent_.folders, whole.parent_path().string());
  write_kept(options_.places, recent_);
  done_ = (state_->view.language == Language::kChinese ? "已保存：" : "Saved: ") + file_;
}

/// What is not saved is written beside, a few seconds after it was changed.
void App::keep_work() {
  const std::optional<fs::path> path = unsaved_path(options_.places);
  if (!path || !session_) return;
  const auto now = std::chrono::steady_clock::now();
  if (kept_.session != session_ || !(kept_.choices == state_->choices) ||
      kept_bookmarks_ != state_->view.bookmarks) {
    kept_ = {state_->choices, session_};
    kept_bookmarks_ = state_->view.bookmarks;
    changed_ = now;
  }
  if (!changed_ ||
      std::chrono::duration<double>(now - *changed_).count() < options_.autosave_seconds) {
    return;
  }
  changed_.reset();
  if (!modified()) {
    drop_work();
    return;
  }
  try {
    atlas::Job job = job_of(*session_, state_->choices);
    job.viewer = viewer_json(*state_, &file_);
    write_whole(*path, atlas::project_text(job, ""));
  } catch (const Error&) {
    return;  // a convenience: the work itself goes on
  }
}

void App::drop_work() {
  changed_.reset();
  if (const auto path = unsaved_path(options_.places)) {
    std::error_code error;
    fs::remove(*path, error);
  }
}

/// The work becomes this process's own, so that it is there after another crash.
void App::recover(const Unsaved& work) {
  fs::path file = work.file;
  std::error_code error;
  if (const auto own = unsaved_path(options_.places)) {
    fs::rename(file, *own, error);
    if (!error) file = *own;
  }
  open_as(file.string(), work.project, false);
}

void App::after_saving(std::function<void()> then) {
  if (modified()) {
    then_ = std::move(then);
  } else {
    then();
  }
}

void App::close() {
  after_saving([this] { closed_ = true; });
}

void App::leave(int width, int height) {
  drop_work();
  layout_.width = width;
  layout_.height = height;
  write_layout(options_.places, layout_);
}

void App::export_files(const ExportRequest& request) {
  if (!session_ || !picture_) {
    export_.failed();
    return;
  }
  if (request.picture && !map_.trouble().en.empty()) {
    message_ = map_.trouble();  // a map that could not be painted has nothing as it is seen
    export_.failed();
    return;
  }
  const int width = std::clamp(static_cast<int>(map_.size().x) * request.times, 800, 16000);
  const sheet::SheetOptions options{.width_px = width,
                                    .dpi = std::clamp(width / 10.0, 96.0, 600.0),
                                    .language = state_->view.language};
  const auto& stack = picture_->stack;
  const bool shown = std::any_of(stack.begin(), stack.end(),
                                 [](const Picture::Stack& each) { return each.id == "density"; });
  const std::shared_ptr<const Grid> grid = shown ? picture_->density : nullptr;
  if (request.heatmap && !grid) {
    message_ = {"当前地图没有热力图；请打开热力图图层，或在上方选择企业热力图",
                "the map that is shown has no heatmap; switch its layer on, or choose the "
                "enterprise heatmap at the top"};
    export_.failed();
    return;
  }
  const atlas::Job job = job_of(*session_, state_->choices);
  const std::string title = picture_->scene.subtitle.in(state_->view.language);
  const Text what{"导出", "Exporting"};
  worker_.post(
      "export", what,
      [=, this, session = session_, scene = request.picture ? map_.as_seen() : scene::Scene{}](
          const Context& context) -> Worker::Apply {
        const fs::path whole = fs::absolute(request.folder).lexically_normal();
        std::vector<std::string> written;
        if (request.any_results()) {
          // What was changed since the project was computed is computed now, as `geo atlas` would.
          const bool same =
              atlas::project_text(job, "") == atlas::project_text(session->atlas.job, "");
          std::optional<atlas::Atlas> changed;
          if (!same) changed = atlas::compute(job, context);
          const atlas::Atlas& atlas = changed ? *changed : session->atlas;
          for (const std::string& name : atlas::write(atlas, request.results, whole, context)) {
            written.push_back((whole / name).string());
          }
        }
        io::OutputFolder folder(whole);
        if (request.picture) {
          sheet::write_png(scene, folder.stage(request.name + ".png"), options, context);
        }
        if (request.heatmap) {
          io::Facts facts{{"title", title}};
          if (session->atlas.points.synthetic) facts.emplace_back("data_status", "SYNTHETIC");
          io::write_cog(*grid, folder.stage(request.name + ".tif"), facts, context);
        }
        for (const std::string& name : folder.names()) written.push_back((whole / name).string());
        folder.commit();
        return [this, whole, written] {
          remember(recent_.folders, whole.string());
          write_kept(options_.places, recent_);
          done_ = (state_->view.language == Language::kChinese
                       ? "已写出 " + std::to_string(written.size()) + " 个文件："
                       : "Written: " + std::to_string(written.size()) + " files in ") +
                  whole.string();
          export_.done(written);
        };
      });
}

void App::ask_what_to_export() {
  const std::string stem = file_.empty() ? "geo-viewer" : fs::path(file_).stem().string();
  std::error_code error;
  const fs::path folder = file_.empty() ? fs::current_path(error) : fs::path(file_).parent_path();
  export_.ask(folder / (stem == "geo-viewer" ? "geo-viewer-export" : stem + "-export"), stem);
}

void App::ask_where_to_save() {
  const fs::path now(file_);
  file_dialog_.ask({.mode = FileDialog::Mode::kSave,
                    .title = {"另存为", "Save as"},
                    .folder = !file_.empty()            ? now.parent_path()
                              : recent_.folders.empty() ? fs::path()
                                                        : fs::path(recent_.folders.front()),
                    .name = file_.empty() ? "atlas.json" : now.filename().string(),
                    .extensions = {".json"},
                    .recent = recent_.folders,
                    .also = [](const Ui& ui) { filter_choice(ui, "file/filtered"); },
                    .done = [this](const std::string& path) { save_as(path); }});
}

void App::ask_what_to_open(bool data) {
  file_dialog_.ask(
      {.mode = FileDialog::Mode::kOpen,
       .title = data ? Text{"导入数据", "Import data"} : Text{"打开项目", "Open a project"},
       .folder = recent_.folders.empty() ? fs::path() : fs::path(recent_.folders.front()),
       .name = {},
       .extensions =
           data ? std::vector<std::string>{".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods",
                                           ".geojson", ".json", ".gpkg", ".shp", ".kml", ".kmz",
                                           ".fgb", ".tab", ".mif", ".zip", ".gz", ".sqlite", ".dxf"}
                : std::vector<std::string>{".json"},
       .recent = recent_.folders,
       .also = {},
       .done = [this](const std::string& path) { drop(path); }});
}

}  // namespace geo::viewer
