#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Writing JSON: the same values give the same bytes.
namespace geo::base {

/// Builds one JSON document, indented by two spaces. Numbers get the shortest digits that read back
/// the same; JSON has no NaN and no infinity, so they become null. Texts are UTF-8 and stay as they
/// are, but for quotes, backslashes and control characters. Calls in an order that makes no
/// document (a value without a key in an object, an end without its begin) throw Error(kInternal).
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('{', '}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close('[', ']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  /// A boolean or a whole number of any width.
  template <std::integral T>
  JsonWriter& value(T number) {
    if constexpr (std::is_same_v<T, bool>) return literal(number ? "true" : "false");
    return literal(std::to_string(number));
  }
  JsonWriter& null() { return literal("null"); }

  /// `key(name).value(value)`.
  template <typename T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  /// The finished document with a line end. Throws Error(kInternal) when something is still open.
  [[nodiscard]] std::string text() const;

 private:
  struct Level {
    char kind;  // '{' or '['
    bool empty = true;
  };
  JsonWriter& open(char kind);
  JsonWriter& close(char kind, char end);
  JsonWriter& literal(std::string_view token);
  void begin_value();
  void new_line();
  void quote(std::string_view text);

  std::string out_;
  std::vector<Level> levels_;
  bool has_key_ = false;  // a key was written and waits for its value
};

}  // namespace geo::base
