#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/parallel.hpp"
#include "io/delimited.hpp"
#include "io/point_feed.hpp"
#include "io/record_scanner.hpp"

// Delimited text is looked at through a window of some megabytes, cut into blocks that are parsed
// side by side. Where a block's first record begins can be told for certain only from the block
// before, so it is guessed, by counting quotes; blocks are then taken in order, and one whose guess
// was wrong is parsed again from where the one before really ended. So the result is that of a
// parser that goes from the first byte to the last, whatever the text and the number of threads.
namespace geo::io {
namespace {

constexpr std::size_t kBlocks = 32;          // of a window
constexpr std::uint64_t kCheckEvery = 4096;  // records; far below 50 ms

struct Block {
  std::size_t begin = 0;  // of its first record
  std::size_t end = 0;    // where the next block begins
  std::uint64_t records = 0;
  PointsPart part;
  RecordScanner::Found trouble = RecordScanner::Found::kRecord;  // what ended it early, if anything
  bool after_note = false;
  bool depends_on_note = false;
};

class TextFeed final : public PointFeed {
 public:
  TextFeed(const PointSource& source, const Located& located, const DelimitedOptions& options)
      : block_(options.block_bytes),
        window_(kBlocks * block_),
        wanted_(window_),
        what_(source.path),
        reader_(source.path, located.path, options),
        rules_(table_rules(source, reader_.header(), what_, guess_)) {}

  bool next(std::vector<PointsPart>& parts, const Context& context) override {
    const std::string_view text = reader_.window(wanted_);
    if (text.empty()) return false;
    const bool last = reader_.window_is_last();
    const std::size_t count = base::chunk_count(text.size(), block_);
    const std::vector<std::size_t> starts = guess_starts(text, count, context);
    std::vector<Block> blocks(count);
    // Reading goes on beside the parsing.
    base::run_chunks(context, count + 1, [&](std::size_t chunk) {
      if (chunk == 0) return last ? void() : reader_.prefetch(window_);
      const std::size_t b = chunk - 1;
      blocks[b] = parse(text, starts[b], (b + 1) * block_, last, false, context);
    });
    take(text, last, std::move(blocks), parts, context);
    return true;
  }

  [[nodiscard]] const PointRules& rules() const override { return rules_; }
  void describe(PointFacts& facts) const override {
    facts.encoding = reader_.encoding();
    facts.undecodable = reader_.undecodable();
    facts.header_row = reader_.header_row();
    facts.guess_reason = guess_.reason;
  }
  [[nodiscard]] double fraction() const override { return reader_.fraction(); }
  [[nodiscard]] const std::string& what() const override { return what_; }

 private:
  [[nodiscard]] std::vector<std::size_t> guess_starts(std::string_view text, std::size_t count,
                                                      const Context& context) const {
    // Quotes before the last byte of each block.
    std::vector<std::size_t> quotes(count);
    base::run_chunks(context, count, [&](std::size_t b) {
      const std::size_t from = b == 0 ? 0 : b * block_ - 1;
      const std::size_t to = std::min(text.size(), (b + 1) * block_ - 1);
      quotes[b] = count_quotes(text.substr(from, to - from));
    });
    std::vector<std::size_t> starts(count);
    std::size_t before = 0;
    for (std::size_t b = 1; b < count; ++b) {
      before += quotes[b - 1];
      starts[b] = guess_line(text, b * block_, before % 2 != 0);
    }
    return starts;
  }

  // The records that begin in [begin, limit), numbered from 1.
  Block parse(std::string_view text, std::size_t begin, std::size_t limit, bool last,
              bool after_note, const Context& context) const {
    using Found = RecordScanner::Found;
    limit = std::min(limit, text.size());
    RecordScanner scanner(reader_.separator());
    PointsBuilder builder(rules_, after_note);
    Block block;
    block.begin = begin;
    block.end = begin;
    while (block.end < limit) {
      const Found found = scanner.scan(text, block.end, last);
      if (found != Found::kRecord && found != Found::kBlank) {
        block.trouble = found;
        break;
      }
      block.end = scanner.end();
      if (found == Found::kBlank) continue;
      if (++block.records % kCheckEvery == 0) context.check();
      const auto fields = scanner.fields();
      builder.add_row(fields, block.records, [&] { return joined(fields, reader_.separator()); });
    }
    block.after_note = builder.after_note();
    block.depends_on_note = builder.depended_on_note();
    block.part = builder.take();
    return block;
  }

  // Puts the blocks in order, mending wrong guesses, and goes on by what they hold.
  void take(std::string_view text, bool last, std::vector<Block> blocks,
            std::vector<PointsPart>& parts, const Context& context) {
    using Found = RecordScanner::Found;
    std::size_t at = 0;
    std::uint64_t records = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const std::size_t limit = (b + 1) * block_;
      if (at >= std::min(limit, text.size())) continue;  // within a record of the block before
      Block& block = blocks[b];
      if (block.begin != at || (block.depends_on_note && after_note_)) {
        context.check();
        block = parse(text, at, limit, last, after_note_, context);
      }
      at = block.end;
      const std::uint64_t before = reader_.row() + records;
      records += block.records;
      // Nothing in the block has told: it is as it was.
      if (block.records > 0) after_note_ = block.after_note;
      if (block.trouble == Found::kOpenQuote || block.trouble == Found::kTooManyFields) {
        reader_.refuse(block.trouble, records);
      }
      number(block.part, before);
      parts.push_back(std::move(block.part));
      if (block.trouble == Found::kCut) break;
    }
    // A record longer than the window: a larger one, up to the limit of a record.
    wanted_ = at == 0 ? text.size() + window_ : window_;
    reader_.skip(at, records);
  }

  // Rows are numbered from 1 within a block.
  static void number(PointsPart& part, std::uint64_t before) {
    for (std::uint64_t& row : part.points.row) row += before;
    for (std::uint64_t& row : part.unlocated.row) row += before;
    for (Reject& reject : part.unlocated.why) reject.row += before;
    for (Reject& reject : part.rejected) reject.row += before;
    for (Reject& reject : part.cells) reject.row += before;
    for (NotNumbers& each : part.not_numbers) {
      if (each.count > 0) each.first_row += before;
    }
  }

  std::size_t block_;
  std::size_t window_;
  std::size_t wanted_;  // of the next window
  std::string what_;
  DelimitedReader reader_;
  ColumnGuess guess_;
  PointRules rules_;
  bool after_note_ = false;
};

}  // namespace

std::unique_ptr<PointFeed> open_text(const PointSource& source, const Located& located,
                                     const DelimitedOptions& options) {
  return std::make_unique<TextFeed>(source, located, options);
}

}  // namespace geo::io
