#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "support/shared.hpp"

// Which enterprises count: the twin is a run on a file that holds no others.
namespace geo::atlas {
namespace {

template <typename Set>
select::Filter made(Set&& set) {
  select::Filter filter;
  set(filter);
  return filter;
}

Job embedded() {
  Job job = read_job(test::repository("data/shanghai/atlas.json").string());
  job.density->pixel_m = 1000;
  job.density->contours.reset();
  return job;
}

/// The numbers of the enterprises that pass, looked at one by one.
std::vector<std::uint32_t> passing(const Atlas& all, const select::Filter& filter) {
  const auto& founded =
      std::get<std::vector<std::string>>(all.points.find(all.job.founded_column)->values);
  const auto& capital =
      std::get<std::vector<double>>(all.points.find(all.job.capital_column)->values);
  const auto& names =
      std::get<std::vector<std::string>>(all.points.find(all.job.name_column)->values);
  const Categories& words = all.points.categories(all.job.specialty_column);
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < all.points.size(); ++i) {
    if (!filter.specialty.empty() && words.names[words.codes[i]] != filter.specialty) continue;
    if (!filter.district.empty()) {
      const int region = all.assignment.region[i];
      if (region < 0 ||
          all.regions.regions[static_cast<std::size_t>(region)].code != filter.district)
        continue;
    }
    if (!filter.belt.empty()) {
      std::size_t belt = 0;
      while (all.belts.belts[belt].id != filter.belt) ++belt;
      if (all.membership.inside[belt][i] == 0) continue;
    }
    if (!filter.text.empty() && names[i].find(filter.text) == std::string::npos) continue;
    // Whole years, so that the text says it.
    const int year = std::stoi(founded[i].substr(0, 4));
    if (!filter.founded.open() && (year < filter.founded.from || year >= filter.founded.to))
      continue;
    if (!filter.capital.open() &&
        (!(capital[i] >= filter.capital.from) || !(capital[i] <= filter.capital.to)))
      continue;
    out.push_back(i);
  }
  return out;
}

void expect_same(const Atlas& got, const Atlas& want) {
  ASSERT_EQ(got.points.size(), want.points.size());
  EXPECT_EQ(got.points.x, want.points.x);
  EXPECT_EQ(got.assignment.region, want.assignment.region);
  EXPECT_EQ(got.membership.inside, want.membership.inside);
  for (const char* name : {"districts", "belts", "specialties", "plan", "clusters"}) {
    const Table* one = got.table(name);
    const Table* other = want.table(name);
    ASSERT_NE(nullptr, one) << name;
    ASSERT_EQ(one->row_count(), other->row_count()) << name;
    for (std::size_t c = 0; c < other->columns.size(); ++c) {
      for (std::size_t r = 0; r < other->row_count(); ++r) {
        EXPECT_EQ(one->cell(c, r), other->cell(c, r)) << name << " " << c << " " << r;
      }
    }
  }
  ASSERT_EQ(got.heatmaps.size(), want.heatmaps.size());
  for (std::size_t h = 0; h < want.heatmaps.size(); ++h) {
    const auto& one = got.heatmaps[h].grid.values;
    const auto& other = want.heatmaps[h].grid.values;
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      ASSERT_TRUE(one[i] == other[i] || (std::isnan(one[i]) && std::isnan(other[i]))) << i;
    }
  }
}

std::vector<select::Filter> filters(const Atlas& all) {
  select::Filter district;
  district.district = "310115";
  select::Filter years;
  years.specialty = all.points.categories(all.job.specialty_column).names[2];
  years.founded = {2010, 2018};
  select::Filter belt;
  belt.belt = all.belts.belts.back().id;
  belt.capital.from = 1000;
  select::Filter text;
  text.text = "智能";
  text.capital.to = 5000;
  return {district, years, belt, text};
}

