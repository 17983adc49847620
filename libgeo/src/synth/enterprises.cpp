#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geo/synth/synth.hpp"
#include "synth/new_file.hpp"
#include "synth/recipe.hpp"

namespace geo::synth {
namespace {

constexpr std::string_view kHeader =
    "\xEF\xBB\xBFid,name,specialty,lon,lat,founded,registered_capital_10k_yuan,employees,"
    "synthetic\n";
constexpr std::uint64_t kChunkRows = 8192;

void append_integer(std::string& out, std::uint64_t value, std::size_t width = 1) {
  std::array<char, 20> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < width) out.append(width - length, '0');
  out.append(digits.data(), length);
}

void append_degrees(std::string& out, double degrees) {
  const long long micro = std::llround(degrees * 1e6);
  if (micro < 0) out += '-';
  const auto size = static_cast<std::uint64_t>(micro < 0 ? -micro : micro);
  append_integer(out, size / 1000000);
  out += '.';
  append_integer(out, size % 1000000, 6);
}

// A whole number, rounded to its leading digits as people round.
std::uint64_t draw(const Amount& amount, double normal) {
  const double value =
      std::clamp(std::exp(amount.log_median + amount.sigma * normal), amount.min, amount.max);
  double unit = 1;
  while (value >= amount.limit * unit) unit *= 10;
  return static_cast<std::uint64_t>(
      std::clamp(std::round(value / unit) * unit, amount.min, amount.max));
}

void append_row(const Recipe& recipe, std::uint64_t row, std::size_t id_width, std::string& out) {
  base::Random random(recipe.seed, row);
  const Centre& centre = recipe.centres[recipe.shares.pick(random.bits())];

  // Office buildings are shared unevenly: the square makes the first ones crowded.
  std::uint64_t address_bits = random.bits();
  const bool shares_address =
      static_cast<double>(address_bits >> 11) * 0x1p-53 < recipe.address_share;
  const double rank = random.uniform();
  const double u = random.uniform();
  const double v = random.uniform();
  Point position;
  if (shares_address) {
    const auto index =
        static_cast<std::size_t>(rank * rank * static_cast<double>(centre.addresses.size()));
    position = scatter(centre.addresses[index], centre.degrees_per_m, recipe.address_spread_m,
                       recipe.reach, u, v);
  } else {
    position = scatter(centre.position, centre.degrees_per_m, centre.spread_m, recipe.reach, u, v);
  }

  const std::size_t specialty = centre.specialties.pick(random.bits());
  std::uint64_t name_bits = random.bits();
  const auto part = [&](const std::vector<std::string>& list) -> const std::string& {
    return list[take(name_bits, list.size())];
  };
  const std::size_t day = recipe.day_shares.pick(random.bits());

  // Both normals of one pair (Box and Muller 1958).
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  const double angle = 2 * std::numbers::pi * random.uniform();
  const double capital = radius * std::cos(angle);
  const double own = radius * std::sin(angle);
  const double employees =
      recipe.correlation * capital + std::sqrt(1 - recipe.correlation * recipe.correlation) * own;

  out += "SYNTHETIC-";
  append_integer(out, row + 1, id_width);
  out += ',';
  if (recipe.quote_names) out += '"';
  out += recipe.prefix;
  out += part(recipe.first);
  out += part(recipe.second);
  out += part(recipe.trades[specialty]);
  out += part(recipe.forms);
  out += recipe.mark;
  if (recipe.quote_names) out += '"';
  out += ',';
  out += recipe.specialties[specialty];
  out += ',';
  append_degrees(out, position.x);
  out += ',';
  append_degrees(out, position.y);
  out += ',';
  out += recipe.days[day];
  out += ',';
  append_integer(out, draw(recipe.capital, capital));
  out += ',';
  append_integer(out, draw(recipe.employees, employees));
  out += ",true\n";
}

}  // namespace

void write_enterprises(const Options& options, const std::string& path, const Context& context) {
  const Recipe recipe = read_recipe(options.recipe, options.seed);
  const std::size_t id_width = std::max<std::size_t>(6, std::to_string(options.count).size());
  NewFile file(path);
  file.write(kHeader);

  // A batch of chunks is made while the batch before is written, so the disk and the processors
  // work at the same time and memory holds two batches.
  const auto batch_size = 4 * static_cast<std::size_t>(context.threads());
  std::vector<std::string> made(batch_size);
  std::vector<std::string> ready;
  const std::uint64_t chunks =
      options.count / kChunkRows + (options.count % kChunkRows != 0 ? 1U : 0U);
  for (std::uint64_t first = 0; first < chunks || !ready.empty(); first += batch_size) {
    const std::size_t batch =
        first < chunks
            ? static_cast<std::size_t>(std::min<std::uint64_t>(batch_size, chunks - first))
            : 0;
    base::run_chunks(context, batch + 1, [&](std::size_t task) {
      if (task == 0) {
        for (const std::string& bytes : ready) {
          context.check();
          file.write(bytes);
        }
        return;
      }
      std::string& bytes = made[task - 1];
      bytes.clear();
      const std::uint64_t begin = (first + task - 1) * kChunkRows;
      const std::uint64_t end = begin + std::min(kChunkRows, options.count - begin);
      for (std::uint64_t row = begin; row < end; ++row) append_row(recipe, row, id_width, bytes);
    });
    ready.resize(batch_size);
    std::swap(made, ready);
    ready.resize(batch);
    context.report(std::min(1.0, static_cast<double>(first) / static_cast<double>(chunks)));
  }
  file.commit();
}

}  // namespace geo::synth
