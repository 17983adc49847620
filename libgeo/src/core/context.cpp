#include "geo/core/context.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "geo/core/error.hpp"

namespace geo {

struct Context::State {
  int threads = 1;
  std::atomic<bool> cancelled{false};
  std::atomic<double> fraction{0};
  std::atomic<double> from{0};
  std::atomic<double> to{1};
  std::mutex mutex;  // guards stage
  std::string stage;

  void raise(double value) noexcept {
    double seen = fraction.load();
    while (seen < value && !fraction.compare_exchange_weak(seen, value)) {
    }
  }
};

Context::Context(int threads) : state_(std::make_shared<State>()) {
  if (threads < 0 || threads > 1024) {
    throw Error(ErrorCode::kOption, "threads: " + std::to_string(threads) +
                                        " is not possible; give 0 (all processors) to 1024");
  }
  state_->threads =
      threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int Context::threads() const noexcept { return state_->threads; }

void Context::cancel() const noexcept { state_->cancelled = true; }

bool Context::cancelled() const noexcept { return state_->cancelled; }

void Context::check() const {
  if (cancelled()) throw Error(ErrorCode::kCancelled, "cancelled; nothing was written");
}

Context::Progress Context::progress() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->stage, state_->fraction};
}

void Context::begin(const std::string& stage, double from, double to) const {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stage = stage;
  }
  state_->from = from;
  state_->to = to;
  state_->raise(std::clamp(from, 0.0, 1.0));
}

void Context::report(double fraction) const noexcept {
  const double from = state_->from;
  const double to = state_->to;
  const double done = from_ + (to_ - from_) * std::clamp(fraction, 0.0, 1.0);
  state_->raise(std::clamp(from + (to - from) * done, 0.0, 1.0));
}

Context Context::part(double from, double to) const {
  Context part = *this;
  part.from_ = from_ + (to_ - from_) * std::clamp(from, 0.0, 1.0);
  part.to_ = from_ + (to_ - from_) * std::clamp(to, 0.0, 1.0);
  return part;
}

}  // namespace geo
