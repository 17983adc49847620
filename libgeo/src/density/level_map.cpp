#include "level_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "geo/core/error.hpp"

namespace geo::density {
namespace {

// A value equal to a level counts as above it, so that every corner of a cell is above or below and
// the sixteen cases of marching squares are all. Positions may coincide only where a value equals a
// level (then all its crossings are the centre itself) and where rounding leaves two levels no
// room on a side; such crossings become one node here, and what has no extent is taken out when
// rings are traced. All else is combinatorics: no case is decided by rounded geometry.
//
// Corners and sides of a cell run anticlockwise: corner 0 south-west, 1 south-east, 2 north-east,
// 3 north-west; side i leads from corner i to corner i + 1.
class Scanner {
 public:
  Scanner(const Grid& grid, const std::vector<double>& levels, bool to_edges,
          const Context& context)
      : grid_(grid), levels_(levels), padding_(to_edges ? 1 : 0), context_(context) {
    const GridFrame& frame = grid.frame;
    if (padding_ != 0) x_.push_back(frame.west);
    for (int c = 0; c < frame.columns; ++c) x_.push_back(frame.centre_x(c));
    if (padding_ != 0) x_.push_back(frame.envelope().max_x);
    if (padding_ != 0) y_.push_back(frame.north);
    for (int r = 0; r < frame.rows; ++r) y_.push_back(frame.centre_y(r));
    if (padding_ != 0) y_.push_back(frame.envelope().min_y);
    map_.chords.resize(levels.size());
    map_.borders.resize(levels.size() + 1);
  }

  LevelMap run() {
    const std::size_t columns = x_.size();
    if (columns < 2 || y_.size() < 2 || grid_.values.empty()) return std::move(map_);
    require_room();
    for (Row* row : {&upper_, &lower_}) {
      row->value.resize(columns);
      row->band.resize(columns);
      row->centre.resize(columns);
      row->side.resize(columns);
      row->covered.assign(columns, 0);
    }
    load(lower_, 0);
    for (row_ = 0; row_ + 1 < y_.size(); ++row_) {
      context_.check();
      std::swap(upper_, lower_);
      load(lower_, row_ + 1);
      scan_row();
      if (map_.x.size() > kNone / 2 || map_.parent.size() > kNone / 2) {
        throw Error(ErrorCode::kMemory,
                    "contours: there are too many crossings of levels; give fewer levels or a "
                    "coarser grid");
      }
    }
    std::swap(upper_, lower_);  // what lies above the last line of centres ends there
    for (column_ = 0; column_ + 1 < columns; ++column_) {
      if (upper_.covered[column_] != 0) close_above();
    }
    return std::move(map_);
  }

 private:
  // A line of centres, and what hangs on the sides between neighbours on it.
  struct Row {
    std::vector<double> value;
    std::vector<std::uint32_t> band;    // kNone: no data
    std::vector<std::uint32_t> centre;  // node of a centre, or kNone
    // A side within one band: the label of the cell north of it. Else an offset into `slots`:
    // the nodes in ascending order of levels, then the labels of the bands between them.
    std::vector<std::uint32_t> side;
    std::vector<std::uint32_t> slots;
    std::vector<char> covered;  // the cell north of the side is
  };
  struct Corner {
    double value;
    std::uint32_t band;
    std::size_t column;
    bool lower;  // on the lower line of centres
  };
  struct Side {
    std::uint32_t low;  // least and greatest band of its ends
    std::uint32_t high;
    bool ascending;         // from corner i to corner i + 1
    double high_value;      // of its upper end
    std::uint32_t* nodes;   // of levels low + 1 ... high
    std::uint32_t* labels;  // of bands low ... high
  };

  void require_room() const {
    for (const std::vector<double>* axis : {&x_, &y_}) {
      for (std::size_t i = 1; i < axis->size(); ++i) {
        const double first = (*axis)[i - 1];
        const double second = (*axis)[i];
        if (first == second || std::nextafter(first, second) == second) {
          throw Error(ErrorCode::kOption,
                      "contours: pixels of " + std::to_string(grid_.frame.pixel) +
                          " are too small for coordinates of this size; choose larger pixels");
        }
      }
    }
  }

