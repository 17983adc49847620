#include "viewer/gl/map_painter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <new>
#include <utility>
#include <variant>

#include "viewer/gl/mesh.hpp"
#include "viewer/gl/shaders.hpp"
#include "viewer/layers/layers.hpp"

namespace geo::viewer::gl {
namespace {

using scene::Color;

constexpr double kSmallest_px = 0.8;
/// A software renderer compiles while it paints, and ends the program where it has no room for
/// that.
constexpr std::size_t kRendererRoom = std::size_t{32} << 20U;
constexpr int kTile = 4096;  ///< pixels a side of a raster; no texture is as wide as a grid may be

/// A part of a raster, with the pixels around it, between which it is interpolated.
struct Tile {
  Mesh frame;
  Texture values;
  Point north_west;  ///< of the texture
};

/// A layer on the graphics card.
struct Loaded {
  Mesh fill;            // triangles, with their colours
  bool opaque = false;  // all of them
  Outlines lines;
  Outlines casing;
  std::vector<Mesh> ribbons;
  std::vector<Mesh> dashed;
  Mesh signs;
  Mesh frame;
  Texture pixels;
  std::vector<Tile> tiles;
};

/// Which layer of which kind's something is loaded from.
using Source = std::pair<std::shared_ptr<const Made>, std::size_t>;

/// Whether a layer has edges that only more samples than one a pixel smooth.
bool has_edges(const scene::Layer& layer) {
  if (const auto* polygons = std::get_if<scene::PolygonLayer>(&layer.content)) {
    constexpr std::uint8_t kFaint = 40;
    return std::any_of(polygons->fill.begin(), polygons->fill.end(),
                       [](Color color) { return color.a > kFaint; });
  }
  if (const auto* raster = std::get_if<scene::RasterLayer>(&layer.content)) {
    return raster->clip != nullptr;
  }
  if (const auto* lines = std::get_if<scene::LineLayer>(&layer.content)) {
    return std::any_of(lines->lines.begin(), lines->lines.end(),
                       [](const scene::Line& line) { return line.dash_mm.empty(); });
  }
  return false;
}

/// Below which layer the outline of a selected region is painted: over all that could hide it, but
/// not across words that stand in signs.
std::size_t below_words(const scene::Scene& scene, std::size_t count) {
  std::size_t at = count;
  for (std::size_t i = count; i-- > 0;) {
    const scene::Layer& layer = scene.layers[i];
    if (!layer.visible) continue;
    if (std::holds_alternative<scene::ImageLayer>(layer.content) || has_edges(layer)) break;
    const auto* points = std::get_if<scene::PointLayer>(&layer.content);
    if (points != nullptr && !points->words.empty()) at = i;
  }
  return at;
}

}  // namespace

struct MapPainter::Impl : MeshMaker {
  Program fill_{"fill", shaders::kFillVertex, shaders::kFillFragment};
  Program ribbon_{"ribbon", shaders::kRibbonVertex, shaders::kPlainFragment};
  Program line_{"line", shaders::kLineVertex, shaders::kLineFragment};
  Program marker_{"marker", shaders::kMarkerVertex, shaders::kMarkerFragment};
  Program raster_{"raster", shaders::kRasterVertex, shaders::kRasterFragment};
  Program image_{"image", shaders::kImageVertex, shaders::kImageFragment};
  std::shared_ptr<const Picture> picture;
  std::vector<std::shared_ptr<Loaded>> layers;
  std::map<Source, std::shared_ptr<Loaded>> loaded;  // of the picture
  Outlines selection;

  // Of the present painting.
  Ground ground;
  double opacity = 1;
  float half_width = 1;
  float half_height = 1;

  [[nodiscard]] static const topology::Triangles* triangles(const Made& made,
                                                            const PolygonSet* shapes) {
    const auto found = made.triangles.find(shapes);
    return found == made.triangles.end() ? nullptr : found->second.get();
  }

