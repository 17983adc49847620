// Location quotient, Herfindahl index and entropy against R: REAT on 17 industries of the 16
// German Länder, and the six species of trees of Lansing Woods (spatstat.data) by quadrat.
#include "geo/stats/measures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "geo/stats/tables.hpp"
#include "support/shared.hpp"

namespace geo::stats {
namespace {

using Matrix = std::vector<std::vector<double>>;

nlohmann::json read_json(const std::string& name) {
  std::ifstream in(test::shared(name));
  return nlohmann::json::parse(in);
}

std::vector<std::vector<std::string>> read_csv(const std::string& name) {
  std::ifstream in(test::shared(name));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);  // the header
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
  }
  return rows;
}

double sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

Matrix transposed(const Matrix& matrix) {
  Matrix result(matrix.front().size(), std::vector<double>(matrix.size()));
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < matrix[i].size(); ++j) result[j][i] = matrix[i][j];
  }
  return result;
}

void expect_near(double got, double wanted) { EXPECT_NEAR(got, wanted, 1e-13 * std::abs(wanted)); }

/// Areas in rows, specialties in columns.
void expect_quotients(const Matrix& amounts, const Matrix& wanted) {
  const Matrix columns = transposed(amounts);
  double total = 0;
  for (const auto& row : amounts) total += sum(row);
  ASSERT_EQ(wanted.size(), amounts.size());
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      expect_near(location_quotient(amounts[i][j], sum(amounts[i]), sum(columns[j]), total),
                  wanted[i][j]);
    }
  }
}

TEST(MeasuresAgainstReat, GermanRegionsAndIndustries) {
  GEO_NEEDS_SHARED("reference/economics/german_regions_industries_expected.json");
  const auto expected = read_json("reference/economics/german_regions_industries_expected.json");
  std::map<std::string, std::map<std::string, double>> employees;
  for (const auto& row : read_csv("reference/economics/german_regions_industries.csv")) {
    employees[row[0]][row[1]] = std::stod(row[3]);
  }
  Matrix amounts;
  for (const std::string region : expected["regions"]) {
    auto& row = amounts.emplace_back();
    for (const std::string industry : expected["industries"]) {
      row.push_back(employees[region][industry]);
    }
  }
  EXPECT_EQ(amounts, expected["E"].get<Matrix>());
  expect_quotients(amounts, expected["LQ"].get<Matrix>());
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    expect_near(herfindahl(amounts[i]), expected["HHI_region"][i]);
    expect_near(shannon_entropy(amounts[i]), expected["shannon_region"][i]);
    expect_near(effective_number(amounts[i]), std::exp(double(expected["shannon_region"][i])));
  }
  const Matrix columns = transposed(amounts);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    expect_near(herfindahl(columns[j]), expected["HHI_industry"][j]);
  }
}

// Through the tables: quadrats are districts, trees enterprises, species specialties.
TEST(TablesAgainstR, LansingWoodsByQuadrat) {
  GEO_NEEDS_SHARED("reference/colocation/lansing_expected.json");
  const auto expected = read_json("reference/colocation/lansing_expected.json");
  const auto counts = expected["counts"].get<Matrix>();
  const std::vector<std::string> species = expected["levels"];

  PolygonSet quadrats;
  for (std::size_t q = 0; q < 16; ++q) {
    const std::string code = (q < 10 ? "0" : "") + std::to_string(q);
    quadrats.add_region({code, {code, code}, 1});
    quadrats.add_part();
    quadrats.add_ring({{0, 0}, {1, 0}, {1, 1}});
  }
  PointSet trees;
  Categories kinds;
  kinds.names = species;
  Assignment assignment;
  for (const auto& row : read_csv("reference/colocation/lansing.csv")) {
    const double x = std::stod(row[0]);
    const double y = std::stod(row[1]);
    trees.x.push_back(x);
    trees.y.push_back(y);
    trees.row.push_back(trees.x.size());
    const auto found = std::find(species.begin(), species.end(), row[2]);
    kinds.codes.push_back(static_cast<std::uint32_t>(found - species.begin()));
    const auto cell = [](double c) { return std::min(3, static_cast<int>(std::floor(4 * c))); };
    assignment.region.push_back(cell(y) * 4 + cell(x));
    assignment.on_border.push_back(0);
  }
  trees.columns.push_back({"species", kinds});
  Inputs inputs;
  inputs.points = &trees;
  inputs.regions = &quadrats;
  inputs.assignment = &assignment;
  inputs.specialty_column = "species";

  const auto numbers = [](const Table& table, const std::string& name) {
    return std::get<std::vector<double>>(table.find(name)->values);
  };
  const Table specialties = specialty_table(inputs);
  const auto count = std::get<std::vector<std::int64_t>>(specialties.find("enterprises")->values);
  const auto quotients = numbers(specialties, "location_quotient");
  for (std::size_t q = 0; q < 16; ++q) {  // species in byte order, as R has them
    for (std::size_t s = 0; s < species.size(); ++s) {
      const std::size_t row = q * species.size() + s;
      EXPECT_EQ(static_cast<double>(count[row]), counts[q][s]);
      expect_near(quotients[row], expected["LQ"][q][s]);
    }
  }
  const Table districts = district_table(inputs);
  const auto index = numbers(districts, "herfindahl");
  const auto diversity = numbers(districts, "diversity");
  for (std::size_t q = 0; q < 16; ++q) {
    expect_near(index[q], expected["HHI_row"][q]);
    expect_near(diversity[q], std::exp(double(expected["shannon_row"][q])));
  }
  const Matrix columns = transposed(counts);
  for (std::size_t s = 0; s < columns.size(); ++s) {
    expect_near(herfindahl(columns[s]), expected["HHI_col"][s]);
  }
}

}  // namespace
}  // namespace geo::stats