  void load(Row& row, std::size_t r) {
    const auto padding = static_cast<std::size_t>(padding_);
    const auto columns = static_cast<std::size_t>(grid_.frame.columns);
    const auto rows = static_cast<std::size_t>(grid_.frame.rows);
    const std::size_t from = std::min(r < padding ? 0 : r - padding, rows - 1);
    const double* values = grid_.values.data() + from * columns;
    std::copy(values, values + columns, row.value.begin() + padding_);
    if (padding_ != 0) {
      row.value.front() = values[0];
      row.value.back() = values[columns - 1];
    }
    std::uint32_t last = 0;
    for (std::size_t c = 0; c < row.value.size(); ++c) {
      const double value = row.value[c];
      if (!std::isfinite(value)) {
        row.band[c] = kNone;
        continue;
      }
      // Neighbours are mostly in one band.
      if ((last > 0 && value < levels_[last - 1]) ||
          (last < levels_.size() && value >= levels_[last])) {
        last = static_cast<std::uint32_t>(std::upper_bound(levels_.begin(), levels_.end(), value) -
                                          levels_.begin());
      }
      row.band[c] = last;
    }
    std::fill(row.centre.begin(), row.centre.end(), kNone);
    row.slots.clear();
  }

  std::uint32_t new_label() {
    const auto label = static_cast<std::uint32_t>(map_.parent.size());
    map_.parent.push_back(label);
    return label;
  }
  // The label of both; kNone stands for none yet.
  std::uint32_t joined(std::uint32_t a, std::uint32_t b) {
    if (a == kNone || a == b) return b;
    return b == kNone ? a : map_.join(a, b);
  }

  std::uint32_t new_node(double x, double y) {
    map_.x.push_back(x);
    map_.y.push_back(y);
    return static_cast<std::uint32_t>(map_.x.size() - 1);
  }
  std::uint32_t centre(const Corner& corner) {
    std::uint32_t& node = (corner.lower ? lower_ : upper_).centre[corner.column];
    if (node == kNone) node = new_node(x_[corner.column], y_[row_ + (corner.lower ? 1 : 0)]);
    return node;
  }

  void scan_row() {
    west_covered_ = false;
    const std::size_t cells = x_.size() - 1;
    for (column_ = 0; column_ < cells; ++column_) {
      const std::size_t c = column_;
      const std::uint32_t nw = upper_.band[c];
      const std::uint32_t ne = upper_.band[c + 1];
      const std::uint32_t sw = lower_.band[c];
      const std::uint32_t se = lower_.band[c + 1];
      if (nw == kNone || ne == kNone || sw == kNone || se == kNone) {
        if (west_covered_) close_west();
        if (upper_.covered[c] != 0) close_above();
        west_covered_ = false;
        lower_.covered[c] = 0;
        continue;
      }
      if (nw == ne && nw == sw && nw == se && west_covered_ && upper_.covered[c] != 0) {
        const std::uint32_t label = joined(west_, upper_.side[c]);
        west_ = label;
        lower_.side[c] = label;
      } else {
        scan_cell();
      }
      west_covered_ = true;
      lower_.covered[c] = 1;
    }
    if (west_covered_) {
      close_west();
      west_covered_ = false;
    }
  }

  [[nodiscard]] std::array<Corner, 4> corners() const {
    const std::size_t c = column_;
    return {{{lower_.value[c], lower_.band[c], c, true},
             {lower_.value[c + 1], lower_.band[c + 1], c + 1, true},
             {upper_.value[c + 1], upper_.band[c + 1], c + 1, false},
             {upper_.value[c], upper_.band[c], c, false}}};
  }

  // The side between two corners, whose nodes and labels stand in `slots` from `offset` or, where
  // it has no crossing, whose label is `single`.
  static Side side_at(const Corner& from, const Corner& to, std::vector<std::uint32_t>& slots,
                      std::uint32_t offset, std::uint32_t& single) {
    const bool ascending = from.band < to.band;
    Side side{ascending ? from.band : to.band,
              ascending ? to.band : from.band,
              ascending,
              ascending ? to.value : from.value,
              nullptr,
              &single};
    if (side.low < side.high) {
      side.nodes = slots.data() + offset;
      side.labels = side.nodes + (side.high - side.low);
    }
    return side;
  }

