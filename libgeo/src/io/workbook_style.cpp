#include "io/workbook_style.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "io/file_sink.hpp"

namespace geo::io {
namespace {

constexpr int kMostDecimals = 6;
// The formats that GDAL writes come first; its cells say 1 to 5 for dates and truths.
constexpr int kHeader = 6;
constexpr int kDecimals = 7;  ///< numbers without any, and one more for each decimal
constexpr int kPercent = kDecimals + kMostDecimals + 1;  ///< the same of percentages
constexpr std::string_view kFormats = "</cellXfs>";

std::string read_part(const std::string& path) {
  VSIStatBufL status;
  VSILFILE* const file = VSIFOpenL(path.c_str(), "rb");
  if (file == nullptr) return {};
  std::string text;
  if (VSIStatL(path.c_str(), &status) == 0) {
    text.resize(static_cast<std::size_t>(status.st_size));
    text.resize(VSIFReadL(text.data(), 1, text.size(), file));
  }
  VSIFCloseL(file);
  return text;
}

bool write_part(const std::string& path, const std::string& text) {
  VSILFILE* const file = VSIFOpenL(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool written = VSIFWriteL(text.data(), 1, text.size(), file) == text.size();
  return VSIFCloseL(file) == 0 && written;
}

/// `text` with `by` in place of the first `from` (or before it).
bool replace_first(std::string& text, std::string_view from, const std::string& by) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), by);
  return true;
}

std::string number_format(int decimals) {
  return decimals == 0 ? "#,##0" : "#,##0." + std::string(static_cast<std::size_t>(decimals), '0');
}

void add_format(std::string& formats, std::string& cells, const std::string& code, int id) {
  const std::string number = std::to_string(id);
  formats += R"(<numFmt formatCode=")" + code + R"(" numFmtId=")" + number + "\"/>";
  cells += R"(<xf numFmtId=")" + number + R"(" xfId="0" applyNumberFormat="1"/>)";
}

/// GDAL's styles with those of this file: bold on grey and wrapped; numbers by decimals.
bool dress_styles(std::string& text) {
  std::string formats;
  std::string cells =
      R"(<xf numFmtId="164" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" )"
      R"(applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>)";
  constexpr int kOwn = 180;  // the first number of formats of our own
  for (int d = 0; d <= kMostDecimals; ++d) add_format(formats, cells, number_format(d), kOwn + d);
  for (int d = 0; d <= kMostDecimals; ++d) {
    add_format(formats, cells, number_format(d) + "%", kOwn + kMostDecimals + 1 + d);
  }
  const std::string font =
      R"(<font><b val="true"/><name val="Arial"/><family val="2"/><sz val="10"/></font></fonts>)";
  const std::string fill =
      R"(<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">)"
      R"(<fgColor rgb="FFDDE6F0"/></patternFill></fill></fills>)";
  return replace_first(text, "</numFmts>", formats + "</numFmts>") &&
         replace_first(text, "</fonts>", font) && replace_first(text, "</fills>", fill) &&
         replace_first(text, kFormats, cells + std::string(kFormats)) &&
         replace_first(text, "<numFmts count=\"4\">", "<numFmts>") &&
         replace_first(text, "<fonts count=\"1\">", "<fonts count=\"2\">") &&
         replace_first(text, "<fills count=\"1\">", "<fills count=\"3\">") &&
         replace_first(text, "<cellXfs count=\"6\">", "<cellXfs>");
}

int format_of(const ColumnStyle& column) {
  if (column.decimals < 0) return 0;
  return (column.percent ? kPercent : kDecimals) + std::min(column.decimals, kMostDecimals);
}

/// The index of a column from its letters: A is 0, AA is 26.
std::size_t column_of(std::string_view cell, std::size_t& letters) {
  std::size_t index = 0;
  for (letters = 0; letters < cell.size() && cell[letters] >= 'A' && cell[letters] <= 'Z';
       ++letters) {
    index = index * 26 + static_cast<std::size_t>(cell[letters] - 'A') + 1;
  }
  return index - 1;
}

