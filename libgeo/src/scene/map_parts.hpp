#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "geo/core/text.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/scene/maps.hpp"
#include "geo/scene/parts.hpp"
#include "geo/scene/scene.hpp"

// What the heatmap and the plan share.
namespace geo::scene {

// The sheets' palette.
inline constexpr Color kWater = Color::hex(0xE9EEF1);
inline constexpr Color kLand = Color::hex(0xFDFCF9);
inline constexpr Color kBorder = Color::hex(0x8C949E);
inline constexpr Color kRim = Color::hex(0xC3CCD3);
inline constexpr Color kInk = Color::hex(0x22282F);
inline constexpr Color kMutedInk = Color::hex(0x6A727B);
/// More regions than this are a fabric rather than districts: only names that fit are written.
inline constexpr std::size_t kManyRegions = 60;

/// A region's name, else its code.
[[nodiscard]] Text name_of(const Region& region);
/// A scene with title, extent, notes and marks, and no layers. Throws Error(kOption) without
/// regions, or when systems differ. `shows_points`: the map is made from the enterprises.
[[nodiscard]] Scene begin_scene(const MapInputs& inputs, const std::string& kind, const Text& map,
                                bool shows_points);
[[nodiscard]] PolygonLayer outlines(std::shared_ptr<const PolygonSet> shapes);
/// The rim around the whole: thinner around a fabric, whose moles and piers it would drown.
[[nodiscard]] Stroke rim(const PolygonSet& shapes);
/// The names of regions: small districts, which have least choice, take their places first; in a
/// fabric of very many regions the largest do.
[[nodiscard]] LabelLayer region_names(const std::shared_ptr<const PolygonSet>& shapes);

}  // namespace geo::scene
