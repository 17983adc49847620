#pragma once

#include <string>

#include "viewer/app.hpp"

namespace geo::viewer {

/// What the viewer shows, as JSON; `live`: with the number of the frame and where the mouse is.
[[nodiscard]] std::string state_text(const App& app, bool live = false);

}  // namespace geo::viewer
