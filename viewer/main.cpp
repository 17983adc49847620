#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include "geo/core/error.hpp"
#include "geo/core/version.hpp"
#include "viewer/app.hpp"
#include "viewer/data_folder.hpp"
#include "viewer/gl/gl.hpp"
#include "viewer/script/benchmark.hpp"
#include "viewer/script/script.hpp"
#include "viewer/window/window.hpp"

namespace {

using geo::viewer::App;
using geo::viewer::Window;

struct Settings {
  std::string project;
  std::string language;
  bool dark = false;
  bool allow_remote = false;
  bool offscreen = false;
  std::string script;
  std::string folder = ".";
  bool benchmark = false;
  std::vector<int> size;  ///< empty: as it was the last time
  float scale = 1;
  int threads = 0;
};

/// As the environment says, like any program.
geo::Language system_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::strncmp(value, "zh", 2) == 0 ? geo::Language::kChinese : geo::Language::kEnglish;
    }
  }
  return geo::Language::kEnglish;
}

/// Whether the mouse or a key did something since the last frame.
bool touched() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0) return true;
  if (!io.InputQueueCharacters.empty()) return true;
  for (int button = 0; button < 3; ++button) {
    if (ImGui::IsMouseClicked(button) || ImGui::IsMouseReleased(button)) return true;
  }
  for (int key = 0; key < 512; ++key) {
    if (io.KeysDown[key] != (io.KeysDownDurationPrev[key] >= 0)) return true;
  }
  return false;
}

void run(const Settings& settings, std::chrono::steady_clock::time_point program_start) {
  const geo::viewer::Places places = geo::viewer::places_of_environment(!settings.offscreen);
  const std::string embedded = geo::viewer::embedded_project().string();
  App* receiver = nullptr;
  std::vector<int> size = settings.size;
  if (size.empty()) {
    size = {1440, 900};
    const auto layout = geo::viewer::read_layout(places);
    if (layout && layout->width > 0 && layout->height > 0) size = {layout->width, layout->height};
  }
  std::unique_ptr<Window> window =
      settings.offscreen
          ? geo::viewer::make_offscreen_window(size[0], size[1], settings.scale)
          : geo::viewer::make_glfw_window(size[0], size[1], "geo-viewer",
                                          [&](const std::string& path) { receiver->drop(path); });
  App app({.threads = settings.threads,
           .language = settings.language.empty()   ? system_language()
                       : settings.language == "zh" ? geo::Language::kChinese
                                                   : geo::Language::kEnglish,
           .dark = settings.dark,
           .scale = window->scale(),
           .wake = [&] { window->wake(); },
           .embedded = embedded,
           .places = places,
           .allow_remote = settings.allow_remote});
  receiver = &app;
  std::optional<geo::viewer::Script> script;
  if (!settings.script.empty()) script.emplace(settings.script, settings.folder);
  const std::string project = settings.project.empty() ? embedded : settings.project;
  if (!project.empty()) app.open(project);

  // Drawn by nobody: it asks for its letters, and the first frame that is seen has them.
  window->begin();
  ImGui::NewFrame();
  app.frame();
  ImGui::EndFrame();

  std::string shown;
  geo::viewer::Benchmark benchmark;
  if (settings.benchmark) window->unthrottle();
  const auto now = [] { return std::chrono::steady_clock::now(); };
  const auto since = [&](auto from) { return std::chrono::duration<double>(now() - from).count(); };
  // Of all threads together, in seconds.
  const auto processor = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
  int lively = 3;  // frames to draw before it may rest: what one frame asks for, the next shows
  while (!app.closed()) {
    if (window->closing()) {
      window->stay();
      app.close();
    }
    const bool rests = !script && lively == 0;
    const bool event = window->wait(!rests ? 0 : app.idle() ? 0.5 : 1.0 / 60);
    const auto start = now();
    const double used = processor();
    const bool news = app.update() || !app.idle() || ImGui::IsAnyMouseDown();
    lively = news || (rests && event) ? 3 : std::max(0, lively - 1);
    // At rest nothing is drawn, but for a cursor that blinks.
    if (rests && lively == 0 && !ImGui::GetIO().WantTextInput) continue;
    window->begin();
    if (script && !script->step(app, *window)) break;
    const int painted = app.map().paintings();
    ImGui::NewFrame();
    if (touched()) lively = 3;
    app.frame();
    ImGui::Render();
    window->end();
    if (settings.benchmark) {
      benchmark.frame(script->section(), 1000 * since(start), 1000 * (processor() - used),
                      app.map().paintings() > painted);
      if (app.map().paintings() > 0) benchmark.first_picture(since(program_start));
    }
    if (const std::string title = app.title(); title != shown) {
      window->name(title);
      shown = title;
    }
  }
  const ImVec2 last = ImGui::GetIO().DisplaySize;
  app.leave(static_cast<int>(last.x / window->scale()), static_cast<int>(last.y / window->scale()));
  if (settings.benchmark) {
    const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
    benchmark.print(std::cout, geo::viewer::gl::renderer(), static_cast<int>(last.x * pixels.x),
                    static_cast<int>(last.y * pixels.y));
  }
}

