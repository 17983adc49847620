#include "atlas/classify_run.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "geo/classify/classifier.hpp"
#include "geo/core/error.hpp"

namespace geo::atlas {
namespace {

constexpr const char* kSpecialty = "specialty";
constexpr const char* kSpecialties = "specialties";

const Column* find(const std::vector<Column>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

std::span<const std::string> texts_of(const std::vector<Column>& columns, const std::string& name) {
  const auto* texts = std::get_if<std::vector<std::string>>(&find(columns, name)->values);
  if (texts != nullptr) return *texts;
  throw Error(ErrorCode::kOption,
              "classify: the column '" + name + "' serves as district, too; it cannot be both");
}

/// Labels the rows of a set of columns.
void label(std::vector<Column>& columns, const ClassifyStep& step,
           const classify::Classifier& classifier, ClassifyCounts& counts, const Context& context) {
  std::span<const std::string> codes;
  if (!step.code_column.empty()) codes = texts_of(columns, step.code_column);
  std::vector<std::span<const std::string>> texts;
  for (const std::string& name : step.texts) texts.push_back(texts_of(columns, name));
  const classify::Labels labels = classifier.classify(codes, texts, context);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    all.push_back(classify::label_text(labels.of(i), classifier.rules()));
    counts.several += labels.of(i).size() > 1 ? 1U : 0U;
    counts.none += labels.of(i).empty() ? 1U : 0U;
  }
  columns.push_back({kSpecialty, classify::best(labels, classifier.rules())});
  columns.push_back({kSpecialties, std::move(all)});
}

}  // namespace

ClassifyCounts run_classify(Atlas& atlas, const std::vector<io::ColumnRequest>& kept,
                            const Context& context) {
  const Job& job = atlas.job;
  const ClassifyStep& step = *job.classify;
  for (const char* name : {kSpecialty, kSpecialties}) {
    if (atlas.points.find(name) == nullptr) continue;
    throw Error(ErrorCode::kInput, atlas.points.source + ": the column '" + name +
                                       "' is read and would be made by 'classify'; leave one out");
  }
  const classify::Classifier classifier(classify::read_rules(step.rules),
                                        {.least_score = step.least_score});
  ClassifyCounts counts;
  label(atlas.points.columns, step, classifier, counts, context);
  if (atlas.by_district.size() > 0) {
    label(atlas.by_district.columns, step, classifier, counts, context);
  }
  // Scopes are long: what only the rules needed goes.
  const auto needed = [&](const std::string& name) {
    const auto& asked = job.enterprises.columns;
    return name == job.id_column || name == job.name_column || name == job.credit_code_column ||
           (job.density && job.density->time && name == job.density->time->column) ||
           (job.density && job.density->bins &&
            std::count(job.density->bins->columns.begin(), job.density->bins->columns.end(), name) >
                0) ||
           std::any_of(asked.begin(), asked.end(),
                       [&](const io::ColumnRequest& request) { return request.name == name; });
  };
  for (const io::ColumnRequest& request : kept) {
    const bool used =
        request.name == step.code_column ||
        std::find(step.texts.begin(), step.texts.end(), request.name) != step.texts.end();
    if (!used || needed(request.name)) continue;
    const auto same = [&](const Column& column) { return column.name == request.name; };
    std::erase_if(atlas.points.columns, same);
    std::erase_if(atlas.by_district.columns, same);
  }
  atlas.job.specialty_column = kSpecialty;
  return counts;
}

}  // namespace geo::atlas
