#include "viewer/gl/map_painter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <variant>

#include "viewer/gl/shaders.hpp"

namespace geo::viewer::gl {
namespace {

using scene::Color;

/// Vertices on the graphics card, as floats.
struct Mesh {
  VertexArray array;
  Buffer buffer;
  GLsizei count = 0;
};

/// `sizes` are the floats of each attribute; `each` how many instances share them (0: vertices).
Mesh upload(const std::vector<float>& values, const std::vector<int>& sizes, GLuint each) {
  int stride = 0;
  for (const int size : sizes) stride += size;
  stride = std::max(stride, 1);
  Mesh mesh{make_array(), make_buffer(), static_cast<GLsizei>(values.size()) / stride};
  glBindVertexArray(mesh.array.id());
  glBindBuffer(GL_ARRAY_BUFFER, mesh.buffer.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(values.size() * sizeof(float)),
               values.data(), GL_STATIC_DRAW);
  std::uintptr_t at = 0;
  for (GLuint i = 0; i < sizes.size(); ++i) {
    glEnableVertexAttribArray(i);
    glVertexAttribPointer(i, sizes[i], GL_FLOAT, GL_FALSE,
                          static_cast<GLsizei>(static_cast<std::size_t>(stride) * sizeof(float)),
                          reinterpret_cast<const void*>(at));  // NOLINT(performance-no-int-to-ptr)
    glVertexAttribDivisor(i, each);
    at += static_cast<std::uintptr_t>(sizes[i]) * sizeof(float);
  }
  glBindVertexArray(0);
  return mesh;
}

/// A layer on the graphics card.
struct Loaded {
  Mesh fill;                       // triangles
  std::vector<std::size_t> first;  // of each region: its triangles
  Mesh lines;                      // segments
  std::vector<Mesh> ribbons;
  std::vector<Mesh> dashed;
  Mesh signs;
  Mesh frame;
  Texture values;
};

std::array<float, 4> channels(Color color, double opacity = 1) {
  return {static_cast<float>(color.r) / 255, static_cast<float>(color.g) / 255,
          static_cast<float>(color.b) / 255, static_cast<float>(color.a / 255.0 * opacity)};
}

}  // namespace

struct MapPainter::Impl {
  Program fill_{"fill", shaders::kFillVertex, shaders::kFillFragment};
  Program ribbon_{"ribbon", shaders::kRibbonVertex, shaders::kFillFragment};
  Program line_{"line", shaders::kLineVertex, shaders::kLineFragment};
  Program marker_{"marker", shaders::kMarkerVertex, shaders::kMarkerFragment};
  Program raster_{"raster", shaders::kRasterVertex, shaders::kRasterFragment};
  std::shared_ptr<const Picture> picture;
  Point origin;
  std::vector<Loaded> layers;
  Mesh selection;

  // Of the present painting.
  Ground ground;
  float half_width = 1;
  float half_height = 1;

  void put(std::vector<float>& values, Point p) const {
    values.push_back(static_cast<float>(p.x - origin.x));
    values.push_back(static_cast<float>(p.y - origin.y));
  }

  Mesh segments_of(const PolygonSet& shapes, std::size_t first_region,
                   std::size_t last_region) const {
    std::vector<float> values;
    for (std::size_t k = shapes.part_ring[shapes.region_part[first_region]];
         k < shapes.part_ring[shapes.region_part[last_region]]; ++k) {
      double along = 0;
      for (std::size_t v = shapes.ring_vertex[k]; v + 1 < shapes.ring_vertex[k + 1]; ++v) {
        put(values, {shapes.x[v], shapes.y[v]});
        put(values, {shapes.x[v + 1], shapes.y[v + 1]});
        values.push_back(static_cast<float>(along));
        along += std::hypot(shapes.x[v + 1] - shapes.x[v], shapes.y[v + 1] - shapes.y[v]);
      }
    }
    return upload(values, {4, 1}, 1);
  }

  Mesh triangles_of(const topology::Triangles& triangles) const {
    std::vector<float> values;
    values.reserve(2 * triangles.corners.size());
    for (const Point& p : triangles.corners) put(values, p);
    return upload(values, {2}, 0);
  }