  void load(const scene::PolygonLayer& layer, const Made& made, Loaded& to) const {
    if (!layer.shapes) return;
    const topology::Triangles* found = triangles(made, layer.shapes.get());
    if (found != nullptr && !layer.fill.empty()) to.fill = triangles_of(*found, layer.fill);
    to.opaque = std::all_of(layer.fill.begin(), layer.fill.end(),
                            [](Color color) { return color.a == 255 || color.a == 0; });
    if (layer.outline.width_mm > 0) {
      to.lines = outlines_of(*layer.shapes, 0, layer.shapes->size());
    }
    if (layer.casing.width_mm > 0) {
      // Below a fill that hides it, what is between regions need not be painted.
      to.casing = to.opaque && !layer.fill.empty()
                      ? rim_of(*layer.shapes)
                      : outlines_of(*layer.shapes, 0, layer.shapes->size());
    }
  }

  void load(const scene::LineLayer& layer, const Made& /*made*/, Loaded& to) const {
    for (const scene::Line& line : layer.lines) {
      if (line.path.size() < 2 || line.width_mm.empty()) continue;
      if (line.dash_mm.empty()) {
        to.ribbons.push_back(ribbon_of(line));
        continue;
      }
      std::vector<float> values;
      double along = 0;
      for (std::size_t i = 0; i + 1 < line.path.size(); ++i) {
        const Point a = line.path[i];
        const Point b = line.path[i + 1];
        put(values, a);
        put(values, b);
        values.push_back(static_cast<float>(along));
        along += std::hypot(b.x - a.x, b.y - a.y);
      }
      to.dashed.push_back(upload(values, {4, 1}, 1));
    }
  }

  void load(const scene::PointLayer& layer, const Made& /*made*/, Loaded& to) const {
    std::vector<float> values;
    values.reserve(7 * layer.points.size());
    for (std::size_t i = 0; i < layer.points.size(); ++i) {
      put(values, layer.points[i]);
      const auto color = channels(layer.fill.empty() ? layer.marker.fill : layer.fill[i]);
      values.insert(values.end(), color.begin(), color.end());
      values.push_back(
          static_cast<float>(layer.size_mm.empty() ? layer.marker.size_mm : layer.size_mm[i]));
    }
    to.signs = upload(values, {2, 4, 1}, 0);
  }

