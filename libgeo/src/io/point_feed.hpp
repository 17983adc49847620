#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/io/points.hpp"
#include "io/points_builder.hpp"
#include "io/source.hpp"
#include "io/text_stream.hpp"

// Where the points of a source come from, part by part.
namespace geo::io {

class PointFeed {
 public:
  PointFeed() = default;
  virtual ~PointFeed() = default;
  PointFeed(const PointFeed&) = delete;
  PointFeed& operator=(const PointFeed&) = delete;

  /// Appends the next parts, in the order of their rows; false when there are none left.
  virtual bool next(std::vector<PointsPart>& parts, const Context& context) = 0;
  [[nodiscard]] virtual const PointRules& rules() const = 0;
  /// What is known of the source so far, into `facts`.
  virtual void describe(PointFacts& facts) const = 0;
  /// How much of the source has been gone through, 0 to 1; 0 where that is not known.
  [[nodiscard]] virtual double fraction() const = 0;
  /// The file and the layer, for messages.
  [[nodiscard]] virtual const std::string& what() const = 0;
  /// Throws Error(kInput) where the source holds no points at all but other geometries.
  virtual void refuse_others() const {}
};

/// Delimited text, parsed in blocks on all threads. Throws as DelimitedReader.
[[nodiscard]] std::unique_ptr<PointFeed> open_text(const PointSource& source,
                                                   const Located& located,
                                                   const DelimitedOptions& options);

/// A layer or a sheet of what OGR opens.
[[nodiscard]] std::unique_ptr<PointFeed> open_layer(const PointSource& source,
                                                    const Located& located);

}  // namespace geo::io
