#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "geo/core/error.hpp"
#include "io/gdal.hpp"
#include "io/point_feed.hpp"
#include "io/sheet.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::uint64_t kPartRows = 4096;

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

std::string name_of(GDALDataset& dataset, OGRLayer& layer, const std::string& path) {
  return dataset.GetLayerCount() > 1 ? path + ": layer '" + layer.GetName() + "'" : path;
}

// The rows of a spreadsheet.
class SheetFeed final : public PointFeed {
 public:
  SheetFeed(const PointSource& source, GDALDatasetUniquePtr dataset, OGRLayer& sheet)
      : dataset_(std::move(dataset)),
        what_(name_of(*dataset_, sheet, source.path)),
        reader_(sheet, what_, source.header_row),
        rules_(table_rules(source, reader_.header(), what_, guess_)) {}

  bool next(std::vector<PointsPart>& parts, const Context& context) override {
    PointsBuilder builder(rules_, after_note_);
    std::uint64_t count = 0;
    while (count < kPartRows && reader_.next()) {
      if (++count % 256 == 0) context.check();
      builder.add_row(reader_.fields(), reader_.row(), [&] { return reader_.joined(); });
    }
    after_note_ = builder.after_note();
    parts.push_back(builder.take());
    return count > 0;
  }

  [[nodiscard]] const PointRules& rules() const override { return rules_; }
  void describe(PointFacts& facts) const override {
    facts.header_row = reader_.header_row();
    facts.guess_reason = guess_.reason;
  }
  [[nodiscard]] double fraction() const override { return reader_.fraction(); }
  [[nodiscard]] const std::string& what() const override { return what_; }

 private:
  GDALDatasetUniquePtr dataset_;
  std::string what_;
  SheetReader reader_;
  ColumnGuess guess_;
  PointRules rules_;
  bool after_note_ = false;
};

// The one point that a geometry is.
std::optional<Point> single_point(const OGRGeometry& geometry, bool swapped) {
  const OGRPoint* point = nullptr;
  const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
  if (type == wkbPoint) point = geometry.toPoint();
  if (type == wkbMultiPoint && geometry.toMultiPoint()->getNumGeometries() == 1) {
    point = geometry.toMultiPoint()->getGeometryRef(0);
  }
  if (point == nullptr || point->IsEmpty() != 0) return std::nullopt;
  return swapped ? Point{point->getY(), point->getX()} : Point{point->getX(), point->getY()};
}

// The features of a layer of a geographic file.
class LayerFeed final : public PointFeed {
 public:
  LayerFeed(const PointSource& source, GDALDatasetUniquePtr dataset, const std::string& layer)
      : dataset_(std::move(dataset)),
        opened_(std::in_place, *dataset_, source.path, layer, source.query),
        layer_(**opened_),
        what_(opened_->what()),
        names_(field_names(layer_)),
        by_geometry_(source.x_column.empty() && layer_.GetGeomType() != wkbNone),
        swapped_(by_geometry_ && axes_swapped(layer_)),
        count_(opened_->count()),
        rules_(make(source)) {
    layer_.ResetReading();
  }
  ~LayerFeed() override {
    const GdalErrors quiet;  // a connection that is lost has been reported
    opened_.reset();
    dataset_.reset();
  }
  LayerFeed(const LayerFeed&) = delete;
  LayerFeed& operator=(const LayerFeed&) = delete;

  bool next(std::vector<PointsPart>& parts, const Context& context) override {
    GdalErrors errors;
    PointsBuilder builder(rules_);
    std::uint64_t count = 0;
    while (count < kPartRows) {
      const OGRFeatureUniquePtr feature{layer_.GetNextFeature()};
      if (!feature) break;
      ++row_;
      if (++count % 256 == 0) context.check();
      add(*feature, builder);
    }
    if (errors.failed()) {
      fail(what_ + ": cannot be read beyond feature " + std::to_string(row_) +
           errors.in_brackets());
    }
    parts.push_back(builder.take());
    return count > 0;
  }

