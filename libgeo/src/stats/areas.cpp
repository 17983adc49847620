#include "stats/areas.hpp"

#include <algorithm>

#include "geo/stats/measures.hpp"

namespace geo::stats {
namespace {

/// Ranks of areas [first, first + count) by a value; areas that are not ranked have none.
template <typename F>
std::vector<double> ranks_among(const Crosstab& crosstab, std::size_t first, std::size_t count,
                                F&& value) {
  std::vector<double> values(crosstab.areas().size(), kMissing);
  for (std::size_t area = first; area < first + count; ++area) values[area] = value(area);
  return descending_ranks(values);
}

}  // namespace

double share(double a, double b) { return b > 0 ? a / b : kMissing; }
double share(std::uint64_t a, std::uint64_t b) {
  return share(static_cast<double>(a), static_cast<double>(b));
}

std::string kind_name(const Crosstab& crosstab, std::size_t kind, Language language) {
  return kind < crosstab.kinds().size() ? crosstab.kinds().kinds[kind].name.in(language) : "";
}

void add_amounts(AreaTable& table, const Crosstab& crosstab, std::size_t first,
                 std::size_t ranked) {
  const Tally all = crosstab.total(crosstab.whole());
  const auto density = [&](std::size_t area) {
    return crosstab.per_km2(area, static_cast<double>(crosstab.grounded(area).count));
  };
  table.whole("enterprises", {"企业数", "Enterprises"},
              [&](std::size_t area) { return crosstab.total(area).count; });
  if (crosstab.any_unlocated()) {
    table.whole("unlocated", {"其中无坐标", "Of these without a position"},
                [&](std::size_t area) { return crosstab.unlocated(area); });
  }
  table.shares("share", {"占全部比重", "Share of the whole"},
               [&](std::size_t area) { return share(crosstab.total(area).count, all.count); });
  if (crosstab.weighted()) {
    table.numbers("weight", {"权重合计", "Weight"}, "", kAmount,
                  [&](std::size_t area) { return crosstab.total(area).weight; });
    table.shares("weight_share", {"占全部权重比重", "Share of the whole weight"},
                 [&](std::size_t area) { return share(crosstab.total(area).weight, all.weight); });
  }
  table.numbers("area_km2", {"面积", "Area"}, "km2", kAmount,
                [&](std::size_t area) { return crosstab.areas()[area].km2; });
  table.codes("area_kind", {"面积口径", "Kind of area"}, base::area_kind_words(),
              [&](std::size_t area) { return crosstab.areas()[area].km2_kind; });
  table.numbers("density_per_km2", {"企业密度", "Density"}, "1/km2", kRatio, density);
  if (crosstab.weighted()) {
    table.numbers(
        "weight_per_km2", {"权重密度", "Weight density"}, "1/km2", kRatio,
        [&](std::size_t area) { return crosstab.per_km2(area, crosstab.grounded(area).weight); });
  }
  const auto by_count = ranks_among(crosstab, first, ranked, [&](std::size_t area) {
    return static_cast<double>(crosstab.total(area).count);
  });
  const auto by_density = ranks_among(crosstab, first, ranked, density);
  table.numbers("rank_by_count", {"企业数排名", "Rank by count"}, "", kRank,
                [&](std::size_t area) { return by_count[area]; });
  table.numbers("rank_by_density", {"密度排名", "Rank by density"}, "", kRank,
                [&](std::size_t area) { return by_density[area]; });
}

void add_diversity(AreaTable& table, const Crosstab& crosstab) {
  if (!crosstab.kinds().known) return;
  table.whole("unspecified", {"未注明专业", "Unspecified"},
              [&](std::size_t area) { return crosstab.of(area, crosstab.kinds().size()).count; });
  table.whole("specialties_present", {"已有专业数", "Specialties present"}, [&](std::size_t area) {
    const std::vector<double> counts = crosstab.counts(area);
    return std::count_if(counts.begin(), counts.end(), [](double count) { return count > 0; });
  });
  table.numbers("diversity", {"多样性（有效专业数）", "Diversity (effective specialties)"}, "",
                kRatio, [&](std::size_t area) { return effective_number(crosstab.counts(area)); });
  table.numbers("herfindahl", {"赫芬达尔指数", "Herfindahl index"}, "", kShare,
                [&](std::size_t area) { return herfindahl(crosstab.counts(area)); });
  add_top_specialty(table, crosstab, [&](std::size_t area) { return crosstab.top(area); });
  table.numbers("top_specialty_lq", {"首位专业区位商", "Location quotient of the top specialty"},
                "", kRatio, [&](std::size_t area) {
                  const std::size_t top = crosstab.top(area);
                  return top < crosstab.kinds().size() ? crosstab.quotient(area, top) : kMissing;
                });
}

}  // namespace geo::stats
