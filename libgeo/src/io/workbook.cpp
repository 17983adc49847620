#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "geo/core/error.hpp"
#include "geo/io/write.hpp"
#include "io/file_sink.hpp"
#include "io/gdal_output.hpp"
#include "io/workbook_style.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kMostRows = 1'048'575;  // beneath the header
constexpr std::size_t kMostColumns = 16'384;
constexpr std::size_t kMostLetters = 31;  // of a sheet's name

/// The first `most` characters of UTF-8 text.
std::string first_letters(const std::string& text, std::size_t most) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (begins && letters++ == most) return text.substr(0, i);
  }
  return text;
}

/// A name that a sheet may have and none has yet.
std::string sheet_name(const Table& table, Language language, std::set<std::string>& taken) {
  std::string name = table.title.in(language);
  if (name.empty()) name = table.name;
  for (char& c : name) {
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  }
  name = first_letters(name, kMostLetters);
  for (int n = 2; !taken.insert(name).second; ++n) {
    const std::string number = " " + std::to_string(n);
    name = first_letters(name, kMostLetters - number.size()) + number;
  }
  return name;
}

/// Whether a column is for people: its heading a label, its codes words.
bool in_words(const TableColumn& column, Language language) {
  return language != Language::kEnglish && !column.label.zh.empty();
}

std::string heading(const TableColumn& column, Language language) {
  if (!in_words(column, language)) return column.name;
  return column.unit.empty() ? column.label.zh : column.label.zh + "（" + column.unit + "）";
}

OGRFieldType type_of(const TableColumn& column) {
  if (std::holds_alternative<std::vector<double>>(column.values)) return OFTReal;
  if (std::holds_alternative<std::vector<std::int64_t>>(column.values)) return OFTInteger64;
  return OFTString;
}

std::string text_of(const TableColumn& column, const std::string& text, Language language) {
  return in_words(column, language) ? column.word(text).in(language) : text;
}

void set_cell(OGRFeature& row, int field, const TableColumn& column, std::size_t r,
              Language language) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    if (std::isfinite((*numbers)[r])) row.SetField(field, (*numbers)[r]);
  } else if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    row.SetField(field, static_cast<GIntBig>((*whole)[r]));
  } else {
    const std::string text =
        text_of(column, std::get<std::vector<std::string>>(column.values)[r], language);
    if (!text.empty()) row.SetField(field, text.c_str());  // GDAL makes no formulas of texts
  }
}

/// How wide a text is, in digits: a Chinese character is two.
double width_of(const std::string& text) {
  double width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) width += 1;
    if (byte >= 0xC0) width += byte >= 0xE0 ? 2 : 1;
  }
  return width;
}

double width_of(double number, int decimals) {
  const double whole = std::floor(std::log10(std::max(std::abs(number), 1.0))) + 1;
  return whole + std::floor((whole - 1) / 3) + (decimals > 0 ? decimals + 1 : 0) +
         (number < 0 ? 1 : 0);
}

/// Wide enough for what is in the column and for half of its heading, which is wrapped.
ColumnStyle style_of(const TableColumn& column, Language language) {
  constexpr std::size_t kLooked = 5000;  // rows
  constexpr double kLeast = 8;
  constexpr double kMost = 40;
  ColumnStyle style;
  style.heading = width_of(heading(column, language));
  double widest = style.heading / 2;
  const std::size_t rows = std::min(column.size(), kLooked);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    for (std::size_t r = 0; r < rows; ++r) {
      widest = std::max(widest, width_of(text_of(column, (*texts)[r], language)));
    }
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    style.percent = column.is_share;
    style.decimals = std::max(column.decimals - (column.is_share ? 2 : 0), 0);
    for (std::size_t r = 0; r < rows; ++r) {
      if (!std::isfinite((*numbers)[r])) continue;
      widest = std::max(widest, style.percent ? width_of(100 * (*numbers)[r], style.decimals) + 1
                                              : width_of((*numbers)[r], style.decimals));
    }
  } else {
    style.decimals = 0;
    for (const std::int64_t number : std::get<std::vector<std::int64_t>>(column.values)) {
      widest = std::max(widest, width_of(static_cast<double>(number), 0));
    }
  }
  style.width = std::clamp(widest + 2, kLeast, kMost);
  return style;
}

}  // namespace

void write_workbook(const std::vector<Table>& tables, const std::filesystem::path& path,
                    const WorkbookOptions& options, const Context& context) {
  if (tables.empty()) {
    throw Error(ErrorCode::kOutput, final_path(path) + ": there is no table to write");
  }
  for (const Table& table : tables) {
    table.validate();
    if (table.row_count() > kMostRows || table.columns.size() > kMostColumns) {
      throw Error(ErrorCode::kOutput, final_path(path) + ": the table '" + table.name +
                                          "' has more rows or columns than a sheet can hold "
                                          "(1,048,575 and 16,384); write it as CSV");
    }
  }
  GDALDriver* const driver = output_driver("XLSX");
  GdalErrors errors;
  std::error_code gone;
  std::filesystem::remove(path, gone);
  DatasetPtr file(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  const auto require = [&](bool done) {
    if (done && !errors.failed()) return;
    file.reset();
    fail_gdal_output(path, errors);
  };
  require(file != nullptr);
  std::set<std::string> taken;
  std::size_t done = 0;
  for (const Table& table : tables) {
    OGRLayer* const sheet =
        file->CreateLayer(sheet_name(table, options.language, taken).c_str(), nullptr, wkbNone);
    require(sheet != nullptr);
    for (const TableColumn& column : table.columns) {
      OGRFieldDefn field(heading(column, options.language).c_str(), type_of(column));
      require(sheet->CreateField(&field) == OGRERR_NONE);
    }
    for (std::size_t r = 0; r < table.row_count(); ++r) {
      if (r % 1024 == 0) context.check();
      OGRFeature row(sheet->GetLayerDefn());
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        set_cell(row, static_cast<int>(c), table.columns[c], r, options.language);
      }
      require(sheet->CreateFeature(&row) == OGRERR_NONE);
    }
    if (table.row_count() == 0) {  // GDAL writes the header with the first row alone: a blank one
      OGRFeature blank(sheet->GetLayerDefn());
      require(sheet->CreateFeature(&blank) == OGRERR_NONE);
    }
    context.report(static_cast<double>(++done) / static_cast<double>(tables.size()));
  }
  file.reset();  // writes everything, so it can fail too
  if (errors.failed()) fail_gdal_output(path, errors);
  WorkbookStyle style;
  for (const Table& table : tables) {
    std::vector<ColumnStyle>& columns = style.emplace_back();
    for (const TableColumn& column : table.columns) {
      columns.push_back(style_of(column, options.language));
    }
  }
  dress_workbook(path, style, context);
}

}  // namespace geo::io
