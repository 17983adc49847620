#pragma once

#include <functional>
#include <string>

#include "geo/select/filter.hpp"
#include "geo/select/histogram.hpp"
#include "viewer/ui.hpp"

namespace geo::viewer {

/// Two handles below a histogram of what there is; a handle at its end leaves that side open.
/// Whether the range was changed. `snap` rounds a value.
bool range_slider(const Ui& ui, const std::string& id, const select::Histogram& histogram,
                  const std::function<double(double)>& snap, select::Range& range);

}  // namespace geo::viewer
