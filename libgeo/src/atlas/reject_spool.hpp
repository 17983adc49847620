#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "geo/model/rejects.hpp"

namespace geo::atlas {

/// Rejects of an input larger than memory: kept in temporary files, which nobody else sees and
/// which are gone with the object, until the run's folder is written.
class RejectSpool {
 public:
  /// Throws Error(kOutput) where the folder for temporary files ($TMPDIR) cannot be written.
  RejectSpool();

  /// Takes the rows and cells out of `rejects`, and counts them there by reason.
  void take(Rejects& rejects);
  /// Gives them back in the order of `take`, some at a time: first all rows, then all cells.
  void for_each(const std::function<void(const std::vector<Reject>&)>& visit) const;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;
  static File make();
  static void write(std::FILE* file, const std::vector<Reject>& rejects);
  static void read(std::FILE* file, const std::function<void(const std::vector<Reject>&)>& visit);

  File rows_;
  File cells_;
};

}  // namespace geo::atlas
