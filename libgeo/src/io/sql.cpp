#include "io/sql.hpp"

namespace geo::io {
namespace {

std::string quoted(std::string_view text, char mark) {
  std::string out;
  out += mark;
  for (const char c : text) {
    if (c == mark) out += c;
    out += c;
  }
  out += mark;
  return out;
}

}  // namespace

std::string name_sql(std::string_view name) { return quoted(name, '"'); }
std::string text_sql(std::string_view text) { return quoted(text, '\''); }

}  // namespace geo::io
