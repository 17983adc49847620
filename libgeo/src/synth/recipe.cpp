#include "synth/recipe.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <set>
#include <tuple>
#include <utility>

#include "base/json.hpp"
#include "base/random.hpp"

namespace geo::synth {
namespace {

using base::JsonNode;
using base::JsonObject;

// Above every row number, so that addresses and rows never share random numbers.
constexpr std::uint64_t kAddressItems = std::uint64_t{1} << 63;

double number_in(const JsonNode& node, double min, double max) {
  const double value = node.number();
  if (!(value >= min && value <= max)) {
    const auto shown = [](double bound) {
      std::string text = std::to_string(bound);
      text.erase(text.find_last_not_of('0') + 1);
      if (text.back() == '.') text.pop_back();
      return text;
    };
    node.fail("must lie between " + shown(min) + " and " + shown(max));
  }
  return value;
}

std::string filled_text(const JsonNode& node) {
  std::string text = node.text();
  if (text.empty()) node.fail("must not be empty");
  return text;
}

bool needs_quotes(const std::string& text) {
  return text.find_first_of(",\"\r\n") != std::string::npos;
}

std::string doubled_quotes(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped.append(c == '"' ? 2 : 1, c);
  return escaped;
}

std::string csv_field(const std::string& text) {
  if (!needs_quotes(text)) return text;
  std::string field = doubled_quotes(text);
  field.insert(field.begin(), '"');
  field.push_back('"');
  return field;
}

class Reader {
 public:
  Reader(const std::string& file, std::uint64_t seed) : root_(JsonNode::parse_file(file).object()) {
    recipe_.seed = seed;
  }

  Recipe read() {
    (void)root_.find("note");
    const JsonNode own_seed = root_.at("seed");
    if (own_seed.integer() < 1) own_seed.fail("must be 1 or more");
    if (recipe_.seed == 0) recipe_.seed = static_cast<std::uint64_t>(own_seed.integer());
    recipe_.reach = number_in(root_.at("reach_spreads"), 0.1, 8);
    read_specialties();
    read_centres();
    read_addresses();
    read_names();
    read_founded();
    recipe_.capital = amount(root_.at("registered_capital_10k_yuan"));
    recipe_.employees = amount(root_.at("employees"));
    recipe_.correlation = number_in(root_.at("capital_employees_correlation"), -1, 1);
    root_.finish();
    return std::move(recipe_);
  }

 private:
  void read_specialties() {
    const JsonNode node = root_.at("specialties");
    for (const auto& [name, weight] : node.members()) {
      names_.push_back(name);
      base_.push_back(number_in(weight, 0, 1e12));
      recipe_.specialties.push_back(csv_field(name));
    }
    if (names_.empty()) node.fail("must name one specialty at least");
    if (const auto found = root_.find("leans")) {
      for (const auto& [name, lean] : found->members()) {
        leans_.emplace_back(name, mix(lean));
      }
    }
  }

  // The base mix with what a lean adds to it.
  std::vector<double> mix(const JsonNode& node) {
    std::vector<double> sum = base_;
    for (const auto& [name, weight] : node.members()) {
      const auto found = std::find(names_.begin(), names_.end(), name);
      if (found == names_.end()) weight.fail("this specialty is not in 'specialties'");
      sum[static_cast<std::size_t>(found - names_.begin())] += number_in(weight, 0, 1e12);
    }
    return sum;
  }

  void read_centres() {
    const JsonNode node = root_.at("centres");
    for (const JsonNode& item : node.array()) {
      JsonObject object = item.object();
      (void)filled_text(object.at("name"));
      Centre centre;
      centre.position = {number_in(object.at("lon"), -180, 180),
                         number_in(object.at("lat"), -85, 85)};
      centre.spread_m = number_in(object.at("spread_m"), 0, 100000);
      centre.degrees_per_m = degrees_per_m(centre.position.y);
      shares_.push_back(number_in(object.at("share"), 0, 1e12));
      std::vector<double> specialties = base_;
      if (const auto lean = object.find("lean")) {
        const auto found = std::find_if(leans_.begin(), leans_.end(), [&](const auto& known) {
          return known.first == lean->text();
        });
        if (found == leans_.end()) lean->fail("'" + lean->text() + "' is not in 'leans'");
        specialties = found->second;
      }
      if (*std::max_element(specialties.begin(), specialties.end()) <= 0) {
        item.fail("every specialty has the weight 0 here; give one of them a weight");
      }
      centre.specialties = Alias(specialties);
      object.finish();
      recipe_.centres.push_back(std::move(centre));
    }
    if (shares_.empty() || *std::max_element(shares_.begin(), shares_.end()) <= 0) {
      node.fail("must list one centre with a share above 0 at least");
    }
    recipe_.shares = Alias(shares_);
  }

  // Each centre gets its share of the addresses, one at least.
  void read_addresses() {
    const JsonNode node = root_.at("addresses");
    JsonObject object = node.object();
    recipe_.address_share = number_in(object.at("share"), 0, 1);
    recipe_.address_spread_m = number_in(object.at("spread_m"), 0, 10000);
    const double number = number_in(object.at("number"), 1, 1000000);
    object.finish();
    double total = 0;
    for (const double share : shares_) total += share;
    std::uint64_t item = kAddressItems;
    for (std::size_t c = 0; c < recipe_.centres.size(); ++c) {
      Centre& centre = recipe_.centres[c];
      const double own = std::max(1.0, std::round(number * shares_[c] / total));
      centre.addresses.resize(static_cast<std::size_t>(own));
      for (Point& address : centre.addresses) {
        base::Random random(recipe_.seed, item++);
        const double u = random.uniform();
        const double v = random.uniform();
        address =
            scatter(centre.position, centre.degrees_per_m, centre.spread_m, recipe_.reach, u, v);
      }
    }
  }

