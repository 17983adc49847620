#include <array>
#include <filesystem>
#include <iostream>

#include "command.hpp"
#include "geo/classify/evaluate.hpp"
#include "geo/core/error.hpp"
#include "geo/io/output.hpp"
#include "geo/io/texts.hpp"
#include "geo/io/write.hpp"
#include "print.hpp"

namespace geo::cli {
namespace {

struct ClassifyOptions {
  std::string file;
  std::string layer;
  std::string encoding;
  std::string rules;
  std::string code;
  std::vector<std::string> texts;
  std::string name;
  std::string out;
  std::string sample;
  std::uint64_t row = 0;
  double least_score = 1;
};

/// Precision and recall on each part of a sample, and what is wrong.
void print_evaluation(const classify::Classifier& classifier, const std::string& path,
                      Language language) {
  const classify::Sample sample = classify::read_sample(path, classifier.rules());
  std::vector<std::string> parts;
  for (const classify::Sample::Row& row : sample.rows) {
    if (std::find(parts.begin(), parts.end(), row.part) == parts.end()) parts.push_back(row.part);
  }
  for (const std::string& part : parts) {
    const Table table = classify::evaluate(classifier, sample, part);
    std::vector<std::string> columns;
    for (const TableColumn& column : table.columns) columns.push_back(column.name);
    if (!part.empty()) std::cout << part << '\n';
    std::cout << as_text(table, columns, language, table.row_count());
    for (const std::string& line : classify::mistakes(classifier, sample, part)) {
      std::cout << "  " << line << '\n';
    }
    std::cout << '\n';
  }
}

void print_explanation(const classify::Explanation& explanation, const classify::Rules& rules) {
  for (const classify::RuleOutcome& outcome : explanation.outcomes) {
    const classify::Rule& rule = rules.rules[outcome.rule];
    std::cout << rules.specialties[rule.specialty] << ": rule " << rule.row << ", weight "
              << rule.weight << (outcome.holds ? ": counts" : ": does not count") << '\n';
    if (!rule.code.empty()) {
      std::cout << "  code " << rule.code << (outcome.code_fits ? " fits" : " does not fit")
                << '\n';
    }
    if (!outcome.vetoed_by.empty()) std::cout << "  void by !" << outcome.vetoed_by << '\n';
    for (const classify::Finding& finding : outcome.findings) {
      std::cout << "  " << finding.keyword << "\n    in: " << finding.clause << '\n';
      if (!finding.excluded_by.empty()) {
        std::cout << "    excluded by " << finding.excluded_by << '\n';
      }
    }
  }
  std::cout << "scores: "
            << (explanation.scores.empty() ? "none"
                                           : classify::label_text(explanation.scores, rules))
            << "\ngiven: "
            << (explanation.labels.empty() ? "none"
                                           : classify::label_text(explanation.labels, rules))
            << '\n';
}

/// The rows of a file with the specialties given to each.
Table result(const io::TextsRead& read, const classify::Labels& labels,
             const classify::Rules& rules, const std::vector<std::string>* names) {
  std::vector<std::int64_t> row(read.row.begin(), read.row.end());
  std::vector<std::string> best, all;
  std::vector<double> score;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto of = labels.of(i);
    best.push_back(of.empty() ? "" : rules.specialties[of.front().specialty]);
    score.push_back(of.empty() ? 0 : of.front().score);
    all.push_back(classify::label_text(of, rules));
  }
  Table table;
  table.name = "specialties";
  table.title = {"专业方向", "Specialties"};
  table.columns = {{"source_row", {"原始行", "Row in the source"}, "", 0, std::move(row)}};
  if (names != nullptr) table.columns.push_back({"name", {"名称", "Name"}, "", 0, *names});
  table.columns.push_back({"specialty", {"专业方向", "Best specialty"}, "", 0, std::move(best)});
  table.columns.push_back({"score", {"得分", "Its score"}, "", 2, std::move(score)});
  table.columns.push_back({"specialties", {"全部方向", "All, with scores"}, "", 0, std::move(all)});
  if (read.synthetic) {
    table.columns.push_back({"data_status",
                             {"数据性质", "Data status"},
                             "",
                             0,
                             std::vector<std::string>(labels.size(), "SYNTHETIC")});
  }
  return table;
}

void run(const ClassifyOptions& options, const Settings& settings, const Context& context) {
  const classify::Classifier classifier(classify::read_rules(options.rules),
                                        {.least_score = options.least_score});
  const classify::Rules& rules = classifier.rules();
  if (!options.sample.empty()) {
    print_evaluation(classifier, options.sample, settings.terminal_language());
    if (options.file.empty()) return;
  }
  if (options.file.empty()) throw Error(ErrorCode::kOption, "give FILE, or --evaluate SAMPLE");
  if (options.code.empty() && options.texts.empty() && options.name.empty()) {
    throw Error(ErrorCode::kOption, "give --code-column, --text-column or --name-column");
  }
  std::vector<std::string> columns = options.texts;
  if (!options.name.empty()) columns.push_back(options.name);
  const std::size_t texts = columns.size();
  if (!options.code.empty()) columns.push_back(options.code);
  context.begin("read", 0, 0.5);
  const io::TextsRead read =
      io::read_texts(options.file, options.layer, options.encoding, columns, context);
  const std::vector<std::string>* codes = options.code.empty() ? nullptr : &read.columns.back();
  if (options.row > 0) {
    const auto at = std::find(read.row.begin(), read.row.end(), options.row);
    if (at == read.row.end()) {
      throw Error(ErrorCode::kOption, "--explain: " + options.file + " has no usable row " +
                                          std::to_string(options.row));
    }
    const auto i = static_cast<std::size_t>(at - read.row.begin());
    std::vector<std::string_view> of;
    for (std::size_t t = 0; t < texts; ++t) of.emplace_back(read.columns[t][i]);
    print_explanation(classifier.explain({codes == nullptr ? std::string_view() : (*codes)[i], of}),
                      rules);
    return;
  }
  context.begin("classify", 0.5, 0.9);
  std::vector<std::span<const std::string>> spans(
      read.columns.begin(), read.columns.begin() + static_cast<std::ptrdiff_t>(texts));
  const classify::Labels labels = classifier.classify(
      codes == nullptr ? std::span<const std::string>() : *codes, spans, context);
  context.begin("write", 0.9, 1);
  if (!options.out.empty()) {
    const std::filesystem::path path(options.out);
    io::OutputFolder output(path.has_parent_path() ? path.parent_path() : ".");
    io::write_csv(result(read, labels, rules,
                         options.name.empty() ? nullptr : &read.columns[options.texts.size()]),
                  output.stage(path.filename().string()), {.headers = settings.terminal_language()},
                  context);
    output.commit();
  }
  if (settings.quiet) return;
  std::vector<std::size_t> given(rules.specialties.size());
  std::size_t none = 0;
  std::size_t several = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (const classify::Label& label : labels.of(i)) ++given[label.specialty];
    none += labels.of(i).empty() ? 1U : 0U;
    several += labels.of(i).size() > 1 ? 1U : 0U;
  }
  std::cout << options.file << ": " << read.rejects.read << " rows, " << read.rejects.used
            << " used, " << read.rejects.rejected() << " rejected\n";
  for (const auto& [reason, count] : read.rejects.by_reason()) {
    std::cout << "  " << count << "  " << reason << '\n';
  }
  for (std::size_t s = 0; s < given.size(); ++s) {
    std::cout << "  " << given[s] << "  " << rules.specialties[s] << '\n';
  }
  std::cout << "  " << none << "  none\n  " << several << "  more than one\n";
  if (!options.out.empty()) std::cout << "Written: " << options.out << '\n';
}

}  // namespace