  void load(const scene::ImageLayer& layer, const Made& /*made*/, Loaded& to) const {
    if (layer.pixels.empty()) return;
    static_assert(sizeof(Color) == 4, "pixels go to the graphics card as they are");
    to.frame = corners_of(layer.frame.envelope());
    to.pixels = make_texture();
    glBindTexture(GL_TEXTURE_2D, to.pixels.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, layer.frame.columns, layer.frame.rows, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, layer.pixels.data());
    glGenerateMipmap(GL_TEXTURE_2D);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    for (const GLenum way : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}}) {
      glTexParameteri(GL_TEXTURE_2D, way, GL_CLAMP_TO_EDGE);
    }
  }

  void load(const scene::RasterLayer& layer, const Made& made, Loaded& to) const {
    if (layer.values.empty()) return;
    GLint widest = kTile;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &widest);
    const int side = std::min(kTile, widest - 2);
    for (int row = 0; row < layer.frame.rows; row += side) {
      for (int column = 0; column < layer.frame.columns; column += side) {
        to.tiles.push_back(tile_of(layer, column, row, side));
      }
    }
    const topology::Triangles* found = triangles(made, layer.clip.get());
    if (found != nullptr) to.fill = triangles_of(*found, {});
  }

  [[nodiscard]] Tile tile_of(const scene::RasterLayer& layer, int column, int row, int side) const {
    const GridFrame& whole = layer.frame;
    const int last_column = std::min(column + side, whole.columns);
    const int last_row = std::min(row + side, whole.rows);
    const auto x = [&](int c) { return whole.west + c * whole.pixel; };
    const auto y = [&](int r) { return whole.north - r * whole.pixel; };
    const int west = std::max(column - 1, 0);
    const int north = std::max(row - 1, 0);
    const int east = std::min(last_column + 1, whole.columns);
    const int south = std::min(last_row + 1, whole.rows);
    Tile tile{corners_of({x(column), y(last_row), x(last_column), y(row)}),
              make_texture(),
              {x(west), y(north)}};
    glBindTexture(GL_TEXTURE_2D, tile.values.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, whole.columns);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, east - west, south - north, 0, GL_RED, GL_FLOAT,
                 layer.values.data() +
                     static_cast<std::size_t>(north) * static_cast<std::size_t>(whole.columns) +
                     static_cast<std::size_t>(west));
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    return tile;
  }

  static void load(const scene::LabelLayer& /*words*/, const Made& /*made*/, Loaded& /*to*/) {}

  void begin(const Program& program) const {
    program.use();
    glUniform1f(program["to_px"], static_cast<float>(1 / ground.units_per_px));
    glUniform2f(program["middle"],
                static_cast<float>((origin.x - ground.centre.x) / ground.units_per_px),
                static_cast<float>((origin.y - ground.centre.y) / ground.units_per_px));
    glUniform2f(program["half_size"], half_width, half_height);
  }

  void set_color(const Program& program, const char* name, Color color) const {
    glUniform4fv(program[name], 1, channels(color, opacity).data());
  }

  void draw_triangles(const Mesh& mesh) const {
    begin(fill_);
    glUniform1f(fill_["opacity"], static_cast<float>(opacity));
    glBindVertexArray(mesh.array.id());
    glDrawArrays(GL_TRIANGLES, 0, mesh.count);
  }

  void draw_lines(const Outlines& outlines, const scene::Stroke& stroke) const {
    if (outlines.empty()) return;
    // A wide stroke hides more.
    const double smallest_px = std::max(kSmallest_px, 0.4 * stroke.width_mm * ground.px_per_mm);
    std::size_t level = 0;
    while (level + 1 < outlines.size() &&
           outlines[level + 1].first <= smallest_px * ground.units_per_px) {
      ++level;
    }
    draw_lines(outlines[level].second, stroke);
  }

  void draw_lines(const Mesh& mesh, const scene::Stroke& stroke) const {
    if (mesh.count == 0 || !(stroke.width_mm > 0)) return;
    begin(line_);
    set_color(line_, "color", stroke.color);
    const double px = ground.px_per_mm;
    glUniform1f(line_["half_width"], static_cast<float>(0.5 * stroke.width_mm * px));
    const bool dashed = stroke.dash_mm.size() >= 2;
    glUniform2f(line_["dash"], static_cast<float>(dashed ? stroke.dash_mm[0] * px : 1),
                static_cast<float>(dashed ? stroke.dash_mm[1] * px : 0));
    glBindVertexArray(mesh.array.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, mesh.count);
  }

  void draw_selection() {
    opacity = 1;
    draw_lines(selection, {Color::hex(0xFFFFFF).with_opacity(0.9), 1.3, {}});
    draw_lines(selection, {Color::hex(0x0B3C8C), 0.7, {}});
  }

  void draw(const scene::PolygonLayer& layer, const Loaded& from) const {
    draw_lines(from.casing, layer.casing);
    if (from.fill.count > 0) {
      // What is below need not be read to be covered: half the time, without a graphics card.
      if (from.opaque && opacity >= 1) glDisable(GL_BLEND);
      draw_triangles(from.fill);
      glEnable(GL_BLEND);
    }
    draw_lines(from.lines, layer.outline);
  }

  void draw(const scene::LineLayer& layer, const Loaded& from) const {
    std::size_t solid = 0;
    std::size_t dashed = 0;
    for (const scene::Line& each : layer.lines) {
      if (each.path.size() < 2 || each.width_mm.empty()) continue;
      if (!each.dash_mm.empty()) {
        draw_lines(from.dashed[dashed++], {each.color, each.width_mm[0], each.dash_mm});
        continue;
      }
      const Mesh& mesh = from.ribbons[solid++];
      begin(ribbon_);
      glUniform1f(ribbon_["px_per_mm"], static_cast<float>(ground.px_per_mm));
      glBindVertexArray(mesh.array.id());
      // Where the strip folds over itself in a bend, it shall not be painted twice.
      const auto once = [&](Color color, double casing) {
        glEnable(GL_STENCIL_TEST);
        glClear(GL_STENCIL_BUFFER_BIT);
        glStencilFunc(GL_EQUAL, 0, 0xFF);
        glStencilOp(GL_KEEP, GL_KEEP, GL_INCR);
        set_color(ribbon_, "color", color);
        glUniform1f(ribbon_["casing_mm"], static_cast<float>(casing));
        glDrawArrays(GL_TRIANGLE_STRIP, 0, mesh.count);
        glDisable(GL_STENCIL_TEST);
      };
      if (layer.casing.a > 0 && layer.casing_mm > 0) once(layer.casing, layer.casing_mm);
      once(each.color, 0);
    }
  }

  void draw(const scene::PointLayer& layer, const Loaded& from) const {
    if (from.signs.count == 0) return;
    begin(marker_);
    const scene::Marker& sign = layer.marker;
    glUniform1f(marker_["opacity"], static_cast<float>(opacity));
    set_color(marker_, "outline", sign.outline.color);
    glUniform1f(marker_["px_per_mm"], static_cast<float>(ground.px_per_mm));
    glUniform1f(marker_["outline_px"],
                static_cast<float>(sign.outline.width_mm * ground.px_per_mm));
    glUniform1i(marker_["symbol"], static_cast<int>(sign.symbol));
    glBindVertexArray(from.signs.array.id());
    glDrawArrays(GL_POINTS, 0, from.signs.count);
  }

  void draw(const scene::RasterLayer& layer, const Loaded& from) const {
    if (from.tiles.empty() || layer.classes.breaks.empty()) return;
    if (layer.clip) {
      glEnable(GL_STENCIL_TEST);
      glClear(GL_STENCIL_BUFFER_BIT);
      glStencilFunc(GL_ALWAYS, 1, 0xFF);
      glStencilOp(GL_REPLACE, GL_REPLACE, GL_REPLACE);
      glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
      draw_triangles(from.fill);
      glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
      glStencilFunc(GL_EQUAL, 1, 0xFF);
      glStencilOp(GL_KEEP, GL_KEEP, GL_KEEP);
    }
    begin(raster_);
    const scene::Classes& classes = layer.classes;
    const std::size_t count = std::min<std::size_t>(classes.breaks.size(), 12);
    std::array<float, 13> breaks{};
    std::array<float, 52> colors{};
    for (std::size_t i = 0; i <= count; ++i) {
      breaks[i] = static_cast<float>(i < count ? classes.breaks[i] : classes.top);
      const auto color = channels(classes.colors[i]);
      std::copy(color.begin(), color.end(), colors.begin() + static_cast<std::ptrdiff_t>(4 * i));
    }
    glUniform1i(raster_["count"], static_cast<int>(count));
    glUniform1fv(raster_["breaks"], 13, breaks.data());
    glUniform4fv(raster_["colors"], 13, colors.data());
    glUniform1i(raster_["continuous"], classes.continuous ? 1 : 0);
    glUniform1f(raster_["opacity"], static_cast<float>(layer.opacity * opacity));
    glUniform1f(raster_["pixel"], static_cast<float>(layer.frame.pixel));
    glUniform1i(raster_["values"], 0);
    glActiveTexture(GL_TEXTURE0);
    for (const Tile& tile : from.tiles) {
      glUniform2f(raster_["north_west"], static_cast<float>(tile.north_west.x - origin.x),
                  static_cast<float>(tile.north_west.y - origin.y));
      glBindTexture(GL_TEXTURE_2D, tile.values.id());
      glBindVertexArray(tile.frame.array.id());
      glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    }
    if (layer.clip) glDisable(GL_STENCIL_TEST);
  }

  void draw(const scene::ImageLayer& layer, const Loaded& from) const {
    if (!from.pixels) return;
    begin(image_);
    const Box box = layer.frame.envelope();
    glUniform1f(image_["opacity"], static_cast<float>(opacity));
    glUniform2f(image_["north_west"], static_cast<float>(box.min_x - origin.x),
                static_cast<float>(box.max_y - origin.y));
    glUniform2f(image_["extent"], static_cast<float>(box.width()),
                static_cast<float>(box.height()));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, from.pixels.id());
    glUniform1i(image_["pixels"], 0);
    glBindVertexArray(from.frame.array.id());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  }

  static void draw(const scene::LabelLayer& /*words*/, const Loaded& /*from*/) {}
};

