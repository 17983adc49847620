#include "io/columns.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include "io/source.hpp"
#include "io/values.hpp"

namespace geo::io {
namespace {

struct Known {
  Role role;
  std::string_view name;  // as `key_of` has it
};

// The one table of names. Of one role, the surest first.
constexpr Known kKnown[] = {
    // NOLINT(modernize-avoid-c-arrays): its length is its own
    {Role::kId, "统一社会信用代码"},
    {Role::kId, "社会信用代码"},
    {Role::kId, "信用代码"},
    {Role::kId, "统一代码"},
    {Role::kId, "组织机构代码"},
    {Role::kId, "注册号"},
    {Role::kId, "工商注册号"},
    {Role::kId, "企业id"},
    {Role::kId, "企业编号"},
    {Role::kId, "creditcode"},
    {Role::kId, "uscc"},
    {Role::kId, "enterpriseid"},
    {Role::kId, "firmid"},
    {Role::kId, "companyid"},
    {Role::kId, "id"},
    {Role::kName, "企业名称"},
    {Role::kName, "单位名称"},
    {Role::kName, "公司名称"},
    {Role::kName, "机构名称"},
    {Role::kName, "单位详细名称"},
    {Role::kName, "法人单位名称"},
    {Role::kName, "市场主体名称"},
    {Role::kName, "企业名"},
    {Role::kName, "公司名"},
    {Role::kName, "名称"},
    {Role::kName, "enterprisename"},
    {Role::kName, "companyname"},
    {Role::kName, "company"},
    {Role::kName, "enterprise"},
    {Role::kName, "firm"},
    {Role::kName, "name"},
    {Role::kX, "经度"},
    {Role::kX, "东经"},
    {Role::kX, "lon"},
    {Role::kX, "lng"},
    {Role::kX, "long"},
    {Role::kX, "longitude"},
    {Role::kX, "x"},
    {Role::kX, "x坐标"},
    {Role::kX, "横坐标"},
    {Role::kX, "easting"},
    {Role::kY, "纬度"},
    {Role::kY, "北纬"},
    {Role::kY, "lat"},
    {Role::kY, "latitude"},
    {Role::kY, "y"},
    {Role::kY, "y坐标"},
    {Role::kY, "纵坐标"},
    {Role::kY, "northing"},
    {Role::kPosition, "经纬度"},
    {Role::kPosition, "经纬度坐标"},
    {Role::kPosition, "坐标"},
    {Role::kPosition, "地理坐标"},
    {Role::kPosition, "位置坐标"},
    {Role::kPosition, "坐标位置"},
    {Role::kPosition, "纬经度"},
    {Role::kPosition, "lnglat"},
    {Role::kPosition, "lonlat"},
    {Role::kPosition, "latlng"},
    {Role::kPosition, "latlon"},
    {Role::kPosition, "coordinates"},
    {Role::kPosition, "coordinate"},
    {Role::kPosition, "coord"},
    {Role::kPosition, "coords"},
    {Role::kPosition, "location"},
    {Role::kPosition, "position"},
    {Role::kPosition, "gps"},
    {Role::kAddress, "地址"},
    {Role::kAddress, "注册地址"},
    {Role::kAddress, "企业地址"},
    {Role::kAddress, "经营地址"},
    {Role::kAddress, "经营场所"},
    {Role::kAddress, "住所"},
    {Role::kAddress, "详细地址"},
    {Role::kAddress, "单位地址"},
    {Role::kAddress, "通讯地址"},
    {Role::kAddress, "办公地址"},
    {Role::kAddress, "address"},
    {Role::kIndustryCode, "行业代码"},
    {Role::kIndustryCode, "国民经济行业代码"},
    {Role::kIndustryCode, "行业分类代码"},
    {Role::kIndustryCode, "行业小类代码"},
    {Role::kIndustryCode, "industrycode"},
    {Role::kIndustryCode, "gbt4754"},
    {Role::kIndustry, "行业门类"},
    {Role::kIndustry, "行业大类"},
    {Role::kIndustry, "行业中类"},
    {Role::kIndustry, "行业小类"},
    {Role::kIndustry, "所属行业"},
    {Role::kIndustry, "国民经济行业"},
    {Role::kIndustry, "行业类别"},
    {Role::kIndustry, "行业分类"},
    {Role::kIndustry, "行业"},
    {Role::kIndustry, "industry"},
    {Role::kScope, "经营范围"},
    {Role::kScope, "主营业务"},
    {Role::kScope, "主要业务活动"},
    {Role::kScope, "主要产品"},
    {Role::kScope, "businessscope"},
    {Role::kScope, "scope"},
    {Role::kFounded, "成立日期"},
    {Role::kFounded, "成立时间"},
    {Role::kFounded, "注册日期"},
    {Role::kFounded, "注册时间"},
    {Role::kFounded, "设立日期"},
    {Role::kFounded, "开业日期"},
    {Role::kFounded, "开业时间"},
    {Role::kFounded, "成立年份"},
    {Role::kFounded, "founded"},
    {Role::kFounded, "established"},
    {Role::kFounded, "foundingdate"},
    {Role::kFounded, "registrationdate"},
    {Role::kCapital, "注册资本"},
    {Role::kCapital, "注册资金"},
    {Role::kCapital, "注册资本金"},
    {Role::kCapital, "实缴资本"},
    {Role::kCapital, "registeredcapital"},
    {Role::kCapital, "regcapital"},
    {Role::kCapital, "paidincapital"},
    {Role::kCapital, "capital"},
    {Role::kEmployees, "从业人数"},
    {Role::kEmployees, "从业人员"},
    {Role::kEmployees, "从业人员数"},
    {Role::kEmployees, "期末从业人数"},
    {Role::kEmployees, "从业人员期末人数"},
    {Role::kEmployees, "员工人数"},
    {Role::kEmployees, "员工数"},
    {Role::kEmployees, "职工人数"},
    {Role::kEmployees, "人数"},
    {Role::kEmployees, "参保人数"},
    {Role::kEmployees, "employees"},
    {Role::kEmployees, "staff"},
    {Role::kEmployees, "headcount"},
    {Role::kDistrict, "区县"},
    {Role::kDistrict, "所属区县"},
    {Role::kDistrict, "所在区县"},
    {Role::kDistrict, "所属区"},
    {Role::kDistrict, "所在区"},
    {Role::kDistrict, "行政区"},
    {Role::kDistrict, "行政区划"},
    {Role::kDistrict, "注册区"},
    {Role::kDistrict, "区"},
    {Role::kDistrict, "区名"},
    {Role::kDistrict, "district"},
    {Role::kDistrict, "districtname"},
    {Role::kDistrict, "county"},
};
constexpr std::size_t kUnknown = std::numeric_limits<std::size_t>::max();

// A name without what differs from office to office: width, case, spaces, _ and -, what is in
// brackets, a leading or closing asterisk (which marks columns that must be filled).
std::string key_of(std::string_view name) {
  std::string out;
  int depth = 0;
  for (char c : without_spaces(fold_width(name))) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && c != '_' && c != '-' && c != '*' && c != ':' && c != '.') {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

std::size_t place_of(std::string_view name) {
  const auto* const end = std::end(kKnown);
  const auto find = [&](const std::string& key) {
    return std::find_if(std::begin(kKnown), end,
                        [&](const Known& known) { return known.name == key; });
  };
  const auto* found = find(key_of(name));
  if (found == end) {  // amounts also with their unit behind: registered_capital_10k_yuan
    found = find(key_of(without_unit(name)));
    if (found != end && found->role != Role::kCapital && found->role != Role::kEmployees) {
      found = end;
    }
  }
  return found == end ? kUnknown : static_cast<std::size_t>(found - std::begin(kKnown));
}

}  // namespace

const char* role_text(Role role) {
  constexpr std::array<const char*, 13> kTexts = {
      "id",       "name",  "x",       "y",       "position",  "address", "industry code",
      "industry", "scope", "founded", "capital", "employees", "district"};
  return kTexts.at(static_cast<std::size_t>(role));
}

std::optional<Role> role_of(std::string_view name) {
  const std::size_t place = place_of(name);
  if (place == kUnknown) return std::nullopt;
  return kKnown[place].role;
}

std::vector<RoleGuess> guess_roles(const std::vector<std::string>& names) {
  std::array<std::size_t, 13> best{};
  std::array<int, 13> column{};
  best.fill(kUnknown);
  column.fill(-1);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t place = place_of(names[i]);
    if (place == kUnknown) continue;
    const auto role = static_cast<std::size_t>(kKnown[place].role);
    if (place >= best.at(role)) continue;
    best.at(role) = place;
    column.at(role) = static_cast<int>(i);
  }
  const ColumnGuess pair = guess_columns(names);
  column.at(static_cast<std::size_t>(Role::kX)) = pair.x;
  column.at(static_cast<std::size_t>(Role::kY)) = pair.y;
  if (pair.x >= 0) column.at(static_cast<std::size_t>(Role::kPosition)) = -1;
  std::vector<RoleGuess> guesses;
  for (std::size_t role = 0; role < column.size(); ++role) {
    if (column.at(role) < 0) continue;
    guesses.push_back({static_cast<Role>(role), column.at(role),
                       "named '" + names[static_cast<std::size_t>(column.at(role))] + "'"});
  }
  return guesses;
}

bool latitude_first(std::string_view name) {
  const std::string key = key_of(name);
  return key.starts_with("纬") || key.starts_with("lat");
}

}  // namespace geo::io
