#include "geo/atlas/reject_texts.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "atlas/rows.hpp"

namespace geo::atlas {
namespace {

struct Known {
  std::string_view reason;
  std::string_view zh;
  std::string_view advice_zh;
};

// The reasons of io/points.hpp, io/regions.hpp, geodesy, registry and rows.cpp.
constexpr Known kKnown[] = {
    // NOLINT(modernize-avoid-c-arrays): its length is its own
    {"wrong number of fields", "字段数与表头不符", "字段数应与表头一致；含分隔符的字段请加引号"},
    {"coordinate missing", "缺少坐标", "请填写坐标"},
    {"coordinate not a number", "坐标不是数字", "请按小数填写坐标"},
    {"coordinate not finite", "坐标不是有限数", "请填写坐标"},
    {"latitude beyond 90 degrees", "纬度超过 90 度", "请核对经纬度两列是否颠倒、坐标系是否正确"},
    {"longitude beyond 180 degrees", "经度超过 180 度", "请核对坐标系是否正确"},
    {"position not two numbers", "位置不是两个数", "请写成两个数：121.47,31.23"},
    {"coordinates are (0, 0)", "坐标为 (0, 0)", "请填写真实坐标"},
    {"no geometry", "没有几何", "请填写坐标"},
    {"geometry is not one point", "几何不是单个点", "每家企业请给一个点"},
    {"weight missing", "缺少权重", "请填写不小于 0 的权重"},
    {"weight not a number", "权重不是数字", "请填写不小于 0 的权重"},
    {"weight negative", "权重为负", "请填写不小于 0 的权重"},
    {"total row", "合计行", "无需修正：不是企业"},
    {"note row", "备注行", "无需修正：不是企业"},
    {"header repeated", "重复的表头", "无需修正：不是企业"},
    {"foreign currency", "外币", "请按该列的币种填写金额"},
    {"not a number", "不是数字", "请填写数字，单位应可识别或不写"},
    {"not a date", "不是日期", "请按 2018-05-31 的写法填写日期"},
    {"position cannot be projected", "坐标无法投影", "请核对坐标系"},
    {"no polygon", "没有多边形", "请绘出该要素的多边形，或将其去掉"},
    {"ring of fewer than three vertices", "环少于三个顶点", "请重绘该环，或将其去掉"},
    {"ring with a coordinate that is not finite", "环的坐标不是有限数", "请重绘该环，或将其去掉"},
    {"credit code: digits lost", "信用代码：位数丢失",
     "电子表格把它存成了数字：请将该列设为文本，并从登记库重新填写"},
    {"credit code: not 18 characters", "信用代码：不是 18 位", "请完整填写 18 位统一社会信用代码"},
    {"credit code: character not allowed", "信用代码：含不允许的字符",
     "只用数字和大写字母；不含 I、O、S、V、Z（应为 1、0、5、U、2）"},
    {"credit code: wrong check digit", "信用代码：校验码不符", "请与营业执照核对：其中有一位写错"},
    {"duplicate: credit code", "重复：信用代码相同", ""},
    {"duplicate: id", "重复：编号相同", ""},
    {"duplicate: name and place", "重复：名称和位置相同", ""},
};

const Known* find(const std::string& reason) {
  const auto* const found =
      std::find_if(std::begin(kKnown), std::end(kKnown),
                   [&](const Known& known) { return known.reason == reason; });
  return found == std::end(kKnown) ? nullptr : found;
}

}  // namespace

Text reason_text(const std::string& reason) {
  const Known* known = find(reason);
  return {known == nullptr ? reason : std::string(known->zh), reason};
}

Text advice_text(const Reject& reject) {
  const Known* known = find(reject.reason);
  if (known == nullptr) return {reject.advice, reject.advice};
  std::string zh(known->advice_zh);
  if (zh.empty() && reject.advice.starts_with(kSameAsRow)) {
    const std::string row = reject.advice.substr(std::string_view(kSameAsRow).size());
    const std::size_t of = row.find(" of ");
    zh = "无需修正：与" + (of == std::string::npos ? "" : " " + row.substr(of + 4) + " ") + "第 " +
         row.substr(0, of) + " 行是同一家企业";
  }
  if (reject.advice.ends_with(kOrDistrict)) zh += "，或填写可识别的区";
  return {zh, reject.advice};
}

}  // namespace geo::atlas
