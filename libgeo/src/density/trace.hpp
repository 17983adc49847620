#pragma once

#include <cstdint>
#include <vector>

#include "geo/model/polygon_set.hpp"
#include "level_map.hpp"

namespace geo::density {

/// A directed piece of the outline of an area, which lies on its left.
struct Arc {
  std::uint32_t from;
  std::uint32_t to;
  std::uint32_t label;   ///< of the connected area on its left
  std::uint32_t border;  ///< 1: nothing lies on its right
};

/// Puts arcs together. One Tracer serves many sets of arcs over one map: its scratch memory is as
/// long as the map, the time of a call is linear in its arcs.
class Tracer {
 public:
  explicit Tracer(LevelMap& map);

  /// Appends the areas that the arcs enclose to the last region of `to`: valid polygons, outer
  /// rings anticlockwise, holes clockwise. Arcs run along each other only as equal pairs of nodes,
  /// and cross nowhere.
  void polygons(std::vector<Arc> arcs, PolygonSet& to, const Context& context);

  /// The outlines of areas without their border pieces, as node numbers, a closed line with its
  /// first node repeated. A line touches itself nowhere else. Of border pieces only those matter
  /// that an arc runs along: there the area has no width, and no line is.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> lines(std::vector<Arc> arcs,
                                                              const Context& context);

 private:
  void link(const std::vector<Arc>& arcs, const Context& context);
  void index(const std::vector<Arc>& arcs);
  void unindex(const std::vector<Arc>& arcs);
  void cancel_opposites(std::vector<Arc>& arcs);
  [[nodiscard]] Point at(std::uint32_t node) const { return {map_.x[node], map_.y[node]}; }
  [[nodiscard]] bool clockwise_before(const Arc& in, std::uint32_t a, std::uint32_t b) const;
  template <typename Loop>
  void walk(const std::vector<Arc>& arcs, std::uint32_t first, Loop&& loop);
  void append_ring(const std::vector<Arc>& arcs, const std::vector<std::uint32_t>& ring,
                   PolygonSet& to) const;
  [[nodiscard]] bool is_anticlockwise(const std::vector<Arc>& arcs,
                                      const std::vector<std::uint32_t>& ring) const;

  LevelMap& map_;
  std::vector<std::uint32_t> first_out_;  // of each node: an arc that leaves it
  std::vector<std::uint32_t> place_;      // of each node of several arcs: where the path passed it
  std::vector<std::uint32_t> shell_of_;   // of each label
  // of each arc:
  std::vector<std::uint32_t> other_out_;  // another that leaves the same node
  std::vector<std::uint32_t> next_;       // the one that goes on; kNone: the line ends
  std::vector<char> used_;
  std::vector<std::uint32_t> path_;  // arcs
};

}  // namespace geo::density
