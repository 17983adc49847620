#include "viewer/panels/column_help.hpp"

#include <map>

namespace geo::viewer {

Text column_help(const std::string& column) {
  static const std::map<std::string, Text> kHelp = {
      {"code", {"行政区划代码", "Code of the district"}},
      {"enterprises", {"企业数", "How many enterprises there are"}},
      {"unlocated",
       {"其中没有坐标、只知道所在区的企业", "Of these, enterprises whose position is unknown"}},
      {"share", {"占“全部”一行企业数的比重", "Share of the enterprises in the row of the whole"}},
      {"weight", {"权重之和", "Sum of the weights"}},
      {"weight_share", {"占“全部”一行权重的比重", "Share of the weight in the row of the whole"}},
      {"area_km2",
       {"面积：有官方陆地面积的用官方值，否则用图上面积",
        "The official land area where there is one, else the drawn area"}},
      {"area_kind",
       {"官方陆地面积，或图上面积，或两者都有",
        "land: official; drawn: of the boundary on the map; mixed: of both"}},
      {"density_per_km2", {"每平方千米的企业数", "Enterprises for each km2"}},
      {"rank_by_count",
       {"按企业数从多到少的名次，相同的并列", "Rank from the most; equals share a rank"}},
      {"rank_by_density", {"按密度的名次", "Rank from the densest"}},
      {"unspecified", {"没有注明专业的企业", "Enterprises without a specialty"}},
      {"specialties_present", {"至少有一家企业的专业数", "Specialties with one at least"}},
      {"diversity",
       {"多样性：有效专业数 exp(熵)，1 = 只有一种",
        "Effective number of specialties, exp(entropy); 1: one alone"}},
      {"herfindahl",
       {"集中度：各专业比重的平方和，1 = 只有一种",
        "Concentration: the sum of squared shares; 1: one specialty alone"}},
      {"top_specialty_lq",
       {"企业最多的专业的区位商", "Location quotient of the largest specialty"}},
      {"designated_count",
       {"属于规划指定专业的企业数", "Enterprises in a specialty that the plan designates"}},
      {"designated_share", {"其占该区企业的比重", "Their share of the district's enterprises"}},
      {"designated_lq",
       {"指定专业合在一起的区位商；大于 1 即高于全市",
        "Location quotient of all designated specialties; above 1: more than in the city"}},
      {"realised",
       {"是：区位商大于 1；否：不大于 1；未指定：规划未指定专业",
        "yes: the location quotient is above 1; no: it is not"}},
      {"belts", {"覆盖该区的产业带", "Belts that cover the district"}},
      {"half_width_km", {"走廊两侧各多宽", "How far a corridor reaches to each side"}},
      {"width_assumed",
       {"是：规划没有给出宽度，用的是项目的假设",
        "yes: the plan states no width; the project assumes one"}},
      {"open_ended",
       {"是：规划说明成员并不完整", "yes: the plan says that its list is not complete"}},
      {"share_of_area", {"占该地区企业的比重", "Share of the area's enterprises"}},
      {"share_of_district", {"占该区企业的比重", "Share of the district's enterprises"}},
      {"share_of_specialty",
       {"占该专业全部企业的比重", "Share of all enterprises of the specialty"}},
      {"location_quotient",
       {"区位商：该地区此专业的比重 ÷ 全市此专业的比重；1 = 与全市相同",
        "The specialty's share here / its share in the whole; 1: as in the whole"}},
      {"rank", {"在各区中的名次", "Rank among the districts"}},
      {"designated",
       {"是：规划为该区指定了这个专业", "yes: the plan designates it for the district"}},
      {"in_plan", {"是：规划列出了这个专业", "yes: the plan lists the specialty"}},
      {"hull_area_km2", {"集聚区轮廓的面积", "Area of the cluster's outline"}},
      {"data_status", {"SYNTHETIC：合成数据", "SYNTHETIC: invented data"}},
  };
  const auto found = kHelp.find(column);
  return found == kHelp.end() ? Text{} : found->second;
}

}  // namespace geo::viewer
