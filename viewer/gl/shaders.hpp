#pragma once

// Positions arrive from the local origin; `to_px` and `middle` put them on the canvas in pixels
// with y up, `half_size` makes clip coordinates of those.
namespace geo::viewer::gl::shaders {

inline constexpr const char* kFillVertex = R"(
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 paint;
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform float opacity;
flat out vec4 color;
void main() {
  color = vec4(paint.rgb, paint.a * opacity);
  gl_Position = vec4((position * to_px + middle) / half_size, 0.0, 1.0);
}
)";

inline constexpr const char* kFillFragment = R"(
flat in vec4 color;
out vec4 painted;
void main() { painted = color; }
)";

inline constexpr const char* kPlainFragment = R"(
uniform vec4 color;
out vec4 painted;
void main() { painted = color; }
)";

// A strip whose width is in pixels and whose path is on the ground.
inline constexpr const char* kRibbonVertex = R"(
layout(location = 0) in vec2 position;
layout(location = 1) in vec3 side;  // a unit vector and half the width in mm
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform float px_per_mm;
uniform float casing_mm;
void main() {
  float reach = (side.z + (side.z > 0.0 ? casing_mm : 0.0)) * px_per_mm;
  gl_Position = vec4((position * to_px + middle + side.xy * reach) / half_size, 0.0, 1.0);
}
)";

// One segment of a line: a capsule, smoothed at its edge.
inline constexpr const char* kLineVertex = R"(
layout(location = 0) in vec4 segment;  // from, to
layout(location = 1) in float along;   // length of the line before it
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform float half_width;  // px
flat out vec2 from;
flat out vec2 to;
flat out float before;
out vec2 here;
void main() {
  from = segment.xy * to_px + middle;
  to = segment.zw * to_px + middle;
  before = along * to_px;
  vec2 way = to - from;
  float length_px = length(way);
  vec2 ahead = length_px > 0.0 ? way / length_px : vec2(1.0, 0.0);
  vec2 aside = vec2(-ahead.y, ahead.x);
  float reach = half_width + 1.0;
  vec2 corner = vec2((gl_VertexID & 1) != 0 ? 1.0 : -1.0, (gl_VertexID & 2) != 0 ? 1.0 : -1.0);
  here = (corner.x > 0.0 ? to : from) + ahead * corner.x * reach + aside * corner.y * reach;
  gl_Position = vec4(here / half_size, 0.0, 1.0);
}
)";

inline constexpr const char* kLineFragment = R"(
uniform vec4 color;
uniform float half_width;
uniform vec2 dash;  // px of ink and of gap; no gap: solid
flat in vec2 from;
flat in vec2 to;
flat in float before;
in vec2 here;
out vec4 painted;
void main() {
  vec2 way = to - from;
  float t = clamp(dot(here - from, way) / max(dot(way, way), 1e-6), 0.0, 1.0);
  float away = length(here - from - t * way) - half_width;
  float ink = clamp(0.5 - away, 0.0, 1.0) * min(1.0, 2.0 * half_width);
  if (dash.y > 0.0) {
    float at = mod(before + t * length(way), dash.x + dash.y);
    if (at > dash.x) discard;
  }
  if (ink <= 0.0) discard;
  painted = vec4(color.rgb, color.a * ink);
}
)";

inline constexpr const char* kMarkerVertex = R"(
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 paint;
layout(location = 2) in float size_mm;  // with the outline
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform float px_per_mm;
uniform float opacity;
flat out vec4 color;
flat out float size;
void main() {
  color = vec4(paint.rgb, paint.a * opacity);
  size = size_mm * px_per_mm;
  gl_Position = vec4((position * to_px + middle) / half_size, 0.0, 1.0);
  gl_PointSize = size + 2.0;
}
)";

