#include "atlas/wordings.hpp"

namespace geo::atlas {
namespace {

// What `geo` alone says: options of its commands, recipes of made-up enterprises, labelled samples.
constexpr Wording kWordings[] = {
    // NOLINT(modernize-avoid-c-arrays): its length is its own
    // options
    {"{0} (see geo --help)", "{0}（见 geo --help）"},
    {"'{0}' is not possible; give {1} to {2}", "不能为“{0}”；请给出 {1} 到 {2}"},
    {"'{0}' is not a number; give {1} to {2}", "“{0}”不是数字；请给出 {1} 到 {2}"},
    {"'{0}' is not a number", "“{0}”不是数字"},
    {"'{0}' is not a whole number; give {1} to {2}", "“{0}”不是整数；请给出 {1} 到 {2}"},
    {"'{0}' is not a whole number", "“{0}”不是整数"},
    {"'{0}' is not a whole number from 0 on; give {1} to {2}",
     "“{0}”不是从 0 起的整数；请给出 {1} 到 {2}"},
    {"'{0}' is not a whole number from 0 on", "“{0}”不是从 0 起的整数"},
    {"{0} goes with --adaptive {1}", "{0} 须与 --adaptive {1} 同用"},
    {"--contour-lines needs --contours, --contour-shares or --contour-quantiles",
     "--contour-lines 须与 --contours、--contour-shares 或 --contour-quantiles 同用"},
    {"--bandwidth-evaluations goes with a bandwidth rule",
     "--bandwidth-evaluations 只与带宽规则同用"},
    {"--crs guess needs --district and --boundaries",
     "--crs guess 须与 --district 和 --boundaries 同用"},
    {"is there already; give --force to replace it", "已经存在；要替换它请加 --force"},
    {"give FILE, or --evaluate SAMPLE", "请给出文件，或 --evaluate 样本"},
    {"give --code-column, --text-column or --name-column",
     "请给出 --code-column、--text-column 或 --name-column"},
    {"{0} has no usable row {1}", "{0} 中没有可用的第 {1} 行"},
    // labelled samples
    {"'{0}' is a specialty of no rule in {1}; mend the name",
     "{1} 中没有一条规则给出专业“{0}”；请改正名称"},
    {"a specialty stands twice; remove one", "同一专业写了两次；请去掉一个"},
    // recipes
    {"must lie between {0} and {1}", "应在 {0} 与 {1} 之间"},
    {"must be 1 or more", "应不小于 1"},
    {"must name one specialty at least", "至少要写一个专业"},
    {"this specialty is not in 'specialties'", "“specialties”中没有这个专业"},
    {"there is no such entry in 'leans': {0}", "“leans”中没有这一项：{0}"},
    {"every specialty has the weight 0 here; give one of them a weight",
     "这里各专业的权重都是 0；请给其中一个权重"},
    {"must list one centre with a share above 0 at least", "至少要有一个份额大于 0 的中心"},
    {"must list one text at least", "至少要写一个文本"},
    {"must not be before 'from'", "不能早于“from”"},
    {"must be a date such as 2018-09-17", "应为日期，如 2018-09-17"},
    {"there is no such day", "没有这一天"},
    // the file that they are written to
    {"the name of the output file is empty", "没有写输出文件的名称"},
    {"is a folder; give the name of a file", "是文件夹；请给出文件名"},
    {"{0}; check the folder, its permissions and the free space",
     "{0}；请检查文件夹、其权限和剩余空间"},
    {"cannot be opened", "无法打开"},
    {"cannot be created", "无法创建"},
    {"cannot be moved into place", "无法改成最终的文件名"},
    {"unknown reason", "原因不明"},
};

}  // namespace

std::span<const Wording> wordings_of_commands() { return kWordings; }

}  // namespace geo::atlas
