#include "trace.hpp"

#include <algorithm>
#include <utility>

#include "base/orient.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr std::size_t kCheckEvery = 1 << 16;

bool before(Point a, Point b) { return a.y < b.y || (a.y == b.y && a.x < b.x); }

}  // namespace

Tracer::Tracer(LevelMap& map)
    : map_(map),
      first_out_(map.x.size(), kNone),
      place_(map.x.size(), kNone),
      shell_of_(map.parent.size(), kNone) {}

void Tracer::index(const std::vector<Arc>& arcs) {
  other_out_.resize(arcs.size());
  // From behind, so that the arcs of a node come in their order.
  for (std::size_t i = arcs.size(); i-- > 0;) {
    other_out_[i] = first_out_[arcs[i].from];
    first_out_[arcs[i].from] = static_cast<std::uint32_t>(i);
  }
}

void Tracer::unindex(const std::vector<Arc>& arcs) {
  for (const Arc& arc : arcs) first_out_[arc.from] = kNone;
}

// Two arcs there and back enclose nothing: the area between them has no width, or what is on either
// side is one area, parted by a line that has no width itself.
void Tracer::cancel_opposites(std::vector<Arc>& arcs) {
  index(arcs);
  used_.assign(arcs.size(), 0);
  bool any = false;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (used_[i] != 0) continue;
    for (std::uint32_t j = first_out_[arcs[i].to]; j != kNone; j = other_out_[j]) {
      if (arcs[j].to == arcs[i].from && used_[j] == 0) {
        used_[i] = used_[j] = 1;
        map_.join(arcs[i].label, arcs[j].label);
        any = true;
        break;
      }
    }
  }
  unindex(arcs);
  if (!any) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (used_[i] == 0) arcs[kept++] = arcs[i];
  }
  arcs.resize(kept);
}

// Whether, turning clockwise about the end of `in` from where it came, a is met before b.
bool Tracer::clockwise_before(const Arc& in, std::uint32_t a, std::uint32_t b) const {
  const Point centre = at(in.to);
  const Point back = at(in.from);
  const auto half = [&](std::uint32_t node) {
    return base::orientation(centre, back, at(node)) < 0   ? 0
           : base::orientation(centre, back, at(node)) > 0 ? 2
                                                           : 1;
  };
  const int half_a = half(a);
  const int half_b = half(b);
  if (half_a != half_b) return half_a < half_b;
  return base::orientation(centre, at(a), at(b)) < 0;
}

// Finds for every arc the one that goes on: where several leave a node, the first that is met when
// turning through the area on the left. So areas that only touch at a node are parted there.
void Tracer::link(const std::vector<Arc>& arcs, const Context& context) {
  index(arcs);
  next_.assign(arcs.size(), kNone);
  used_.assign(arcs.size(), 0);  // here: taken as the next of one
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (i % kCheckEvery == 0) context.check();
    std::uint32_t best = first_out_[arcs[i].to];
    if (best == kNone) continue;
    for (std::uint32_t j = other_out_[best]; j != kNone; j = other_out_[j]) {
      if (clockwise_before(arcs[i], arcs[j].to, arcs[best].to)) best = j;
    }
    if (used_[best] != 0) continue;
    used_[best] = 1;
    next_[i] = best;
  }
  unindex(arcs);
}

// Follows arcs from `first` to where they end or come back, and hands every loop that closes on the
// way, and at last what is left of the path, to `loop(arcs, closed)`. Only nodes that several arcs
// leave can be passed twice.
template <typename Loop>
void Tracer::walk(const std::vector<Arc>& arcs, std::uint32_t first, Loop&& loop) {
  path_.clear();
  const auto forget = [&](std::size_t from) {
    for (std::size_t i = from; i < path_.size(); ++i) place_[arcs[path_[i]].from] = kNone;
  };
  std::vector<std::uint32_t> ring;
  for (std::uint32_t arc = first; arc != kNone && used_[arc] == 0; arc = next_[arc]) {
    used_[arc] = 1;
    place_[arcs[arc].from] = static_cast<std::uint32_t>(path_.size());
    path_.push_back(arc);
    const std::uint32_t start = place_[arcs[arc].to];
    if (start == kNone) continue;
    ring.assign(path_.begin() + start, path_.end());
    forget(start);
    path_.resize(start);
    loop(ring, true);
  }
  if (!path_.empty()) {
    forget(0);
    loop(path_, false);
  }
}