  void read_names() {
    JsonObject object = root_.at("names").object();
    const auto list = [&](const JsonNode& node) {
      std::vector<std::string> texts;
      for (const JsonNode& item : node.array()) texts.push_back(name_part(filled_text(item)));
      if (texts.empty()) node.fail("must list one text at least");
      return texts;
    };
    recipe_.prefix = name_part(object.text_or("prefix", ""));
    recipe_.first = list(object.at("first"));
    recipe_.second = list(object.at("second"));
    recipe_.forms = list(object.at("forms"));
    recipe_.mark = name_part(filled_text(object.at("mark")));
    JsonObject trades = object.at("trades").object();
    for (const std::string& specialty : names_) {
      recipe_.trades.push_back(list(trades.at(specialty)));
    }
    trades.finish();
    object.finish();
  }

  std::string name_part(const std::string& text) {
    recipe_.quote_names = recipe_.quote_names || needs_quotes(text);
    return doubled_quotes(text);
  }

  void read_founded() {
    using std::chrono::sys_days;
    JsonObject object = root_.at("founded").object();
    const sys_days from = day(object.at("from"));
    const JsonNode to_node = object.at("to");
    const sys_days to = day(to_node);
    if (to < from) to_node.fail("must not be before 'from'");
    const double growth = number_in(object.at("growth_per_year"), -0.99, 100);
    object.finish();
    // Counted from the end with the most, so that no weight overflows.
    const double factor = std::pow(1 + growth, -1 / 365.25);
    double weight = 1;
    std::vector<double> day_weights;
    for (sys_days at = from; at <= to; at += std::chrono::days(1)) {
      recipe_.days.push_back(iso(at));
      day_weights.push_back(weight);
      weight *= growth > 0 ? factor : 1 / factor;
    }
    if (growth > 0) std::reverse(day_weights.begin(), day_weights.end());
    recipe_.day_shares = Alias(day_weights);
  }

  static std::chrono::sys_days day(const JsonNode& node) {
    const std::string text = node.text();
    const auto digits = [&](std::size_t begin, std::size_t count) {
      int value = 0;
      for (std::size_t i = begin; i < begin + count; ++i) {
        if (text[i] < '0' || text[i] > '9') node.fail("must be a date such as 2018-09-17");
        value = value * 10 + (text[i] - '0');
      }
      return value;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
      node.fail("must be a date such as 2018-09-17");
    }
    const std::chrono::year_month_day date{std::chrono::year(digits(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(digits(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(digits(8, 2)))};
    if (!date.ok()) node.fail("there is no such day");
    return date;
  }

  static std::string iso(std::chrono::sys_days at) {
    const std::chrono::year_month_day date(at);
    std::string text = "0000-00-00";
    const auto put = [&](std::size_t end, unsigned value) {
      for (; value > 0; value /= 10) text[--end] = static_cast<char>('0' + value % 10);
    };
    put(4, static_cast<unsigned>(static_cast<int>(date.year())));
    put(7, static_cast<unsigned>(date.month()));
    put(10, static_cast<unsigned>(date.day()));
    return text;
  }

  static Amount amount(const JsonNode& node) {
    JsonObject object = node.object();
    Amount amount;
    const JsonNode median = object.at("median");
    amount.log_median = std::log(number_in(median, 1e-9, 1e15));
    amount.sigma = number_in(object.at("sigma"), 0, 20);
    amount.min = number_in(object.at("min"), 0, 1e15);
    amount.max = number_in(object.at("max"), amount.min, 1e15);
    (void)object.at("min").integer();  // must be whole
    (void)object.at("max").integer();
    const JsonNode digits = object.at("significant_digits");
    (void)number_in(digits, 1, 15);
    amount.limit = std::pow(10.0, static_cast<double>(digits.integer()));
    object.finish();
    return amount;
  }

  // The radii of curvature of WGS84 (EPSG:7030) at a latitude.
  static Point degrees_per_m(double latitude) {
    constexpr double kA = 6378137.0;
    constexpr double kE2 = 0.0066943799901413165;
    constexpr double kDegrees = 180 / std::numbers::pi;
    const double sine = std::sin(latitude / kDegrees);
    const double w = std::sqrt(1 - kE2 * sine * sine);
    const double east = kA / w * std::cos(latitude / kDegrees);
    const double north = kA * (1 - kE2) / (w * w * w);
    return {kDegrees / east, kDegrees / north};
  }

  JsonObject root_;
  Recipe recipe_;
  std::vector<std::string> names_;  // of the specialties, as written
  std::vector<double> base_;
  std::vector<std::pair<std::string, std::vector<double>>> leans_;
  std::vector<double> shares_;
};

}  // namespace

Point scatter(Point centre, Point degrees_per_m, double spread_m, double reach, double u,
              double v) {
  // The distance of a plane Gaussian is Rayleigh's; u is stretched onto its part within reach.
  const double within = 1 - std::exp(-reach * reach / 2);
  const double radius = spread_m * std::sqrt(-2 * std::log(1 - u * within));
  const double angle = 2 * std::numbers::pi * v;
  double lon = centre.x + radius * std::cos(angle) * degrees_per_m.x;
  if (lon > 180) lon -= 360;
  if (lon < -180) lon += 360;
  return {lon, centre.y + radius * std::sin(angle) * degrees_per_m.y};
}

Recipe read_recipe(const std::string& file, std::uint64_t seed) {
  return Reader(file, seed).read();
}

}  // namespace geo::synth
