#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/furniture.hpp"
#include "io/values.hpp"
#include "io/vector.hpp"

// One record of a source of points, behind the same few questions whatever the source is.
namespace geo::io {

/// One record of delimited text or row of a sheet.
struct TextRecord {
  std::span<const std::string_view> fields;
  [[nodiscard]] Number coordinate(int field, bool degrees) const {
    return parse_coordinate(fields[static_cast<std::size_t>(field)], degrees);
  }
  [[nodiscard]] Converted number(int field, const Unit& unit) const {
    return number_in(unit, fields[static_cast<std::size_t>(field)]);
  }
  [[nodiscard]] RowKind kind(const std::vector<std::string>& names, bool after_note) const {
    return kind_of_row(fields, names, after_note);
  }
  [[nodiscard]] std::string_view text(int field, std::string& /*scratch*/) const {
    return trimmed(fields[static_cast<std::size_t>(field)]);
  }
  [[nodiscard]] std::string_view text_or_empty(int field, std::string& scratch) const {
    return static_cast<std::size_t>(field) < fields.size() ? text(field, scratch)
                                                           : std::string_view();
  }
};

/// One feature of a layer.
struct FeatureRecord {
  const OGRFeature& feature;
  [[nodiscard]] bool is_text(int field) const {
    return feature.GetFieldDefnRef(field)->GetType() == OFTString &&
           feature.IsFieldSetAndNotNull(field);
  }
  [[nodiscard]] Number coordinate(int field, bool degrees) const {
    return is_text(field) ? parse_coordinate(field_text(feature, field), degrees)
                          : field_number(feature, field);
  }
  [[nodiscard]] Converted number(int field, const Unit& unit) const {
    return is_text(field) ? number_in(unit, field_text(feature, field))
                          : Converted{field_number(feature, field)};
  }
  // The layers of a geographic file hold nothing but data.
  [[nodiscard]] static RowKind kind(const std::vector<std::string>& /*names*/,
                                    bool /*after_note*/) {
    return RowKind::kData;
  }
  [[nodiscard]] std::string_view text(int field, std::string& scratch) const {
    scratch = field_text(feature, field);
    return scratch;
  }
  [[nodiscard]] std::string_view text_or_empty(int field, std::string& scratch) const {
    return text(field, scratch);
  }
};

}  // namespace geo::io
