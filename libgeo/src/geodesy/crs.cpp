#include "geo/geodesy/crs.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <string_view>

#include "geo/core/error.hpp"
#include "geodesy/proj_handles.hpp"
#include "geodesy/projection.hpp"

namespace geo::geodesy {
namespace {

using Offset = Crs::Impl::Offset;

std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// A definition as it may stand in a one-line message: WKT is long and has line breaks.
std::string quoted(const std::string& definition) {
  constexpr std::size_t kMost = 80;
  std::string text = definition.substr(0, kMost);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return "'" + text + (definition.size() > kMost ? "...'" : "'");
}

[[noreturn]] void refuse(const std::string& definition, const std::string& why) {
  throw Error(ErrorCode::kOption, "coordinate system " + quoted(definition) + ": " + why);
}

/// Sets what PROJ is to be given, and undoes the names that PROJ does not know.
void interpret(Crs::Impl& crs) {
  const std::string name = upper(crs.definition);
  if (name.empty()) refuse(crs.definition, "is empty; give EPSG:n, WGS84, GCJ-02 or BD-09");
  if (name == "GCJ-02" || name == "GCJ02") crs.offset = Offset::kGcj02;
  if (name == "BD-09" || name == "BD09") crs.offset = Offset::kBd09;
  crs.proj = crs.definition;
  if (crs.offset != Offset::kNone || name == "WGS84" || name == "WGS-84") crs.proj = "EPSG:4326";
  if (name == "CGCS2000") crs.proj = "EPSG:4490";
  if (name.find_first_not_of("0123456789") == std::string::npos) {
    refuse(crs.definition, "is only a number; did you mean EPSG:" + crs.definition + "?");
  }
  if (name.find("PROJ=PIPELINE") != std::string::npos) {
    refuse(crs.definition, "is a pipeline between two systems; give one system");
  }
  // A PROJ string describes a projection unless it says that it means the system.
  if (crs.proj.find("proj=") != std::string::npos && name.find("TYPE=CRS") == std::string::npos) {
    crs.proj += " +type=crs";
  }
}

/// PROJ takes "foo" for part of the name "Amersfoort". A name must be the whole name.
void refuse_guess(const Crs::Impl& crs, const std::string& found) {
  const bool is_name = crs.proj.find_first_of(":=[{") == std::string::npos;
  if (is_name && upper(found) != upper(crs.proj)) {
    refuse(crs.definition, "PROJ knows no such system, the nearest is '" + found +
                               "'; give EPSG:n, WGS84, GCJ-02, BD-09, a PROJ string or WKT");
  }
}

/// The horizontal system in a compound or bound one; as it came where it is neither.
Pj horizontal(Pj crs) {
  for (;;) {
    const PJ_TYPE type = proj_get_type(crs.get());
    if (type == PJ_TYPE_COMPOUND_CRS) {
      crs.reset(proj_crs_get_sub_crs(thread_context(), crs.get(), 0));
    } else if (type == PJ_TYPE_BOUND_CRS) {
      crs.reset(proj_get_source_crs(thread_context(), crs.get()));
    } else {
      return crs;
    }
  }
}

constexpr double kDegree = std::numbers::pi / 180;

/// The unit of the first two axes, in metres or radians; 0 where they have none in common.
double unit_of_axes(const PJ* crs) {
  const Pj axes(proj_crs_get_coordinate_system(thread_context(), crs));
  std::array<double, 2> unit{};
  for (int axis = 0; axis < 2; ++axis) {
    if (!axes || proj_cs_get_axis_info(thread_context(), axes.get(), axis, nullptr, nullptr,
                                       nullptr, &unit.at(static_cast<std::size_t>(axis)), nullptr,
                                       nullptr, nullptr) == 0) {
      return 0;
    }
  }
  return unit[0] == unit[1] ? unit[0] : 0;
}

bool axes_have_unit(const PJ* crs, double unit) {
  return std::abs(unit_of_axes(crs) / unit - 1) < 1e-12;
}

/// How a projected system distorts: the map against the ellipsoid in space, so that poles and the
/// antimeridian are places like any other. (proj_factors knows the same, but takes 9 ms a
/// position.)
class Distortion {
 public:
  explicit Distortion(const Crs::Impl& crs) : name_(crs.name) {
    PJ_CONTEXT* const context = thread_context();
    const Pj plane = horizontal(Pj(proj_create(context, crs.proj.c_str())));
    const Pj earth(proj_crs_get_geodetic_crs(context, plane.get()));
    const Pj inverse(
        proj_create_crs_to_crs_from_pj(context, plane.get(), earth.get(), nullptr, nullptr));
    if (inverse) to_angles_.reset(proj_normalize_for_visualization(context, inverse.get()));
    const Pj ellipsoid(proj_get_ellipsoid(context, plane.get()));
    double b = 0;
    if (!to_angles_ || !ellipsoid ||
        proj_ellipsoid_get_parameters(context, ellipsoid.get(), &a_, &b, nullptr, nullptr) == 0) {
      throw Error(ErrorCode::kUnsupported, "PROJ cannot invert " + name_);
    }
    e2_ = 1 - b * b / (a_ * a_);
    radians_ = unit_of_axes(earth.get());
  }

