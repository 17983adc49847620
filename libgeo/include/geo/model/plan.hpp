#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"

namespace geo {

/// A named place: an industrial park, a core of a belt.
struct Site {
  Text name;
  Point position;          ///< in the coordinate system of the SiteSet
  std::string kind;        ///< "park", "core", ...; free text
  std::string confidence;  ///< "high", "medium" or "low": how well the position is known
  std::string source;      ///< where the position was read
};

struct SiteSet {
  std::string crs;
  std::vector<Site> sites;
  /// The site of that name in either language, or nullptr.
  [[nodiscard]] const Site* find(const std::string& name) const;
};

/// What the plan gives one district.
struct PlanDistrict {
  std::string code;
  Text name;
  std::vector<int> specialties;  ///< indices into Plan::specialties; empty: none is designated
};

enum class BeltKind {
  kDistricts,  ///< the union of whole districts
  kCorridor,   ///< a strip around the line through core sites, clipped to districts
};

struct Belt {
  std::string id;
  Text name;
  Text title;
  BeltKind kind = BeltKind::kDistricts;
  bool open_ended = false;           ///< the source says that its list of members is not complete
  std::vector<std::string> members;  ///< kDistricts: codes, in the order of the plan
  std::vector<std::string> cores;    ///< kCorridor: names of sites, along the axis
  std::vector<std::string> within;   ///< kCorridor: codes of the districts that it is clipped to
  /// kCorridor: half of the strip's width where the plan states one. Where it does not, the project
  /// supplies one and every output calls it an assumption.
  std::optional<double> half_width_km;
};

/// A plan for an industry: which specialties each district is to grow, which belts it forms, what
/// is to be reached. All of it is data.
struct Plan {
  std::string source;
  std::vector<Text> specialties;  ///< distinct names
  std::vector<PlanDistrict> districts;
  std::vector<Belt> belts;
  /// Targets and baselines as (key, number), in the order of the file:
  /// "targets_2020.demonstration_areas".
  std::vector<std::pair<std::string, double>> figures;

  /// The index of the specialty of that name in either language, or -1.
  [[nodiscard]] int specialty(const std::string& name) const;
  /// The district with that code, or nullptr.
  [[nodiscard]] const PlanDistrict* district(const std::string& code) const;
};

}  // namespace geo
