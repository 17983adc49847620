#include "geo/select/readings.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "base/fold.hpp"
#include "geo/core/error.hpp"
#include "geo/select/text_query.hpp"
#include "support/shared.hpp"

namespace {

using geo::select::Readings;
using geo::select::TextQuery;
using Match = TextQuery::Match;

const Readings& readings() {
  static const Readings all(geo::test::repository("data/readings/characters.csv").string(),
                            geo::test::repository("data/readings/words.csv").string());
  return all;
}

TEST(Readings, placesAreReadAsPeopleSayThem) {
  const std::pair<const char*, const char*> said[] = {
      {"黄浦区", "huang pu qu"},
      {"徐汇区", "xu hui qu"},
      {"长宁区", "chang ning qu"},
      {"静安区", "jing an qu"},
      {"普陀区", "pu tuo qu"},
      {"虹口区", "hong kou qu"},
      {"杨浦区", "yang pu qu"},
      {"闵行区", "min hang qu"},
      {"宝山区", "bao shan qu"},
      {"嘉定区", "jia ding qu"},
      {"浦东新区", "pu dong xin qu"},
      {"金山区", "jin shan qu"},
      {"松江区", "song jiang qu"},
      {"青浦区", "qing pu qu"},
      {"奉贤区", "feng xian qu"},
      {"崇明区", "chong ming qu"},
      {"张江", "zhang jiang"},
      {"临港", "lin gang"},
      {"莘庄工业区", "xin zhuang gong ye qu"},
      {"漕河泾", "cao he jing"},
      {"五角场", "wu jiao chang"},
      {"重庆", "chong qing"},
      {"重点", "zhong dian"},
      {"人民银行", "ren min yin hang"},
      {"行人", "xing ren"},
      {"绿地", "lv di"},
      {"AI芯片 2号", "ai xin pian 2 hao"},
  };
  for (const auto& [text, reading] : said) EXPECT_EQ(readings().pinyin(text), reading) << text;
}

TEST(Readings, nothingIsKnownWithoutTables) {
  EXPECT_EQ(Readings().pinyin("张江ab"), "ab");
  EXPECT_EQ(readings().pinyin(""), "");
  EXPECT_EQ(readings().pinyin("\xFF\xE5\x20𠀀·"), "");
}

TEST(Readings, tablesThatAreWrongSayWhere) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  };
  const std::string good = write("good.csv", "reading,characters\nmin,闵\nxing,行\n");
  const std::string words = write("words.csv", "text,reading\n闵行,min hang\n");
  EXPECT_EQ(Readings(good, words).pinyin("闵行行"), "min hang xing");
  EXPECT_THROW(Readings(write("a.csv", "reading,characters\nMin,闵\n"), words), geo::Error);
  EXPECT_THROW(Readings(write("b.csv", "reading,characters\nmin,ab\n"), words), geo::Error);
  EXPECT_THROW(Readings(good, write("c.csv", "text,reading\n闵行,min\n")), geo::Error);
  EXPECT_THROW(Readings(good, write("d.csv", "text,reading\n闵行,min HANG\n")), geo::Error);
  EXPECT_THROW(Readings(good, words + "not there"), geo::Error);
}

TEST(TextQuery, findsPlacesByCharactersPinyinAndInitials) {
  const auto match = [](const char* query, const char* text) {
    return TextQuery(query, readings()).match(text);
  };
  for (const char* query : {"张江", "zhangjiang", "zj", "ZJ", "zhj", "zhangj", "zjiang",
                            "zhang jiang", "zhang'jiang", "ｚｊ"}) {
    EXPECT_EQ(match(query, "张江"), Match::kWhole) << query;
  }
  EXPECT_EQ(match("zhangji", "张江"), Match::kBegins);
  EXPECT_EQ(match("jiang", "张江"), Match::kWithin);
  EXPECT_EQ(match("changning", "长宁区"), Match::kBegins);
  EXPECT_EQ(match("zhangning", "长宁区"), Match::kNone);
  EXPECT_EQ(match("pudong", "浦东新区"), Match::kBegins);
  EXPECT_EQ(match("pd", "浦东新区"), Match::kBegins);
  EXPECT_EQ(match("pdxq", "浦东新区"), Match::kWhole);
  EXPECT_EQ(match("lvdi", "绿地"), Match::kWhole);
  EXPECT_EQ(match("ludi", "绿地"), Match::kWhole);
  EXPECT_EQ(match("aixp", "上海AI芯片"), Match::kWithin);
  EXPECT_EQ(match("synthetic-01", "SYNTHETIC-013278"), Match::kBegins);
  EXPECT_EQ(match("013278", "SYNTHETIC-013278"), Match::kWithin);
  EXPECT_EQ(match("zx", "张江"), Match::kNone);
  EXPECT_EQ(match("张江高科", "张江"), Match::kNone);
  EXPECT_EQ(match("", "张江"), Match::kWithin);
  EXPECT_EQ(match(" ", "张江"), Match::kWithin);
  EXPECT_EQ(match("zj", ""), Match::kNone);
}

// The slow twin: all that can be typed for a text from a character on, spelled out.
std::set<std::string> typed(const std::vector<std::string>& syllables, const std::vector<bool>& han,
                            std::size_t from) {
  std::set<std::string> done;
  std::set<std::string> open = {""};
  for (std::size_t i = from; i < syllables.size(); ++i) {
    std::vector<std::string> ways = {syllables[i].substr(0, 1)};
    if (han[i]) {
      ways.push_back(syllables[i]);
      if (syllables[i].substr(1, 1) == "h") ways.push_back(syllables[i].substr(0, 2));
    }
    std::set<std::string> next;
    for (const std::string& before : open) {
      for (const std::string& way : ways) next.insert(before + way);
      for (std::size_t k = 1; han[i] && k <= syllables[i].size(); ++k) {
        done.insert(before + syllables[i].substr(0, k));
      }
    }
    done.insert(next.begin(), next.end());
    open = std::move(next);
  }
  return done;
}

TEST(TextQuery, equalsAllThatCanBeTyped) {
  const std::vector<std::string> letters = {"张", "江", "长", "上", "安",
                                            "阿", "闵", "a",  "h",  "7"};
  std::mt19937 bits(7);
  std::size_t hits = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    std::vector<std::string> syllables;
    std::vector<bool> han;
    for (std::size_t k = bits() % 5; k-- > 0;) {
      const std::string& letter = letters[bits() % letters.size()];
      text += letter;
      syllables.push_back(readings().pinyin(letter));
      han.push_back(letter.size() > 1);
    }
    std::set<std::string> all;
    for (std::size_t from = 0; from < syllables.size(); ++from) {
      all.merge(typed(syllables, han, from));
    }
    for (const std::string& query : all) EXPECT_TRUE(TextQuery(query, readings()).matches(text));
    for (int k = 0; k < 100; ++k) {
      std::string query;
      for (std::size_t n = 1 + bits() % 5; n-- > 0;) query += "zhangjisxm7"[bits() % 11];
      const bool expected = all.contains(query) || text.find(query) != std::string::npos;
      hits += expected ? 1U : 0U;
      EXPECT_EQ(TextQuery(query, readings()).matches(text), expected) << query << " in " << text;
    }
  }
  EXPECT_GT(hits, 100U);
}

}  // namespace
