#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/select/filter.hpp"
#include "geo/select/histogram.hpp"

namespace geo::viewer {

/// What filters and searches ask of the enterprises: made once for an opened project.
struct Facts {
  select::Attributes attributes;
  select::Histogram founded;
  select::Histogram capital;
  select::Histogram employees;
  std::shared_ptr<const select::Readings> readings;  ///< knows nothing where the tables are missing
};

/// A unit as people write it: km² for km2.
[[nodiscard]] std::string unit_text(std::string unit);

[[nodiscard]] Facts facts_of(const atlas::Atlas& atlas);
/// The pointers are into both.
[[nodiscard]] select::FilterInputs filter_inputs(const atlas::Atlas& atlas, const Facts& facts);
/// "2012 – 2014 年成立", "founded 2012 – 2014".
[[nodiscard]] Text founded_text(const select::Range& founded);
/// The same in short: "2012 – 2014", the last year (or quarter) within.
[[nodiscard]] Text founded_span(const select::Range& founded);
/// What a filter lets through, without the specialty; empty: everything.
[[nodiscard]] std::vector<Text> filter_texts(const atlas::Atlas& atlas,
                                             const select::Filter& filter);

}  // namespace geo::viewer