TEST(Filter, HasTheResultsOfAFileWithoutTheOthers) {
  Job job = embedded();
  const Atlas all = compute(job, Context(2));
  const test::TempFolder folder;
  std::vector<std::string> lines;
  std::string header;
  {
    std::ifstream in(job.enterprises.path);
    std::getline(in, header);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  ASSERT_EQ(lines.size(), all.points.size());
  for (const select::Filter& filter : filters(all)) {
    const std::vector<std::uint32_t> left = passing(all, filter);
    ASSERT_GT(left.size(), 20U);
    ASSERT_LT(left.size(), all.points.size());
    Job some = job;
    some.enterprises.path = (folder / "some.csv").string();
    {
      std::ofstream out(some.enterprises.path);
      out << header << '\n';
      for (const std::uint32_t i : left) out << lines[i] << '\n';
    }
    Job filtered = job;
    filtered.filter = FilterStep{.filter = filter, .readings_characters = {}, .readings_words = {}};
    const Atlas got = compute(filtered, Context(2));
    expect_same(got, compute(some, Context(1)));
    ASSERT_TRUE(got.filtered);
    EXPECT_EQ(all.points.size(), got.filtered->of);
    EXPECT_EQ(left.size(), got.filtered->left);
    // Nothing is lost: all that was read is accounted for, and the map says who counts.
    EXPECT_EQ(all.enterprise_rejects.used, got.enterprise_rejects.used);
    ASSERT_FALSE(got.notes.empty());
    EXPECT_EQ(std::string::npos, got.heatmaps.front().title.en.find("All"));
  }
}

TEST(Filter, InBatchesIsTheSame) {
  Job job = embedded();
  job.clusters.reset();
  job.density->bins.reset();
  const Atlas all = compute(job, Context(2));
  for (const select::Filter& filter : filters(all)) {
    job.filter = FilterStep{.filter = filter, .readings_characters = {}, .readings_words = {}};
    job.batch_rows = 0;
    const Atlas whole = compute(job, Context(2));
    job.batch_rows = 3000;
    const Atlas batches = compute(job, Context(2));
    ASSERT_TRUE(batches.filtered);
    EXPECT_EQ(whole.filtered->of, batches.filtered->of);
    EXPECT_EQ(whole.filtered->left, batches.filtered->left);
    for (const char* name : {"districts", "belts", "specialties", "plan"}) {
      const Table& one = *batches.table(name);
      const Table& other = *whole.table(name);
      ASSERT_EQ(one.row_count(), other.row_count()) << name;
      for (std::size_t c = 0; c < other.columns.size(); ++c) {
        for (std::size_t r = 0; r < other.row_count(); ++r) {
          EXPECT_EQ(one.cell(c, r), other.cell(c, r)) << name << " " << c << " " << r;
        }
      }
    }
    EXPECT_EQ(batches.heatmaps.size(), whole.heatmaps.size());
  }
}

TEST(Filter, FindsPinyinWithReadingsAndNotWithout) {
  Job job = embedded();
  job.density.reset();
  job.clusters.reset();
  FilterStep step;
  step.filter.text = "zhineng";
  job.filter = step;
  EXPECT_THROW(static_cast<void>(compute(job, Context(2))), Error);  // none passes
  step.readings_characters = test::repository("data/readings/characters.csv").string();
  step.readings_words = test::repository("data/readings/words.csv").string();
  job.filter = step;
  const Atlas read = compute(job, Context(2));
  step.filter.text = "智能";
  job.filter = step;
  EXPECT_GE(read.filtered->left, compute(job, Context(2)).filtered->left);
}

TEST(Filter, WhatIsNotThereIsNamed) {
  const auto said = [](const select::Filter& filter, auto&& change) {
    Job job = embedded();
    job.density.reset();
    job.clusters.reset();
    job.filter = FilterStep{.filter = filter, .readings_characters = {}, .readings_words = {}};
    change(job);
    try {
      static_cast<void>(compute(job, Context(2)));
    } catch (const Error& error) {
      EXPECT_EQ(ErrorCode::kOption, error.code());
      const std::string text = error.what();
      return text.substr(text.find("enterprises.filter"));
    }
    return std::string("nothing");
  };
  const auto as_is = [](Job&) {};
  EXPECT_EQ("enterprises.filter.district: no district has the code '99'",
            said(made([](auto& f) { f.district = "99"; }), as_is));
  EXPECT_EQ("enterprises.filter.belt: the plan has no belt 'x'",
            said(made([](auto& f) { f.belt = "x"; }), as_is));
  EXPECT_EQ("enterprises.filter: none of 20000 enterprises passes; change it or leave it out",
            said(made([](auto& f) { f.specialty = "x"; }), as_is));
  EXPECT_EQ("enterprises.filter: needs the column of it; name it as enterprises.founded",
            said(made([](auto& f) { f.founded.from = 2000; }),
                 [](Job& job) { job.founded_column.clear(); }));
  EXPECT_EQ("enterprises.filter: needs the column of it; name it as enterprises.capital",
            said(made([](auto& f) { f.capital.from = 1; }),
                 [](Job& job) { job.capital_column.clear(); }));
  EXPECT_EQ("enterprises.filter: needs the column of it; name it as enterprises.employees",
            said(made([](auto& f) { f.employees.from = 1; }),
                 [](Job& job) { job.employees_column.clear(); }));
  EXPECT_EQ("enterprises.filter: needs the column of it; name it as enterprises.name",
            said(made([](auto& f) { f.text = "a"; }), [](Job& job) {
              job.name_column.clear();
              job.id_column.clear();
            }));
}

TEST(Filter, IsReadAndWritten) {
  const test::TempFolder folder;
  std::ofstream(folder / "e.csv") << "x,y\n1,2\n";
  const auto read = [&](const std::string& filter) {
    std::ofstream(folder / "p.json")
        << R"({"version": 1, "boundaries": {"file": "e.csv"}, "enterprises": {"file": "e.csv", "filter": )"
        << filter << "}}";
    return read_job((folder / "p.json").string());
  };
  const Job job = read(R"({"specialty": "a", "district": "d", "belt": "b", "text": "t",
      "founded": [2010, null], "capital": [null, 5.5], "employees": [1, 2],
      "readings": {"characters": "e.csv", "words": "e.csv"}})");
  ASSERT_TRUE(job.filter);
  const select::Filter want{"a", "d", "b", "t", {.from = 2010}, {.to = 5.5}, {1, 2}};
  EXPECT_TRUE(want == job.filter->filter);
  std::ofstream(folder / "q.json") << project_text(job, folder / "");
  const Job again = read_job((folder / "q.json").string());
  ASSERT_TRUE(again.filter);
  EXPECT_TRUE(want == again.filter->filter);
  EXPECT_EQ(job.filter->readings_words, again.filter->readings_words);
  EXPECT_FALSE(read("{}").filter);
  EXPECT_FALSE(read(R"({"founded": [null, null]})").filter);
  for (const char* wrong : {R"({"founded": [1]})", R"({"founded": [2, 1]})", R"({"colour": "red"})",
                            R"({"readings": {"characters": "e.csv"}})", "7"}) {
    EXPECT_THROW(static_cast<void>(read(wrong)), Error) << wrong;
  }
}

}  // namespace
}  // namespace geo::atlas
