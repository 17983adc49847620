#include "atlas/crs_guess.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/join/assign.hpp"

namespace geo::atlas {
namespace {

constexpr std::size_t kMostRows = 20000;  // enough to tell tenths of a per cent apart
constexpr double kLeastSigma = 3;
constexpr std::array<const char*, 3> kSystems = {"WGS84", "GCJ-02", "BD-09"};

/// For each of the points, whether it lies in the district it states when read as `system`.
std::vector<bool> agreement(PointSet points, const std::vector<std::int32_t>& stated,
                            const PolygonSet& regions, const geodesy::Crs& metric,
                            const char* system, const Context& context) {
  const std::size_t n = points.size();
  for (std::size_t i = 0; i < n; ++i) points.row[i] = i;  // to know them again
  points.crs = system;
  Rejects rejects;
  rejects.read = n;
  rejects.used = n;
  const PointSet projected = geodesy::to_metres(std::move(points), metric, rejects, context);
  const Assignment assignment = join::assign(projected, regions, context);
  std::vector<bool> agree(n, false);
  for (std::size_t k = 0; k < projected.size(); ++k) {
    const std::size_t i = projected.row[k];
    agree[i] = assignment.region[k] == stated[i];
  }
  return agree;
}

}  // namespace

std::string figures(const CrsGuess& guess) {
  std::string text;
  for (const CrsGuess::Candidate& candidate : guess.candidates) {
    std::array<char, 64> share{};
    std::snprintf(share.data(), share.size(), " %.1f %%",
                  100.0 * static_cast<double>(candidate.agree) / static_cast<double>(guess.rows));
    text += (text.empty() ? "" : ", ") + candidate.crs + share.data();
  }
  return text;
}

CrsGuess compare_crs(const PointSet& points, const join::StatedDistricts& stated,
                     const PolygonSet& regions, const std::string& metric_crs,
                     const Context& context) {
  std::vector<std::uint32_t> known;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (stated.region[i] != Assignment::kNone) known.push_back(static_cast<std::uint32_t>(i));
  }
  if (known.empty()) return {};
  const std::size_t step = (known.size() + kMostRows - 1) / kMostRows;
  std::vector<std::uint32_t> taken;
  std::vector<std::int32_t> said;
  for (std::size_t k = 0; k < known.size(); k += step) {
    taken.push_back(known[k]);
    said.push_back(stated.region[known[k]]);
  }
  PointSet bare;  // places alone: columns need not be copied
  bare.crs = points.crs;
  bare.source = points.source;
  for (const std::uint32_t i : taken) {
    bare.x.push_back(points.x[i]);
    bare.y.push_back(points.y[i]);
    bare.row.push_back(i);
  }
  const geodesy::Crs metric(metric_crs);
  CrsGuess guess;
  guess.rows = taken.size();
  std::vector<std::vector<bool>> agree;
  for (const char* system : kSystems) {
    agree.push_back(agreement(bare, said, regions, metric, system, context));
    guess.candidates.push_back({system, static_cast<std::uint64_t>(std::count(
                                            agree.back().begin(), agree.back().end(), true))});
  }
  std::size_t best = 0;
  for (std::size_t c = 1; c < agree.size(); ++c) {
    if (guess.candidates[c].agree > guess.candidates[best].agree) best = c;
  }
  guess.chosen = guess.candidates[best].crs;
  guess.sigma = INFINITY;
  for (std::size_t c = 0; c < agree.size(); ++c) {
    if (c == best) continue;
    double only_best = 0;
    double only_other = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      only_best += agree[best][i] && !agree[c][i] ? 1 : 0;
      only_other += !agree[best][i] && agree[c][i] ? 1 : 0;
    }
    const double sum = only_best + only_other;
    guess.sigma = std::min(guess.sigma, sum > 0 ? (only_best - only_other) / std::sqrt(sum) : 0);
  }
  return guess;
}

bool decided(const CrsGuess& guess) {
  const bool fits =
      std::any_of(guess.candidates.begin(), guess.candidates.end(), [&](const auto& candidate) {
        return candidate.crs == guess.chosen && candidate.agree * 2 >= guess.rows;
      });
  return guess.rows > 0 && fits && guess.sigma >= kLeastSigma;
}

CrsGuess guess_crs(const PointSet& points, const join::StatedDistricts& stated,
                   const PolygonSet& regions, const std::string& metric_crs,
                   const Context& context) {
  CrsGuess guess = compare_crs(points, stated, regions, metric_crs, context);
  if (guess.rows == 0) {
    throw Error(ErrorCode::kInput,
                points.source +
                    ": no row states a district that is known, so its coordinate system "
                    "cannot be guessed; give WGS84, GCJ-02 or BD-09");
  }
  if (!decided(guess)) {
    throw Error(ErrorCode::kInput, points.source + ": the coordinate system cannot be told: of " +
                                       std::to_string(guess.rows) +
                                       " rows lie in the district they state: " + figures(guess) +
                                       "; give WGS84, GCJ-02 or BD-09 as 'crs'");
  }
  return guess;
}

}  // namespace geo::atlas
