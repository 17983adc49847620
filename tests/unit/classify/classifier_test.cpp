#include "geo/classify/classifier.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "classify/word_finder.hpp"
#include "geo/classify/evaluate.hpp"
#include "geo/core/error.hpp"
#include "support/shared.hpp"
#include "twin.hpp"

namespace {

using geo::Error;
using geo::classify::Classifier;
using geo::classify::Explanation;
using geo::classify::fold;
using geo::classify::Label;
using geo::classify::Rules;

const std::string kHeader = "specialty,code,keywords,weight,exclude\n";

Rules rules_of(const std::string& lines) {
  return geo::classify::parse_rules(kHeader + lines, "rules.csv");
}

std::vector<Label> labels(const Classifier& classifier, std::string_view code,
                          std::string_view text) {
  const std::array<std::string_view, 1> texts = {text};
  return classifier.classify({code, texts});
}

std::string message(const std::string& csv) {
  try {
    static_cast<void>(geo::classify::parse_rules(csv, "rules.csv"));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), geo::ErrorCode::kInput);
    return error.what();
  }
  return "no error";
}

TEST(Fold, MakesTextsComparable) {
  EXPECT_EQ(fold("ＡＩ芯片（设计）"), "ai芯片(设计)");
  EXPECT_EQ(fold(" AI 芯片　设 计 "), "ai芯片设计");
  EXPECT_EQ(fold("IP  Core\tDesign"), "ip core design");
  EXPECT_EQ(fold("Ｉ６５２０"), "i6520");
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("\xEF\xBC"), "\xEF\xBC");          // cut off
  EXPECT_EQ(fold("\xEF\xBF\xA5"), "\xEF\xBF\xA5");  // ￥ is no sign of ASCII
}

TEST(WordFinder, FindsWhatSearchingFinds) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> words;
    const auto text_of = [&](std::size_t length) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i)
        text += "abc"[random() % (1U + static_cast<unsigned>(round) % 3U)];
      return text;
    };
    for (int w = 0; w < 12; ++w) {
      const std::string word = text_of(1 + random() % 6);
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
    const std::string text = text_of(random() % 60);
    std::vector<std::array<std::size_t, 3>> found, expected;
    geo::classify::WordFinder(words).each(text, [&](std::uint32_t w, std::size_t b, std::size_t e) {
      found.push_back({e, b, w});
    });
    for (std::size_t w = 0; w < words.size(); ++w) {
      for (std::size_t at = text.find(words[w]); at != std::string::npos;
           at = text.find(words[w], at + 1)) {
        expected.push_back({at + words[w].size(), at, w});
      }
    }
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected) << text;
  }
}

TEST(WordFinder, EmptySetFindsNothing) {
  geo::classify::WordFinder({}).each("abc", [](auto...) { FAIL(); });
}

TEST(Classifier, CodeKeywordsAndBoth) {
  const Classifier classifier(
      rules_of("芯片,6520,,1,\n"
               "芯片,,芯片+设计|研发,1.5,零食\n"
               "安防,35,监控,2,!保安\n"));
  EXPECT_EQ(labels(classifier, "6520", ""), (std::vector<Label>{{0, 1}}));
  EXPECT_EQ(labels(classifier, "I6520", "芯片的研发"), (std::vector<Label>{{0, 2.5}}));
  EXPECT_EQ(labels(classifier, "652", "芯片的研发"), (std::vector<Label>{{0, 1.5}}));
  EXPECT_TRUE(labels(classifier, "", "芯片；零食的研发").empty());  // not in one clause
  EXPECT_TRUE(labels(classifier, "", "芯片零食的研发").empty());
  EXPECT_EQ(labels(classifier, "", "芯片零食的研发，芯片设计").size(),
            1U);  // another clause counts
  EXPECT_EQ(labels(classifier, "3595", "监控"), (std::vector<Label>{{1, 2}}));
  EXPECT_TRUE(labels(classifier, "4595", "监控").empty());
  EXPECT_TRUE(labels(classifier, "3595", "监控。保安服务").empty());
}

TEST(Classifier, ARuleCountsOnceAndWeightsMaySpeakAgainst) {
  const Classifier classifier(rules_of("a,,x;y,1,\na,,z,-0.5,\nb,,y,1,\n"));
  EXPECT_EQ(labels(classifier, "", "x,x,y"), (std::vector<Label>{{0, 1}, {1, 1}}));
  EXPECT_EQ(labels(classifier, "", "x,y,z"), (std::vector<Label>{{1, 1}}));
}

TEST(Classifier, LatinWordsStandAlone) {
  const Classifier classifier(rules_of("a,,AI;3D打印,1,\n"));
  EXPECT_EQ(labels(classifier, "", "ＡＩ技术").size(), 1U);
  EXPECT_TRUE(labels(classifier, "", "paid, aim").empty());
  EXPECT_TRUE(labels(classifier, "", "13D打印").empty());
}