int fail(const std::string& message, int code) {
  std::cerr << "geo-viewer: " << message << '\n';
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const auto program_start = std::chrono::steady_clock::now();
  std::setlocale(LC_CTYPE, "C.UTF-8");
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error of writing, not a death
  Settings settings;
  CLI::App options("Shows the map of a project: heatmap, plan, districts and tables.",
                   "geo-viewer");
  options.set_version_flag("--version", std::string("geo-viewer ") + geo::version());
  options.add_option("project", settings.project,
                     "A project file; without one, the project that comes with the program");
  options.add_option("--lang", settings.language, "Language of the interface: zh or en")
      ->check(CLI::IsMember({"zh", "en"}));
  options.add_flag("--dark", settings.dark, "Dark colours");
  options.add_flag("--allow-remote", settings.allow_remote,
                   "Projects may name remote files, databases and queries; see docs/security.md");
  options.add_option("--size", settings.size, "Width and height in pixels")
      ->expected(2)
      ->check(CLI::Range(320, 16384));
  options.add_option("--threads", settings.threads, "Threads; 0: one for each processor")
      ->check(CLI::Range(0, 1024));
  auto* offscreen = options.add_flag("--offscreen", settings.offscreen,
                                     "Without any display: run a script into pictures");
  auto* scripted =
      options.add_option("--script", settings.script, "A file of commands (docs/viewer.md)");
  options
      .add_flag("--benchmark", settings.benchmark,
                "Print how long the frames of a script took, by its sections")
      ->needs(scripted);
  options.add_option("--screenshot", settings.folder, "Folder for the script's pictures")
      ->check(CLI::ExistingDirectory);
  options.add_option("--scale", settings.scale, "Pixels for each of a screen of 96 dots an inch")
      ->needs(offscreen)
      ->check(CLI::Range(0.5, 4.0));
  options.footer(
      "Exit codes: 0 done, 1 a defect of geo-viewer, 2 a wrong option, 3 an input that cannot be\n"
      "used, 4 an output that cannot be written, 5 no display, OpenGL or font, 6 not enough "
      "memory.");
  try {
    options.parse(argc, argv);
    if (settings.offscreen && settings.script.empty()) {
      return fail("--offscreen shows nothing; give it a --script", 2);
    }
    run(settings, program_start);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return options.exit(error);
    return fail(std::string(error.what()) + " (see geo-viewer --help)", 2);
  } catch (const geo::Error& error) {
    switch (error.code()) {
      case geo::ErrorCode::kOption:
        return fail(error.what(), 2);
      case geo::ErrorCode::kInput:
        return fail(error.what(), 3);
      case geo::ErrorCode::kOutput:
        return fail(error.what(), 4);
      case geo::ErrorCode::kUnsupported:
        return fail(error.what(), 5);
      case geo::ErrorCode::kMemory:
        return fail(error.what(), 6);
      default:
        return fail(error.what(), 1);
    }
  } catch (const std::bad_alloc&) {
    return fail("not enough memory", 6);
  } catch (const std::exception& error) {
    return fail(std::string("internal error, please report it: ") + error.what(), 1);
  }
}