  // A strip along a path, with a round cap at either end.
  Mesh ribbon_of(const scene::Line& line) const {
    std::vector<float> values;
    const std::size_t n = line.path.size();
    const auto half = [&](std::size_t i) {
      return 0.5 * line.width_mm[std::min(i, line.width_mm.size() - 1)];
    };
    const auto direction = [&](std::size_t i) {
      const Point a = line.path[i == 0 ? 0 : i - 1];
      const Point b = line.path[std::min(i + 1, n - 1)];
      const double length = std::max(std::hypot(b.x - a.x, b.y - a.y), 1e-9);
      return Point{(b.x - a.x) / length, (b.y - a.y) / length};
    };
    const auto corner = [&](std::size_t i, double ahead, double aside) {
      const Point d = direction(i);
      put(values, line.path[i]);
      values.push_back(static_cast<float>(d.x * ahead - d.y * aside));
      values.push_back(static_cast<float>(d.y * ahead + d.x * aside));
      values.push_back(static_cast<float>(half(i)));
    };
    constexpr int kSteps = 8;
    for (int k = 0; k < kSteps; ++k) {
      const double t = 1.5707963267948966 * k / kSteps;
      corner(0, -std::cos(t), std::sin(t));
      corner(0, -std::cos(t), -std::sin(t));
    }
    for (std::size_t i = 0; i < n; ++i) {
      corner(i, 0, 1);
      corner(i, 0, -1);
    }
    for (int k = 1; k <= kSteps; ++k) {
      const double t = 1.5707963267948966 * k / kSteps;
      corner(n - 1, std::sin(t), std::cos(t));
      corner(n - 1, std::sin(t), -std::cos(t));
    }
    return upload(values, {2, 3}, 0);
  }

  void load(const scene::PolygonLayer& layer, Loaded& to) const {
    if (!layer.shapes) return;
    if (!layer.fill.empty()) {
      const auto found = picture->triangles.find(layer.shapes.get());
      if (found != picture->triangles.end()) {
        to.fill = triangles_of(*found->second);
        to.first = found->second->first;
      }
    }
    if (layer.outline.width_mm > 0 || layer.casing.width_mm > 0) {
      to.lines = segments_of(*layer.shapes, 0, layer.shapes->size());
    }
  }

