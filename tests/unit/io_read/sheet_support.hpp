#pragma once

#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

// Spreadsheets as offices make them, which GDAL's own writers do not: no header in the first row,
// blank rows left out, dates as numbers with a style, hidden sheets.
namespace geo::test {

/// A cell: text, or a number as the file spells it.
struct Cell {
  enum class Kind { kText, kNumber, kDate } kind = Kind::kText;
  std::string text;
  Cell(const char* value) : text(value) {}             // NOLINT(google-explicit-constructor)
  Cell(std::string value) : text(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Cell(Kind what, std::string value) : kind(what), text(std::move(value)) {}
};
inline Cell number(std::string digits) { return {Cell::Kind::kNumber, std::move(digits)}; }
/// XLSX: a serial number with a date's style; ODS: an ISO date.
inline Cell date(std::string value) { return {Cell::Kind::kDate, std::move(value)}; }

struct Sheet {
  std::string name;
  std::vector<std::vector<Cell>> rows;
  bool hidden = false;
};

inline std::string xml_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

inline void write_zip(const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& parts) {
  VSILFILE* zip = VSIFOpenL(("/vsizip/" + path).c_str(), "wb");
  ASSERT_NE(zip, nullptr);
  for (const auto& [name, text] : parts) {
    VSILFILE* file = VSIFOpenL(("/vsizip/" + path + "/" + name).c_str(), "wb");
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(VSIFWriteL(text.data(), 1, text.size(), file), text.size());
    VSIFCloseL(file);
  }
  VSIFCloseL(zip);
}

inline void write_xlsx(const std::string& path, const std::vector<Sheet>& sheets) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  std::vector<std::pair<std::string, std::string>> parts;
  std::string types = head +
                      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                      "content-types\"><Default Extension=\"rels\" ContentType="
                      "\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" +
                      type +
                      "sheet.main+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" "
                      "ContentType=\"" +
                      type +
                      "sharedStrings+xml\"/><Override PartName="
                      "\"/xl/styles.xml\" ContentType=\"" +
                      type + "styles+xml\"/>";
  std::string book = head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><sheets>";
  std::string links = head + "<Relationships xmlns=\"" + relations + "\">";
  std::string strings;
  std::map<std::string, std::size_t> shared;
  for (std::size_t s = 0; s < sheets.size(); ++s) {
    const std::string n = std::to_string(s + 1);
    const std::string file = "worksheets/sheet" + n + ".xml";
    types += "<Override PartName=\"/xl/" + file + "\" ContentType=\"" + type + "worksheet+xml\"/>";
    book += "<sheet name=\"" + xml_text(sheets[s].name) + "\" sheetId=\"" + n + "\"" +
            (sheets[s].hidden ? " state=\"hidden\"" : "") + " r:id=\"rId" + n + "\"/>";
    links += "<Relationship Id=\"rId" + n + "\" Type=\"" + office + "/worksheet\" Target=\"" +
             file + "\"/>";
    std::string xml = head + "<worksheet xmlns=\"" + main + "\"><sheetData>";
    for (std::size_t r = 0; r < sheets[s].rows.size(); ++r) {
      if (sheets[s].rows[r].empty()) continue;  // as Excel does
      xml += "<row r=\"" + std::to_string(r + 1) + "\">";
      for (std::size_t c = 0; c < sheets[s].rows[r].size(); ++c) {
        const Cell& cell = sheets[s].rows[r][c];
        if (cell.text.empty()) continue;
        xml +=
            "<c r=\"" + std::string(1, static_cast<char>('A' + c)) + std::to_string(r + 1) + "\"";
        if (cell.kind == Cell::Kind::kText) {
          const auto [at, fresh] = shared.emplace(cell.text, shared.size());
          if (fresh) strings += "<si><t>" + xml_text(cell.text) + "</t></si>";
          xml += " t=\"s\"><v>" + std::to_string(at->second);
        } else {
          xml += (cell.kind == Cell::Kind::kDate ? " s=\"1\"><v>" : "><v>") + cell.text;
        }
        xml += "</v></c>";
      }
      xml += "</row>";
    }
    parts.emplace_back("xl/" + file, xml + "</sheetData></worksheet>");
  }
  links += "<Relationship Id=\"rId101\" Type=\"" + office +
           "/sharedStrings\" Target=\"sharedStrings"
           ".xml\"/><Relationship Id=\"rId102\" Type=\"" +
           office + "/styles\" Target=\"styles.xml\"/>";
  parts.emplace_back("[Content_Types].xml", types + "</Types>");
  parts.emplace_back("_rels/.rels", head + "<Relationships xmlns=\"" + relations +
                                        "\"><Relationship Id=\"rId1\" Type=\"" + office +
                                        "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                                        "</Relationships>");
  parts.emplace_back("xl/workbook.xml", book + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", links + "</Relationships>");
  parts.emplace_back("xl/sharedStrings.xml",
                     head + "<sst xmlns=\"" + main + "\">" + strings + "</sst>");
  parts.emplace_back("xl/styles.xml", head + "<styleSheet xmlns=\"" + main +
                                          "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/>"
                                          "<xf numFmtId=\"14\"/></cellXfs></styleSheet>");
  write_zip(path, parts);
}

inline void write_ods(const std::string& path, const std::vector<Sheet>& sheets) {
  const std::string urn = "urn:oasis:names:tc:opendocument:xmlns:";
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content xmlns:office=\"" + urn +
      "office:1.0\" xmlns:style=\"" + urn + "style:1.0\" xmlns:table=\"" + urn +
      "table:1.0\" xmlns:text=\"" + urn +
      "text:1.0\"><office:automatic-styles><style:style style:name=\"ta1\" style:family=\"table\">"
      "<style:table-properties table:display=\"true\"/></style:style><style:style "
      "style:name=\"ta2\" "
      "style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>"
      "</office:automatic-styles><office:body><office:spreadsheet>";
  for (const Sheet& sheet : sheets) {
    xml += "<table:table table:name=\"" + xml_text(sheet.name) + "\" table:style-name=\"" +
           (sheet.hidden ? "ta2" : "ta1") + "\">";
    for (const std::vector<Cell>& row : sheet.rows) {
      xml += "<table:table-row>";
      if (row.empty()) xml += "<table:table-cell/>";
      for (const Cell& cell : row) {
        if (cell.text.empty()) {
          xml += "<table:table-cell/>";
          continue;
        }
        std::string kind = "\"string\"";
        if (cell.kind == Cell::Kind::kNumber) kind = "\"float\" office:value=\"" + cell.text + "\"";
        if (cell.kind == Cell::Kind::kDate) {
          kind = "\"date\" office:date-value=\"" + cell.text + "\"";
        }
        xml += "<table:table-cell office:value-type=" + kind + "><text:p>" + xml_text(cell.text) +
               "</text:p></table:table-cell>";
      }
      xml += "</table:table-row>";
    }
    xml += "</table:table>";
  }
  write_zip(path, {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                   {"content.xml",
                    xml + "</office:spreadsheet></office:body></office:document-content>"}});
}

/// As "save as CSV" writes a sheet: as many separators in each row as the widest has, quotes where
/// needed.
inline std::string csv_of(const Sheet& sheet) {
  std::size_t width = 0;
  for (const auto& row : sheet.rows) width = std::max(width, row.size());
  std::string out;
  for (const auto& row : sheet.rows) {
    for (std::size_t c = 0; c < width; ++c) {
      const std::string text = c < row.size() ? row[c].text : std::string();
      const bool quoted = text.find_first_of(",\n\"") != std::string::npos;
      out += (c > 0 ? "," : "") + (quoted ? "\"" + text + "\"" : text);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace geo::test
