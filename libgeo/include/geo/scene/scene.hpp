#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/scene/classes.hpp"
#include "geo/scene/color.hpp"

// What a map shows, with no word about how it is drawn: a plain value that a sheet paints on paper
// and a window paints on a screen. Positions are in the map's metric system, sizes of signs in
// millimetres of paper and of letters in points.
namespace geo::scene {

struct Stroke {
  Color color;
  double width_mm = 0;            ///< 0: not drawn
  std::vector<double> dash_mm{};  ///< lengths of dashes and gaps; empty: solid
};

/// A grid under classes; shapes can clip it (null: it is not clipped).
struct RasterLayer {
  GridFrame frame;
  std::vector<float> values;  ///< row-major as in Grid; NaN: no data
  Classes classes;
  double opacity = 1;
  std::shared_ptr<const PolygonSet> clip;
};

struct PolygonLayer {
  std::shared_ptr<const PolygonSet> shapes;
  std::vector<Color> fill;  ///< one for each region, or one for all, or none
  Stroke outline;
  Stroke casing;  ///< drawn below every fill: shows as a rim around the whole
};

/// A line whose width may change along it, as that of a brush does.
struct Line {
  std::vector<Point> path;
  std::vector<double> width_mm;  ///< one for each vertex, or one for all
  Color color;
  std::vector<double> dash_mm{};  ///< only with one width
};

struct LineLayer {
  std::vector<Line> lines;
  Color casing;  ///< a rim around each line, where its alpha is not 0
  double casing_mm = 0;
};

enum class Symbol { kCircle, kSquare, kDiamond, kTriangle, kStar };

struct Marker {
  Symbol symbol = Symbol::kCircle;
  double size_mm = 2;
  Color fill;
  Stroke outline;
};

struct PointLayer {
  std::vector<Point> points;
  Marker marker;
  std::vector<Color> fill{};         ///< one for each point instead of the marker's; or none
  std::vector<double> size_mm{};     ///< the same for the size
  std::vector<std::string> words{};  ///< written in the middle of each sign, cut nowhere; or none
  Color words_color = Color::hex(0xFFFFFF);
};

/// The size of the letters of a word in a sign, in points.
[[nodiscard]] constexpr double word_pt(double size_mm) { return size_mm < 6 ? 6.5 : 8; }

/// A picture that lies on the ground, in the map's system.
struct ImageLayer {
  GridFrame frame;
  std::vector<Color> pixels;  ///< row-major as in Grid
};

/// A text on the map. It is placed when the map is drawn, since only then the size of letters on
/// the ground is known (see labels.hpp), in the richest of these forms for which there is room:
/// title with lines, title alone, key alone; or it is left out.
struct Label {
  Text title;
  std::vector<Text> lines;     ///< in small letters below the title
  std::string key;             ///< a number that leads to the side table; may be empty
  int region = -1;             ///< of the layer's shapes: stand within it; -1: beside an anchor
  std::vector<Point> anchors;  ///< where region is -1: stand beside one of these
  double clearance_mm = 0;     ///< from an anchor: the radius of what is drawn there
  bool lines_muted = false;    ///< the lines say that something is missing
};

struct LabelStyle {
  double title_pt = 8;
  double lines_pt = 6;
  Color color;
  Color lines_color;
  Color halo = Color::hex(0xFFFFFF);
  double halo_mm = 0.5;
  bool bold = false;
};

/// Labels in order of importance: an earlier one takes its place first.
struct LabelLayer {
  std::shared_ptr<const PolygonSet> shapes;  ///< that `Label::region` counts; may be null
  std::vector<Label> labels;
  LabelStyle style;
  double lines_inside = 0.85;  ///< share of a label with lines that must lie in its region
  double title_inside = 0.6;   ///< the same for a title alone
  bool leaders = false;  ///< a label may stand outside its region, with a line that leads there
};

struct Layer {
  std::string id;  ///< for programs: "density", "districts" ...
  Text name;       ///< for a list of layers
  bool visible = true;
  std::variant<RasterLayer, PolygonLayer, LineLayer, PointLayer, LabelLayer, ImageLayer> content;
  double opacity = 1;  ///< of everything in it but words
};

/// What a legend shows beside its words.
struct ClassBar {
  Classes classes;
  double opacity = 1;  ///< of the layer
  Color ground;        ///< what shows through it
};
struct Swatch {
  Color fill;
  Stroke outline;
};
struct LineSample {
  std::vector<double> width_mm;  ///< along the sample, at least one
  Color color;
};

struct LegendItem {
  std::variant<std::monostate, ClassBar, Swatch, LineSample, Marker> sample;
  Text label;
  Text detail;           ///< in small letters below
  bool heading = false;  ///< the label is a heading
  std::string layer{};   ///< the id of the layer that it explains; empty: the map as a whole
};

/// The list beside a map: what the labels have no room for.
struct SideTable {
  struct Row {
    std::string key;  ///< as in Label::key
    Text name;
    Text detail;
    Color chip;  ///< behind the key
    bool muted = false;
    std::string code{};  ///< of the region
  };
  Text title;
  std::vector<Row> rows;
};

struct Scene {
  std::string kind;  ///< "heatmap" or "plan_map"
  Text title;
  Text subtitle;
  Box extent;  ///< what must be seen; not empty
  std::string crs;
  Color background;
  std::vector<Layer> layers;  ///< painted in this order
  std::vector<LegendItem> legend;
  SideTable table;
  std::vector<Text> notes;
  Text approval;  ///< the map approval number (审图号), or that the map is for internal use
  bool synthetic = false;

  /// The layer with that id, or nullptr.
  [[nodiscard]] const Layer* find(const std::string& id) const;
  /// Every text in that language: for a painter that must load glyphs.
  [[nodiscard]] std::vector<std::string> texts(Language language) const;
};

/// What a sheet made from invented data says, in both languages at once.
inline constexpr const char* kSyntheticMark = "合成数据 SYNTHETIC DATA";

}  // namespace geo::scene
