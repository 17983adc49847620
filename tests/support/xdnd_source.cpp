// Drags files onto a window and lets them go, as a file manager does: the source's side of the XDND
// protocol (version 5, https://freedesktop.org/wiki/Specifications/XDND), with plain Xlib.
//   xdnd_source WINDOW X Y FILE...
// WINDOW is an id as xdotool prints it, X and Y are on the screen. Ends with 0 when the window has
// taken the files, with 1 and a line that says why when it has not within ten seconds.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;
constexpr long kVersion = 5;

/// "file:///a%20b": what is no letter, digit or one of -._~/ is written as its bytes.
std::string uri_of(const std::string& file) {
  std::string out = "file://";
  for (const char c : std::filesystem::absolute(file).string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') ||
                       std::string("-._~/").find(c) != std::string::npos;
    char code[4] = {};  // NOLINT(modernize-avoid-c-arrays)
    std::snprintf(code, sizeof code, "%%%02X", byte);
    out += plain ? std::string(1, c) : std::string(code);
  }
  return out;
}

class Source {
 public:
  Source(Display* display, Window target) : display_(display), target_(target) {
    window_ = XCreateSimpleWindow(display_, DefaultRootWindow(display_), 0, 0, 1, 1, 0, 0, 0);
  }
  ~Source() { XDestroyWindow(display_, window_); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// Why it failed; empty: it did not.
  std::string drag(long x, long y, const std::string& uris) {
    if (!aware()) return "the window takes no files";
    const Atom list = atom("text/uri-list");
    XSetSelectionOwner(display_, atom("XdndSelection"), window_, CurrentTime);
    send("XdndEnter", kVersion << 24, static_cast<long>(list), 0, 0);
    const long copy = static_cast<long>(atom("XdndActionCopy"));
    // As a hand does: it comes from the side, and moves only when it was seen.
    for (const long step : {40L, 0L}) {
      send("XdndPosition", 0, ((x - step) << 16) | y, CurrentTime, copy);
      const auto status = answer("XdndStatus", uris);
      if (!status) return "the window does not answer";
      if (step == 0 && (status->l[1] & 1) == 0) return "the window refuses the files here";
    }
    send("XdndDrop", 0, CurrentTime, 0, 0);
    const auto finished = answer("XdndFinished", uris);
    if (!finished) return "the window does not take what was dropped";
    if ((finished->l[1] & 1) == 0) return "the window could not use what was dropped";
    return asked_ ? "" : "the window did not ask what was dropped";
  }

 private:
  struct Data {
    long l[5];  // NOLINT(modernize-avoid-c-arrays): as XClientMessageEvent has it
  };

  [[nodiscard]] Atom atom(const char* name) const { return XInternAtom(display_, name, False); }

  [[nodiscard]] bool aware() const {
    Atom type = None;
    int format = 0;
    unsigned long count = 0;
    unsigned long left = 0;
    unsigned char* version = nullptr;
    XGetWindowProperty(display_, target_, atom("XdndAware"), 0, 1, False, XA_ATOM, &type, &format,
                       &count, &left, &version);
    if (version != nullptr) XFree(version);
    return type == XA_ATOM && count == 1;
  }

  void send(const char* message, long flags, long second, long third, long fourth) const {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = target_;
    event.xclient.message_type = atom(message);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(window_);
    event.xclient.data.l[1] = flags;
    event.xclient.data.l[2] = second;
    event.xclient.data.l[3] = third;
    event.xclient.data.l[4] = fourth;
    XSendEvent(display_, target_, False, NoEventMask, &event);
    XFlush(display_);
  }

  /// Waits for a message of the window; meanwhile tells it what is dragged, if it asks.
  std::optional<Data> answer(const char* message, const std::string& uris) {
    const auto until = Clock::now() + std::chrono::seconds(10);
    const Atom wanted = atom(message);
    while (Clock::now() < until) {
      while (XPending(display_) > 0) {
        XEvent event;
        XNextEvent(display_, &event);
        if (event.type == SelectionRequest) tell(event.xselectionrequest, uris);
        if (event.type != ClientMessage || event.xclient.message_type != wanted) continue;
        Data data{};
        for (int i = 0; i < 5; ++i) data.l[i] = event.xclient.data.l[i];
        return data;
      }
      pollfd connection{ConnectionNumber(display_), POLLIN, 0};
      poll(&connection, 1, 100);
    }
    return std::nullopt;
  }

  void tell(const XSelectionRequestEvent& request, const std::string& uris) {
    const bool known = request.target == atom("text/uri-list");
    if (known) {
      XChangeProperty(display_, request.requestor, request.property, request.target, 8,
                      PropModeReplace, reinterpret_cast<const unsigned char*>(uris.data()),
                      static_cast<int>(uris.size()));
      asked_ = true;
    }
    XEvent event{};
    event.xselection.type = SelectionNotify;
    event.xselection.requestor = request.requestor;
    event.xselection.selection = request.selection;
    event.xselection.target = request.target;
    event.xselection.property = known ? request.property : None;
    event.xselection.time = request.time;
    XSendEvent(display_, request.requestor, False, NoEventMask, &event);
    XFlush(display_);
  }

  Display* display_;
  Window target_;
  Window window_ = None;
  bool asked_ = false;
};

int fail(const std::string& why) {
  std::fprintf(stderr, "xdnd_source: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return fail("give a window, x, y and files");
  Display* const display = XOpenDisplay(nullptr);
  if (display == nullptr) return fail("there is no display");
  std::string uris;
  for (int i = 4; i < argc; ++i) uris += uri_of(argv[i]) + "\r\n";
  const std::string why =
      Source(display, std::strtoul(argv[1], nullptr, 0))
          .drag(std::strtol(argv[2], nullptr, 10), std::strtol(argv[3], nullptr, 10), uris);
  XCloseDisplay(display);
  return why.empty() ? 0 : fail(why);
}
