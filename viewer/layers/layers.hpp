#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"
#include "geo/scene/parts.hpp"
#include "geo/topology/triangles.hpp"
#include "viewer/session.hpp"
#include "viewer/state.hpp"

// The kinds of layers that a map can have. To add one, write a file with a function that returns
// it, and a line in layers.cpp.
namespace geo::viewer {

/// The part of the ground that is on the screen.
struct Seen {
  Box box;
  double units_per_px = 1;
  double px_per_mm = 4;
};

/// A kind's layers, computed. Immutable once made.
struct Made {
  scene::Part part;
  /// The layers that depend on where one looks, as many as `part.layers` and with their ids; called
  /// whenever that changes, so it answers within some milliseconds. May be empty.
  std::function<std::vector<scene::Layer>(const Seen&)> live;
  std::map<const PolygonSet*, std::shared_ptr<const topology::Triangles>> triangles;
  Text trouble;  ///< why there is nothing, and what to do
};

/// What a kind is given to make its layers, on the worker.
class Making {
 public:
  Making(const Session& of, const Choices& chosen, std::vector<std::uint32_t> those,
         std::shared_ptr<const Grid> grid, const Context& with);

  const Session& session;
  const Choices& choices;
  const Context& context;
  /// The enterprises that count, as indices into the atlas's points.
  const std::vector<std::uint32_t> shown;
  /// Of the density's classes; empty: as chosen.
  std::vector<double> breaks;
  [[nodiscard]] bool everyone() const { return shown.size() == session.atlas.points.size(); }
  /// Their positions; made when it is first asked for, as the next three.
  [[nodiscard]] const PointSet& points() const;
  [[nodiscard]] const std::shared_ptr<const Grid>& density() const;
  /// The density, if it was asked for or known.
  [[nodiscard]] const std::shared_ptr<const Grid>& known_density() const { return density_; }
  /// The planning map, to take layers from.
  [[nodiscard]] const scene::Scene& plan() const;

 private:
  mutable std::unique_ptr<const PointSet> points_;
  mutable std::shared_ptr<const Grid> density_;
  mutable std::unique_ptr<const scene::Scene> plan_;
};

/// Where the grid of densities lies and with which options it is made.
[[nodiscard]] GridFrame density_frame(const Session& session, const Choices& choices);
[[nodiscard]] density::Options density_options(const Session& session, const Choices& choices);

struct LayerKind {
  std::string id;
  Text name;
  Text about{};  ///< one sentence: what it shows
  /// On which sheets it stands before a user says otherwise.
  bool on_heatmap = false;
  bool on_plan = false;
  /// The land and its borders and names: explained last in the legend.
  bool reference = false;
  /// What can be set, with what it is where nothing is set.
  std::optional<scene::Ramp> ramp{};
  std::optional<scene::Classification> classification{};
  int classes = 0;
  std::optional<scene::Color> color{};
  double size_m = 0;
  bool columns = false;  ///< a statistic of the districts can be chosen
  bool grouping = false;
  bool file = false;
  /// Whether a project has what it is made of.
  bool (*offered)(const Session& session) = [](const Session&) { return true; };
  /// Whether two choices give the same, leaving the layer's own style aside.
  bool (*same)(const Choices& a, const Choices& b) = [](const Choices&, const Choices&) {
    return true;
  };
  /// Too long to wait for: the map is shown without it first.
  bool slow = false;
  Made (*make)(const Making& making) = nullptr;
};

/// All kinds, from the bottom of the map up.
[[nodiscard]] const std::vector<LayerKind>& layer_kinds();
[[nodiscard]] const LayerKind* layer_kind(const std::string& id);
/// The kinds that a project offers, from the bottom up as the choices have them.
[[nodiscard]] std::vector<const LayerKind*> stacked(const Session& session, const Choices& choices);
[[nodiscard]] bool layer_shown(const LayerKind& kind, const Choices& choices);
void show_layer(Choices& choices, const std::string& id, bool shown);
/// What a user calls it, or its own name.
[[nodiscard]] Text layer_name(const LayerKind& kind, const Choices& choices);

// For `LayerKind::same`.
[[nodiscard]] bool same_filter(const Choices& a, const Choices& b);
[[nodiscard]] bool same_density(const Choices& a, const Choices& b);
[[nodiscard]] bool same_sheet(const Choices& a, const Choices& b);

// A style with the kind's own where nothing is set.
[[nodiscard]] scene::ChoroplethOptions choropleth_options(const LayerKind& kind,
                                                          const LayerStyle& style);

/// Whether a column holds location quotients, by its name: values on either side of one.
[[nodiscard]] bool is_quotient(const std::string& column);
/// The ramp of a layer's style: the kind's own where none is set, a diverging one for quotients.
[[nodiscard]] scene::Ramp layer_ramp(const LayerKind& kind, const LayerStyle& style);

// A basemap is read once for the whole map, and where that is coarser than the screen once more
// for what is seen (Picture::closer).

/// What to read of a basemap's file.
struct BasemapWindow {
  std::string file;
  Box box;
  int pixels = 1;  ///< along the longer side
  friend bool operator==(const BasemapWindow&, const BasemapWindow&) = default;
};
/// The window that the view needs and the picture does not have; nothing where it is fine enough.
[[nodiscard]] std::optional<BasemapWindow> basemap_wanted(const Picture& picture, const Seen& seen);
/// Throws as `io::read_picture`, also where the file has nothing there.
[[nodiscard]] Made basemap_window(const Session& session, const BasemapWindow& window,
                                  const Context& context);
/// The same picture with a finer basemap where one looks.
[[nodiscard]] std::shared_ptr<const Picture> with_closer(const Session& session,
                                                         const Picture& picture,
                                                         std::shared_ptr<const Made> closer);
/// The basemap of the whole map; null where there is none.
[[nodiscard]] const Made* whole_basemap(const Picture& picture);
/// Whether the finer part alone fills what is seen of the basemap.
[[nodiscard]] bool closer_covers(const Picture& picture, const Box& seen);

/// The picture's legend with the names that a user gives to layers.
[[nodiscard]] std::vector<scene::LegendItem> named_legend(const Picture& picture,
                                                          const Choices& choices);

/// What is known of each district: of all enterprises, or of the chosen specialty; by `tables`,
/// else by those of the run.
struct DistrictStatistics {
  const Table* table = nullptr;             ///< null: nothing
  std::vector<const TableColumn*> columns;  ///< those of numbers
  const TableColumn* shown = nullptr;       ///< the one that the style asks for, or the density
};
[[nodiscard]] DistrictStatistics district_statistics(const Session& session, const Choices& choices,
                                                     const std::vector<Table>& tables = {});

}  // namespace geo::viewer
