#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "geo/core/error.hpp"
#include "geo/stats/measures.hpp"
#include "geo/stats/tables.hpp"
#include "stats/areas.hpp"
#include "stats/builder.hpp"
#include "stats/crosstab.hpp"

namespace geo::stats {
namespace {

constexpr double kSquareMetresPerKm2 = 1e6;

/// What the points of one cluster are and where they lie.
struct Census {
  std::vector<double> kinds;      ///< of each specialty
  std::vector<double> districts;  ///< in each district, then outside
  std::vector<double> belts;      ///< in each belt
};

void check(const Inputs& inputs, const Clusters& clusters) {
  const std::size_t n = clusters.size();
  const bool hulls_fit = clusters.hulls.size() == n || clusters.hulls.size() == 0;
  if (clusters.weight.size() != n || clusters.centre.size() != n || !hulls_fit) {
    throw Error(ErrorCode::kInternal,
                "stats::cluster_table: the arrays of the clusters differ in length");
  }
  const bool labels_fit =
      clusters.label.size() == inputs.points->size() &&
      std::all_of(clusters.label.begin(), clusters.label.end(), [&](std::int32_t label) {
        return label == Clusters::kNoise || (label >= 0 && static_cast<std::size_t>(label) < n);
      });
  if (!labels_fit) {
    throw Error(ErrorCode::kInternal, "stats::cluster_table: the clusters are of other points");
  }
}

std::vector<Census> take_census(const Crosstab& crosstab, const Clusters& clusters) {
  const Inputs& inputs = crosstab.inputs();
  std::vector<Census> census(clusters.size());
  for (Census& one : census) {
    one.kinds.assign(crosstab.kinds().size(), 0);
    one.districts.assign(crosstab.districts() + 1, 0);
    one.belts.assign(crosstab.belts(), 0);
  }
  for (std::size_t i = 0; i < clusters.label.size(); ++i) {
    if (clusters.label[i] == Clusters::kNoise) continue;
    Census& mine = census[static_cast<std::size_t>(clusters.label[i])];
    if (const std::size_t kind = crosstab.kinds().of(i); kind < mine.kinds.size()) {
      ++mine.kinds[kind];
    }
    const std::int32_t region = inputs.assignment->region[i];
    ++mine.districts[region == Assignment::kNone ? crosstab.outside()
                                                 : static_cast<std::size_t>(region)];
    for (std::size_t b = 0; b < mine.belts.size(); ++b) {
      mine.belts[b] += inputs.membership->inside[b][i];
    }
  }
  return census;
}

double sum(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

}  // namespace

Table cluster_table(const Inputs& all_inputs, const Clusters& clusters) {
  Inputs inputs = all_inputs;
  inputs.unlocated = nullptr;
  const Crosstab crosstab(inputs);
  check(inputs, clusters);
  const std::vector<Census> census = take_census(crosstab, clusters);
  const Tally all = crosstab.total(crosstab.whole());
  std::vector<std::size_t> rows(clusters.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  TableBuilder<std::size_t> table("clusters", {"集聚区统计", "Clusters"}, std::move(rows));

  const bool hulls = clusters.hulls.size() > 0;
  const auto hull_km2 = [&](std::size_t c) {
    return hulls ? clusters.hulls.area(c) / kSquareMetresPerKm2 : kMissing;
  };
  table.whole("cluster", {"集聚区", "Cluster"}, [](std::size_t c) { return c + 1; });
  table.whole("enterprises", {"企业数", "Enterprises"},
              [&](std::size_t c) { return clusters.count[c]; });
  table.shares("share", {"占全部比重", "Share of the whole"},
               [&](std::size_t c) { return share(clusters.count[c], all.count); });
  if (crosstab.weighted()) {
    table.numbers("weight", {"权重合计", "Weight"}, "", kAmount,
                  [&](std::size_t c) { return clusters.weight[c]; });
  }
  table.numbers("hull_area_km2", {"外廓面积", "Area of the hull"}, "km2", kRatio, hull_km2);
  table.numbers("density_per_km2", {"企业密度", "Density"}, "1/km2", kRatio, [&](std::size_t c) {
    return share(static_cast<double>(clusters.count[c]), hull_km2(c));
  });
  if (crosstab.weighted()) {
    table.numbers("weight_per_km2", {"权重密度", "Weight density"}, "1/km2", kRatio,
                  [&](std::size_t c) { return share(clusters.weight[c], hull_km2(c)); });
  }
  table.numbers("centre_x", {"中心 x", "Centre x"}, "m", kAmount,
                [&](std::size_t c) { return clusters.centre[c].x; });
  table.numbers("centre_y", {"中心 y", "Centre y"}, "m", kAmount,
                [&](std::size_t c) { return clusters.centre[c].y; });
  if (crosstab.kinds().known) {
    add_top_specialty(table, crosstab, [&](std::size_t c) { return leading(census[c].kinds); });
    const auto top_count = [&](std::size_t c) {
      const std::size_t top = leading(census[c].kinds);
      return top < census[c].kinds.size() ? census[c].kinds[top] : kMissing;
    };
    table.shares("top_specialty_share", {"首位专业占比", "Share of the top specialty"},
                 [&](std::size_t c) { return share(top_count(c), sum(census[c].kinds)); });
    table.numbers("top_specialty_lq", {"首位专业区位商", "Location quotient of the top specialty"},
                  "", kRatio, [&](std::size_t c) {
                    const std::size_t top = leading(census[c].kinds);
                    if (top >= census[c].kinds.size()) return kMissing;
                    const std::size_t whole = crosstab.whole();
                    return location_quotient(top_count(c), sum(census[c].kinds),
                                             static_cast<double>(crosstab.of(whole, top).count),
                                             static_cast<double>(crosstab.specified(whole).count));
                  });
  }
  if (crosstab.districts() > 0) {
    const auto district = [&](std::size_t c) -> const Area& {
      std::size_t best = crosstab.outside();
      for (std::size_t d = 0; d < crosstab.districts(); ++d) {
        const double gain = census[c].districts[d] - census[c].districts[best];
        const bool lower =
            best != crosstab.outside() && crosstab.areas()[d].code < crosstab.areas()[best].code;
        if (gain > 0 || (gain == 0 && (best == crosstab.outside() || lower))) best = d;
      }
      return crosstab.areas()[best];
    };
    table.texts("district_code", {"主要所在区代码", "District code"},
                [&](std::size_t c) { return district(c).code; });
    table.texts("district_name_zh", {"主要所在区", "District (Chinese)"},
                [&](std::size_t c) { return district(c).name.in(Language::kChinese); });
    table.texts("district_name_en", {"主要所在区（英文）", "District"},
                [&](std::size_t c) { return district(c).name.in(Language::kEnglish); });
    table.shares("district_share", {"在该区的比重", "Share in that district"}, [&](std::size_t c) {
      const Area& area = district(c);
      const bool outside = area.level == Area::Level::kOutside;
      const std::size_t slot = outside ? crosstab.outside() : area.index;
      return share(census[c].districts[slot], static_cast<double>(clusters.count[c]));
    });
  }
  if (crosstab.belts() > 0) {
    table.texts("belts", {"所在带", "Belts"}, [&](std::size_t c) {
      std::string ids;
      for (std::size_t b = 0; b < crosstab.belts(); ++b) {
        if (2 * census[c].belts[b] <= static_cast<double>(clusters.count[c])) continue;
        ids += (ids.empty() ? "" : ";") + inputs.belts->belts[b].id;
      }
      return ids;
    });
  }

  std::uint64_t clustered = 0;
  for (const std::uint32_t count : clusters.count) clustered += count;
  Notes notes(crosstab);
  notes.add({std::to_string(all.count - clustered) + " 家企业（共 " + std::to_string(all.count) +
                 " 家）不在任何集聚区内。",
             "Enterprises in no cluster: " + std::to_string(all.count - clustered) + " of " +
                 std::to_string(all.count) + "."});
  if (hulls) {
    notes.add({"面积和密度按集聚区外廓多边形计算，外廓随其形状参数变化。",
               "Area and density are of the cluster's hull, whose shape depends on its option."});
  }
  notes.quotients().specialties().belts();
  return table.finish(crosstab.points(), notes.take());
}

}  // namespace geo::stats