  /// The greatest |k - 1| of a length in any direction: k is one over the half-axes of the ellipse
  /// that a metre of the map covers on the ground. Throws Error(kInput) where there is none.
  [[nodiscard]] double at(Point p) const {
    constexpr double kStep_m = 100;  // errors of rounding and of curvature both near 1e-10
    const Place east = on_earth({p.x + kStep_m, p.y});
    const Place west = on_earth({p.x - kStep_m, p.y});
    const Place north = on_earth({p.x, p.y + kStep_m});
    const Place south = on_earth({p.x, p.y - kStep_m});
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const double dx = (east[i] - west[i]) / (2 * kStep_m);
      const double dy = (north[i] - south[i]) / (2 * kStep_m);
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    const double mean = (xx + yy) / 2;
    const double spread = std::hypot((xx - yy) / 2, xy);
    const double worst = std::max(std::abs(1 / std::sqrt(mean - spread) - 1),
                                  std::abs(1 / std::sqrt(mean + spread) - 1));
    if (!std::isfinite(worst)) {
      throw Error(ErrorCode::kInput, name_ + " has no scale at " + std::to_string(p.x) + ", " +
                                         std::to_string(p.y) +
                                         "; choose a projection made for this place");
    }
    return worst;
  }

 private:
  using Place = std::array<double, 3>;

  [[nodiscard]] Place on_earth(Point p) const {
    const PJ_COORD angles = proj_trans(to_angles_.get(), PJ_FWD, proj_coord(p.x, p.y, 0, HUGE_VAL));
    const double longitude = angles.xy.x * radians_;
    const double latitude = angles.xy.y * radians_;
    const double normal = a_ / std::sqrt(1 - e2_ * std::sin(latitude) * std::sin(latitude));
    return {normal * std::cos(latitude) * std::cos(longitude),
            normal * std::cos(latitude) * std::sin(longitude),
            normal * (1 - e2_) * std::sin(latitude)};
  }

