#include "io/sheet.hpp"

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

#include "geo/core/error.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

// What of a document is read to learn which sheets are hidden.
constexpr std::size_t kMaxPartBytes = std::size_t{256} << 20U;

std::string part_of(const std::string& path, const char* part) {
  std::string text;
  VSILFILE* file = VSIFOpenL(("/vsizip/{" + path + "}/" + part).c_str(), "rb");
  if (file == nullptr) return text;
  std::array<char, 65536> piece{};
  while (text.size() < kMaxPartBytes) {
    const std::size_t got = VSIFReadL(piece.data(), 1, piece.size(), file);
    text.append(piece.data(), got);
    if (got < piece.size()) break;
  }
  VSIFCloseL(file);
  return text;
}

// An attribute of the tag that begins at `tag`.
std::string attribute(std::string_view tag, std::string_view key) {
  const std::string wanted = " " + std::string(key) + "=\"";
  const std::size_t at = tag.find(wanted);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + wanted.size();
  const std::size_t end = tag.find('"', begin);
  if (end == std::string_view::npos) return {};
  const std::string raw(tag.substr(begin, end - begin));
  char* plain = CPLUnescapeString(raw.c_str(), nullptr, CPLES_XML);
  std::string text = plain;
  CPLFree(plain);
  return text;
}

// Calls `visit(tag)` for each `<name ...>`.
template <typename Visit>
void for_tags(std::string_view xml, std::string_view name, Visit&& visit) {
  const std::string open = "<" + std::string(name) + " ";
  for (std::size_t at = xml.find(open); at != std::string_view::npos;) {
    std::size_t end = at;
    bool quoted = false;  // there may be a > in an attribute
    while (end < xml.size() && (quoted || xml[end] != '>')) quoted ^= xml[end++] == '"';
    if (end == xml.size()) return;
    visit(xml.substr(at, end - at), at);
    at = xml.find(open, end);
  }
}

bool blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return trimmed(cell).empty(); });
}

}  // namespace

bool is_sheet(GDALDataset& dataset) {
  const char* driver = dataset.GetDriverName();
  return EQUAL(driver, "XLSX") || EQUAL(driver, "ODS") || EQUAL(driver, "XLS");
}

GDALDatasetUniquePtr open_sheets(const std::string& name, const std::string& path) {
  return open_vector(name, path, {}, Sheets::kCells);
}

std::vector<std::string> hidden_sheets(GDALDataset& dataset, const std::string& path) {
  std::vector<std::string> hidden;
  GdalErrors errors;
  if (EQUAL(dataset.GetDriverName(), "XLSX")) {
    const std::string xml = part_of(path, "xl/workbook.xml");
    for_tags(xml, "sheet", [&](std::string_view tag, std::size_t) {
      const std::string state = attribute(tag, "state");
      if (state == "hidden" || state == "veryHidden") hidden.push_back(attribute(tag, "name"));
    });
  }
  if (EQUAL(dataset.GetDriverName(), "ODS")) {
    const std::string xml = part_of(path, "content.xml");
    std::set<std::string> styles;
    for_tags(xml, "style:style", [&](std::string_view tag, std::size_t at) {
      if (attribute(tag, "style:family") != "table") return;
      const std::size_t end = std::min(xml.find("</style:style>", at), xml.size());
      for_tags(std::string_view(xml).substr(at, end - at), "style:table-properties",
               [&](std::string_view properties, std::size_t) {
                 if (attribute(properties, "table:display") == "false") {
                   styles.insert(attribute(tag, "style:name"));
                 }
               });
    });
    for_tags(xml, "table:table", [&](std::string_view tag, std::size_t) {
      if (styles.contains(attribute(tag, "table:style-name"))) {
        hidden.push_back(attribute(tag, "table:name"));
      }
    });
  }
  return hidden;
}

OGRLayer& pick_sheet(GDALDataset& dataset, const std::string& name, const std::string& path,
                     const std::string& layer) {
  if (!layer.empty()) return pick_layer(dataset, name, layer);
  const std::vector<std::string> hidden = hidden_sheets(dataset, path);
  std::vector<OGRLayer*> shown;
  std::vector<std::string> names;
  for (auto* const each : dataset.GetLayers()) {
    if (std::find(hidden.begin(), hidden.end(), each->GetName()) != hidden.end()) continue;
    if (each->GetFeatureCount() == 0 && dataset.GetLayerCount() > 1) continue;
    shown.push_back(each);
    names.emplace_back(each->GetName());
  }
  if (shown.size() == 1) return *shown.front();
  if (shown.empty()) {
    fail(name + ": all of its sheets are hidden or blank" +
         (hidden.empty() ? std::string()
                         : "; to read a hidden one, name it as layer: " + listed(hidden)));
  }
  fail(name + ": holds several layers; choose one: " + listed(names) +
       (hidden.empty() ? std::string() : "; hidden: " + listed(hidden)));
}

SheetReader::SheetReader(OGRLayer& layer, const std::string& what, std::size_t header_row)
    : layer_(layer), count_(static_cast<double>(layer.GetFeatureCount(FALSE))) {
  layer_.ResetReading();
  while (sample_.size() < kHeaderSample) {
    std::vector<std::string> cells;
    if (!read(cells)) break;
    sample_.push_back(std::move(cells));
  }
  for (const auto& row : sample_) first_rows_.push_back(row_line(row));
  check_header_row(what, header_row, sample_.size());
  header_ = find_header(sample_, header_row);
  while (!header_.names.empty() && header_.names.back().empty()) header_.names.pop_back();
  sampled_ = std::min(sample_.size(), header_.first + header_.rows);
}

bool SheetReader::read(std::vector<std::string>& cells) {
  const OGRFeatureUniquePtr feature(layer_.GetNextFeature());
  if (feature == nullptr) return false;
  cells.clear();
  for (int i = 0; i < feature->GetFieldCount(); ++i) cells.push_back(field_text(*feature, i));
  return true;
}

bool SheetReader::next() {
  do {
    if (sampled_ < sample_.size()) {
      cells_ = std::move(sample_[sampled_++]);
    } else if (!read(cells_)) {
      return false;
    }
    ++row_;
    cells_.resize(header_.names.size());
  } while (blank(cells_));
  fields_.assign(cells_.begin(), cells_.end());
  return true;
}

std::string SheetReader::joined() const {
  std::string text;
  for (const std::string_view field : fields_) {
    if (!text.empty()) text += ' ';
    text += field;
  }
  return text;
}

double SheetReader::fraction() const {
  return count_ > 0 ? std::min(1.0, static_cast<double>(row_) / count_) : 0;
}

}  // namespace geo::io
