#pragma once

#include <filesystem>

namespace geo::viewer {

/// What comes with the program: beside an installed one, else in the sources. Empty: not there.
[[nodiscard]] std::filesystem::path data_folder();

}  // namespace geo::viewer