  [[nodiscard]] const PointRules& rules() const override { return rules_; }
  void describe(PointFacts& facts) const override { facts.guess_reason = guess_.reason; }
  [[nodiscard]] double fraction() const override {
    return count_ > 0 ? std::min(1.0, static_cast<double>(row_) / count_) : 0;
  }
  [[nodiscard]] const std::string& what() const override { return what_; }
  void refuse_others() const override {
    if (others_ > 0) refuse();
  }

 private:
  PointRules make(const PointSource& source) {
    if (by_geometry_ && (lines() || polygons())) refuse();
    PointLayout layout = lay_out(source, names_, by_geometry_, what_, guess_);
    std::string crs = source.crs;
    if (crs.empty() && by_geometry_) crs = crs_text(layer_.GetSpatialRef());
    if (crs.empty()) crs = "WGS84";
    return {source, names_, std::move(layout), std::move(crs)};
  }

  [[nodiscard]] OGRwkbGeometryType type() const {
    return OGR_GT_GetLinear(wkbFlatten(layer_.GetGeomType()));
  }
  [[nodiscard]] bool lines() const {
    return type() == wkbLineString || type() == wkbMultiLineString;
  }
  [[nodiscard]] bool polygons() const { return type() == wkbPolygon || type() == wkbMultiPolygon; }

  [[noreturn]] void refuse() const {
    fail(what_ + ": holds " + (lines() ? "lines" : "polygons") +
         ", not points; boundaries belong in the input of regions (or name the columns that hold "
         "x and y; there are: " +
         listed(names_) + ")");
  }

  void add(const OGRFeature& feature, PointsBuilder& builder) {
    const FeatureRecord record{feature};
    if (!by_geometry_) return builder.add(record, row_);
    builder.note_synthetic(record);
    const OGRGeometry* geometry = feature.GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0) {
      return builder.unlocated(record, row_, "", "", reject_reason::kNoGeometry,
                               "give the position");
    }
    const std::optional<Point> position = single_point(*geometry, swapped_);
    if (!position) {
      ++others_;
      builder.unlocated(record, row_, "", OGRToOGCGeomType(geometry->getGeometryType()),
                        reject_reason::kNotPoint, "give one point for each enterprise");
    } else if (!std::isfinite(position->x) || !std::isfinite(position->y)) {
      builder.unlocated(record, row_, "", "", reject_reason::kCoordinateNotFinite,
                        "give the position");
    } else {
      builder.add_at(*position, record, row_);
    }
  }

  GDALDatasetUniquePtr dataset_;
  std::optional<SourceLayer> opened_;
  OGRLayer& layer_;
  std::string what_;
  std::vector<std::string> names_;
  bool by_geometry_;
  bool swapped_;
  double count_;
  ColumnGuess guess_;
  PointRules rules_;
  std::uint64_t row_ = 0;
  std::uint64_t others_ = 0;  // geometries that are no points
};

}  // namespace

std::unique_ptr<PointFeed> open_layer(const PointSource& source, const Located& located) {
  GdalErrors errors;
  GDALDatasetUniquePtr dataset = open_vector(source.path, located.path, source.encoding);
  if (is_sheet(*dataset)) {
    if (!source.query.empty()) {
      throw Error(ErrorCode::kOption, source.path + ": a spreadsheet takes no query");
    }
    dataset = open_sheets(source.path, located.path);
    OGRLayer& sheet = pick_sheet(*dataset, source.path, located.path, located.layer);
    const std::string what = name_of(*dataset, sheet, source.path);
    auto feed = std::make_unique<SheetFeed>(source, std::move(dataset), sheet);
    if (errors.failed()) fail(what + ": cannot be read" + errors.in_brackets());
    return feed;
  }
  return std::make_unique<LayerFeed>(source, std::move(dataset), located.layer);
}

}  // namespace geo::io
