#include "geo/registry/duplicates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "base/fold.hpp"
#include "geo/core/error.hpp"
#include "geo/registry/credit_code.hpp"

namespace {

using geo::registry::Duplicate;
using geo::registry::find_duplicates;
using geo::registry::SameBy;

/// Rows that own their texts.
struct Sheet {
  std::vector<std::uint64_t> row;
  std::vector<std::string> code, name;
  std::vector<double> x, y;
  void add(std::uint64_t r, const std::string& c, const std::string& n, double px, double py) {
    row.push_back(r);
    code.push_back(c);
    name.push_back(n);
    x.push_back(px);
    y.push_back(py);
  }
  [[nodiscard]] geo::registry::Rows rows(bool places = true) const {
    geo::registry::Rows out{row, code, name, {}, {}};
    if (places) {
      out.x = x;
      out.y = y;
    }
    return out;
  }
};

/// Every row against every earlier one.
std::vector<Duplicate> twin(const Sheet& located, const Sheet& unlocated, bool credit,
                            double tolerance) {
  struct Entry {
    std::uint64_t row;
    std::string code, name;
    double x, y;
    bool placed;
  };
  std::map<std::uint64_t, Entry> by_row;
  for (const Sheet* sheet : {&located, &unlocated}) {
    for (std::size_t i = 0; i < sheet->row.size(); ++i) {
      std::string code = geo::base::fold(sheet->code[i]);
      if (code == "-") code.clear();
      if (credit) {
        const auto read = geo::registry::read_credit_code(sheet->code[i]);
        const bool lost = read.fault == geo::registry::CodeFault::kDigitsLost ||
                          read.fault == geo::registry::CodeFault::kMissing;
        code = lost ? "" : read.text;
      }
      by_row[sheet->row[i]] = {sheet->row[i], code,        geo::base::fold(sheet->name[i]),
                               sheet->x[i],   sheet->y[i], sheet == &located};
    }
  }
  std::vector<Entry> all;
  for (const auto& [row, entry] : by_row) all.push_back(entry);
  std::vector<bool> same_place(all.size(), false);
  std::map<std::uint64_t, std::uint64_t> root;
  std::vector<Duplicate> found;
  const double near = tolerance * (1 + 1e-6);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::size_t code = i;
    std::size_t place = i;
    for (std::size_t j = i; j-- > 0;) {
      if (!all[i].code.empty() && all[i].code == all[j].code) code = j;
      if (!all[i].placed || !all[j].placed || same_place[j] || all[i].name.empty()) continue;
      if (all[i].name == all[j].name && std::abs(all[i].x - all[j].x) <= near &&
          std::abs(all[i].y - all[j].y) <= near) {
        place = j;
      }
    }
    same_place[i] = place != i;
    if (code == i && place == i) continue;
    const std::uint64_t model = all[code != i ? code : place].row;
    const std::uint64_t first = root.contains(model) ? root[model] : model;
    root[all[i].row] = first;
    found.push_back({all[i].row, first, code != i ? SameBy::kCode : SameBy::kNameAndPlace});
  }
  return found;
}

std::string told(const std::vector<Duplicate>& found) {
  std::string out;
  for (const Duplicate& d : found) {
    out += std::to_string(d.row) + (d.by == SameBy::kCode ? " c " : " p ") +
           std::to_string(d.repeats) + "\n";
  }
  return out;
}

TEST(Duplicates, ByCodeAndByNameAndPlace) {
  Sheet sheet;
  sheet.add(1, "9144030071526726XG", "甲 公司", 121.47, 31.23);
  sheet.add(2, "9144030071526726xg", "乙公司", 121.5, 31.2);  // the code of 1
  sheet.add(3, "", "甲公司", 121.47001, 31.23);               // the name and place of 1
  sheet.add(4, "", "甲公司", 121.470021, 31.23);              // near 3, not near 1
  sheet.add(5, "", "乙公司", 121.5, 31.2);                    // those of 2, which repeats 1
  sheet.add(6, "9.13E+17", "丙", 121, 31);                    // lost: equal to none
  sheet.add(7, "9.13E+17", "丁", 121, 31);
  sheet.add(8, "", "", 121, 31);
  sheet.add(9, "", "", 121, 31);
  sheet.add(10, "１２", "戊（上海）ABC", 122, 31);
  sheet.add(11, "12", "戊(上海) abc", 122, 31);  // both: by code
  EXPECT_EQ(told(find_duplicates(sheet.rows(), {}, {}, geo::Context(2))),
            "2 c 1\n3 p 1\n5 p 1\n11 c 10\n");
  EXPECT_EQ(told(twin(sheet, {}, true, 1e-5)), "2 c 1\n3 p 1\n5 p 1\n11 c 10\n");
  // Ids of any kind are compared as they stand: an exponent is one.
  EXPECT_EQ(told(find_duplicates(sheet.rows(), {}, {.credit_codes = false}, geo::Context(2))),
            "2 c 1\n3 p 1\n5 p 1\n7 c 6\n11 c 10\n");
}

