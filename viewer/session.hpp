#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/core/context.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/join/assign.hpp"
#include "geo/model/grid.hpp"
#include "geo/scene/scene.hpp"
#include "geo/topology/triangles.hpp"
#include "viewer/facts.hpp"
#include "viewer/state.hpp"

// What is computed, by the library: immutable once made, shared with the worker.
namespace geo::viewer {

struct Specialty {
  std::string key;  ///< the word in the data
  Text name;
  std::uint64_t count = 0;
  bool planned = false;
};

/// An opened project.
struct Session {
  std::string file;
  atlas::Atlas atlas;  ///< of all enterprises
  /// The project's own filter: here it is a choice, that can be changed.
  std::optional<atlas::FilterStep> filter;
  std::shared_ptr<const PolygonSet> regions;  ///< the atlas's, to share between layers
  PolygonSet window;  ///< the regions as one, which densities are corrected in; may be empty
  Facts facts;
  std::vector<Specialty> specialties;
  std::shared_ptr<const topology::Triangles> triangles;  ///< of the regions
  std::shared_ptr<const join::RegionLocator> locator;
  geodesy::Crs metric;
  geodesy::Crs degrees;

  Session(std::string path, atlas::Atlas result, const Context& context,
          std::optional<atlas::FilterStep> wanted = {});
  [[nodiscard]] Point to_degrees(Point map) const;
  [[nodiscard]] Point to_map(Point position) const;
  /// The one with that key, or nullptr.
  [[nodiscard]] const Specialty* specialty(const std::string& key) const;
};

/// Reads a project and computes everything in it, as the command line does.
[[nodiscard]] std::shared_ptr<const Session> open_session(const std::string& path,
                                                          const atlas::JobOptions& options,
                                                          const Context& context);
/// The choices that the project file makes.
[[nodiscard]] Choices choices_of(const Session& session);

/// What is shown, in words.
[[nodiscard]] Text subtitle_of(const Session& session, const Choices& choices);

struct Made;

/// A map ready to be painted: the layers that are on, from the bottom up.
struct Picture {
  Choices choices;                   ///< what it was made for
  std::vector<std::uint32_t> shown;  ///< the enterprises that count in it
  /// Of the density: those of all years, so that years can be compared.
  std::vector<double> breaks;
  std::shared_ptr<const Grid> density;  ///< of these; null where no layer needed it
  struct Stack {
    std::string id;  ///< of the kind
    std::shared_ptr<const Made> made;
  };
  std::vector<Stack> stack;
  scene::Scene scene;
  /// Of each of the scene's layers: which of the stack it belongs to, and which of its layers it
  /// is.
  std::vector<std::pair<std::size_t, std::size_t>> from;
  /// The basemap where one looks, finer than that of the whole map; null: none. It is in the stack,
  /// too, above the whole one and with the same id.
  std::shared_ptr<const Made> closer;
  /// Of each of the legend's items: which of the stack it explains.
  std::vector<std::size_t> legend_from;
  bool complete = true;  ///< false: layers that take long are still missing
};

/// Whether the two need a picture each; a ramp or an opacity does not.
[[nodiscard]] bool same_picture(const Session& session, const Choices& a, const Choices& b);
/// Makes a picture out of what `before` (which may be null) can be used again, and what must be
/// made anew. `quick`: without those layers that take long, unless they are there.
/// `breaks`: of the density's classes; empty: as chosen.
[[nodiscard]] std::shared_ptr<const Picture> make_picture(const Session& session,
                                                          const Choices& choices,
                                                          const Picture* before, bool quick,
                                                          const Context& context,
                                                          const std::vector<double>& breaks = {});

}  // namespace geo::viewer
