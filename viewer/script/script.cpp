#include "viewer/script/script.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <utility>

#include "geo/core/error.hpp"
#include "viewer/script/state_text.hpp"

namespace geo::viewer {
namespace {

/// Each command with how many words follow it.
const std::map<std::string, std::size_t>& commands() {
  static const std::map<std::string, std::size_t> known = {
      {"open", 1},      {"drop", 1},      {"close", 0},  {"size", 2},  {"wait", 0},
      {"frames", 1},    {"pause", 1},     {"click", 1},  {"hover", 1}, {"drag", 3},
      {"click-map", 2}, {"hover-map", 2}, {"scroll", 1}, {"key", 1},   {"type", 1},
      {"monkey", 2},    {"shot", 1},      {"state", 1},  {"bench", 1}, {"letters", 1},
      {"copied", 1},    {"follow", 1},
  };
  return known;
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (true) {
    at = line.find_first_not_of(" \t\r", at);
    if (at == std::string::npos || line[at] == '#') return words;
    if (line[at] == '"') {
      const std::size_t end = std::min(line.find('"', at + 1), line.size());
      words.push_back(line.substr(at + 1, end - at - 1));
      at = std::min(end + 1, line.size());
    } else {
      const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
      words.push_back(line.substr(at, end - at));
      at = end;
    }
  }
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw Error(ErrorCode::kOutput, path + ": cannot be written");
}

}  // namespace

Script::Script(const std::string& path, std::string folder)
    : path_(path), folder_(std::move(folder)) {
  std::ifstream in(path);
  if (!in) throw Error(ErrorCode::kInput, path + ": the script cannot be read");
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    Command command{number, words_of(line)};
    if (command.words.empty()) continue;
    const auto known = commands().find(command.words[0]);
    if (known == commands().end()) {
      std::string all;
      for (const auto& [name, count] : commands()) all += (all.empty() ? "" : ", ") + name;
      fail(command, "'" + command.words[0] + "' is no command; there are: " + all);
    }
    if (command.words.size() != known->second + 1) {
      fail(command, "'" + command.words[0] + "' takes " + std::to_string(known->second) +
                        " words; there are " + std::to_string(command.words.size() - 1));
    }
    commands_.push_back(std::move(command));
  }
}

void Script::fail(const Command& command, const std::string& what) const {
  throw Error(ErrorCode::kInput, path_ + ":" + std::to_string(command.line) + ": " + what);
}

double Script::number(const Command& command, std::size_t word) const {
  const std::string& text = command.words[word];
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    fail(command, "'" + text + "' is no number");
  }
  return value;
}

ImVec2 Script::widget(const Command& command, const App& app, const std::string& id) const {
  const auto found = app.widgets().find(id);
  if (found == app.widgets().end()) {
    std::string all;
    for (const auto& [name, box] : app.widgets()) all += (all.empty() ? "" : ", ") + name;
    fail(command, "no widget '" + id + "' is shown; there are: " + all);
  }
  const ImVec4& box = found->second;
  return {(box.x + box.z) / 2, (box.y + box.w) / 2};
}

ImVec2 Script::place(const Command& command, const App& app) const {
  if (app.session() == nullptr) fail(command, "no project is open");
  return app.map().on_screen(app.session()->to_map({number(command, 1), number(command, 2)}));
}

void Script::point_at(ImVec2 at) {
  if (!mouse_) mouse_ = Mouse{};
  mouse_->at = at;
}

void Script::move_and_click(ImVec2 at) {
  steps_.emplace_back([this, at](App&, Window&) {
    point_at(at);
    return true;
  });
  for (const bool down : {true, false}) {
    steps_.emplace_back([this, down](App&, Window&) {
      mouse_->down[0] = down;
      return true;
    });
  }
}

