#pragma once

#include <string>

#include "viewer/app.hpp"

namespace geo::viewer {

/// What the viewer shows, as JSON; `live`: with the number of the frame and where the mouse is.
/// Throws Error(kOutput).
void write_state(const App& app, const std::string& path, bool live = false);

}  // namespace geo::viewer
