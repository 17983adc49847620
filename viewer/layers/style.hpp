#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/scene/breaks.hpp"
#include "geo/scene/color.hpp"

namespace geo::viewer {

/// What a user has set on one layer; what is left alone is as the layer's kind has it.
struct LayerStyle {
  std::string name;  ///< instead of the layer's own
  double opacity = 1;
  std::optional<scene::Ramp> ramp;
  bool reversed = false;
  std::optional<scene::Classification> classification;
  int classes = 0;  ///< 0: the kind's own
  std::optional<scene::Color> color;
  double size_m = 0;    ///< of bins; 0: the kind's own
  std::string column;   ///< the statistic that a choropleth shows
  bool grouped = true;  ///< points as counts where there are very many
  std::string file;     ///< of a basemap
  friend bool operator==(const LayerStyle&, const LayerStyle&) = default;
};

/// Which layers are on the map, in which order, and how they look. By the ids of their kinds.
struct LayerChoices {
  std::map<std::string, LayerStyle> style;
  /// On each sheet (in the order of `Sheet`); what is not listed is as the kind has it.
  std::array<std::map<std::string, bool>, 2> shown;
  std::vector<std::string> order;  ///< from the bottom up; empty: as the kinds stand
  friend bool operator==(const LayerChoices&, const LayerChoices&) = default;

  [[nodiscard]] const LayerStyle& of(const std::string& id) const {
    static const LayerStyle kPlain;
    const auto found = style.find(id);
    return found == style.end() ? kPlain : found->second;
  }
};

}  // namespace geo::viewer
