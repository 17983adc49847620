#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "command.hpp"

namespace geo::cli {
namespace {

std::atomic<bool> interrupted{false};

void interrupt(int /*signal*/) { interrupted = true; }

void draw(const Context::Progress& progress) {
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(progress.fraction * kWidth);
  std::fprintf(stderr, "\r\033[K[%-*.*s] %3d %% %s", kWidth, filled,
               "##############################", static_cast<int>(progress.fraction * 100),
               progress.stage.c_str());
  std::fflush(stderr);
}

}  // namespace

Language Settings::terminal_language() const {
  if (!language.empty()) return language == "zh" ? Language::kChinese : Language::kEnglish;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::strncmp(value, "zh", 2) == 0 ? Language::kChinese : Language::kEnglish;
    }
  }
  return Language::kEnglish;
}

void run_with_progress(const Settings& settings, const std::function<void(const Context&)>& work) {
  const Context context(settings.threads);
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  const bool bar = !settings.quiet && isatty(STDERR_FILENO) != 0;
  // The library never calls back, so a thread of ours looks now and then.
  std::jthread watcher([&](const std::stop_token& stop) {
    for (int tick = 0; !stop.stop_requested(); ++tick) {
      if (interrupted) context.cancel();
      if (bar && tick % 5 == 0) draw(context.progress());
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    if (bar) std::fprintf(stderr, "\r\033[K");
  });
  work(context);
}

}  // namespace geo::cli
