#pragma once

#include <set>
#include <string>

namespace geo::viewer {

/// How the window is divided: at scale 1, in pixels, but for the share.
struct Layout {
  float left = 236;
  float right = 320;
  float bottom = 200;
  float legend = 0.46F;             ///< of the right side
  std::set<std::string> collapsed;  ///< ids of panels
  int width = 0;                    ///< of the window; 0: as the program likes
  int height = 0;
  friend bool operator==(const Layout&, const Layout&) = default;
};

}  // namespace geo::viewer
