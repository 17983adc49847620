#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/text.hpp"

namespace geo::viewer {

/// Runs library calls one after the other on a thread of its own. Results come back as functions
/// that the owner's thread runs in `poll`, so nothing of the owner's is touched from the other one.
class Worker {
 public:
  using Apply = std::function<void()>;
  using Task = std::function<Apply(const Context&)>;
  using Fail = std::function<void(const Text&)>;

  /// `wake` is called from the worker's thread whenever there is something to poll; `fail` in
  /// `poll`, with the message of what a task threw.
  Worker(int threads, std::function<void()> wake, Fail fail);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The newest request of a slot wins: what waits there is forgotten, what runs is cancelled.
  void post(const std::string& slot, const Text& what, Task task);
  /// What waits in a slot is forgotten, what runs there is cancelled.
  void drop(const std::string& slot);
  /// Runs what has come back. Whether there was anything.
  bool poll();
  [[nodiscard]] bool idle() const;
  void cancel();

  struct Running {
    Text what;
    double fraction = 0;
    std::string stage;  ///< as the library calls it
  };
  [[nodiscard]] std::optional<Running> running() const;

 private:
  struct Job {
    std::string slot;
    Text what;
    Task task;
    Context context;
  };
  void run(const std::stop_token& stop);

  int threads_;
  std::function<void()> wake_;
  Fail fail_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::list<Job> waiting_;
  std::optional<Job> running_;
  std::vector<Apply> done_;
  std::jthread thread_;
};

}  // namespace geo::viewer
