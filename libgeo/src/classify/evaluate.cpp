#include "geo/classify/evaluate.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/csv_text.hpp"

namespace geo::classify {
namespace {

Sample sample_of(const base::CsvText& table, const Rules& rules) {
  const std::size_t code = table.column("code");
  const std::size_t scope = table.column("scope");
  const std::size_t specialties = table.column("specialties");
  const auto optional = [&](std::size_t record, const char* name) {
    const int column = table.find(name);
    return column < 0 ? std::string() : table.records[record][static_cast<std::size_t>(column)];
  };
  Sample sample;
  sample.file = table.file;
  for (std::size_t r = 0; r < table.records.size(); ++r) {
    Sample::Row row{.id = optional(r, "id"),
                    .part = optional(r, "part"),
                    .name = optional(r, "name"),
                    .code = table.records[r][code],
                    .scope = table.records[r][scope],
                    .specialties = {},
                    .row = r + 1};
    for (const std::string& name : base::split(table.records[r][specialties], ';')) {
      const int index = rules.find(name);
      if (index < 0) {
        table.fail(r, "specialties",
                   "'" + name + "' is a specialty of no rule in " + rules.file + "; mend the name");
      }
      row.specialties.push_back(static_cast<std::uint32_t>(index));
    }
    std::sort(row.specialties.begin(), row.specialties.end());
    if (std::adjacent_find(row.specialties.begin(), row.specialties.end()) !=
        row.specialties.end()) {
      table.fail(r, "specialties", "a specialty stands twice; remove one");
    }
    sample.rows.push_back(std::move(row));
  }
  return sample;
}

std::vector<std::uint32_t> found_in(const Classifier& classifier, const Sample::Row& row) {
  const std::array<std::string_view, 2> texts = {row.scope, row.name};
  std::vector<std::uint32_t> found;
  for (const Label& label : classifier.classify({row.code, texts})) {
    found.push_back(label.specialty);
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool asked_for(const Sample::Row& row, const std::string& part) {
  return part.empty() || row.part == part;
}

}  // namespace

Sample parse_sample(std::string_view csv, const std::string& file, const Rules& rules) {
  return sample_of(base::parse_csv(csv, file), rules);
}

Sample read_sample(const std::string& path, const Rules& rules) {
  return sample_of(base::read_csv_text(path), rules);
}

Table evaluate(const Classifier& classifier, const Sample& sample, const std::string& part) {
  std::vector<std::string> names = classifier.rules().specialties;
  const std::size_t all = names.size();
  names.emplace_back("*");
  std::vector<std::int64_t> labelled(all + 1), found(all + 1), right(all + 1);
  for (const Sample::Row& row : sample.rows) {
    if (!asked_for(row, part)) continue;
    for (const std::uint32_t s : row.specialties) ++labelled[s];
    for (const std::uint32_t s : found_in(classifier, row)) {
      ++found[s];
      right[s] += std::binary_search(row.specialties.begin(), row.specialties.end(), s) ? 1 : 0;
    }
  }
  std::vector<double> precision, recall;
  for (std::vector<std::int64_t>* counts : {&labelled, &found, &right}) {
    for (std::size_t s = 0; s < all; ++s) (*counts)[all] += (*counts)[s];
  }
  const auto percent = [](std::int64_t part_of, std::int64_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : 100.0 * static_cast<double>(part_of) / static_cast<double>(whole);
  };
  for (std::size_t s = 0; s <= all; ++s) {
    precision.push_back(percent(right[s], found[s]));
    recall.push_back(percent(right[s], labelled[s]));
  }
  Table table;
  table.name = "evaluation";
  table.title = {"分类评估", "Evaluation of the rules"};
  table.columns = {{"specialty", {"专业方向", "Specialty"}, "", 0, std::move(names)},
                   {"labelled", {"人工标注", "Labelled"}, "", 0, std::move(labelled)},
                   {"found", {"规则给出", "Found"}, "", 0, std::move(found)},
                   {"right", {"正确", "Right"}, "", 0, std::move(right)},
                   {"precision_percent", {"查准率", "Precision"}, "%", 1, std::move(precision)},
                   {"recall_percent", {"查全率", "Recall"}, "%", 1, std::move(recall)}};
  return table;
}

std::vector<std::string> mistakes(const Classifier& classifier, const Sample& sample,
                                  const std::string& part) {
  const auto text = [&](const std::vector<std::uint32_t>& specialties) {
    std::string names;
    for (const std::uint32_t s : specialties) {
      names += (names.empty() ? "" : "; ") + classifier.rules().specialties[s];
    }
    return names.empty() ? std::string("-") : names;
  };
  std::vector<std::string> lines;
  for (const Sample::Row& row : sample.rows) {
    if (!asked_for(row, part)) continue;
    const std::vector<std::uint32_t> found = found_in(classifier, row);
    if (found == row.specialties) continue;
    lines.push_back((row.id.empty() ? "row " + std::to_string(row.row) : row.id) + ": labelled " +
                    text(row.specialties) + ", found " + text(found));
  }
  return lines;
}

}  // namespace geo::classify
