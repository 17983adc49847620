#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "geo/core/context.hpp"
#include "geo/core/text.hpp"
#include "geo/scene/scene.hpp"

namespace geo::sheet {

struct SheetOptions {
  int width_px = 1800;  ///< 200 to 16000; the height follows from the map's shape
  double dpi = 150;     ///< 36 to 1200; the sheet must be at least 100 mm wide
  Language language = Language::kChinese;
};

/// Paints a scene as a sheet: title, map, legend, table, scale bar, north arrow, notes. The same
/// bytes for the same scene on a machine with the same fonts. The file is written in place, so give
/// a path from `io::OutputFolder::stage`. It carries its resolution, its title and, for invented
/// data, a comment that says so. Throws Error(kOption) for options outside their range,
/// Error(kUnsupported) when Chinese is to be written and no font has it, Error(kOutput), also when
/// the disk is full.
void write_png(const scene::Scene& scene, const std::filesystem::path& path,
               const SheetOptions& options, const Context& context);

/// How many characters of a UTF-8 text no installed font can show.
[[nodiscard]] std::size_t missing_glyphs(const std::string& text);

}  // namespace geo::sheet