  // The same for a side that no cell has visited: its nodes are made, its labels are none.
  Side new_side(const Corner& from, const Corner& to, std::vector<std::uint32_t>& slots,
                std::uint32_t& single) {
    const std::uint32_t crossings = from.band < to.band ? to.band - from.band : from.band - to.band;
    if (crossings == 0) {
      single = kNone;
      return side_at(from, to, slots, 0, single);
    }
    const auto offset = static_cast<std::uint32_t>(slots.size());
    single = offset;
    slots.resize(slots.size() + 2 * std::size_t{crossings} + 1, kNone);
    const Side side = side_at(from, to, slots, offset, single);
    const Corner& low = side.ascending ? from : to;
    const Corner& high = side.ascending ? to : from;
    const bool level_side = from.lower == to.lower;
    const double fixed = level_side ? y_[row_ + (from.lower ? 1 : 0)] : x_[from.column];
    const auto position = [&](const Corner& corner) {
      return level_side ? x_[corner.column] : y_[row_ + (corner.lower ? 1 : 0)];
    };
    const double start = position(low);
    const double end = position(high);
    double last = start;
    for (std::uint32_t i = 0; i < crossings; ++i) {
      const double level = levels_[side.low + i];
      if (level == high.value) {
        // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a node for each crossing
        side.nodes[i] = centre(high);
        continue;
      }
      const double at = crossing(low.value, high.value, level, start, end, last);
      side.nodes[i] = i > 0 && at == last ? side.nodes[i - 1]
                      : level_side        ? new_node(at, fixed)
                                          : new_node(fixed, at);
      last = at;
    }
    return side;
  }

  // Where a level lies between two centres: strictly between them, and not before `last`, where the
  // level below lies. Halves, since a difference of two values may overflow.
  static double crossing(double low, double high, double level, double start, double end,
                         double last) {
    double t = (0.5 * level - 0.5 * low) / (0.5 * high - 0.5 * low);
    if (!(t >= 0 && t <= 1)) t = 0.5;  // subnormal values, whose halves are equal
    const double at = start + (end - start) * t;
    if (start < end) {
      return std::clamp(std::max(at, last), std::nextafter(start, end), std::nextafter(end, start));
    }
    return std::clamp(std::min(at, last), std::nextafter(end, start), std::nextafter(start, end));
  }

  // Whether a band has a positive length on a side. The only one that may have none between centre
  // and crossing is the highest, where the upper centre's value is its level.
  [[nodiscard]] bool has_length(const Side& side, std::uint32_t band) const {
    if (band < side.low || band > side.high) return false;
    if (band == side.low) return true;
    const std::uint32_t i = band - side.low;
    if (band == side.high) return levels_[band - 1] != side.high_value;
    return side.nodes[i - 1] != side.nodes[i];
  }