void add_classify(CLI::App& app, const Settings& settings) {
  CLI::App* command = app.add_subcommand(
      "classify", "Give enterprises specialties by rules, from industry codes and texts");
  auto options = std::make_shared<ClassifyOptions>();
  command->add_option("FILE", options->file, "Enterprises: CSV or any vector file");
  command->add_option("--rules", options->rules, "Table of rules (CSV): docs/classify.md")
      ->required();
  command->add_option("--layer", options->layer, "Layer of the file");
  command->add_option("--encoding", options->encoding, "Of delimited text: UTF-8 or GB18030");
  command->add_option("--code-column", options->code, "Column of GB/T 4754 codes");
  command->add_option("--text-column", options->texts, "Columns of texts: business scope ...")
      ->delimiter(',');
  command->add_option("--name-column", options->name, "Column of names: a text, too, and written");
  command
      ->add_option("--least-score", options->least_score, "A specialty is given from this score on")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--out", options->out, "CSV to write");
  command->add_option("--explain", options->row, "Explain this row (from 1, header not counted)")
      ->check(CLI::PositiveNumber);
  command->add_option("--evaluate", options->sample,
                      "Labelled sample (CSV): print precision and recall");
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) { run(*options, settings, context); });
  });
}

}  // namespace geo::cli