MapPainter::MapPainter() : impl_(std::make_unique<Impl>()) {}
MapPainter::~MapPainter() = default;

void MapPainter::load(std::shared_ptr<const Picture> picture) {
  const Point origin = picture->scene.extent.centre();
  std::map<Source, std::shared_ptr<Loaded>> before = std::exchange(impl_->loaded, {});
  if (origin != impl_->origin) before.clear();
  impl_->origin = origin;
  impl_->picture = std::move(picture);
  impl_->layers.clear();
  for (std::size_t i = 0; i < impl_->picture->scene.layers.size(); ++i) {
    const auto& [kind, own] = impl_->picture->from[i];
    const Source source{impl_->picture->stack[kind].made, own};
    std::shared_ptr<Loaded>& to = impl_->loaded[source];
    if (const auto found = before.find(source); found != before.end()) {
      to = found->second;
    } else {
      to = std::make_shared<Loaded>();
      std::visit([&](const auto& content) { impl_->load(content, *source.first, *to); },
                 impl_->picture->scene.layers[i].content);
    }
    impl_->layers.push_back(to);
  }
  check_room();
}

void MapPainter::load(std::size_t layer, const scene::Layer& content) {
  Loaded& to = *impl_->layers[layer];
  to = {};
  const Made& made = *impl_->picture->stack[impl_->picture->from[layer].first].made;
  std::visit([&](const auto& what) { impl_->load(what, made, to); }, content.content);
  check_room();
}