  void scan_cell() {
    const std::array<Corner, 4> corner = corners();
    const std::size_t c = column_;
    const bool north_covered = upper_.covered[c] != 0;
    fresh_.clear();
    east_slots_.clear();
    std::uint32_t north_single = kNone;
    std::uint32_t east = kNone;
    // A fresh west or north side is used in this cell alone. Room for both, so that neither moves.
    fresh_.reserve(4 * (levels_.size() + 1));
    std::array<Side, 4> side{};
    side[0] = new_side(corner[0], corner[1], lower_.slots, lower_.side[c]);
    side[1] = new_side(corner[1], corner[2], east_slots_, east);
    side[2] = north_covered
                  ? side_at(corner[2], corner[3], upper_.slots, upper_.side[c], upper_.side[c])
                  : new_side(corner[2], corner[3], fresh_, north_single);
    side[3] = west_covered_ ? side_at(corner[3], corner[0], west_slots_, west_, west_)
                            : new_side(corner[3], corner[0], fresh_, west_);

    const auto [low, high] =
        std::minmax({corner[0].band, corner[1].band, corner[2].band, corner[3].band});
    const double mean = 0.25 * corner[0].value + 0.25 * corner[1].value + 0.25 * corner[2].value +
                        0.25 * corner[3].value;
    const auto above = [&](std::uint32_t level) {
      unsigned bits = 0;
      for (unsigned i = 0; i < 4; ++i) bits |= corner[i].band >= level ? 1U << i : 0U;
      return bits;
    };
    const auto is_saddle = [](unsigned bits) { return bits == 5 || bits == 10; };

    // The labels of the pieces of every band in this cell: two where a saddle parts it, at [0] that
    // of corner 0 or 1, at [1] that of corner 2 or 3; else the same twice.
    pieces_.assign(2 * std::size_t{high - low + 1}, kNone);
    for (std::uint32_t band = low; band <= high; ++band) {
      std::uint32_t* piece = &pieces_[2 * std::size_t{band - low}];
      const bool by_high = band > low && is_saddle(above(band)) && levels_[band - 1] > mean;
      const bool by_low = band < high && is_saddle(above(band + 1)) && levels_[band] <= mean;
      const auto place = [&](unsigned i) -> std::size_t {
        if (!by_high && !by_low) return 0;
        const unsigned upper = side[i].ascending ? (i + 1) % 4 : i;
        const unsigned lower = side[i].ascending ? i : (i + 1) % 4;
        return (by_high ? upper : lower) / 2;
      };
      for (unsigned i = 2; i < 4; ++i) {
        if (has_length(side[i], band)) {
          std::uint32_t& label = piece[place(i)];
          label = joined(label, side[i].labels[band - side[i].low]);
        }
      }
      if (piece[0] == kNone) piece[0] = new_label();
      if (!by_high && !by_low) piece[1] = piece[0];
      if (piece[1] == kNone) piece[1] = new_label();
      for (unsigned i = 0; i < 4; ++i) {
        if (band >= side[i].low && band <= side[i].high) {
          side[i].labels[band - side[i].low] = piece[place(i)];
        }
      }
    }

    for (std::uint32_t level = low + 1; level <= high; ++level) {
      const unsigned bits = above(level);
      const bool saddle = is_saddle(bits);
      const bool high_joined = levels_[level - 1] <= mean;
      for (unsigned i = 0; i < 4; ++i) {
        // From where the border of what is above goes down to where it comes up again.
        if ((bits >> i & 1U) == 0 || (bits >> (i + 1) % 4 & 1U) != 0) continue;
        unsigned up = (i + 1) % 4;
        if (saddle) {
          up = high_joined ? (i + 1) % 4 : (i + 3) % 4;
        } else {
          while ((bits >> up & 1U) != 0 || (bits >> (up + 1) % 4 & 1U) == 0) up = (up + 1) % 4;
        }
        const std::uint32_t from = side[i].nodes[level - side[i].low - 1];
        const std::uint32_t to = side[up].nodes[level - side[up].low - 1];
        if (from == to) continue;
        // The corner that is cut off tells which piece it is, where there are two.
        const unsigned cut = up == (i + 1) % 4 ? up : i;
        map_.chords[level - 1].push_back({from, to, pieces_[2 * std::size_t{level - low} + cut / 2],
                                          pieces_[2 * std::size_t{level - 1 - low} + cut / 2]});
      }
    }
    if (!north_covered) add_border(corner[2], corner[3], side[2]);
    if (!west_covered_) add_border(corner[3], corner[0], side[3]);
    west_ = east;
    std::swap(west_slots_, east_slots_);
  }

  // The side between the covered cell to the west and this one, which is not.
  void close_west() {
    const std::size_t c = column_;
    const Corner south{lower_.value[c], lower_.band[c], c, true};
    const Corner north{upper_.value[c], upper_.band[c], c, false};
    add_border(south, north, side_at(south, north, west_slots_, west_, west_));
  }
  // The side between the covered cell above and this one, which is not.
  void close_above() {
    const std::size_t c = column_;
    const Corner west{upper_.value[c], upper_.band[c], c, false};
    const Corner east{upper_.value[c + 1], upper_.band[c + 1], c + 1, false};
    add_border(west, east, side_at(west, east, upper_.slots, upper_.side[c], upper_.side[c]));
  }

  void add_border(const Corner& from, const Corner& to, const Side& side) {
    const std::uint32_t crossings = side.high - side.low;
    std::uint32_t start = centre(from);
    for (std::uint32_t i = 0; i <= crossings; ++i) {
      const std::uint32_t step = side.ascending ? i : crossings - i;  // band low + step
      const std::uint32_t end =
          // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a node for each crossing
          i == crossings ? centre(to) : side.nodes[side.ascending ? step : step - 1];
      if (start != end) map_.borders[side.low + step].push_back({start, end, side.labels[step]});
      start = end;
    }
  }

  const Grid& grid_;
  const std::vector<double>& levels_;
  int padding_;
  const Context& context_;
  std::vector<double> x_;  // of the columns of centres, west to east
  std::vector<double> y_;  // of the rows of centres, north to south
  LevelMap map_;
  Row upper_;
  Row lower_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  bool west_covered_ = false;
  std::uint32_t west_ = kNone;  // as Row::side, of the side to the west
  std::vector<std::uint32_t> west_slots_;
  std::vector<std::uint32_t> east_slots_;
  std::vector<std::uint32_t> fresh_;
  std::vector<std::uint32_t> pieces_;
};

}  // namespace

LevelMap map_levels(const Grid& grid, const std::vector<double>& levels, bool to_edges,
                    const Context& context) {
  return Scanner(grid, levels, to_edges, context).run();
}

}  // namespace geo::density
