#pragma once

#include <string>

#include "viewer/ui.hpp"

namespace geo::viewer {

/// A check box: whether the project that is saved, and the tables, layers and heatmaps that are
/// exported, are of the filter's enterprises only (Choices::filter_written).
void filter_choice(const Ui& ui, const std::string& id);

}  // namespace geo::viewer
