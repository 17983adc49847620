#pragma once

#include <proj.h>

#include <memory>

namespace geo::geodesy {

struct DestroyPj {
  void operator()(PJ* object) const { proj_destroy(object); }
};
using Pj = std::unique_ptr<PJ, DestroyPj>;

/// PROJ's context of this thread: silent, and never on the network, so that a result does not
/// depend on grids that another machine may or may not download.
[[nodiscard]] PJ_CONTEXT* thread_context();

}  // namespace geo::geodesy
