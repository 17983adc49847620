#pragma once

#include <map>
#include <memory>
#include <string>
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
  atlas::Atlas atlas;
  PolygonSet window;  ///< the regions as one, which densities are corrected in; may be empty
  Facts facts;
  std::vector<Specialty> specialties;
  std::shared_ptr<const topology::Triangles> triangles;  ///< of the regions
  std::shared_ptr<const join::RegionLocator> locator;
  geodesy::Crs metric;
  geodesy::Crs degrees;

  Session(std::string path, atlas::Atlas result, const Context& context);
  [[nodiscard]] Point to_degrees(Point map) const;
  [[nodiscard]] Point to_map(Point degrees) const;
};

/// Reads a project and computes everything in it, as the command line does.
[[nodiscard]] std::shared_ptr<const Session> open_session(const std::string& path,
                                                          const Context& context);
/// The choices that the project file makes.
[[nodiscard]] Choices choices_of(const Session& session);

/// A map ready to be painted.
struct Picture {
  Choices choices;                   ///< what it was made for
  std::vector<std::uint32_t> shown;  ///< the enterprises that count in it
  /// Of a map of some years: the classes of all years, so that years can be compared.
  std::vector<double> breaks;
  scene::Scene scene;
  std::map<const PolygonSet*, std::shared_ptr<const topology::Triangles>> triangles;
};

/// Whether the two need a picture each; a ramp, opacity or hidden layer does not.
[[nodiscard]] bool same_picture(const Choices& a, const Choices& b);
/// `before`: the last picture, whose classes may serve again; may be null.
[[nodiscard]] std::shared_ptr<const Picture> make_picture(const Session& session,
                                                          const Choices& choices,
                                                          const Picture* before,
                                                          const Context& context);

}  // namespace geo::viewer
