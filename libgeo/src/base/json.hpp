#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

// Reading JSON strictly: every error names the file and the key ("atlas.json: density.kernel:
// ..."), and a key that nobody asked for is an error. Comments (// and /* */) are allowed.
namespace geo::base {

class JsonObject;

/// A value in a document, with the path that leads to it. Cheap to copy.
class JsonNode {
 public:
  /// Reads and parses a file. Throws Error(kInput) with line and column where it is not JSON.
  static JsonNode parse_file(const std::string& file);
  /// The same from memory; `file` is only a name for messages.
  static JsonNode parse(const std::string& text, const std::string& file);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] double number() const;  ///< finite
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_text() const;
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] JsonObject object() const;
  [[nodiscard]] std::vector<JsonNode> array() const;
  /// The members of an object whose keys are data, in the order of the file.
  [[nodiscard]] std::vector<std::pair<std::string, JsonNode>> members() const;
  [[nodiscard]] std::vector<std::string> texts() const;  ///< an array of texts

  /// The value as JSON on one line, members in the order of the file.
  [[nodiscard]] std::string dump() const;

  [[nodiscard]] const std::string& file() const;
  [[nodiscard]] const std::string& path() const { return path_; }  ///< "density.kernel"
  /// Throws Error(kInput): "file: path: message".
  [[noreturn]] void fail(const std::string& message) const;

 private:
  struct Document;
  JsonNode(std::shared_ptr<const Document> document, const void* value, std::string path);
  std::shared_ptr<const Document> document_;
  const void* value_;  // nlohmann's json, kept out of this header so that users compile fast
  std::string path_;
  friend class JsonObject;
};

/// An object whose keys are asked for by name. Call `finish` when all have been.
class JsonObject {
 public:
  /// The value, or nothing where the key is missing or null.
  [[nodiscard]] std::optional<JsonNode> find(const std::string& key);
  /// The value. Throws Error(kInput) where the key is missing or null.
  [[nodiscard]] JsonNode at(const std::string& key);
  [[nodiscard]] std::string text_or(const std::string& key, const std::string& fallback);
  [[nodiscard]] double number_or(const std::string& key, double fallback);
  [[nodiscard]] std::int64_t integer_or(const std::string& key, std::int64_t fallback);
  [[nodiscard]] bool boolean_or(const std::string& key, bool fallback);
  /// Throws Error(kInput) for the first key that was never asked for, and lists those that were.
  void finish() const;
  [[nodiscard]] const JsonNode& node() const { return node_; }

 private:
  explicit JsonObject(JsonNode node) : node_(std::move(node)) {}
  JsonNode node_;
  std::set<std::string> known_;
  friend class JsonNode;
};

}  // namespace geo::base
