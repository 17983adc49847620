#pragma once

#include <string>

#include "viewer/ui.hpp"

namespace geo::viewer {

/// Something that is asked or shown over everything else until it is answered. One is seen at a
/// time, in one modal window.
class Dialog {
 public:
  Dialog() = default;
  virtual ~Dialog() = default;
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  [[nodiscard]] virtual bool open() const = 0;
  [[nodiscard]] virtual std::string title(const Ui& ui) const = 0;
  /// Width and height at scale 1; a height of 0: as much as there is in it.
  [[nodiscard]] virtual ImVec2 size() const = 0;
  virtual void draw(const Ui& ui) = 0;
  /// The key Escape: as its Cancel.
  virtual void escape() = 0;
};

}  // namespace geo::viewer