void Script::begin(const Command& command, App& app) {
  const std::vector<std::string>& words = command.words;
  const auto once = [&](auto body) {
    steps_.emplace_back([body](App& a, Window& w) {
      body(a, w);
      return true;
    });
  };
  if (words[0] == "open") {
    once([path = words[1]](App& a, Window&) { a.open(path); });
  } else if (words[0] == "drop") {
    once([path = words[1]](App& a, Window&) { a.drop(path); });
  } else if (words[0] == "close") {
    once([](App&, Window& w) { w.close(); });
  } else if (words[0] == "size") {
    const int width = static_cast<int>(number(command, 1));
    const int height = static_cast<int>(number(command, 2));
    if (width < 320 || height < 240 || width > 16384 || height > 16384) {
      fail(command, "a size goes from 320 240 to 16384 16384");
    }
    once([width, height](App&, Window& w) { w.resize(width, height); });
  } else if (words[0] == "wait") {
    // Three quiet frames: what was asked for in the last one has begun, what came is shown.
    steps_.emplace_back([quiet = 0](App& a, Window& w) mutable {
      quiet = a.idle() ? quiet + 1 : 0;
      if (quiet == 0) w.wait(0.01);
      return quiet >= 4;
    });
  } else if (words[0] == "pause") {
    using Clock = std::chrono::steady_clock;
    const std::chrono::duration<double> length(number(command, 1));
    steps_.emplace_back(
        [length, start = std::optional<Clock::time_point>()](App&, Window& w) mutable {
          if (!start) start = Clock::now();
          w.wait(0.01);
          return Clock::now() - *start >= length;
        });
  } else if (words[0] == "frames") {
    for (int i = 0; i < static_cast<int>(number(command, 1)); ++i) once([](App&, Window&) {});
  } else if (words[0] == "click") {
    move_and_click(widget(command, app, words[1]));
  } else if (words[0] == "click-map") {
    move_and_click(place(command, app));
  } else if (words[0] == "hover") {
    once([this, at = widget(command, app, words[1])](App&, Window&) { point_at(at); });
  } else if (words[0] == "hover-map") {
    once([this, at = place(command, app)](App&, Window&) { point_at(at); });
  } else if (words[0] == "drag") {
    const ImVec2 from = widget(command, app, words[1]);
    const ImVec2 by{static_cast<float>(number(command, 2)), static_cast<float>(number(command, 3))};
    constexpr int kSteps = 8;
    once([this, from](App&, Window&) { point_at(from); });
    once([this](App&, Window&) { mouse_->down[0] = true; });
    for (int k = 1; k <= kSteps; ++k) {
      const float t = static_cast<float>(k) / kSteps;
      once([this, at = ImVec2{from.x + t * by.x, from.y + t * by.y}](App&, Window&) {
        point_at(at);
      });
    }
    once([this](App&, Window&) { mouse_->down[0] = false; });
  } else if (words[0] == "scroll") {
    once([by = static_cast<float>(number(command, 1))](App&, Window&) {
      ImGui::GetIO().MouseWheel += by;
    });
  } else if (words[0] == "key") {
    std::string key = words[1];
    const bool ctrl = key.starts_with("Ctrl+");
    if (ctrl) key = key.substr(5);
    int code = 0;
    if (key == "Escape") code = ImGui::GetIO().KeyMap[ImGuiKey_Escape];
    if (key == "Enter") code = ImGui::GetIO().KeyMap[ImGuiKey_Enter];
    if (key == "Backspace") code = ImGui::GetIO().KeyMap[ImGuiKey_Backspace];
    if (key == "F1") code = 290;
    if (key == "Up") code = ImGui::GetIO().KeyMap[ImGuiKey_UpArrow];
    if (key == "Down") code = ImGui::GetIO().KeyMap[ImGuiKey_DownArrow];
    if (key == "Space") code = ImGui::GetIO().KeyMap[ImGuiKey_Space];
    if (key.size() == 1) code = static_cast<unsigned char>(key[0]);
    if (code == 0) {
      fail(command,
           "'" + words[1] +
               "' is no key; give A, 1, Ctrl+Z, Escape, Enter, Backspace, Up, Down, Space, F1");
    }
    for (const bool down : {true, false}) {
      once([code, ctrl, down](App&, Window&) {
        ImGui::GetIO().KeysDown[code] = down;
        ImGui::GetIO().KeyCtrl = ctrl && down;
      });
    }
  } else if (words[0] == "type") {
    once([text = words[1]](App&, Window&) { ImGui::GetIO().AddInputCharactersUTF8(text.c_str()); });
  } else if (words[0] == "letters") {
    once([file = words[1]](App& a, Window&) {
      std::ifstream in(file, std::ios::binary);
      if (!in) throw Error(ErrorCode::kInput, file + ": cannot be opened; check the path");
      a.fonts().need(std::string(std::istreambuf_iterator<char>(in), {}));
    });
  } else if (words[0] == "monkey") {
    const int count = static_cast<int>(number(command, 1));
    steps_.emplace_back([this, count,
                         bits = std::mt19937(static_cast<unsigned>(number(command, 2))),
                         done = 0](App&, Window&) mutable {
      if (done++ == count) {
        release();
        return true;
      }
      random_input(bits);
      return false;
    });
  } else if (words[0] == "bench") {
    section_ = words[1] == "end" ? "" : words[1];
  } else if (words[0] == "shot") {
    once([path = (std::filesystem::path(folder_) / words[1]).string()](App&, Window& w) {
      w.save_png(path);
    });
  } else if (words[0] == "follow") {
    // Until the window is closed. A reader sees a whole state, the old one or the new one.
    const std::string path = (std::filesystem::path(folder_) / words[1]).string();
    steps_.emplace_back([path](App& a, Window& w) {
      write_text(path + "~", state_text(a, true));
      std::filesystem::rename(path + "~", path);
      w.wait(0.01);
      return false;
    });
  } else if (words[0] == "copied") {
    once([path = (std::filesystem::path(folder_) / words[1]).string()](App&, Window&) {
      const char* const text = ImGui::GetClipboardText();
      write_text(path, text == nullptr ? "" : text);
    });
  } else if (words[0] == "state") {
    once([](App&, Window&) {});
    once([path = (std::filesystem::path(folder_) / words[1]).string()](App& a, Window&) {
      write_text(path, state_text(a));
    });
  }
}

