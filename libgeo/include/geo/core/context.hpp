#pragma once

#include <memory>
#include <string>

namespace geo {

/// How a long computation runs: on how many threads, how far it is, whether it should stop.
///
/// A Context is a handle: copies share one state, so one thread can compute while another polls
/// `progress()` and calls `cancel()`. The library never calls back into the caller. Thread-safe.
class Context {
 public:
  struct Progress {
    std::string stage;    ///< what is being done: "read", "join", "density" ...
    double fraction = 0;  ///< of the whole job, 0 to 1; never goes back
  };

  /// `threads`: how many threads may compute; 0 means one for each processor. Results do not depend
  /// on it. Throws Error(kOption) when negative or above 1024.
  explicit Context(int threads = 0);

  [[nodiscard]] int threads() const noexcept;

  /// Asks the computation to stop; it throws Error(kCancelled) within 50 ms.
  void cancel() const noexcept;
  [[nodiscard]] bool cancelled() const noexcept;
  /// Throws Error(kCancelled) if `cancel` was called. Cheap enough for every few thousand points.
  void check() const;

  [[nodiscard]] Progress progress() const;

  /// Begins a stage that covers the part [from, to] of the whole job.
  void begin(const std::string& stage, double from, double to) const;
  /// Reports how much of the present stage is done, 0 to 1. A smaller value than before is ignored.
  void report(double fraction) const noexcept;
  /// The same context for a step that is the part [from, to] of what this one reports: 0 to 1 of
  /// its `report` is `from` to `to` of this one's. For calls inside a longer computation.
  [[nodiscard]] Context part(double from, double to) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  double from_ = 0;
  double to_ = 1;
};

}  // namespace geo
