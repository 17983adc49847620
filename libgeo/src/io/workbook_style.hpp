#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "geo/core/context.hpp"

// What GDAL's driver leaves plain in a workbook: a header that stays in sight, widths that fit,
// numbers as people want to see them. Cells and their values are as GDAL wrote them.
namespace geo::io {

struct ColumnStyle {
  double heading = 0;  ///< of its heading, in characters; wrapped where it is wider than the column
  double width = 10;   ///< in characters
  int decimals = -1;   ///< of numbers: how many are shown; below 0: texts
  bool percent = false;  ///< shown as percentages
};

/// The columns of each sheet, in the order of the sheets.
using WorkbookStyle = std::vector<std::vector<ColumnStyle>>;

/// Rewrites the workbook at `path`, which GDAL has just written. Throws Error(kOutput), which names
/// the final path, where it cannot. Memory: one sheet.
void dress_workbook(const std::filesystem::path& path, const WorkbookStyle& style,
                    const Context& context);

}  // namespace geo::io
