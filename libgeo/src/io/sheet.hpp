#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/furniture.hpp"
#include "io/vector.hpp"

// Spreadsheets, read as they stand: every cell as text, the header found among the first rows.
namespace geo::io {

/// Whether a dataset is a spreadsheet (XLSX, ODS, XLS).
[[nodiscard]] bool is_sheet(GDALDataset& dataset);

/// Opens a spreadsheet so that no row is taken for a header and every cell is text. As
/// `open_vector`.
[[nodiscard]] GDALDatasetUniquePtr open_sheets(const std::string& name, const std::string& path);

/// The names of the sheets that the file hides; empty where it does not say (XLS).
[[nodiscard]] std::vector<std::string> hidden_sheets(GDALDataset& dataset, const std::string& path);

/// The sheet of that name, else the only one that is neither hidden nor blank. Throws Error(kInput)
/// that lists the sheets.
[[nodiscard]] OGRLayer& pick_sheet(GDALDataset& dataset, const std::string& name,
                                   const std::string& path, const std::string& layer);

/// The rows of one sheet, as `DelimitedReader` has the records of a file. Cells to the right of the
/// last name are left out.
class SheetReader {
 public:
  /// `header_row`: as PointSource::header_row; `what` is what messages call the sheet.
  SheetReader(OGRLayer& layer, const std::string& what, std::size_t header_row);

  [[nodiscard]] const std::vector<std::string>& header() const { return header_.names; }
  /// Goes to the next row that is not blank; false at the end.
  bool next();
  /// The row's number beneath the header, from 1; blank ones are counted.
  [[nodiscard]] std::uint64_t row() const { return row_; }
  [[nodiscard]] std::span<const std::string_view> fields() const { return fields_; }
  [[nodiscard]] std::string joined() const;
  /// In which row of the sheet, from 1, the header begins; `row() + header_row() + header_rows() -
  /// 1` is the row of the sheet.
  [[nodiscard]] std::uint64_t header_row() const { return header_.first + 1; }
  /// The first rows, as `row_line`: the header is one of them.
  [[nodiscard]] const std::vector<std::string>& first_rows() const { return first_rows_; }
  [[nodiscard]] std::size_t header_rows() const { return header_.rows; }
  [[nodiscard]] double fraction() const;

 private:
  bool read(std::vector<std::string>& cells);

  OGRLayer& layer_;
  Header header_;
  std::vector<std::string> first_rows_;
  std::vector<std::vector<std::string>> sample_;
  std::size_t sampled_ = 0;  // how many of them have been given out
  std::vector<std::string> cells_;
  std::vector<std::string_view> fields_;
  std::uint64_t row_ = 0;
  double count_ = 0;
};

}  // namespace geo::io