TEST(Classifier, ExplainNamesRulesAndWords) {
  const Classifier classifier(
      rules_of("芯片,6520,,0.4,\n"
               "芯片,,芯片+设计;集成电路,1,零食\n"
               "*,,,,不含;!注销\n"));
  const std::array<std::string_view, 2> texts = {"芯片设计（不含集成电路）", "芯片零食设计"};
  const Explanation e = classifier.explain({"6520", texts});
  ASSERT_EQ(e.outcomes.size(), 2U);
  EXPECT_TRUE(e.outcomes[0].holds);
  EXPECT_TRUE(e.outcomes[0].findings.empty());
  ASSERT_EQ(e.outcomes[1].findings.size(), 3U);
  EXPECT_EQ(e.outcomes[1].findings[0].clause, "芯片设计");
  EXPECT_EQ(e.outcomes[1].findings[0].keyword, "芯片+设计");
  EXPECT_EQ(e.outcomes[1].findings[0].excluded_by, "");
  EXPECT_EQ(e.outcomes[1].findings[1].keyword, "集成电路");
  EXPECT_EQ(e.outcomes[1].findings[1].excluded_by, "不含");
  EXPECT_EQ(e.outcomes[1].findings[2].text, 1U);
  EXPECT_EQ(e.outcomes[1].findings[2].excluded_by, "零食");
  EXPECT_EQ(e.labels, (std::vector<Label>{{0, 1.4}}));
  EXPECT_EQ(classifier.classify({"6520", texts}), e.labels);
  const std::array<std::string_view, 1> closed = {"芯片设计，已注销"};
  EXPECT_EQ(classifier.explain({"", closed}).outcomes.at(0).vetoed_by, "注销");
}

TEST(Classifier, EqualsItsTwinOnRandomTables) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"芯", "片",   "芯片", "设计", "ai",
                                           "a",  "安防", "1",    "、"};
  const std::vector<std::string> marks = {"；", "，", "(", "）", " ", "\n", "。", "ＡＩ", "\xE8"};
  const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
  const auto word = [&] { return pick(pieces) + (random() % 2 == 0 ? pick(pieces) : ""); };
  for (int round = 0; round < 200; ++round) {
    std::string lines = "*,,,," + word() + "\n";
    for (int r = 0; r < 6; ++r) {
      std::string keywords = word();
      for (std::size_t k = random() % 4; k > 0; --k) keywords += ";+|"[random() % 3] + word();
      const std::string code = random() % 2 == 0 ? "" : std::to_string(1 + random() % 20);
      const std::string exclude = random() % 2 == 0 ? "" : (random() % 3 == 0 ? "!" : "") + word();
      lines += std::string(1, "abc"[random() % 3]) + "," + code + "," + keywords + "," +
               std::to_string(1 + static_cast<int>(random() % 3)) + "," + exclude + "\n";
    }
    const Rules rules = rules_of(lines);
    const Classifier classifier(rules, {.least_score = 2});
    std::vector<std::string> codes, texts, names;
    for (int i = 0; i < 40; ++i) {
      std::string text;
      for (std::size_t k = random() % 12; k > 0; --k) {
        text += random() % 3 == 0 ? pick(marks) : pick(pieces);
      }
      texts.push_back(text);
      names.push_back(word());
      codes.push_back((random() % 2 == 0 ? "C" : "") + std::to_string(random() % 200));
    }
    const auto all = classifier.classify(codes, {texts, names}, geo::Context(1));
    ASSERT_EQ(all.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::array<std::string_view, 2> of = {texts[i], names[i]};
      const auto expected = geo::test::twin_classify(rules, {codes[i], of}, 2);
      EXPECT_EQ(classifier.classify({codes[i], of}), expected) << lines << texts[i];
      EXPECT_EQ(classifier.explain({codes[i], of}).labels, expected) << lines << texts[i];
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), all.of(i).begin(), all.of(i).end()));
    }
  }
}

TEST(Classifier, ThreadsChangeNothingAndCancelStops) {
  const Classifier classifier(rules_of("a,,x,1,\nb,,y,2,\n"));
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) texts.push_back(i % 3 == 0 ? "x" : i % 3 == 1 ? "x,y" : "");
  const auto one = classifier.classify({}, {texts}, geo::Context(1));
  const auto three = classifier.classify({}, {texts}, geo::Context(3));
  EXPECT_EQ(one.first, three.first);
  EXPECT_EQ(one.labels, three.labels);
  const geo::Categories best = geo::classify::best(one, classifier.rules());
  EXPECT_EQ(best.names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(best.codes[2], geo::Categories::kMissing);
  EXPECT_EQ(best.codes[4], 1U);
  EXPECT_EQ(geo::classify::label_text(one.of(1), classifier.rules()), "b 2; a 1");
  const geo::Context cancelled(1);
  cancelled.cancel();
  EXPECT_THROW(static_cast<void>(classifier.classify({}, {texts}, cancelled)), Error);
}