bool dress_sheet(std::string& text, const std::vector<ColumnStyle>& columns) {
  const std::size_t data = text.find("<sheetData>");
  const std::size_t begin = text.find("<cols>");
  const std::size_t end = text.find("</cols>");
  if (data == std::string::npos) return false;
  std::string head = text.substr(0, std::min(begin, data));
  head +=
      R"(<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">)"
      R"(<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>)"
      R"(</sheetViews><cols>)";
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string n = std::to_string(c + 1);
    head += "<col min=\"" + n + "\" max=\"" + n + "\" width=\"" +
            std::string(CPLSPrintf("%.1f", columns[c].width)) + R"(" customWidth="1"/>)";
  }
  head += "</cols>\n";
  double wide = 0;   // of the sheet, in characters
  double lines = 1;  // of the header
  for (const ColumnStyle& column : columns) {
    wide += column.width;
    lines = std::max(lines, std::ceil(column.heading / std::max(column.width - 2, 1.0)));
  }
  std::string out = std::move(head);
  out.reserve(text.size() + text.size() / 8);
  constexpr std::string_view kCell = "<c r=\"";
  std::size_t from = end == std::string::npos || end > data ? data : end + 7;
  while (true) {
    const std::size_t at = text.find(kCell, from);
    if (at == std::string::npos) break;
    const std::size_t name = at + kCell.size();
    const std::size_t close = text.find('"', name);
    if (close == std::string::npos) return false;
    std::size_t letters = 0;
    const std::string_view cell(text.data() + name, close - name);
    const std::size_t column = column_of(cell, letters);
    const bool header = cell.substr(letters) == "1";
    const int format = header ? kHeader : column < columns.size() ? format_of(columns[column]) : 0;
    out.append(text, from, close + 1 - from);
    if (format > 0) out += " s=\"" + std::to_string(format) + "\"";
    from = close + 1;
  }
  out.append(text, from);
  text = std::move(out);
  constexpr double kPage = 150;  // characters across a page that can still be read
  constexpr double kLine = 13;   // points
  return replace_first(text, R"(<row r="1">)",
                       std::string(R"(<row r="1" ht=")") + CPLSPrintf("%.0f", kLine * lines + 4) +
                           R"(" customHeight="1">)") &&
         replace_first(text, "</sheetData>",
                       std::string(R"(</sheetData><pageSetup orientation="landscape" )") +
                           CPLSPrintf(R"(fitToWidth="%.0f")", std::ceil(wide / kPage)) +
                           R"( fitToHeight="0"/>)");
}

/// Whether all parts could be brought from one archive to the other.
bool dressed(const std::string& from, const std::string& to, const WorkbookStyle& style,
             const Context& context) {
  const CPLStringList names(VSIReadDirRecursive(from.c_str()));
  for (int i = 0; i < names.Count(); ++i) {
    context.check();
    const std::string name = names[i];
    if (name.ends_with('/')) continue;
    std::string text = read_part(from + "/" + name);
    constexpr std::string_view kSheet = "xl/worksheets/sheet";
    if (name == "xl/styles.xml" && !dress_styles(text)) return false;
    if (name.starts_with(kSheet)) {
      const std::size_t number = std::strtoul(name.c_str() + kSheet.size(), nullptr, 10);
      if (number < 1 || number > style.size() || !dress_sheet(text, style[number - 1])) {
        return false;
      }
    }
    if (!write_part(to + "/" + name, text)) return false;
  }
  return names.Count() > 0;
}

}  // namespace

void dress_workbook(const std::filesystem::path& path, const WorkbookStyle& style,
                    const Context& context) {
  const std::filesystem::path beside = path.parent_path() / (".styled-" + path.filename().string());
  const std::string to = "/vsizip/" + beside.string();
  VSILFILE* const zip = VSIFOpenL(to.c_str(), "wb");  // open while its parts are written
  bool done = false;
  std::error_code error;
  try {
    done = zip != nullptr && dressed("/vsizip/" + path.string(), to, style, context);
  } catch (...) {
    if (zip != nullptr) VSIFCloseL(zip);
    std::filesystem::remove(beside, error);
    throw;
  }
  done = zip != nullptr && VSIFCloseL(zip) == 0 && done;
  if (done) std::filesystem::rename(beside, path, error);
  if (done && !error) return;
  std::error_code gone;
  std::filesystem::remove(beside, gone);
  fail_output(path, "its styles could not be written");
}

}  // namespace geo::io
