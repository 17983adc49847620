#include "base/json.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

using Json = nlohmann::ordered_json;

const Json& json(const void* value) { return *static_cast<const Json*>(value); }

std::string kind_of(const Json& value) {
  if (value.is_string()) return "a text";
  if (value.is_boolean()) return "true or false";
  if (value.is_number()) return "a number";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  return "null";
}

/// Refuses a key that stands twice in one object: of two values nobody knows which was meant.
class OneOfEachKey {
 public:
  explicit OneOfEachKey(std::string file) : file_(std::move(file)) {}

  bool operator()(int /*depth*/, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key &&
        !open_.back().insert(parsed.get<std::string>()).second) {
      throw Error(ErrorCode::kInput, file_ + ": the key '" + parsed.get<std::string>() +
                                         "' stands twice in one object; remove one");
    }
    return true;
  }

 private:
  std::string file_;
  std::vector<std::set<std::string>> open_;  // keys of the objects that are being read
};

}  // namespace

struct JsonNode::Document {
  std::string file;
  Json root;
};

JsonNode::JsonNode(std::shared_ptr<const Document> document, const void* value, std::string path)
    : document_(std::move(document)), value_(value), path_(std::move(path)) {}

JsonNode JsonNode::parse_file(const std::string& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    throw Error(ErrorCode::kInput, file + ": is a folder; give a JSON file");
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error(ErrorCode::kInput, file + ": cannot be opened; check the path");
  std::ostringstream text;
  text << stream.rdbuf();
  return parse(text.str(), file);
}

JsonNode JsonNode::parse(const std::string& text, const std::string& file) {
  auto document = std::make_shared<Document>();
  document->file = file;
  try {
    document->root = Json::parse(text, OneOfEachKey(file), true, true);
  } catch (const Json::parse_error& error) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i + 1 < error.byte && i < text.size(); ++i) {
      column = text[i] == '\n' ? 1U : column + 1;
      line += text[i] == '\n' ? 1U : 0U;
    }
    throw Error(ErrorCode::kInput, file + ": line " + std::to_string(line) + ", column " +
                                       std::to_string(column) + ": this is not valid JSON");
  } catch (const Json::out_of_range&) {  // the one reason: a number beyond what a double holds
    throw Error(ErrorCode::kInput, file + ": holds a number that is too large to be read");
  }
  const void* root = &document->root;
  return {std::move(document), root, ""};
}

const std::string& JsonNode::file() const { return document_->file; }

void JsonNode::fail(const std::string& message) const {
  throw Error(ErrorCode::kInput, file() + ": " + (path_.empty() ? "" : path_ + ": ") + message);
}

std::string JsonNode::text() const {
  if (!json(value_).is_string()) fail("must be a text, not " + kind_of(json(value_)));
  return json(value_).get<std::string>();
}

double JsonNode::number() const {
  if (!json(value_).is_number()) fail("must be a number, not " + kind_of(json(value_)));
  const double number = json(value_).get<double>();
  if (!std::isfinite(number)) fail("must be a finite number");
  return number;
}

std::int64_t JsonNode::integer() const {
  const double value = number();
  if (value != std::floor(value) || std::abs(value) > 9007199254740992.0) {
    fail("must be a whole number");
  }
  return static_cast<std::int64_t>(value);
}

bool JsonNode::boolean() const {
  if (!json(value_).is_boolean()) fail("must be true or false, not " + kind_of(json(value_)));
  return json(value_).get<bool>();
}

bool JsonNode::is_null() const { return json(value_).is_null(); }
bool JsonNode::is_object() const { return json(value_).is_object(); }
bool JsonNode::is_array() const { return json(value_).is_array(); }
bool JsonNode::is_text() const { return json(value_).is_string(); }
bool JsonNode::is_number() const { return json(value_).is_number(); }

std::string JsonNode::dump() const { return json(value_).dump(); }

JsonObject JsonNode::object() const {
  if (!is_object()) fail("must be an object, not " + kind_of(json(value_)));
  return JsonObject(*this);
}

std::vector<JsonNode> JsonNode::array() const {
  if (!is_array()) fail("must be an array, not " + kind_of(json(value_)));
  std::vector<JsonNode> nodes;
  std::size_t index = 0;
  for (const Json& item : json(value_)) {
    nodes.push_back(JsonNode(document_, &item, path_ + "[" + std::to_string(index++) + "]"));
  }
  return nodes;
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  if (!is_object()) fail("must be an object, not " + kind_of(json(value_)));
  std::vector<std::pair<std::string, JsonNode>> nodes;
  for (const auto& item : json(value_).items()) {
    nodes.emplace_back(item.key(), JsonNode(document_, &item.value(),
                                            path_.empty() ? item.key() : path_ + "." + item.key()));
  }
  return nodes;
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> texts;
  for (const JsonNode& node : array()) texts.push_back(node.text());
  return texts;
}

std::optional<JsonNode> JsonObject::find(const std::string& key) {
  known_.insert(key);
  const Json& object = json(node_.value_);
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return JsonNode(node_.document_, &*found, node_.path_.empty() ? key : node_.path_ + "." + key);
}

JsonNode JsonObject::at(const std::string& key) {
  std::optional<JsonNode> found = find(key);
  if (!found) node_.fail("the key '" + key + "' is missing");
  return *found;
}

std::string JsonObject::text_or(const std::string& key, const std::string& fallback) {
  const auto found = find(key);
  return found ? found->text() : fallback;
}

double JsonObject::number_or(const std::string& key, double fallback) {
  const auto found = find(key);
  return found ? found->number() : fallback;
}

std::int64_t JsonObject::integer_or(const std::string& key, std::int64_t fallback) {
  const auto found = find(key);
  return found ? found->integer() : fallback;
}

bool JsonObject::boolean_or(const std::string& key, bool fallback) {
  const auto found = find(key);
  return found ? found->boolean() : fallback;
}

void JsonObject::finish() const {
  for (const auto& item : json(node_.value_).items()) {
    if (known_.contains(item.key())) continue;
    std::string list;
    for (const std::string& key : known_) list += (list.empty() ? "" : ", ") + key;
    node_.fail("the key '" + item.key() + "' is unknown; known are: " + list);
  }
}

}  // namespace geo::base
