#pragma once

#include <string>

#include "viewer/app.hpp"

namespace geo::viewer {

/// What the viewer shows, as JSON. Throws Error(kOutput).
void write_state(const App& app, const std::string& path);

}  // namespace geo::viewer
