#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/density/adaptive.hpp"

namespace geo::atlas {

/// The density estimates of a job: all of one bandwidth, on one frame, within one window.
/// density_run.cpp has the order of the steps and makes the rest of them.
class DensityEstimates {
 public:
  struct Specialty {
    Text title;
    std::vector<std::uint32_t> members;  ///< none where points come in batches
  };

  /// Keeps references to both; the points, regions and plan of `atlas` are in metres.
  DensityEstimates(Atlas& atlas, const Context& context);

  void find_specialties();
  /// The plan's order first, then the data's other words by name: the numbers in file names must
  /// not depend on which row comes first. The code of each specialty.
  std::vector<std::uint32_t> order_specialties(const std::vector<std::string>& words);
  /// Throws Error(kOption) where the steps do not fit together or to the data.
  void check() const;
  /// The window, the bandwidth and the frame, with notes of what was chosen.
  void prepare();
  /// The same where `atlas` has no points, but their system: what looks at points was refused.
  void prepare_for_batches();

  [[nodiscard]] Grid estimate(const PointSet& points) const;

  /// All enterprises without their columns.
  [[nodiscard]] const PointSet& points() const { return points_; }
  [[nodiscard]] PointSet members(std::size_t specialty) const;
  [[nodiscard]] const std::vector<Specialty>& specialties() const { return specialties_; }
  [[nodiscard]] const PolygonSet& window() const { return window_; }
  [[nodiscard]] const density::Options& options() const { return options_; }
  [[nodiscard]] const GridFrame& frame() const { return frame_; }
  /// Of dates as texts, or of years.
  [[nodiscard]] const Column& time_column() const;
  /// What all enterprises are called.
  [[nodiscard]] Text whole() const;

  void add(const std::string& name, const Text& title, Grid grid);
  /// With how the bandwidth was chosen, which `estimate` says of its own grids.
  void add_chosen(const std::string& name, const Text& title, Grid grid);
  void note(const std::string& zh, const std::string& en);

 private:
  /// Throws Error(kOption) with the project's file.
  [[noreturn]] void fail(const std::string& message) const;
  void make_window();
  void choose_bandwidth();
  void note_few_neighbours();
  void make_frame();
  [[nodiscard]] density::Factors factors(const PointSet& points) const;

  Atlas& atlas_;
  const DensityStep& step_;
  const Context& context_;
  PointSet points_;
  PolygonSet window_;
  density::Options options_;
  std::vector<std::pair<std::string, std::string>> bandwidth_facts_;
  GridFrame frame_;
  std::vector<Specialty> specialties_;
};

}  // namespace geo::atlas