bool Tracer::is_anticlockwise(const std::vector<Arc>& arcs,
                              const std::vector<std::uint32_t>& ring) const {
  std::size_t lowest = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    if (before(at(arcs[ring[i]].from), at(arcs[ring[lowest]].from))) lowest = i;
  }
  const Arc& out = arcs[ring[lowest]];
  const Arc& in = arcs[ring[(lowest + ring.size() - 1) % ring.size()]];
  return base::orientation(at(in.from), at(out.from), at(out.to)) > 0;
}

void Tracer::append_ring(const std::vector<Arc>& arcs, const std::vector<std::uint32_t>& ring,
                         PolygonSet& to) const {
  const std::size_t begin = to.x.size();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Arc& out = arcs[ring[i]];
    const Arc& in = arcs[ring[(i + ring.size() - 1) % ring.size()]];
    // Nobody else has the centres along a straight border, where only this area is.
    if (out.border != 0 && in.border != 0) {
      const Point a = at(in.from);
      const Point b = at(out.from);
      const Point c = at(out.to);
      if ((a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y)) continue;
    }
    to.x.push_back(map_.x[out.from]);
    to.y.push_back(map_.y[out.from]);
  }
  to.x.push_back(to.x[begin]);
  to.y.push_back(to.y[begin]);
  to.ring_vertex.push_back(static_cast<std::uint32_t>(to.x.size()));
  ++to.part_ring.back();
}

void Tracer::polygons(std::vector<Arc> arcs, PolygonSet& to, const Context& context) {
  cancel_opposites(arcs);
  link(arcs, context);
  used_.assign(arcs.size(), 0);
  std::vector<std::vector<std::uint32_t>> rings;
  std::vector<std::uint32_t> shells;
  std::vector<std::uint32_t> holes;
  for (std::uint32_t i = 0; i < arcs.size(); ++i) {
    if (i % kCheckEvery == 0) context.check();
    if (used_[i] != 0) continue;
    walk(arcs, i, [&](const std::vector<std::uint32_t>& ring, bool closed) {
      if (!closed) throw Error(ErrorCode::kInternal, "contours: the outline of a band is open");
      const auto number = static_cast<std::uint32_t>(rings.size());
      if (is_anticlockwise(arcs, ring)) {
        std::uint32_t& shell = shell_of_[map_.component(arcs[ring[0]].label)];
        if (shell != kNone) {
          throw Error(ErrorCode::kInternal, "contours: an area has two outer rings");
        }
        shell = static_cast<std::uint32_t>(shells.size());
        shells.push_back(number);
      } else {
        holes.push_back(number);
      }
      rings.push_back(ring);
    });
  }
  std::vector<std::vector<std::uint32_t>> holes_of(shells.size());
  for (const std::uint32_t hole : holes) {
    const std::uint32_t shell = shell_of_[map_.component(arcs[rings[hole][0]].label)];
    if (shell == kNone) throw Error(ErrorCode::kInternal, "contours: a hole is in no area");
    holes_of[shell].push_back(hole);
  }
  for (std::size_t s = 0; s < shells.size(); ++s) {
    const std::vector<std::uint32_t>& shell = rings[shells[s]];
    shell_of_[map_.component(arcs[shell[0]].label)] = kNone;
    to.add_part();
    append_ring(arcs, shell, to);
    for (const std::uint32_t hole : holes_of[s]) append_ring(arcs, rings[hole], to);
    if (to.x.size() > kNone / 2) {
      throw Error(ErrorCode::kMemory,
                  "contours: the bands have too many vertices; give fewer levels or a coarser "
                  "grid");
    }
  }
}

std::vector<std::vector<std::uint32_t>> Tracer::lines(std::vector<Arc> arcs,
                                                      const Context& context) {
  cancel_opposites(arcs);
  std::erase_if(arcs, [](const Arc& arc) { return arc.border != 0; });
  link(arcs, context);
  std::vector<std::uint32_t> starts;  // of lines that come from the border
  for (std::uint32_t i = 0; i < arcs.size(); ++i) {
    if (used_[i] == 0) starts.push_back(i);
  }
  used_.assign(arcs.size(), 0);
  std::vector<std::vector<std::uint32_t>> lines;
  const auto add = [&](const std::vector<std::uint32_t>& path, bool /*closed*/) {
    std::vector<std::uint32_t>& line = lines.emplace_back();
    line.reserve(path.size() + 1);
    line.push_back(arcs[path.front()].from);
    for (const std::uint32_t arc : path) line.push_back(arcs[arc].to);
  };
  for (const std::uint32_t start : starts) walk(arcs, start, add);
  for (std::uint32_t i = 0; i < arcs.size(); ++i) {
    if (i % kCheckEvery == 0) context.check();
    if (used_[i] == 0) walk(arcs, i, add);
  }
  return lines;
}

}  // namespace geo::density
