#include "geo/select/filter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "base/date.hpp"
#include "base/parallel.hpp"
#include "geo/select/text_query.hpp"

namespace geo::select {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kGrain = 4096;  // of texts: about a millisecond

std::vector<double> numbers_of(const PointSet& points, const std::string& name) {
  const Column* column = name.empty() ? nullptr : points.find(name);
  if (column == nullptr) return {};
  const auto* numbers = std::get_if<std::vector<double>>(&column->values);
  return numbers == nullptr ? std::vector<double>{} : *numbers;
}

double year_of(const std::string& text) {
  const auto date = base::parse_date(text);
  return date ? base::decimal_year(*date) : kUnknown;
}

std::vector<double> years_of(const PointSet& points, const std::string& name) {
  const Column* column = name.empty() ? nullptr : points.find(name);
  if (column == nullptr) return {};
  std::vector<double> years;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column->values)) {
    years.reserve(texts->size());
    for (const std::string& text : *texts) years.push_back(year_of(text));
  } else if (const auto* words = std::get_if<Categories>(&column->values)) {
    std::vector<double> of_word;
    for (const std::string& text : words->names) of_word.push_back(year_of(text));
    years.reserve(words->codes.size());
    for (const std::uint32_t code : words->codes) {
      years.push_back(code == Categories::kMissing ? kUnknown : of_word[code]);
    }
  }
  return years;
}

/// A filter with its words looked up.
class Sieve {
 public:
  Sieve(const FilterInputs& inputs, const Filter& filter)
      : points_(*inputs.points),
        filter_(filter),
        query_(filter.text, inputs.readings == nullptr ? none_ : *inputs.readings) {
    const auto refuse_unless = [&](bool there) { nothing_ |= !there; };
    if (!filter.specialty.empty()) {
      const Categories& words = points_.categories(inputs.specialty_column);
      const auto at = std::find(words.names.begin(), words.names.end(), filter.specialty);
      refuse_unless(at != words.names.end());
      codes_ = &words.codes;
      code_ = static_cast<std::uint32_t>(at - words.names.begin());
    }
    if (!filter.district.empty()) {
      region_ = inputs.regions == nullptr ? -1 : inputs.regions->find(filter.district);
      refuse_unless(region_ >= 0 && inputs.assignment != nullptr);
      if (!nothing_) regions_ = &inputs.assignment->region;
    }
    if (!filter.belt.empty()) {
      for (std::size_t b = 0; inputs.belts != nullptr && b < inputs.belts->size(); ++b) {
        if (inputs.belts->belts[b].id == filter.belt) inside_ = &inputs.membership->inside[b];
      }
      refuse_unless(inside_ != nullptr);
    }
    if (!query_.empty()) {
      for (const std::string& name : inputs.text_columns) {
        const Column* column = name.empty() ? nullptr : points_.find(name);
        if (column == nullptr) continue;
        if (const auto* texts = std::get_if<std::vector<std::string>>(&column->values)) {
          texts_.push_back(texts);
        }
      }
    }
    const auto range = [&](const Range& wanted, const std::vector<double>* values) {
      if (wanted.open()) return;
      refuse_unless(values != nullptr && values->size() == points_.size());
      ranges_.emplace_back(wanted, values);
    };
    const Attributes* known = inputs.attributes;
    range(filter.capital, known == nullptr ? nullptr : &known->capital);
    range(filter.employees, known == nullptr ? nullptr : &known->employees);
    if (!filter.founded.open()) {
      founded_ = known == nullptr ? nullptr : &known->founded;
      refuse_unless(founded_ != nullptr && founded_->size() == points_.size());
    }
  }

  [[nodiscard]] bool nothing() const { return nothing_; }

  [[nodiscard]] bool holds(std::size_t i) const {
    if (codes_ != nullptr && (*codes_)[i] != code_) return false;
    if (regions_ != nullptr && (*regions_)[i] != region_) return false;
    if (inside_ != nullptr && (*inside_)[i] == 0) return false;
    if (founded_ != nullptr &&
        !((*founded_)[i] >= filter_.founded.from && (*founded_)[i] < filter_.founded.to)) {
      return false;
    }
    for (const auto& [range, values] : ranges_) {
      if (!range.contains((*values)[i])) return false;
    }
    // The dearest last.
    return query_.empty() || std::any_of(texts_.begin(), texts_.end(), [&](const auto* texts) {
             return query_.matches((*texts)[i]);
           });
  }

 private:
  const PointSet& points_;
  const Filter& filter_;
  Readings none_;
  TextQuery query_;
  bool nothing_ = false;
  const std::vector<std::uint32_t>* codes_ = nullptr;
  std::uint32_t code_ = 0;
  const std::vector<std::int32_t>* regions_ = nullptr;
  std::int32_t region_ = 0;
  const std::vector<std::uint8_t>* inside_ = nullptr;
  const std::vector<double>* founded_ = nullptr;
  std::vector<std::pair<Range, const std::vector<double>*>> ranges_;
  std::vector<const std::vector<std::string>*> texts_;
};

}  // namespace

Attributes attributes_of(const PointSet& points, const std::string& founded,
                         const std::string& capital, const std::string& employees) {
  return {years_of(points, founded), numbers_of(points, capital), numbers_of(points, employees)};
}

std::vector<std::uint32_t> filtered(const FilterInputs& inputs, const Filter& filter,
                                    const Context& context) {
  const Sieve sieve(inputs, filter);
  if (sieve.nothing()) return {};
  using List = std::vector<std::uint32_t>;
  return base::parallel_reduce<List>(
      context, inputs.points->size(), kGrain, {},
      [&](std::size_t begin, std::size_t end) {
        List part;
        for (std::size_t i = begin; i < end; ++i) {
          if (sieve.holds(i)) part.push_back(static_cast<std::uint32_t>(i));
        }
        return part;
      },
      [](List all, const List& part) {
        all.insert(all.end(), part.begin(), part.end());
        return all;
      });
}

}  // namespace geo::select
