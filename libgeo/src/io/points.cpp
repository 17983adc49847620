#include "geo/io/points.hpp"

#include <limits>
#include <set>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "io/point_feed.hpp"
#include "io/point_pool.hpp"
#include "io/source.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

void check(const PointSource& source) {
  if (source.x_column.empty() != source.y_column.empty()) {
    throw Error(ErrorCode::kOption, source.path + ": x and y columns go together; '" +
                                        source.x_column + source.y_column + "' is alone");
  }
  std::set<std::string> asked;
  for (const ColumnRequest& request : source.columns) {
    if (!asked.insert(request.name).second) {
      throw Error(ErrorCode::kOption,
                  source.path + ": the column '" + request.name + "' is asked for twice");
    }
  }
}

}  // namespace

struct PointReader::Impl {
  Impl(PointSource of, Context running) : source(std::move(of)), context(std::move(running)) {
    const std::string path = source.path;
    source.path = path == "-" ? "standard input" : shown_path(path);  // from here on for messages
    check(source);
    context.check();
    located = locate(path, source.layer, source.query);
    open(source.encoding);
  }

  // With that encoding; empty: UTF-8 until proved wrong.
  void open(const std::string& encoding) {
    if (!located.delimited) {
      feed = open_layer(source, located);
    } else {
      DelimitedOptions options;
      options.encoding = encoding;
      options.encoding_guessed = begun_again;
      options.header_row = source.header_row;
      options.context = context;
      try {
        feed = open_text(source, located, options);
      } catch (const NotUtf8&) {
        begin_again();
        return;
      }
    }
    pool.emplace(feed->rules());
    totals = {};
    facts = {};
    facts.x_column = feed->rules().x_column;
    facts.y_column = feed->rules().y_column;
    const std::vector<ColumnRequest>& columns = source.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string unit = feed->rules().units[i].text();
      if (!unit.empty()) facts.units.push_back({columns[i].name, unit});
    }
    feed->describe(facts);
  }

  void begin_again() {
    begun_again = true;
    open("GB18030");
  }

  // Holds that many records, or all that are left.
  void fill(std::uint64_t records) {
    std::vector<PointsPart> parts;
    while (!ended && pool->held() < records) {
      parts.clear();
      try {
        ended = !feed->next(parts, context);
      } catch (const NotUtf8&) {
        if (read > 0) {
          fail(source.path +
               ": is not UTF-8, which its beginning did not show, and a part of it has been used; "
               "set its encoding (GB18030?)");
        }
        begin_again();
        continue;
      }
      const bool whole = records == std::numeric_limits<std::uint64_t>::max();
      for (PointsPart& part : parts) take(std::move(part), whole ? feed->fraction() : 0);
      feed->describe(facts);
      context.report(feed->fraction());
    }
    if (ended) finish();
  }

  void take(PointsPart part, double fraction) {
    totals.read += part.read;
    totals.used += part.points.size();
    totals.positions += part.positions;
    totals.swapped += part.swapped;
    for (const std::vector<Reject>* unused : {&part.rejected, &part.unlocated.why}) {
      if (unused->empty()) continue;
      const Reject& first = unused->front();
      if (!totals.first_reject || first.row < totals.first_reject->row) totals.first_reject = first;
    }
    facts.imprecise += part.imprecise;
    totals.not_numbers.resize(part.not_numbers.size());
    for (std::size_t i = 0; i < part.not_numbers.size(); ++i) {
      NotNumbers& sum = totals.not_numbers[i];
      NotNumbers& more = part.not_numbers[i];
      if (more.count == 0) continue;
      more.count += sum.count;
      if (sum.count > 0) {
        sum.count = more.count;
      } else {
        sum = std::move(more);
      }
    }
    facts.not_numbers.clear();
    for (const NotNumbers& each : totals.not_numbers) {
      if (each.count > 0) facts.not_numbers.push_back(each);
    }
    pool->add(std::move(part), fraction);
  }

  // Whether the source as a whole could be used.
  void finish() const {
    const PointRules& rules = feed->rules();
    const std::string& what = feed->what();
    if (totals.used == 0) feed->refuse_others();
    if (totals.read == 0) fail(what + ": has no rows; choose a file with data");
    if (totals.swapped * 2 > totals.positions) {
      fail(what +
           (rules.x_column.empty()
                ? ": x and y of the geometry"
                : ": columns '" + rules.x_column + "' (x) and '" + rules.y_column + "' (y)") +
           " are swapped: " + std::to_string(totals.swapped * 100 / totals.positions) +
           " % of the y values are beyond 90 degrees and fit as longitudes; exchange x and y");
    }
    if (totals.used > 0) return;
    const Reject& first = *totals.first_reject;
    fail(what + ": none of the " + std::to_string(totals.read) +
         " rows can be used; the first was rejected for: " + first.reason +
         (first.column.empty() ? "" : " (column '" + first.column + "')") + "; " + first.advice +
         (rules.geographic && source.crs.empty() ? "; no coordinate system is given, so they were "
                                                   "taken for degrees of WGS84"
                                                 : ""));
  }

  struct Totals {
    std::uint64_t read = 0;
    std::uint64_t used = 0;
    std::uint64_t positions = 0;
    std::uint64_t swapped = 0;
    std::optional<Reject> first_reject;   // or kept without a position
    std::vector<NotNumbers> not_numbers;  // of every column asked for
  };

  PointSource source;
  Context context;
  Located located;
  bool begun_again = false;
  std::unique_ptr<PointFeed> feed;
  std::optional<PointPool> pool;
  PointFacts facts;
  Totals totals;
  bool ended = false;
  std::uint64_t read = 0;  // in batches given out
  std::uint64_t used = 0;
};

PointReader::PointReader(const PointSource& source, const Context& context)
    : impl_(std::make_unique<Impl>(source, context)) {}
PointReader::~PointReader() = default;
PointReader::PointReader(PointReader&&) noexcept = default;
PointReader& PointReader::operator=(PointReader&&) noexcept = default;

std::optional<PointBatch> PointReader::next(std::uint64_t records) {
  if (records == 0) throw Error(ErrorCode::kOption, "a batch of 0 records: ask for 1 at least");
  impl_->context.check();
  impl_->fill(records);
  if (impl_->pool->held() == 0) return std::nullopt;
  PointBatch batch = impl_->pool->take(records);
  impl_->read += batch.rejects.read;
  impl_->used += batch.rejects.used;
  return batch;
}

const PointFacts& PointReader::facts() const { return impl_->facts; }
std::uint64_t PointReader::read() const { return impl_->read; }
std::uint64_t PointReader::used() const { return impl_->used; }

PointsRead read_points(const PointSource& source, const Context& context) {
  PointReader reader(source, context);
  std::optional<PointBatch> all = reader.next(std::numeric_limits<std::uint64_t>::max());
  context.report(1);
  PointsRead read;
  static_cast<PointFacts&>(read) = reader.facts();
  read.points = std::move(all->points);
  read.rejects = std::move(all->rejects);
  read.unlocated = std::move(all->unlocated);
  return read;
}

}  // namespace geo::io
