#include "geo/registry/duplicates.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/fold.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "geo/registry/credit_code.hpp"

namespace geo::registry {
namespace {

constexpr std::size_t kGrain = 8192;
constexpr std::size_t kCheckEvery = 8192;
/// Of the tolerance: 121.47001 - 121.47 is a little more than 1e-5 in binary.
constexpr double kRounding = 1e-6;
/// Side of a cell in tolerances: what is near a position lies in two cells at most in x and in y.
constexpr double kCell = 2.5;

std::uint64_t mixed(std::uint64_t h) {  // the finaliser of MurmurHash3
  h ^= h >> 33U;
  h *= 0xFF51AFD7ED558CCDULL;
  h ^= h >> 33U;
  h *= 0xC4CEB9FE1A85EC53ULL;
  return h ^ h >> 33U;
}

std::uint64_t hash_of(std::string_view key) {  // 0: there is no key
  return key.empty() ? 0 : mixed(std::hash<std::string_view>{}(key)) | 1U;
}

/// Indices in slots, found by linear probing.
class SlotTable {
 public:
  explicit SlotTable(std::size_t most) {
    std::size_t size = 16;
    while (size < most + most / 2) size *= 2;
    slots_.assign(size, kEmpty);
  }
  /// Calls `visit(index)` for all that may have this hash, until it returns true.
  template <typename Visit>
  void probe(std::uint64_t hash, Visit&& visit) const {
    for (std::size_t at = slot(hash); slots_[at] != kEmpty; at = next(at)) {
      if (visit(slots_[at])) return;
    }
  }
  void insert(std::uint64_t hash, std::uint32_t index) {
    std::size_t at = slot(hash);
    while (slots_[at] != kEmpty) at = next(at);
    slots_[at] = index;
  }

 private:
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;
  [[nodiscard]] std::size_t slot(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
  std::vector<std::uint32_t> slots_;
};

void require(bool holds) {
  if (!holds) throw Error(ErrorCode::kInternal, "find_duplicates: the lists differ in length");
}

/// Both sets as one, in order of row.
class Search {
 public:
  Search(const Rows& located, const Rows& unlocated, const DuplicateOptions& options,
         const Context& context)
      : located_(located), unlocated_(unlocated), options_(options), context_(context) {
    for (const Rows* rows : {&located, &unlocated}) {
      for (const std::size_t size : {rows->code.size(), rows->name.size(), rows->x.size()}) {
        require(size == 0 || size == rows->size());
      }
      require(rows->x.size() == rows->y.size());
    }
    size_ = located.size() + unlocated.size();
    require(size_ < 0xFFFFFFFF);
    if (unlocated.size() == 0) return;
    order_.resize(size_);
    std::iota(order_.begin(), order_.end(), 0U);
    std::inplace_merge(
        order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(located.size()), order_.end(),
        [&](std::uint32_t a, std::uint32_t b) { return row_of_index(a) < row_of_index(b); });
  }

  std::vector<Duplicate> all() {
    const std::vector<Pair> by_code = repeated_codes();
    const std::vector<Pair> by_place = repeated_places();
    std::vector<Duplicate> found;
    std::unordered_map<std::uint32_t, std::uint32_t> model_of;
    auto code = by_code.begin();
    auto place = by_place.begin();
    while (code != by_code.end() || place != by_place.end()) {
      const bool take_code =
          place == by_place.end() || (code != by_code.end() && code->index <= place->index);
      const Pair pair = take_code ? *code : *place;
      if (take_code && place != by_place.end() && place->index == code->index) ++place;
      ++(take_code ? code : place);
      const auto earlier = model_of.find(pair.model);
      const std::uint32_t model = earlier == model_of.end() ? pair.model : earlier->second;
      model_of.emplace(pair.index, model);
      found.push_back(
          {row_of(pair.index), row_of(model), take_code ? SameBy::kCode : SameBy::kNameAndPlace});
    }
    return found;
  }

 private:
  struct Pair {
    std::uint32_t index;  ///< in the order of rows
    std::uint32_t model;  ///< an earlier one
  };

  [[nodiscard]] std::uint64_t row_of_index(std::uint32_t i) const {
    return i < located_.size() ? located_.row[i] : unlocated_.row[i - located_.size()];
  }
  [[nodiscard]] std::uint64_t row_of(std::uint32_t p) const {
    return row_of_index(order_.empty() ? p : order_[p]);
  }
  /// The rows that the p-th belongs to, and which of them it is.
  [[nodiscard]] std::pair<const Rows*, std::size_t> at(std::size_t p) const {
    const std::size_t i = order_.empty() ? p : order_[p];
    if (i < located_.size()) return {&located_, i};
    return {&unlocated_, i - located_.size()};
  }