TEST(Rules, ErrorsNameFileRowAndColumn) {
  EXPECT_EQ(message(kHeader + "a,,x,1,\nb,C39,x,1,\n"),
            "rules.csv: row 2, column 'code': 'C39' is no prefix of a GB/T 4754 code; give 1 to 4 "
            "digits");
  EXPECT_EQ(message(kHeader + "a,,x,much,\n"),
            "rules.csv: row 1, column 'weight': 'much' is no weight; give a number other than 0");
  EXPECT_NE(message(kHeader + "a,,x,0,\n").find("column 'weight'"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,,x,inf,\n").find("column 'weight'"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,,,1,\n").find("column 'keywords'"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,12,,1,x\n").find("column 'exclude'"), std::string::npos);
  EXPECT_NE(message(kHeader + ",12,,1,x\n").find("column 'specialty'"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,,设计（芯片,1,\n").find("can never be found"), std::string::npos);
  EXPECT_NE(message(kHeader + "*,,x,,y\n").find("must be empty"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,,x,1\n").find("row 1: has 4 fields"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,,\"x,1,\n").find("quote is never closed"), std::string::npos);
  EXPECT_NE(message(kHeader + "\xB0\xA1,,x,1,\n").find("line 2 is not UTF-8"), std::string::npos);
  EXPECT_NE(message("specialty,code,weight,exclude\n").find("no column 'keywords'"),
            std::string::npos);
  EXPECT_NE(message(kHeader).find("has no rules"), std::string::npos);
  EXPECT_NE(message("").find("is empty"), std::string::npos);
  EXPECT_NE(message(kHeader + "a,," + std::string(70000, 'x') + ",1,\n").find("64 KiB"),
            std::string::npos);
  EXPECT_THROW(Classifier(rules_of("a,,x,1,\n"), {.least_score = 0}), Error);
}

TEST(Sample, ErrorsNameFileRowAndColumn) {
  const Rules rules = rules_of("a,,x,1,\n");
  try {
    static_cast<void>(
        geo::classify::parse_sample("code,scope,specialties\n1,x,a\n1,x,c\n", "s.csv", rules));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(
        std::string(error.what()),
        "s.csv: row 2, column 'specialties': 'c' is a specialty of no rule in rules.csv; mend "
        "the name");
  }
}

TEST(Sample, PrecisionAndRecall) {
  const Rules rules = rules_of("a,,x,1,\nb,,y,1,\n");
  const auto sample = geo::classify::parse_sample(
      "id,code,scope,specialties\n1,,x,a\n2,,x,\n3,,x y,a;b\n4,,,a\n", "s.csv", rules);
  const Classifier classifier(rules);
  const geo::Table table = geo::classify::evaluate(classifier, sample);
  table.validate();
  EXPECT_EQ(table.cell(1, 0), "3");  // a: labelled
  EXPECT_EQ(table.cell(2, 0), "3");  // found
  EXPECT_EQ(table.cell(3, 0), "2");  // right
  EXPECT_EQ(table.cell(5, 1), "100");
  EXPECT_EQ(table.cell(4, 2), "75");  // all: 3 of 4
  EXPECT_EQ(geo::classify::mistakes(classifier, sample),
            (std::vector<std::string>{"2: labelled -, found a", "4: labelled a, found -"}));
}

/// The table that is shipped. All parts but "fresh" were in the mind of who wrote the rules: they
/// guard against a slip. The rows of "fresh" were written after the last change of the rules, in
/// other words, and no rule was changed for them: their figures are what a stranger's file may get.
TEST(Shanghai, RulesOnTheLabelledSample) {
  const Rules rules =
      geo::classify::read_rules(geo::test::repository("data/shanghai/specialty_rules.csv"));
  EXPECT_EQ(rules.specialties.size(), 10U);
  const auto sample = geo::classify::read_sample(
      geo::test::repository("data/shanghai/specialty_sample.csv"), rules);
  EXPECT_GE(sample.rows.size(), 120U);
  const Classifier classifier(rules);
  const auto check = [&](const char* part, double least_precision, double least_recall) {
    const geo::Table table = geo::classify::evaluate(classifier, sample, part);
    for (std::size_t s = 0; s < table.row_count(); ++s) {
      std::cout << part;
      for (std::size_t c = 0; c < table.columns.size(); ++c) std::cout << ' ' << table.cell(c, s);
      std::cout << '\n';
    }
    EXPECT_GE(std::get<std::vector<double>>(table.columns[4].values).back(), least_precision);
    EXPECT_GE(std::get<std::vector<double>>(table.columns[5].values).back(), least_recall);
  };
  check("tuning", 95, 95);
  check("held_out", 95, 95);
  check("second_tuning", 90, 90);
  check("fresh", 90, 40);  // measured: 100 and 45
  // What the rules say of each is what the slow way says.
  for (const auto& row : sample.rows) {
    const std::array<std::string_view, 2> texts = {row.scope, row.name};
    EXPECT_EQ(classifier.classify({row.code, texts}),
              geo::test::twin_classify(rules, {row.code, texts}, 1));
  }
}

}  // namespace