  void load(const scene::LineLayer& layer, Loaded& to) const {
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

  void load(const scene::PointLayer& layer, Loaded& to) const {
    std::vector<float> values;
    values.reserve(2 * layer.points.size());
    for (const Point& p : layer.points) put(values, p);
    to.signs = upload(values, {2}, 0);
  }

  void load(const scene::RasterLayer& layer, Loaded& to) const {
    if (layer.values.empty()) return;
    const Box box = layer.frame.envelope();
    std::vector<float> corners;
    for (const Point p : {Point{box.min_x, box.min_y}, Point{box.max_x, box.min_y},
                          Point{box.min_x, box.max_y}, Point{box.max_x, box.max_y}}) {
      put(corners, p);
    }
    to.frame = upload(corners, {2}, 0);
    to.values = make_texture();
    glBindTexture(GL_TEXTURE_2D, to.values.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, layer.frame.columns, layer.frame.rows, 0, GL_RED,
                 GL_FLOAT, layer.values.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    if (layer.clip) {
      const auto found = picture->triangles.find(layer.clip.get());
      if (found != picture->triangles.end()) to.fill = triangles_of(*found->second);
    }
  }

  static void load(const scene::LabelLayer& /*words*/, Loaded& /*to*/) {}

  void begin(const Program& program) const {
    program.use();
    glUniform1f(program["to_px"], static_cast<float>(1 / ground.units_per_px));
    glUniform2f(program["middle"],
                static_cast<float>((origin.x - ground.centre.x) / ground.units_per_px),
                static_cast<float>((origin.y - ground.centre.y) / ground.units_per_px));
    glUniform2f(program["half_size"], half_width, half_height);
  }

  static void set_color(const Program& program, const char* name, Color color) {
    glUniform4fv(program[name], 1, channels(color).data());
  }

  void draw_triangles(const Mesh& mesh, Color color, std::size_t first, std::size_t last) const {
    begin(fill_);
    set_color(fill_, "color", color);
    glBindVertexArray(mesh.array.id());
    glDrawArrays(GL_TRIANGLES, static_cast<GLint>(3 * first),
                 static_cast<GLsizei>(3 * (last - first)));
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

  void draw(const scene::PolygonLayer& layer, const Loaded& from) const {
    draw_lines(from.lines, layer.casing);
    if (from.fill.count > 0 && layer.fill.size() == 1) {
      draw_triangles(from.fill, layer.fill[0], 0, from.first.back());
    } else if (from.fill.count > 0) {
      for (std::size_t r = 0; r + 1 < from.first.size() && r < layer.fill.size(); ++r) {
        draw_triangles(from.fill, layer.fill[r], from.first[r], from.first[r + 1]);
      }
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
    set_color(marker_, "color", sign.fill);
    set_color(marker_, "outline", sign.outline.color);
    glUniform1f(marker_["size"], static_cast<float>(sign.size_mm * ground.px_per_mm));
    glUniform1f(marker_["outline_px"],
                static_cast<float>(sign.outline.width_mm * ground.px_per_mm));
    glUniform1i(marker_["symbol"], static_cast<int>(sign.symbol));
    glBindVertexArray(from.signs.array.id());
    glDrawArrays(GL_POINTS, 0, from.signs.count);
  }

  void draw(const scene::RasterLayer& layer, const Loaded& from) const {
    if (!from.values || layer.classes.breaks.empty()) return;
    if (layer.clip) {
      glEnable(GL_STENCIL_TEST);
      glClear(GL_STENCIL_BUFFER_BIT);
      glStencilFunc(GL_ALWAYS, 1, 0xFF);
      glStencilOp(GL_REPLACE, GL_REPLACE, GL_REPLACE);
      glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
      draw_triangles(from.fill, {}, 0, static_cast<std::size_t>(from.fill.count) / 3);
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
    glUniform1f(raster_["opacity"], static_cast<float>(layer.opacity));
    glUniform2f(raster_["north_west"], static_cast<float>(layer.frame.west - origin.x),
                static_cast<float>(layer.frame.north - origin.y));
    glUniform1f(raster_["pixel"], static_cast<float>(layer.frame.pixel));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, from.values.id());
    glUniform1i(raster_["values"], 0);
    glBindVertexArray(from.frame.array.id());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    if (layer.clip) glDisable(GL_STENCIL_TEST);
  }

  static void draw(const scene::LabelLayer& /*words*/, const Loaded& /*from*/) {}
};

MapPainter::MapPainter() : impl_(std::make_unique<Impl>()) {}
MapPainter::~MapPainter() = default;

void MapPainter::load(std::shared_ptr<const Picture> picture) {
  impl_->picture = std::move(picture);
  impl_->layers.clear();
  impl_->origin = impl_->picture->scene.extent.centre();
  for (const scene::Layer& layer : impl_->picture->scene.layers) {
    Loaded& to = impl_->layers.emplace_back();
    std::visit([&](const auto& content) { impl_->load(content, to); }, layer.content);
  }
}

void MapPainter::load_selection(const PolygonSet* regions, std::size_t region) {
  impl_->selection = regions == nullptr ? Mesh{} : impl_->segments_of(*regions, region, region + 1);
}

void MapPainter::paint(const scene::Scene& scene, const Ground& ground, const Canvas& canvas) {
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
  for (std::size_t i = 0; i < scene.layers.size() && i < impl_->layers.size(); ++i) {
    if (!scene.layers[i].visible) continue;
    std::visit([&](const auto& content) { impl_->draw(content, impl_->layers[i]); },
               scene.layers[i].content);
  }
  impl_->draw_lines(impl_->selection, {Color::hex(0xFFFFFF).with_opacity(0.9), 1.3, {}});
  impl_->draw_lines(impl_->selection, {Color::hex(0x0B3C8C), 0.7, {}});
  canvas.resolve();
  glBindVertexArray(0);
  glUseProgram(0);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
}

}  // namespace geo::viewer::gl
