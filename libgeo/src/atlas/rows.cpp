#include "atlas/rows.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/code_words.hpp"
#include "geo/atlas/reject_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/point_files.hpp"
#include "geo/registry/duplicates.hpp"
#include "io/column_builder.hpp"
#include "io/encoding.hpp"

namespace geo::atlas {
namespace {

constexpr double kNearDegrees = 1e-5;
constexpr double kNearMetres = 1;

/// A column as texts, whatever it was read as.
class Texts {
 public:
  Texts() = default;
  explicit Texts(const Column* column) {
    if (column == nullptr) return;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column->values)) {
      texts_ = *texts;
    } else if (const auto* categories = std::get_if<Categories>(&column->values)) {
      for (const std::uint32_t code : categories->codes) {
        own_.push_back(code == Categories::kMissing ? "" : categories->names[code]);
      }
      texts_ = own_;
    }
  }
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  [[nodiscard]] std::span<const std::string> all() const { return texts_; }

 private:
  std::vector<std::string> own_;
  std::span<const std::string> texts_;
};

/// "3", or where there are several files "3 of b.csv".
std::string row_text(const Atlas& atlas, std::uint64_t row) {
  const io::FileRow found = io::file_row(atlas.enterprise_files, row);
  return std::to_string(found.row) + (found.file.empty() ? "" : " of " + found.file);
}

void sort_by_row(std::vector<Reject>& rejects) {
  std::stable_sort(rejects.begin(), rejects.end(),
                   [](const Reject& a, const Reject& b) { return a.row < b.row; });
}

/// Takes out the cells of rows that are no longer kept. `gone` ascends.
void forget_cells(Rejects& rejects, const std::vector<std::uint64_t>& gone) {
  std::erase_if(rejects.cells, [&](const Reject& cell) {
    return std::binary_search(gone.begin(), gone.end(), cell.row);
  });
}

/// The indices of the rows that are not in `gone`, which ascends.
std::vector<std::uint32_t> kept(const std::vector<std::uint64_t>& row,
                                const std::vector<std::uint64_t>& gone) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < row.size(); ++i) {
    if (!std::binary_search(gone.begin(), gone.end(), row[i])) indices.push_back(i);
  }
  return indices;
}

/// The text of a row of the file, from the one set or the other.
class TextOfRow {
 public:
  TextOfRow(const Atlas& atlas, const Texts& located, const Texts& unlocated)
      : atlas_(atlas), located_(located), unlocated_(unlocated) {}
  [[nodiscard]] std::string operator()(std::uint64_t row) const {
    const std::string* text = in(atlas_.points.row, located_.all(), row);
    if (text == nullptr) text = in(atlas_.by_district.row, unlocated_.all(), row);
    return text == nullptr ? std::string() : *text;
  }

 private:
  static const std::string* in(const std::vector<std::uint64_t>& rows,
                               std::span<const std::string> texts, std::uint64_t row) {
    const auto found = std::lower_bound(rows.begin(), rows.end(), row);
    if (texts.empty() || found == rows.end() || *found != row) return nullptr;
    return &texts[static_cast<std::size_t>(found - rows.begin())];
  }
  const Atlas& atlas_;
  const Texts& located_;
  const Texts& unlocated_;
};

Text same_by(registry::SameBy by, bool credit_codes) {
  if (by == registry::SameBy::kNameAndPlace) return {"名称和位置", "name and place"};
  return credit_codes ? Text{"信用代码", "credit code"} : Text{"编号", "id"};
}

const char* reason_of(registry::SameBy by, bool credit_codes) {
  if (by == registry::SameBy::kNameAndPlace) return "duplicate: name and place";
  return credit_codes ? "duplicate: credit code" : "duplicate: id";
}

}  // namespace

void place_unlocated(Atlas& atlas, UnlocatedSet rows, const std::string& column,
                     const join::DistrictNames& names) {
  if (rows.size() == 0) return;
  const join::StatedDistricts stated = join::stated_districts(rows.categories(column), names);
  Rejects& rejects = atlas.enterprise_rejects;
  std::vector<std::uint32_t> known;
  std::vector<std::uint64_t> gone;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (stated.region[i] != Assignment::kNone) {
      known.push_back(i);
      continue;
    }
    gone.push_back(rows.row[i]);
    Reject reject = std::move(rows.why[i]);
    reject.advice += kOrDistrict;
    rejects.rows.push_back(std::move(reject));
  }
  sort_by_row(rejects.rows);
  forget_cells(rejects, gone);
  rejects.by_district = known.size();
  rows.region = stated.region;
  atlas.by_district = rows.select(known);
}

