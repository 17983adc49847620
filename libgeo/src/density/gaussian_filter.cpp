#include "density/gaussian_filter.hpp"

#include <cmath>

#include "base/parallel.hpp"

namespace geo::density {

base::RawArray<double> zeros(std::size_t n) {
  base::RawArray<double> array = base::raw_array<double>(n);
  std::fill_n(array.get(), n, 0.0);
  return array;
}

// An odd multiple of 64 bytes, so that the values of a column do not crowd the same few places of
// the cache.
std::size_t stride_for(std::size_t columns) { return (columns + kLoopPadding + 7) / 16 * 16 + 8; }

GaussianAxis::GaussianAxis(int pixels, const GaussianPlan& plan, std::size_t nodes_of_cell) {
  frame = static_cast<std::size_t>(std::ceil(pixels / plan.spacing));
  margin = static_cast<std::size_t>(std::ceil(plan.reach) + 1);
  cells = frame + 2 * margin;
  nodes = cells + nodes_of_cell - 1;
  const bool refined = plan.spacing > 1;
  const auto half = static_cast<std::size_t>(plan.order / 2);
  outputs = frame + (refined ? 2 * half : 0);
  const std::size_t taps = plan.taps.size();
  // The node left of output 0, where there are `padding` more before node 0.
  const std::size_t left = margin + (refined ? 0 : half);
  padding = taps > left ? taps - left : 0;
  origin = padding + left - 1;
  padded = std::max(padding + nodes, origin + outputs + taps + 1) + kLoopPadding;
}

GaussianFilter::GaussianFilter(const GaussianPlan& plan, const GaussianAxis& across,
                               const GaussianAxis& down, double scale)
    : plan_(plan),
      across_(across),
      down_(down),
      stride_(stride_for(across.outputs)),
      zeros_(stride_),
      rows_(down.padded, zeros_.data()),
      ranges_(down.nodes) {
  for (const double tap : plan.taps) scaled_taps_.push_back(tap * scale);
}

void GaussianFilter::flush(Rows& rows, const Context& context) {
  if (rows.count_ == 0) return;
  context.check();
  const auto [begin, stop] = outputs_of(rows.lo_, rows.hi_);
  if (begin < stop) {
    double* to[kTogether];
    for (std::size_t k = 0; k < rows.count_; ++k) {
      const std::size_t row = rows.row_[k];
      rows_[down_.padding + row] = filtered_ + row * stride_;
      ranges_[row] = {begin, stop};
      to[k] = filtered_ + row * stride_ + begin;
    }
    filter_across(rows.nodes_.get() + (across_.origin + begin) * kTogether, plan_.taps.data(),
                  plan_.taps.size(), stop - begin, to, rows.count_);
  }
  std::fill(rows.nodes_.get() + (across_.padding + rows.lo_) * kTogether,
            rows.nodes_.get() + (across_.padding + rows.hi_) * kTogether, 0.0);
  rows.count_ = 0;
}

/// The outputs that the nodes [lo, hi) reach; output o adds the places origin + o + 1 - T to
/// origin + o + T.
GaussianFilter::Range GaussianFilter::outputs_of(std::size_t lo, std::size_t hi) const {
  if (lo >= hi) return {0, 0};
  const std::size_t taps = plan_.taps.size();
  const std::size_t low = lo + across_.padding;
  const std::size_t high = hi + across_.padding + taps;
  const std::size_t begin = low - std::min(low, across_.origin + taps);
  const std::size_t end = high - std::min(high, across_.origin + 1);
  return {std::min(begin, across_.outputs), std::min(end, across_.outputs)};
}

void GaussianFilter::close(std::size_t lo, std::size_t hi, const Context& context) {
  filled_ = outputs_of(lo, hi);
  // Zeros where a row has no values and others have some.
  constexpr std::size_t kRows = 64;
  const Range columns = whole_vectors();
  base::parallel_for(context, down_.nodes, kRows, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const auto [first, last] = ranges_[row];
      if (first == last) continue;
      double* const values = filtered_ + row * stride_;
      std::fill(values + columns.first, values + first, 0.0);
      std::fill(values + last, values + columns.second + kLoopPadding, 0.0);
    }
  });
}

void GaussianFilter::down(std::size_t begin, std::size_t end, double* out, std::size_t stride,
                          const Context& context) const {
  constexpr std::size_t kColumnsPerCheck = 1024;
  const auto [from, to] = whole_vectors();
  for (std::size_t row = begin; row < end; ++row) {
    double* const values = out + (row - begin) * stride;
    std::fill(values, values + from, 0.0);
    std::fill(values + to, values + across_.outputs, 0.0);
  }
  for (std::size_t c = from; c < to; c += kColumnsPerCheck) {
    context.check();
    filter_down(rows_.data() + down_.origin + begin, c, scaled_taps_.data(), scaled_taps_.size(),
                end - begin, std::min(kColumnsPerCheck, to - c), out + c, stride);
  }
}

}  // namespace geo::density