void MapPainter::load_selection(const PolygonSet* regions, std::size_t region) {
  impl_->selection =
      regions == nullptr ? Outlines{} : impl_->outlines_of(*regions, region, region + 1);
  check_room();
}

void MapPainter::paint(const scene::Scene& scene, const Ground& ground, const Canvas& canvas) {
  void* volatile const room = ::operator new(kRendererRoom);  // volatile: or else it is left out
  ::operator delete(room);
  GLint before = 0;
  glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
  canvas.bind();
  impl_->ground = ground;
  impl_->half_width = static_cast<float>(canvas.width()) / 2;
  impl_->half_height = static_cast<float>(canvas.height()) / 2;
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glEnable(GL_MULTISAMPLE);
  glEnable(GL_PROGRAM_POINT_SIZE);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  const auto back = channels(scene.background);
  glClearColor(back[0], back[1], back[2], 1);
  glClear(GL_COLOR_BUFFER_BIT);
  const std::size_t count = std::min(scene.layers.size(), impl_->layers.size());
  std::size_t smoothed = 0;  // up to here layers are; lines and signs smooth themselves
  for (std::size_t i = 0; i < count; ++i) {
    if (scene.layers[i].visible && has_edges(scene.layers[i])) smoothed = i + 1;
  }
  const std::size_t selected = below_words(scene, count);
  for (std::size_t i = 0; i < count; ++i) {
    if (i == smoothed) canvas.resolve();
    if (i == selected) impl_->draw_selection();
    impl_->opacity = scene.layers[i].opacity;
    if (!scene.layers[i].visible || !(impl_->opacity > 0)) continue;
    std::visit([&](const auto& content) { impl_->draw(content, *impl_->layers[i]); },
               scene.layers[i].content);
  }
  if (smoothed >= count) canvas.resolve();
  if (selected >= count) impl_->draw_selection();
  glBindVertexArray(0);
  glUseProgram(0);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
  check_room();
}

}  // namespace geo::viewer::gl
