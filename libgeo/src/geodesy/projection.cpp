#include "geodesy/projection.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "base/memory.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"
#include "geodesy/proj_handles.hpp"

namespace geo::geodesy {
namespace {

using Offset = Crs::Impl::Offset;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct ThreadProj {
  struct DestroyContext {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
  };
  std::unique_ptr<PJ_CONTEXT, DestroyContext> context{proj_context_create()};
  std::map<std::pair<std::string, std::string>, Pj> operations;  // destroyed before the context

  ThreadProj() {
    proj_log_level(context.get(), PJ_LOG_NONE);
    proj_context_set_enable_network(context.get(), 0);
  }
};

ThreadProj& thread_proj() {
  thread_local ThreadProj proj;
  return proj;
}

/// The operation between two systems, x first; null where it would change nothing.
PJ* operation(const Crs::Impl& from, const Crs::Impl& to) {
  if (from.wkt == to.wkt) return nullptr;
  ThreadProj& proj = thread_proj();
  PJ_CONTEXT* context = proj.context.get();
  const std::pair<std::string, std::string> key{from.proj, to.proj};
  const auto found = proj.operations.find(key);
  if (found != proj.operations.end()) return found->second.get();

  const Pj source(proj_create(context, from.proj.c_str()));
  const Pj target(proj_create(context, to.proj.c_str()));
  const Pj crs_to_crs(
      proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, nullptr));
  Pj normalized(crs_to_crs ? proj_normalize_for_visualization(context, crs_to_crs.get()) : nullptr);
  if (!normalized) {
    base::require_memory_for_libraries(0, 0, "a projection", "close other programs");
    throw Error(ErrorCode::kOption,
                "PROJ knows no way from " + from.name + " to " + to.name + "; check both systems");
  }
  constexpr std::size_t kMost = 32;  // a run uses a handful; this bounds a server that lives long
  if (proj.operations.size() >= kMost) proj.operations.clear();
  return proj.operations.emplace(key, std::move(normalized)).first->second.get();
}

bool on_earth(double longitude, double latitude) {
  return std::abs(longitude) <= 360 && std::abs(latitude) <= 90;
}

}  // namespace

PJ_CONTEXT* thread_context() { return thread_proj().context.get(); }

bool same(const Crs& a, const Crs& b) {
  return a.impl().offset == b.impl().offset && a.impl().wkt == b.impl().wkt;
}

void transform(const Crs& from, const Crs& to, double* x, double* y, std::size_t n) {
  if (same(from, to)) return;
  PJ* const project = operation(from.impl(), to.impl());
  for (std::size_t i = 0; i < n; ++i) {
    if (from.impl().geographic && !on_earth(x[i], y[i])) {
      x[i] = y[i] = kNan;
      continue;
    }
    Point p{x[i], y[i]};
    if (from.impl().offset == Offset::kBd09) p = bd09_to_gcj02(p);
    if (from.impl().offset != Offset::kNone) p = gcj02_to_wgs84(p);
    x[i] = p.x;
    y[i] = p.y;
  }
  if (project != nullptr) {
    proj_trans_generic(project, PJ_FWD, x, sizeof(double), n, y, sizeof(double), n, nullptr, 0, 0,
                       nullptr, 0, 0);
  }
  for (std::size_t i = 0; i < n; ++i) {
    Point p{x[i], y[i]};
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) p = {kNan, kNan};
    if (to.impl().offset != Offset::kNone) p = wgs84_to_gcj02(p);
    if (to.impl().offset == Offset::kBd09) p = gcj02_to_bd09(p);
    x[i] = p.x;
    y[i] = p.y;
  }
}

}  // namespace geo::geodesy
