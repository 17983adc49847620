#include "viewer/worker.hpp"

#include <new>
#include <utility>

#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"

namespace geo::viewer {
namespace {

constexpr const char* kNoMemory = "not enough memory; choose larger pixels or fewer rows";

}  // namespace

Worker::Worker(int threads, std::function<void()> wake, Fail fail)
    : threads_(threads),
      wake_(std::move(wake)),
      fail_(std::move(fail)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() {
  cancel();
  thread_.request_stop();
  changed_.notify_all();
}

void Worker::post(const std::string& slot, const Text& what, Task task) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_.remove_if([&](const Job& job) { return job.slot == slot; });
    if (running_ && running_->slot == slot) running_->context.cancel();
    waiting_.push_back({slot, what, std::move(task), Context(threads_)});
  }
  changed_.notify_all();
}

void Worker::drop(const std::string& slot) {
  const std::scoped_lock lock(mutex_);
  waiting_.remove_if([&](const Job& job) { return job.slot == slot; });
  if (running_ && running_->slot == slot) running_->context.cancel();
}

bool Worker::poll() {
  std::vector<Apply> done;
  {
    const std::scoped_lock lock(mutex_);
    done.swap(done_);
  }
  for (const Apply& apply : done) {
    try {
      apply();
    } catch (const Error& error) {
      fail_(atlas::error_text(error));
    } catch (const std::bad_alloc&) {
      fail_(atlas::message_text(kNoMemory));
    }
  }
  return !done.empty();
}

bool Worker::idle() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.empty() && !running_ && done_.empty();
}

void Worker::cancel() {
  const std::scoped_lock lock(mutex_);
  waiting_.clear();
  if (running_) running_->context.cancel();
}

std::optional<Worker::Running> Worker::running() const {
  const std::scoped_lock lock(mutex_);
  if (!running_) return std::nullopt;
  const Context::Progress progress = running_->context.progress();
  return Running{running_->what, progress.fraction, progress.stage};
}

void Worker::run(const std::stop_token& stop) {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
      running_ = std::move(waiting_.front());
      waiting_.pop_front();
      job = *running_;
    }
    Apply apply;
    const auto failed = [this](const Text& message) {
      return Apply([this, message] { fail_(message); });
    };
    try {
      apply = job.task(job.context);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kCancelled) apply = failed(atlas::error_text(error));
    } catch (const std::bad_alloc&) {
      apply = failed(atlas::message_text(kNoMemory));
    } catch (const std::exception& error) {
      apply = failed(
          atlas::message_text(std::string("internal error, please report it: ") + error.what()));
    }
    {
      const std::scoped_lock lock(mutex_);
      // What was cancelled while it ended is out of date.
      if (apply && !job.context.cancelled()) done_.push_back(std::move(apply));
      running_.reset();
    }
    wake_();
  }
}

}  // namespace geo::viewer