Table by_district_table(const Atlas& atlas, const std::string& column) {
  const UnlocatedSet& rows = atlas.by_district;
  std::vector<std::int64_t> row;
  std::vector<std::string> stated, code, named, value, reason_zh, reason;
  const Texts texts(rows.find(column));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    row.push_back(static_cast<std::int64_t>(rows.row[i]));
    stated.push_back(texts.all()[i]);
    code.push_back(atlas.regions.regions[static_cast<std::size_t>(rows.region[i])].code);
    named.push_back(rows.why[i].column);
    value.push_back(rows.why[i].value);
    const Text why = reason_text(rows.why[i].reason);
    reason_zh.push_back(why.zh);
    reason.push_back(why.en);
  }
  Table table;
  table.name = "by_district";
  table.title = {"没有可用坐标、按所填区计数的记录",
                 "Rows without a usable position that count for the district they state"};
  table.columns = {
      {"source_row", {"原始行", "Row in the source"}, "", 0, std::move(row)},
      {"stated", {"所填", "Stated"}, "", 0, std::move(stated)},
      {"counted_in_code", {"计入的区代码", "Code of where it counts"}, "", 0, std::move(code)},
      {"column", {"列", "Column"}, "", 0, std::move(named)},
      {"value", {"值", "Value"}, "", 0, std::move(value)},
      {"reason_zh",
       {"无坐标的原因", "Why it has no position (Chinese)"},
       "",
       0,
       std::move(reason_zh)},
      {"reason", {"无坐标的原因（英文）", "Why it has no position"}, "", 0, std::move(reason)}};
  return table;
}

void check_credit_codes(Atlas& atlas, const Context& context) {
  const std::string& column = atlas.job.credit_code_column;
  if (column.empty()) return;
  Rejects& rejects = atlas.enterprise_rejects;
  const Texts located(atlas.points.find(column));
  registry::CodeCheck check =
      registry::check_credit_codes(located.all(), atlas.points.row, column, rejects, context);
  const Texts unlocated(atlas.by_district.find(column));
  const registry::CodeCheck more = registry::check_credit_codes(
      unlocated.all(), atlas.by_district.row, column, rejects, context);
  check.good += more.good;
  check.missing += more.missing;
  for (std::size_t fault = 0; fault < check.faults.size(); ++fault) {
    check.faults.at(fault) += more.faults.at(fault);
  }
  atlas.credit_codes = check;
}

Table check_duplicates(Atlas& atlas, const Context& context) {
  const Job& job = atlas.job;
  const bool credit_codes = !job.credit_code_column.empty();
  const std::string& code = credit_codes ? job.credit_code_column : job.id_column;
  PointSet& points = atlas.points;
  UnlocatedSet& unlocated = atlas.by_district;
  Rejects& rejects = atlas.enterprise_rejects;

  Table table;
  table.name = "duplicates";
  table.title = {"重复的记录", "Rows that repeat others"};
  std::vector<std::int64_t> row, repeats;
  std::vector<std::string> by_zh, by_en, value, use;
  std::vector<std::uint64_t> gone;
  DuplicateCheck check;
  check.dropped = job.duplicates == DuplicateRule::kDrop;
  {
    const Texts codes(code.empty() ? nullptr : points.find(code));
    const Texts names(job.name_column.empty() ? nullptr : points.find(job.name_column));
    const Texts other_codes(code.empty() ? nullptr : unlocated.find(code));
    const Texts other_names(job.name_column.empty() ? nullptr : unlocated.find(job.name_column));
    const registry::Rows located_rows{points.row, codes.all(), names.all(), points.x, points.y};
    const registry::Rows other_rows{unlocated.row, other_codes.all(), {}, {}, {}};
    const bool degrees = geodesy::Crs(points.crs).geographic();
    const auto found = registry::find_duplicates(
        located_rows, other_rows,
        {.credit_codes = credit_codes, .tolerance = degrees ? kNearDegrees : kNearMetres}, context);
    const TextOfRow code_of(atlas, codes, other_codes);
    const TextOfRow name_of(atlas, names, other_names);
    for (const registry::Duplicate& duplicate : found) {
      const bool by_code = duplicate.by == registry::SameBy::kCode;
      ++(by_code ? check.by_code : check.by_name_and_place);
      const Text by = same_by(duplicate.by, credit_codes);
      row.push_back(static_cast<std::int64_t>(duplicate.row));
      repeats.push_back(static_cast<std::int64_t>(duplicate.repeats));
      by_zh.push_back(by.zh);
      by_en.push_back(by.en);
      value.push_back(by_code ? code_of(duplicate.row) : name_of(duplicate.row));
      use.emplace_back(check.dropped ? "no" : "yes");
      if (!check.dropped) continue;
      gone.push_back(duplicate.row);
      rejects.rows.push_back({duplicate.row, by_code ? code : job.name_column,
                              std::string(io::shortened(value.back(), io::kMaxRejectedBytes)),
                              reason_of(duplicate.by, credit_codes),
                              kSameAsRow + row_text(atlas, duplicate.repeats)});
    }
  }
  if (!gone.empty()) {
    sort_by_row(rejects.rows);
    forget_cells(rejects, gone);
    points = points.select(kept(points.row, gone));
    unlocated = unlocated.select(kept(unlocated.row, gone));
    rejects.used = points.size();
    rejects.by_district = unlocated.size();
  }
  atlas.duplicates = check;
  table.columns = {{"source_row", {"原始行", "Row in the source"}, "", 0, std::move(row)},
                   {"repeats_row", {"与此行重复", "Repeats row"}, "", 0, std::move(repeats)},
                   {"same_by_zh", {"相同之处", "The same by (Chinese)"}, "", 0, std::move(by_zh)},
                   {"same_by_en", {"相同之处（英文）", "The same by"}, "", 0, std::move(by_en)},
                   {"value", {"值", "Value"}, "", 0, std::move(value)},
                   {"used", {"是否采用", "Used"}, "", 0, std::move(use), base::answer_words()}};
  return table;
}

}  // namespace geo::atlas
