#pragma once

#include <filesystem>

namespace geo::viewer {

/// What comes with the program: beside an installed one, else in the sources. Empty: not there.
[[nodiscard]] std::filesystem::path data_folder();
/// The project that is opened where none is named, by `default` in that folder. Empty: none.
[[nodiscard]] std::filesystem::path embedded_project();

}  // namespace geo::viewer