// The distance to the sign's edge, in units of its radius, decides.
inline constexpr const char* kMarkerFragment = R"(
flat in vec4 color;
flat in float size;
uniform vec4 outline;
uniform float outline_px;
uniform int symbol;  // circle, square, diamond, triangle, star
out vec4 painted;
float polygon(vec2 p, float corners, float inner) {
  float turn = 3.14159265 / corners;
  float angle = mod(atan(p.x, p.y) + turn, 2.0 * turn) - turn;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
  if (inner <= 0.0) return q.x - cos(turn);
  vec2 tip = vec2(1.0, 0.0);
  vec2 dent = inner * vec2(cos(turn), sin(turn));
  vec2 edge = normalize(dent - tip);
  return dot(q - tip, vec2(edge.y, -edge.x));
}
void main() {
  float radius = 0.5 * size;
  vec2 p = (gl_PointCoord - 0.5) * (size + 2.0) / radius;
  p.y = -p.y;
  float d;
  if (symbol == 1) d = max(abs(p.x), abs(p.y)) - 0.85;
  else if (symbol == 2) d = (abs(p.x) + abs(p.y) - 1.0) * 0.70710678;
  else if (symbol == 3) d = polygon(p, 3.0, 0.0);
  else if (symbol == 4) d = polygon(p, 5.0, 0.42);
  else d = length(p) - 1.0;
  float away = d * radius;
  float ink = clamp(0.5 - away, 0.0, 1.0);
  if (ink <= 0.0) discard;
  float rim = outline_px > 0.0 ? clamp(0.5 + away + outline_px, 0.0, 1.0) : 0.0;
  vec4 inside = mix(color, outline, rim);
  painted = vec4(inside.rgb, inside.a * ink);
}
)";

inline constexpr const char* kRasterVertex = R"(
layout(location = 0) in vec2 position;
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform vec2 north_west;
uniform float pixel;
out vec2 cell;  // columns from the west, rows from the north
void main() {
  cell = vec2(position.x - north_west.x, north_west.y - position.y) / pixel;
  gl_Position = vec4((position * to_px + middle) / half_size, 0.0, 1.0);
}
)";

// As scene::Classes: linear between the centres of pixels, classes by logarithm where their break
// is above 0.
inline constexpr const char* kRasterFragment = R"(
uniform sampler2D values;
uniform int count;
uniform float breaks[13];  // the last is the top
uniform vec4 colors[13];
uniform bool continuous;
uniform float opacity;
in vec2 cell;
out vec4 painted;
float value_at(ivec2 at) {
  return texelFetch(values, clamp(at, ivec2(0), textureSize(values, 0) - 1), 0).r;
}
void main() {
  ivec2 own = ivec2(floor(cell));
  if (any(lessThan(own, ivec2(0))) || any(greaterThanEqual(own, textureSize(values, 0)))) discard;
  if (isnan(value_at(own))) discard;
  vec2 corner = floor(cell - 0.5);
  vec2 way = cell - 0.5 - corner;
  float sum = 0.0;
  float weights = 0.0;
  for (int k = 0; k < 4; ++k) {
    ivec2 step = ivec2(k & 1, k >> 1);
    float v = value_at(ivec2(corner) + step);
    if (isnan(v)) continue;
    float w = (step.x == 0 ? 1.0 - way.x : way.x) * (step.y == 0 ? 1.0 - way.y : way.y);
    sum += w * v;
    weights += w;
  }
  float value = weights > 0.0 ? sum / weights : value_at(own);
  if (count == 0 || value < breaks[0]) discard;
  int i = 0;
  while (i + 1 < count && value >= breaks[i + 1]) ++i;
  vec4 color = colors[i];
  if (continuous) {
    float low = breaks[i];
    float high = breaks[i + 1];
    float f = 0.0;
    if (high > low) f = low > 0.0 ? log(value / low) / log(high / low) : (value - low) / (high - low);
    f = clamp(f, 0.0, 1.0);
    color = mix(colors[i], colors[i + 1], f);
    if (i == 0) color.a *= 0.3 + 0.7 * f;
  }
  painted = vec4(color.rgb, color.a * opacity);
}
)";

inline constexpr const char* kImageVertex = R"(
layout(location = 0) in vec2 position;
uniform float to_px;
uniform vec2 middle;
uniform vec2 half_size;
uniform vec2 north_west;
uniform vec2 extent;
out vec2 at;
void main() {
  at = vec2(position.x - north_west.x, north_west.y - position.y) / extent;
  gl_Position = vec4((position * to_px + middle) / half_size, 0.0, 1.0);
}
)";

inline constexpr const char* kImageFragment = R"(
uniform sampler2D pixels;
uniform float opacity;
in vec2 at;
out vec4 painted;
void main() {
  vec4 color = texture(pixels, at);
  painted = vec4(color.rgb, color.a * opacity);
}
)";

}  // namespace geo::viewer::gl::shaders
