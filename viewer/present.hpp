#pragma once

#include <memory>

namespace geo::viewer {

/// A value that changes, for one thread. What `held` gave stays as it was for as long as anyone
/// holds it: a change is then made on a copy. So whoever holds it for a frame may keep references
/// into it, and the frame costs one copy if something changes, none if not.
template <typename Value>
class Present {
 public:
  [[nodiscard]] const Value& operator*() const { return *value_; }
  [[nodiscard]] const Value* operator->() const { return value_.get(); }
  [[nodiscard]] std::shared_ptr<const Value> held() const { return value_; }
  /// To be changed at once and not kept: after the next `held` it is what was.
  [[nodiscard]] Value& next() {
    if (value_.use_count() > 1) value_ = std::make_shared<Value>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<Value> value_ = std::make_shared<Value>();
};

}  // namespace geo::viewer