  std::string name_;
  Pj to_angles_;
  double a_ = 0;
  double e2_ = 0;
  double radians_ = 0;
};

std::string epsg(int code) { return "EPSG:" + std::to_string(code); }

}  // namespace

Crs::Crs(const std::string& definition) {
  auto crs = std::make_shared<Impl>();
  crs->definition = trimmed(definition);
  interpret(*crs);

  PJ_CONTEXT* const context = thread_context();
  if (proj_context_get_database_path(context) == nullptr) {
    throw Error(ErrorCode::kUnsupported,
                "PROJ does not find its database proj.db; install proj-data or set PROJ_LIB");
  }
  const Pj object(proj_create(context, crs->proj.c_str()));
  if (!object || proj_is_crs(object.get()) == 0) {
    refuse(crs->definition,
           "PROJ knows no such system; give EPSG:n, WGS84, GCJ-02, BD-09, a PROJ string or WKT");
  }
  const char* const found = proj_get_name(object.get());
  crs->name = found == nullptr || std::string_view(found) == "unknown" ? crs->definition : found;
  refuse_guess(*crs, crs->name);
  if (crs->offset == Offset::kGcj02) crs->name = "GCJ-02";
  if (crs->offset == Offset::kBd09) crs->name = "BD-09";
  constexpr std::array<const char*, 2> kOneLine{"MULTILINE=NO", nullptr};
  const char* const wkt = proj_as_wkt(context, object.get(), PJ_WKT2_2019, kOneLine.data());
  if (wkt == nullptr) refuse(crs->definition, "has no WKT; give EPSG:n or another description");
  crs->wkt = wkt;

  const Pj plane = horizontal(Pj(proj_clone(context, object.get())));
  const PJ_TYPE type = proj_get_type(plane.get());
  const bool geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
  if (!geographic && type != PJ_TYPE_PROJECTED_CRS) {
    refuse(crs->definition, "has no horizontal axes that can be projected; give another one");
  }
  crs->geographic = geographic && axes_have_unit(plane.get(), kDegree);
  crs->metric = !geographic && axes_have_unit(plane.get(), 1.0);
  impl_ = std::move(crs);
}

const std::string& Crs::definition() const { return impl_->definition; }
std::string Crs::name() const { return impl_->name; }
std::string Crs::wkt() const { return impl_->wkt; }
bool Crs::geographic() const { return impl_->geographic; }
bool Crs::metric() const { return impl_->metric; }

Crs metric_crs_for(const Box& box, const Crs& crs) {
  if (box.empty())
    throw Error(ErrorCode::kInput, "no projection fits an empty box; nothing is there");
  const Point centre = transform(box.centre(), crs, Crs("WGS84"));
  if (!(std::abs(centre.x) <= 360 && std::abs(centre.y) <= 90)) {
    throw Error(ErrorCode::kInput, "the coordinates reach to " + std::to_string(box.max_x) + ", " +
                                       std::to_string(box.max_y) +
                                       ", which is no longitude and latitude in " + crs.name() +
                                       "; check the coordinate system");
  }
  if (centre.y > 84) return Crs(epsg(32661));
  if (centre.y < -80) return Crs(epsg(32761));
  const int zone = static_cast<int>(std::floor((centre.x + 180) / 6)) % 60;
  return Crs(epsg((centre.y >= 0 ? 32601 : 32701) + (zone + 60) % 60));
}

double scale_error(const Crs& metric, const Box& box) {
  if (!metric.metric()) {
    throw Error(ErrorCode::kOption, "coordinate system " + quoted(metric.definition()) +
                                        ": is not in metres; a scale needs a projected one");
  }
  const Distortion distortion(metric.impl());
  constexpr int kSteps = 16;
  double worst = 0;
  for (int row = 0; row <= kSteps; ++row) {
    for (int column = 0; column <= kSteps; ++column) {
      const Point at{box.min_x + box.width() * column / kSteps,
                     box.min_y + box.height() * row / kSteps};
      worst = std::max(worst, distortion.at(at));
    }
  }
  return worst;
}

Point transform(Point position, const Crs& from, const Crs& to) {
  Point moved = position;
  transform(from, to, &moved.x, &moved.y, 1);
  if (std::isnan(moved.x)) {
    throw Error(ErrorCode::kInput, "the position " + std::to_string(position.x) + ", " +
                                       std::to_string(position.y) + " in " + from.name() +
                                       " cannot be projected to " + to.name() +
                                       "; check the coordinate system");
  }
  return moved;
}

std::string proj_version() { return std::string("PROJ ") + proj_info().version; }

}  // namespace geo::geodesy
