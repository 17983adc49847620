#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/model/assignment.hpp"
#include "geo/model/point_set.hpp"

namespace geo::stats {

struct Tally {
  std::uint64_t count = 0;
  double weight = 0;
  Tally& operator+=(const Tally& other) {
    count += other.count;
    weight += other.weight;
    return *this;
  }
};

/// How many enterprises, and of what weight, lie in each district and belt, by specialty: all that
/// the tables (but for that of clusters) need to know of the points. Points may be added in
/// batches, so that they need not be in memory together: in the order of the rows, the same bits as
/// all at once. Memory: areas x specialties.
class Counts {
 public:
  Counts() = default;
  Counts(std::size_t districts, std::size_t belts);

  /// Adds points whose districts and belts are known. `specialty_column`: categories whose codes
  /// mean the same in every batch (see io::PointReader); empty: none. Throws Error(kInternal) where
  /// the inputs do not fit together, Error(kOption) where there is no such column.
  /// O(points x (1 + belts)).
  void add(const PointSet& points, const Assignment& assignment, const BeltMembership& membership,
           const std::string& specialty_column);

  [[nodiscard]] std::size_t districts() const { return districts_; }
  [[nodiscard]] std::size_t belts() const { return belts_; }
  /// Areas in this order: the districts, outside of them, the belts, in no belt.
  [[nodiscard]] std::size_t outside() const { return districts_; }
  [[nodiscard]] std::size_t first_belt() const { return districts_ + 1; }
  [[nodiscard]] std::size_t in_no_belt() const { return first_belt() + belts_; }

  /// What the codes of specialties mean.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  /// Those of an area and one of the words; words().size(): without a specialty.
  [[nodiscard]] Tally of(std::size_t area, std::size_t word) const;
  /// All of an area.
  [[nodiscard]] Tally total(std::size_t area) const;
  /// Whether an enterprise lies in both.
  [[nodiscard]] bool shared(std::size_t belt, std::size_t district) const {
    return shared_[belt][district] != 0;
  }
  [[nodiscard]] std::uint64_t points() const { return points_; }
  [[nodiscard]] std::uint64_t on_border() const { return on_border_; }
  /// The points have weights of their own.
  [[nodiscard]] bool weighted() const { return weighted_; }

 private:
  std::size_t districts_ = 0;
  std::size_t belts_ = 0;
  std::vector<std::string> words_;
  std::vector<std::vector<Tally>> cells_;          // [area][1 + word]; [area][0]: none
  std::vector<std::vector<std::uint8_t>> shared_;  // [belt][district]
  std::uint64_t points_ = 0;
  std::uint64_t on_border_ = 0;
  bool weighted_ = false;
};

}  // namespace geo::stats
