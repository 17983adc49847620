#include "io/shapefile.hpp"

#include <ogrsf_frmts.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "io/encoding.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

// What the bytes of names and texts look like.
struct Bytes {
  bool utf8 = true;           // all of them
  bool pairs = true;          // beyond ASCII: all in pairs as GB 2312 has them
  std::uint64_t three = 0;    // characters of three bytes in UTF-8
  std::uint64_t doubles = 0;  // pairs

  void look(std::string_view text) {
    const Utf8Scan scan = scan_utf8(text);
    // A name may have been cut in the middle of a character by the width of its field.
    utf8 = utf8 && (scan.valid == text.size() || scan.cut);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < 0x80) continue;
      if ((byte & 0xF0U) == 0xE0U) ++three;
      const bool pair = i + 1 < text.size() && byte >= 0xA1 && byte <= 0xF7 &&
                        static_cast<unsigned char>(text[i + 1]) >= 0xA1;
      if (pair) {
        ++doubles;
        ++i;
      } else if (i + 1 < text.size()) {
        pairs = false;
      }
    }
  }
};

Bytes bytes_of(const std::string& path, std::uint64_t most) {
  Bytes bytes;
  const GDALDatasetUniquePtr raw = open_with_encoding(path, "");
  if (raw == nullptr) return bytes;
  for (auto* const layer : raw->GetLayers()) {
    OGRFeatureDefn* definition = layer->GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i) {
      bytes.look(definition->GetFieldDefn(i)->GetNameRef());
    }
    std::uint64_t count = 0;
    for (const OGRFeatureUniquePtr& feature : *layer) {
      if (count++ == most) break;
      for (int i = 0; i < definition->GetFieldCount(); ++i) {
        if (definition->GetFieldDefn(i)->GetType() == OFTString &&
            feature->IsFieldSetAndNotNull(i)) {
          bytes.look(feature->GetFieldAsString(i));
        }
      }
    }
  }
  return bytes;
}

}  // namespace

GDALDatasetUniquePtr open_with_encoding(const std::string& path, const std::string& encoding) {
  const std::string option = "ENCODING=" + encoding;
  const std::array<const char*, 2> options = {option.c_str(), nullptr};
  return GDALDatasetUniquePtr(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                                self_contained_drivers(), options.data(), nullptr));
}

ShapefileText shapefile_text(GDALDataset& dataset, const std::string& path) {
  constexpr std::uint64_t kSample = 10000;
  OGRLayer* layer = dataset.GetLayer(0);
  if (layer == nullptr) return {};
  const auto item = [&](const char* key) {
    const char* value = layer->GetMetadataItem(key, "SHAPEFILE");
    return std::string(value == nullptr ? "" : value);
  };
  std::string declared = item("ENCODING_FROM_CPG");
  // GDAL's own choice, but for SHAPE_ENCODING in the environment.
  const std::string encoding = declared.empty() ? item("ENCODING_FROM_LDID") : declared;
  bool chinese = !declared.empty() && canonical_encoding(declared) == "GB18030";
  if (declared.empty()) {
    const std::string page = item("LDID_VALUE");
    constexpr std::string_view kChinese = "77";
    constexpr std::string_view kAnsi = "87";  // "whatever this computer uses": says nothing
    if (!page.empty() && page != kAnsi && page != "0") declared = "code page " + page;
    chinese = page == kChinese;
  }
  if (declared.empty()) {
    const bool utf8 = bytes_of(path, std::numeric_limits<std::uint64_t>::max()).utf8;
    return utf8 ? ShapefileText{"UTF-8", "undeclared; all of it is well-formed UTF-8"}
                : ShapefileText{"GB18030", "undeclared and not UTF-8"};
  }
  const Bytes bytes = bytes_of(path, kSample);
  const auto instead = [&](const char* real) {
    return ShapefileText{real, "declared as " + declared + ", but its bytes are " + real};
  };
  const bool said_utf8 = canonical_encoding(declared) == "UTF-8";
  if (said_utf8 && !bytes.utf8) return instead("GB18030");
  if (!said_utf8 && bytes.utf8 && bytes.three > 0) return instead("UTF-8");
  if (chinese) return {"GB18030", "declared as " + declared};
  if (!said_utf8 && bytes.pairs && bytes.doubles > 0) return instead("GB18030");
  return {encoding, "declared as " + declared};
}

}  // namespace geo::io
