#pragma once

#include <string>
#include <string_view>

// Spelling of SQL.
namespace geo::io {

/// A name as SQL takes it: "a ""b""".
[[nodiscard]] std::string name_sql(std::string_view name);
/// A text as SQL takes it: 'it''s'.
[[nodiscard]] std::string text_sql(std::string_view text);

}  // namespace geo::io
