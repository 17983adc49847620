#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

// Members of an object that may be missing or of another kind, as in a file of a later version.
namespace geo::viewer {

using Json = nlohmann::ordered_json;

inline std::string text_of(const Json& json, const char* key, const std::string& otherwise) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

inline bool flag_of(const Json& json, const char* key, bool otherwise) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

inline double number_of(const Json& json, const char* key, double otherwise) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return otherwise;
  const double value = found->get<double>();
  return std::isfinite(value) ? value : otherwise;
}

}  // namespace geo::viewer