TEST(Duplicates, OfRowsWithoutAPlaceByCodeAlone) {
  Sheet located;
  located.add(2, "A", "甲", 121, 31);
  located.add(5, "B", "乙", 121, 31);
  Sheet unlocated;
  unlocated.add(1, "B", "甲", 121, 31);
  unlocated.add(3, "A", "甲", 121, 31);
  unlocated.add(4, "", "甲", 121, 31);
  const auto found = find_duplicates(located.rows(), unlocated.rows(false), {.credit_codes = false},
                                     geo::Context(1));
  EXPECT_EQ(told(found), "3 c 2\n5 c 1\n");
}

TEST(Duplicates, EqualTheSlowTwin) {
  std::mt19937 random(7);
  std::uint64_t total = 0;
  for (int round = 0; round < 120; ++round) {
    const double tolerance = round % 3 == 0 ? 1.0 : 1e-5;
    const double origin = round % 5 == 0 ? 0 : round % 5 == 1 ? -121.47 : 35e4;
    const int spread = 1 + static_cast<int>(random() % 12);
    Sheet sheets[2];
    const int n = static_cast<int>(random() % 300);
    for (int i = 1; i <= n; ++i) {
      const std::string code = random() % 3 == 0 ? "" : std::to_string(random() % 400);
      const std::string name = random() % 9 == 0 ? ""
                                                 : std::string(random() % 2 == 0 ? "Ａ" : "a ") +
                                                       "公司" + std::to_string(random() % 6);
      const auto near = [&] {
        return origin + tolerance * 0.5 *
                            static_cast<double>(random() % (2U * static_cast<unsigned>(spread)));
      };
      sheets[random() % 4 == 0 ? 1 : 0].add(static_cast<std::uint64_t>(i), code, name, near(),
                                            near());
    }
    const auto expected = twin(sheets[0], sheets[1], false, tolerance);
    for (const int threads : {1, 3}) {
      const auto found =
          find_duplicates(sheets[0].rows(), sheets[1].rows(false),
                          {.credit_codes = false, .tolerance = tolerance}, geo::Context(threads));
      ASSERT_EQ(told(found), told(expected)) << round;
    }
    total += expected.size();
  }
  EXPECT_GT(total, 1000U);
}

TEST(Duplicates, NastySets) {
  Sheet all_equal;
  Sheet far_off;
  for (std::uint64_t i = 1; i <= 20000; ++i) {
    all_equal.add(i, "x", "甲", 5, 5);
    const double sign = i % 2 == 0 ? 1 : -1;
    far_off.add(i, "", "甲", sign * 1e300, sign * 1e18);
  }
  const auto equal = find_duplicates(all_equal.rows(), {}, {}, geo::Context(2));
  ASSERT_EQ(equal.size(), 19999U);
  EXPECT_EQ(equal.back(), (Duplicate{20000, 1, SameBy::kCode}));
  const auto far = find_duplicates(far_off.rows(), {}, {}, geo::Context(2));
  ASSERT_EQ(far.size(), 19998U);
  EXPECT_EQ(far.back(), (Duplicate{20000, 2, SameBy::kNameAndPlace}));
  EXPECT_TRUE(find_duplicates({}, {}, {}, geo::Context(2)).empty());
  Sheet one;
  one.add(1, "x", "甲", 5, 5);
  EXPECT_TRUE(find_duplicates(one.rows(), {}, {}, geo::Context(2)).empty());
  geo::registry::Rows uneven = one.rows();
  const std::vector<std::string> two(2);
  uneven.name = two;
  EXPECT_THROW(static_cast<void>(find_duplicates(uneven, {}, {}, geo::Context(1))), geo::Error);
}

TEST(Duplicates, ADegreeIsMetABeyondItIsNot) {
  for (const double at : {121.47, 121.47502, -0.000005, 0.0, 31.234565}) {
    for (const double away : {0.0, 0.5e-5, 1e-5, 1.01e-5, 2e-5}) {
      Sheet sheet;
      sheet.add(1, "", "甲", at, at);
      sheet.add(2, "", "甲", at + away, at - away);
      EXPECT_EQ(find_duplicates(sheet.rows(), {}, {}, geo::Context(1)).size(),
                away <= 1e-5 ? 1U : 0U)
          << at << " " << away;
    }
  }
}

TEST(Duplicates, CanBeCancelled) {
  Sheet sheet;
  for (std::uint64_t i = 1; i <= 100; ++i) sheet.add(i, "x", "甲", 5, 5);
  const geo::Context context(1);
  context.cancel();
  EXPECT_THROW(static_cast<void>(find_duplicates(sheet.rows(), {}, {}, context)), geo::Error);
}

}  // namespace
