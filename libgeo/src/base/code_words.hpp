#pragma once

#include "geo/model/table.hpp"

// What the codes of several tables are called.
namespace geo::base {

inline CodeWords answer_words() {
  return {{"yes", {"是", "yes"}}, {"no", {"否", "no"}}, {"none designated", {"未指定", "none"}}};
}

inline CodeWords area_kind_words() {
  return {
      {"land", {"官方陆地", "land"}}, {"drawn", {"图上", "drawn"}}, {"mixed", {"两者", "mixed"}}};
}

/// The column in which every row of invented data says so.
inline TableColumn status_column(std::size_t rows) {
  return {"data_status",
          {"数据性质", "Data status"},
          "",
          0,
          std::vector<std::string>(rows, "SYNTHETIC"),
          {{"SYNTHETIC", {"合成", "SYNTHETIC"}}}};
}

}  // namespace geo::base
