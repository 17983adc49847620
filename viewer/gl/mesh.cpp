#include "viewer/gl/mesh.hpp"

#include <algorithm>
#include <cmath>

namespace geo::viewer::gl {
namespace {

using scene::Color;

constexpr double kFinestStep = 8;
constexpr double kCoarsestStep = 4096;
constexpr GLsizei kFewSegments = 400;

}  // namespace

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

std::array<float, 4> channels(Color color, double opacity) {
  return {static_cast<float>(color.r) / 255, static_cast<float>(color.g) / 255,
          static_cast<float>(color.b) / 255, static_cast<float>(color.a / 255.0 * opacity)};
}

void MeshMaker::put(std::vector<float>& values, Point p) const {
  values.push_back(static_cast<float>(p.x - origin.x));
  values.push_back(static_cast<float>(p.y - origin.y));
}

Mesh MeshMaker::segments_of(const PolygonSet& shapes, std::size_t first_region,
                            std::size_t last_region, double step) const {
  std::vector<float> values;
  for (std::size_t k = shapes.part_ring[shapes.region_part[first_region]];
       k < shapes.part_ring[shapes.region_part[last_region]]; ++k) {
    double along = 0;
    Point from{shapes.x[shapes.ring_vertex[k]], shapes.y[shapes.ring_vertex[k]]};
    for (std::size_t v = shapes.ring_vertex[k] + 1; v < shapes.ring_vertex[k + 1]; ++v) {
      const Point to{shapes.x[v], shapes.y[v]};
      const double length = std::hypot(to.x - from.x, to.y - from.y);
      if (length < step && v + 1 < shapes.ring_vertex[k + 1]) continue;
      put(values, from);
      put(values, to);
      values.push_back(static_cast<float>(along));
      along += length;
      from = to;
    }
  }
  return upload(values, {4, 1}, 1);
}

Outlines MeshMaker::rim_of(const PolygonSet& shapes) const {
  using Edge = std::array<double, 4>;
  const auto edge = [&](std::size_t v) {
    const Edge there{shapes.x[v], shapes.y[v], shapes.x[v + 1], shapes.y[v + 1]};
    const Edge back{there[2], there[3], there[0], there[1]};
    return std::min(there, back);
  };
  std::vector<Edge> edges;
  for (std::size_t k = 0; k < shapes.ring_count(); ++k) {
    for (std::size_t v = shapes.ring_vertex[k]; v + 1 < shapes.ring_vertex[k + 1]; ++v) {
      edges.push_back(edge(v));
    }
  }
  std::sort(edges.begin(), edges.end());
  std::vector<float> values;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (i + 1 < edges.size() && edges[i] == edges[i + 1]) {
      ++i;
      continue;
    }
    put(values, {edges[i][0], edges[i][1]});
    put(values, {edges[i][2], edges[i][3]});
    values.push_back(0);
  }
  Outlines out;
  out.emplace_back(0, upload(values, {4, 1}, 1));
  return out;
}

Outlines MeshMaker::outlines_of(const PolygonSet& shapes, std::size_t first_region,
                                std::size_t last_region) const {
  Outlines out;
  out.push_back({0, segments_of(shapes, first_region, last_region, 0)});
  // Few segments cost nothing, whatever their lengths.
  for (double step = kFinestStep; out.back().second.count > kFewSegments; step *= 2) {
    out.emplace_back(step, segments_of(shapes, first_region, last_region, step));
    if (step > kCoarsestStep) break;
  }
  return out;
}

Mesh MeshMaker::triangles_of(const topology::Triangles& triangles,
                             const std::vector<Color>& fill) const {
  std::vector<float> values;
  values.reserve(6 * triangles.corners.size());
  for (std::size_t r = 0; r + 1 < triangles.first.size(); ++r) {
    const Color own = fill.size() == 1 ? fill[0] : r < fill.size() ? fill[r] : Color{};
    if (own.a == 0 && !fill.empty()) continue;
    const auto color = channels(own);
    for (std::size_t c = 3 * triangles.first[r]; c < 3 * triangles.first[r + 1]; ++c) {
      put(values, triangles.corners[c]);
      values.insert(values.end(), color.begin(), color.end());
    }
  }
  return upload(values, {2, 4}, 0);
}

Mesh MeshMaker::ribbon_of(const scene::Line& line) const {
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

Mesh MeshMaker::corners_of(const Box& box) const {
  std::vector<float> corners;
  for (const Point p : {Point{box.min_x, box.min_y}, Point{box.max_x, box.min_y},
                        Point{box.min_x, box.max_y}, Point{box.max_x, box.max_y}}) {
    put(corners, p);
  }
  return upload(corners, {2}, 0);
}

}  // namespace geo::viewer::gl