  [[nodiscard]] std::string code_of(std::size_t p) const {
    const auto [rows, i] = at(p);
    if (rows->code.empty()) return {};
    if (!options_.credit_codes) {
      std::string id = base::fold(rows->code[i]);
      return id == "-" ? std::string() : id;
    }
    CreditCode code = read_credit_code(rows->code[i]);
    const bool none = code.fault == CodeFault::kMissing || code.fault == CodeFault::kDigitsLost;
    return none ? std::string() : std::move(code.text);
  }
  [[nodiscard]] std::string name_of(std::size_t p) const {
    const auto [rows, i] = at(p);
    return rows->name.empty() || rows->x.empty() ? std::string() : base::fold(rows->name[i]);
  }
  [[nodiscard]] std::pair<double, double> place_of(std::size_t p) const {
    const auto [rows, i] = at(p);
    return {rows->x[i], rows->y[i]};
  }

  template <typename KeyOf>
  [[nodiscard]] std::vector<std::uint64_t> hashes(KeyOf&& key_of) const {
    std::vector<std::uint64_t> out(size_);
    base::parallel_for(context_, size_, kGrain, [&](std::size_t begin, std::size_t end) {
      for (std::size_t p = begin; p < end; ++p) out[p] = hash_of(key_of(p));
    });
    return out;
  }

  [[nodiscard]] std::vector<Pair> repeated_codes() const {
    std::vector<Pair> found;
    if (located_.code.empty() && unlocated_.code.empty()) return found;
    const auto key = [&](std::size_t p) { return code_of(p); };
    const std::vector<std::uint64_t> hash = hashes(key);
    SlotTable table(size_);
    for (std::uint32_t p = 0; p < size_; ++p) {
      if (p % kCheckEvery == 0) context_.check();
      if (hash[p] == 0) continue;
      bool repeats = false;
      table.probe(hash[p], [&](std::uint32_t q) {
        if (hash[q] != hash[p] || key(q) != key(p)) return false;
        found.push_back({p, q});
        repeats = true;
        return true;
      });
      if (!repeats) table.insert(hash[p], p);
    }
    return found;
  }

  [[nodiscard]] std::vector<Pair> repeated_places() const {
    std::vector<Pair> found;
    if (located_.name.empty() || located_.x.empty()) return found;
    const auto key = [&](std::size_t p) { return name_of(p); };
    const std::vector<std::uint64_t> hash = hashes(key);
    const double near = options_.tolerance * (1 + kRounding);
    const double side = options_.tolerance * kCell;
    // Cells as floating numbers: they may be beyond all integers.
    const auto in_cell = [&](std::uint64_t name, double cx, double cy) {
      return mixed(name ^ mixed(std::hash<double>{}(cx)*31 + std::hash<double>{}(cy)));
    };
    SlotTable table(size_);
    for (std::uint32_t p = 0; p < size_; ++p) {
      if (p % kCheckEvery == 0) context_.check();
      if (hash[p] == 0) continue;
      const auto [x, y] = place_of(p);
      std::uint32_t first = p;
      const double right = std::floor((x + near) / side);
      const double top = std::floor((y + near) / side);
      double cx = std::floor((x - near) / side);
      for (bool last_x = false; !last_x; cx = right) {
        last_x = cx == right;
        double cy = std::floor((y - near) / side);
        for (bool last_y = false; !last_y; cy = top) {
          last_y = cy == top;
          table.probe(in_cell(hash[p], cx, cy), [&, x = x, y = y](std::uint32_t q) {
            if (q >= first || hash[q] != hash[p]) return false;
            const auto [qx, qy] = place_of(q);
            if (std::abs(qx - x) <= near && std::abs(qy - y) <= near && key(q) == key(p)) first = q;
            return false;  // another cell's may stand before an earlier row of this one
          });
        }
      }
      if (first < p) {
        found.push_back({p, first});
      } else {
        table.insert(in_cell(hash[p], std::floor(x / side), std::floor(y / side)), p);
      }
    }
    return found;
  }

  const Rows& located_;
  const Rows& unlocated_;
  const DuplicateOptions& options_;
  const Context& context_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> order_;  ///< empty: as they stand
};

}  // namespace

std::vector<Duplicate> find_duplicates(const Rows& located, const Rows& unlocated,
                                       const DuplicateOptions& options, const Context& context) {
  return Search(located, unlocated, options, context).all();
}

}  // namespace geo::registry