// Whatever a child on the table could do: the mouse anywhere, buttons, the wheel, keys and letters.
void Script::random_input(std::mt19937& bits) {
  ImGuiIO& io = ImGui::GetIO();
  if (!mouse_) point_at({});
  const auto below = [&](unsigned n) { return static_cast<unsigned>(bits() % n); };
  switch (below(10)) {
    case 0:
    case 1:
    case 2:
      point_at({static_cast<float>(below(static_cast<unsigned>(io.DisplaySize.x))),
                static_cast<float>(below(static_cast<unsigned>(io.DisplaySize.y)))});
      break;
    case 3:
    case 4:
    case 5:
      mouse_->down[0] = !mouse_->down[0];
      break;
    case 6:
      io.MouseWheel += static_cast<float>(below(7)) - 3;
      break;
    case 7:
      mouse_->down[1] = !mouse_->down[1];
      break;
    case 8: {
      bool& key = io.KeysDown[below(512)];
      key = !key;
      io.KeyCtrl = below(4) == 0;
      break;
    }
    default:
      io.AddInputCharacter(below(8) == 0 ? 0x4E00 + below(0x5000) : 0x20 + below(0x5F));
  }
}

void Script::release() {
  ImGuiIO& io = ImGui::GetIO();
  std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
  if (mouse_) mouse_->down = {};
  io.KeyCtrl = false;
}

bool Script::step(App& app, Window& window) {
  while (steps_.empty()) {
    if (commands_.empty()) return false;
    const Command command = std::move(commands_.front());
    commands_.pop_front();
    begin(command, app);
  }
  if (steps_.front()(app, window)) steps_.pop_front();
  // In every frame: a window sets them to those of the real mouse.
  if (mouse_) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = mouse_->at;
    std::copy(mouse_->down.begin(), mouse_->down.end(), io.MouseDown);
  }
  return true;
}

}  // namespace geo::viewer
