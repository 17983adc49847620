#include "geo/sheet/sheet.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>

#include "base/memory.hpp"
#include "geo/core/error.hpp"
#include "geo/core/version.hpp"
#include "sheet/canvas.hpp"
#include "sheet/map_painter.hpp"
#include "sheet/png.hpp"

namespace geo::sheet {
namespace {

using scene::Color;
using scene::Scene;

constexpr Color kPaper = Color::hex(0xFFFFFF);
constexpr Color kInk = Color::hex(0x1E242A);
constexpr Color kGray = Color::hex(0x646C75);
constexpr Color kPale = Color::hex(0xC9CED3);
constexpr Color kWarning = Color::hex(0xB3261E);

constexpr double kMargin_mm = 9;
constexpr double kGap_mm = 5;
constexpr int kFontThreads = 4;  // Pango looks for fonts on some of its own

/// A piece of the panel: it has a height, and can be drawn anywhere.
struct Block {
  double height = 0;
  std::function<void(double x, double y)> draw;
  bool keep_with_next = false;
};

/// 1, 2 or 5 times a power of ten, not above `limit`.
double round_length(double limit) {
  const double power = std::pow(10.0, std::floor(std::log10(limit)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= limit) return step * power;
  }
  return power;
}

class Sheet {
 public:
  Sheet(const Scene& scene, const SheetOptions& options, const Context& context)
      : scene_(scene),
        options_(options),
        context_(context),
        width_(options.width_px * 25.4 / options.dpi) {}

  std::vector<unsigned char> png() {
    // Measured on a canvas of one pixel, then drawn on one of the right height.
    Canvas ruler(1, 1, options_.dpi);
    canvas_ = &ruler;
    const double height = arrange(false);
    const int height_px = static_cast<int>(std::ceil(height * options_.dpi / 25.4));
    // The page, the picture of a raster on it, and the file that is made of it.
    base::require_memory(3 * 4.0 * options_.width_px * height_px,
                         "a sheet of " + std::to_string(options_.width_px) + " x " +
                             std::to_string(height_px) + " pixels",
                         "make it smaller with width_px");
    Canvas page(options_.width_px, height_px, options_.dpi);
    canvas_ = &page;
    page.rectangle(0, 0, width_, height + 1, kPaper);
    arrange(true);
    page.check();
    cairo_surface_flush(page.surface());
    context_.check();
    std::vector<std::pair<std::string, std::string>> texts = {
        {"Title", cleaned(scene_.title.in(options_.language))},
        {"Software", std::string("libgeo ") + version()}};
    if (scene_.synthetic) texts.emplace_back("Comment", scene::kSyntheticMark);
    auto bytes = encode_png(page.surface(), options_.dpi, texts);
    context_.report(1);
    return bytes;
  }

 private:
  [[nodiscard]] const std::string& in(const Text& text) const { return text.in(options_.language); }
  [[nodiscard]] std::string either(const char* zh, const char* en) const {
    return options_.language == Language::kChinese ? zh : en;
  }
  [[nodiscard]] double inner_width() const { return width_ - 2 * kMargin_mm; }

  // Lays the whole sheet out, from top to bottom; with `draw`, also draws it. Returns its height.
  double arrange(bool draw) {
    double y = header(kMargin_mm, draw);
    const double aspect = std::clamp(scene_.extent.width() / scene_.extent.height(), 0.5, 2.6);
    const bool beside = aspect < 1.45 && width_ >= 200;
    const double column = scene_.table.rows.empty() ? 54 : 66;
    const double map_width = beside ? inner_width() - column - kGap_mm : inner_width();
    double map_height = map_width / aspect;

    if (beside) {
      const auto blocks = panel(column, std::max(1.35 * map_height, 150.0));
      double total = 0;
      for (const Block& block : blocks) total += block.height;
      map_height = std::max(map_height, total);
      map(kMargin_mm, y, map_width, map_height, draw);
      flow(blocks, kMargin_mm + map_width + kGap_mm, y, column, 1, draw);
      y += map_height;
    } else {
      // The scale bar needs the map's scale before the panel is built.
      map(kMargin_mm, y, map_width, map_height, draw);
      y += map_height + kGap_mm;
      const int columns = std::max(1, static_cast<int>((inner_width() + kGap_mm) / (56 + kGap_mm)));
      const double each = (inner_width() - kGap_mm * (columns - 1)) / columns;
      const auto blocks = panel(each, 150.0 * columns);
      y += flow(blocks, kMargin_mm, y, each, columns, draw);
    }
    return footer(y + kGap_mm, draw) + kMargin_mm * 0.7;
  }

  double header(double y, bool draw) {
    double left = inner_width();
    if (scene_.synthetic) {
      const TextStyle style{12, kWarning, true};
      const Extent size = canvas_->measure(scene::kSyntheticMark, style);
      const double box = size.width + 6;
      const double x = width_ - kMargin_mm - box;
      if (draw) {
        canvas_->rectangle(x, y, box, size.height + 3, kWarning.with_opacity(0.06),
                           {kWarning, 0.6, {}});
        canvas_->text(x + 3, y + 1.5, scene::kSyntheticMark, style);
      }
      // On a narrow sheet the mark has a line of its own.
      if (box < 0.4 * inner_width()) {
        left -= box + kGap_mm;
      } else {
        y += size.height + 3 + 2;
      }
    }
    TextStyle title{21, kInk, true, left, 2};
    y += put(kMargin_mm, y, in(scene_.title), title, draw);
    if (!scene_.subtitle.empty()) {
      TextStyle subtitle{12, kGray, false, left, 2};
      y += 0.8 + put(kMargin_mm, y + 0.8, in(scene_.subtitle), subtitle, draw);
    }
    y += 2.2;
    if (draw) {
      canvas_->segment(kMargin_mm, y, width_ - kMargin_mm, y, {kInk, 0.5, {}});
    }
    return y + 3.2;
  }

  double put(double x, double y, const std::string& text, const TextStyle& style, bool draw) const {
    return draw ? canvas_->text(x, y, text, style).height : canvas_->measure(text, style).height;
  }

  void map(double x, double y, double width, double height, bool draw) {
    frame_ = MapFrame::fitting(scene_.extent, x, y, width, height);
    if (!draw) return;
    left_out_ = paint_map(*canvas_, scene_, frame_, options_.language, context_);
    canvas_->rectangle(x, y, width, height, {0, 0, 0, 0}, {kInk, 0.45, {}});
  }

  // Blocks from top to bottom, in columns of about equal height. Returns the height of the highest.
  static double flow(const std::vector<Block>& loose, double x, double y, double column,
                     int columns, bool draw) {
    const std::vector<Block> blocks = bound(loose);
    double total = 0;
    double tallest_block = 0;
    for (const Block& block : blocks) {
      total += block.height;
      tallest_block = std::max(tallest_block, block.height);
    }
    const auto columns_at = [&](double height) {
      int used = 1;
      double at = 0;
      for (const Block& block : blocks) {
        if (at > 0 && at + block.height > height) {
          ++used;
          at = 0;
        }
        at += block.height;
      }
      return used;
    };
    // The least height with which the blocks fit into the columns, found by trying.
    double limit = columns == 1 ? total + 1 : std::max(total / columns, tallest_block);
    while (columns_at(limit) > columns) limit += 1;

    double at = 0;
    double tallest = 0;
    int number = 0;
    for (const Block& block : blocks) {
      if (at > 0 && at + block.height > limit) {
        ++number;
        at = 0;
      }
      if (draw) block.draw(x + number * (column + kGap_mm), y + at);
      at += block.height;
      tallest = std::max(tallest, at);
    }
    return tallest;
  }

  // Each heading made one block with what follows it.
  static std::vector<Block> bound(const std::vector<Block>& loose) {
    std::vector<Block> out;
    bool open = false;
    for (const Block& block : loose) {
      if (open) {
        Block& last = out.back();
        last.draw = [first = std::move(last.draw), second = block.draw, down = last.height](
                        double x, double y) {
          first(x, y);
          second(x, y + down);
        };
        last.height += block.height;
      } else {
        out.push_back(block);
      }
      open = block.keep_with_next;
    }
    return out;
  }

  // Everything beside the map. Rows of the table that would go beyond `limit` are left to the
  // files.
  [[nodiscard]] std::vector<Block> panel(double column, double limit) const {
    std::vector<Block> blocks;
    if (!scene_.legend.empty()) {
      blocks.push_back(heading(either("图例", "Legend"), column));
      for (const auto& item : scene_.legend) blocks.push_back(legend_item(item, column));
      blocks.push_back({2.5, [](double, double) {}, false});
    }
    std::vector<Block> end;
    end.push_back(scale_and_north(column));
    double used = end.back().height;
    for (const Block& block : blocks) used += block.height;

    const auto& rows = scene_.table.rows;
    if (!rows.empty()) {
      blocks.push_back(heading(in(scene_.table.title), column));
      used += blocks.back().height;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        Block row = table_row(rows[i], column);
        if (used + row.height > limit && i + 1 < rows.size()) {
          const std::string n = std::to_string(rows.size() - i);
          blocks.push_back(small_text(
              either("另有 ", "and ") + n + either(" 个区，见数据表", " more: see the tables"),
              column));
          break;
        }
        used += row.height;
        blocks.push_back(std::move(row));
      }
      blocks.push_back({3, [](double, double) {}, false});
    }
    blocks.insert(blocks.end(), end.begin(), end.end());
    return blocks;
  }

  [[nodiscard]] Block heading(const std::string& text, double column) const {
    const TextStyle style{10, kInk, true, column, 1};
    const double height = canvas_->measure(text, style).height;
    return {height + 2.6,
            [this, text, style, height, column](double x, double y) {
              canvas_->text(x, y, text, style);
              canvas_->segment(x, y + height + 0.8, x + column, y + height + 0.8, {kInk, 0.25, {}});
            },
            true};
  }

  [[nodiscard]] Block small_text(const std::string& text, double column) const {
    const TextStyle style{7, kGray, false, column, 2};
    return {canvas_->measure(text, style).height + 1,
            [this, text, style](double x, double y) { canvas_->text(x, y, text, style); }, false};
  }

  [[nodiscard]] Block legend_item(const scene::LegendItem& item, double column) const {
    if (const auto* bar = std::get_if<scene::ClassBar>(&item.sample)) return class_bar(*bar);
    const bool has_sample = !std::holds_alternative<std::monostate>(item.sample);
    const double indent = has_sample ? 13 : 0;
    const TextStyle label{item.heading ? 8.5 : 8, kInk, item.heading, column - indent, 2};
    const TextStyle detail{6.8, kGray, false, column - indent, 4};
    const double label_height =
        item.label.empty() ? 0 : canvas_->measure(in(item.label), label).height;
    const double detail_height =
        item.detail.empty() ? 0 : canvas_->measure(in(item.detail), detail).height;
    const double height = std::max(label_height + detail_height, has_sample ? 4.2 : 0.0);
    const double above = item.heading ? 0.8 : has_sample ? 0.7 : 0;
    return {above + height + (has_sample ? 0.9 : 0.7),
            [=, this, &item](double x, double top) {
              const double y = top + above;
              sample(item.sample, x, y + std::max(label_height, 4.2) / 2);
              const double text_y = has_sample && height > label_height + detail_height
                                        ? y + (height - label_height - detail_height) / 2
                                        : y;
              if (label_height > 0) canvas_->text(x + indent, text_y, in(item.label), label);
              if (detail_height > 0) {
                canvas_->text(x + indent, text_y + label_height, in(item.detail), detail);
              }
            },
            item.heading};
  }

  // A sign 10 mm wide whose middle is at height y.
  void sample(const decltype(scene::LegendItem::sample)& what, double x, double y) const {
    constexpr double kWidth = 10;
    if (const auto* swatch = std::get_if<scene::Swatch>(&what)) {
      canvas_->rectangle(x + 0.2, y - 1.9, kWidth - 0.4, 3.8, swatch->fill, swatch->outline);
    } else if (const auto* line = std::get_if<scene::LineSample>(&what)) {
      std::vector<Point> path;
      std::vector<double> width;
      constexpr int kSteps = 24;
      for (int i = 0; i < kSteps; ++i) {
        path.push_back({x + 0.5 + (kWidth - 1) * i / (kSteps - 1), y});
        const auto at = line->width_mm.size() * static_cast<std::size_t>(i) / kSteps;
        width.push_back(0.65 * line->width_mm[at]);
      }
      canvas_->ribbon(path, width, line->color, {0, 0, 0, 0}, 0);
    } else if (const auto* marker = std::get_if<scene::Marker>(&what)) {
      canvas_->marker(*marker, x + kWidth / 2, y);
    }
  }

  // The bar as tall as its classes, the least value at the bottom; breaks stand at their edges.
  [[nodiscard]] Block class_bar(const scene::ClassBar& bar) const {
    constexpr double kBarWidth = 8;
    constexpr double kStep = 5.6;
    const std::size_t n = bar.classes.breaks.size();
    const double height = kStep * static_cast<double>(n);
    return {height + 4.5,
            [=, this, &bar](double x, double top) {
              const double y = top + 2;
              const scene::Classes& classes = bar.classes;
              const int slices = classes.continuous
                                     ? static_cast<int>(height * canvas_->px_per_mm()) + 1
                                     : static_cast<int>(n);
              // Each slice reaches to the top and is painted over by the next: no seams.
              cairo_set_antialias(canvas_->cairo(), CAIRO_ANTIALIAS_NONE);
              for (int i = 0; i < slices; ++i) {
                const Color color = classes.shade_at(static_cast<double>(n) * (i + 0.5) / slices);
                const Color opaque =
                    scene::mix(bar.ground, color.with_opacity(1), bar.opacity * color.a / 255.0);
                canvas_->rectangle(x, y, kBarWidth, height - height * i / slices, opaque);
              }
              cairo_set_antialias(canvas_->cairo(), CAIRO_ANTIALIAS_DEFAULT);
              canvas_->rectangle(x, y, kBarWidth, height, {0, 0, 0, 0}, {kGray, 0.15, {}});
              const TextStyle style{7.5, kInk};
              const auto tick = [&](std::size_t i, const std::string& text) {
                const double at = y + height - kStep * static_cast<double>(i);
                canvas_->segment(x + kBarWidth, at, x + kBarWidth + 1.2, at, {kGray, 0.2, {}});
                const double half = canvas_->measure(text, style).height / 2;
                canvas_->text(x + kBarWidth + 2, at - half, text, style);
              };
              for (std::size_t i = 0; i < n; ++i) tick(i, scene::format_number(classes.breaks[i]));
              if (classes.top > classes.breaks.back()) {
                tick(n, scene::format_number(classes.top, 3) + either("（最大）", " (max.)"));
              }
            },
            false};
  }

  [[nodiscard]] Block table_row(const scene::SideTable::Row& row, double column) const {
    constexpr double kKey = 7;
    const TextStyle name{8, kInk, true, column - kKey, 2};
    const TextStyle detail{7, row.muted ? Color::hex(0x969DA4) : kGray, false, column - kKey, 3};
    const double name_height = canvas_->measure(in(row.name), name).height;
    const double detail_height = canvas_->measure(in(row.detail), detail).height;
    const double height = name_height + detail_height;
    return {height + 1.3,
            [=, this, &row](double x, double y) {
              TextStyle key{6.5, kInk};
              key.align = TextStyle::Align::kCentre;
              const double key_height = canvas_->measure(row.key, key).height;
              canvas_->rectangle(x, y + (name_height - 3.4) / 2, 5, 3.4, row.chip,
                                 {Color::hex(0x8C949E), 0.15, {}});
              canvas_->text(x + 2.5, y + (name_height - key_height) / 2, row.key, key);
              canvas_->text(x + kKey, y, in(row.name), name);
              canvas_->text(x + kKey, y + name_height, in(row.detail), detail);
              canvas_->segment(x, y + height + 0.6, x + column, y + height + 0.6, {kPale, 0.1, {}});
            },
            false};
  }

  [[nodiscard]] Block scale_and_north(double column) const {
    const double limit = std::min(38.0, column - 22) / frame_.transform.mm_per_unit;  // metres
    const double length = round_length(limit);
    const double bar = length * frame_.transform.mm_per_unit;
    return {
        19,
        [=, this](double x, double y) {
          const bool kilometres = length >= 1000;
          const double shown = kilometres ? length / 1000 : length;
          const double top = y + 7;
          for (int i = 0; i < 4; ++i) {
            canvas_->rectangle(x + 1 + bar * i / 4, top, bar / 4, 1.5, i % 2 == 0 ? kInk : kPaper,
                               {kInk, 0.2, {}});
          }
          TextStyle style{7, kInk};
          style.align = TextStyle::Align::kCentre;
          const double text_height = canvas_->measure("0", style).height;
          canvas_->text(x + 1, top - text_height - 0.4, "0", style);
          canvas_->text(x + 1 + bar / 2, top - text_height - 0.4, scene::format_number(shown / 2),
                        style);
          canvas_->text(x + 1 + bar, top - text_height - 0.4, scene::format_number(shown), style);
          style.align = TextStyle::Align::kLeft;
          const double number = canvas_->measure(scene::format_number(shown), style).width;
          canvas_->text(x + 1.8 + bar + number / 2, top - text_height - 0.4,
                        kilometres ? "km" : "m", style);
          const double ratio = 1000 / frame_.transform.mm_per_unit;
          style.color = kGray;
          style.pt = 6.8;
          canvas_->text(x + 1, top + 2.4,
                        either("比例尺约 1:", "Scale about 1:") + scene::format_number(ratio, 3),
                        style);
          north(x + column - 6, y + 1);
        },
        false};
  }

  void north(double x, double y) const {
    cairo_t* cr = canvas_->cairo();
    TextStyle style{8, kInk, true};
    style.align = TextStyle::Align::kCentre;
    const double height = canvas_->text(x, y, either("北", "N"), style).height;
    const double top = y + height + 0.2;
    for (const double side : {-1.0, 1.0}) {
      cairo_move_to(cr, x, top);
      cairo_line_to(cr, x + side * 3, top + 10);
      cairo_line_to(cr, x, top + 7.6);
      cairo_close_path(cr);
      canvas_->set_color(side < 0 ? kInk : kPaper);
      cairo_fill_preserve(cr);
      canvas_->stroke_path({kInk, 0.25, {}});
      cairo_new_path(cr);
    }
  }

  double footer(double y, bool draw) {
    constexpr double kTallest = 110;
    const double start = y;
    if (draw) canvas_->segment(kMargin_mm, y, width_ - kMargin_mm, y, {kPale, 0.2, {}});
    y += 2;
    const TextStyle style{7.2, kGray, false, inner_width(), 6};
    for (std::size_t i = 0; i < scene_.notes.size(); ++i) {
      const std::string number = scene_.notes.size() > 1 ? std::to_string(i + 1) + ". " : "";
      const std::string note = number + in(scene_.notes[i]);
      const double height = canvas_->measure(note, style).height;
      if (y + height - start > kTallest) {
        const std::string n = std::to_string(scene_.notes.size() - i);
        y += put(
            kMargin_mm, y,
            either("另有 ", "") + n + either(" 条说明，见报告。", " more notes: see the report."),
            style, draw);
        break;
      }
      y += put(kMargin_mm, y, note, style, draw) + 0.5;
    }
    y += 1.2;
    std::string crs =
        scene_.crs.size() > 60 ? either("自定义坐标系", "user-defined system") : scene_.crs;
    if (crs.empty()) crs = either("未注明", "not stated");
    std::string line = in(scene_.approval) + "    " + either("坐标系：", "Coordinate system: ") +
                       crs + "    " + either("制图：", "Made with ") + "libgeo " + version();
    if (draw && left_out_ > 0) {
      line += "    " + either("因空间不足未注记 ", "Labels left out for want of room: ") +
              std::to_string(left_out_) + either(" 处", "");
    }
    const TextStyle last{7.2, kInk, false, inner_width(), 1};
    y += put(kMargin_mm, y, line, last, draw);
    return y;
  }

  const Scene& scene_;
  const SheetOptions& options_;
  const Context& context_;
  double width_;
  const Canvas* canvas_ = nullptr;
  MapFrame frame_;
  std::size_t left_out_ = 0;
};

void check(const Scene& scene, const SheetOptions& options) {
  if (options.width_px < 200 || options.width_px > 16000) {
    throw Error(ErrorCode::kOption, "width_px: " + std::to_string(options.width_px) +
                                        " is not from 200 to 16000; choose about 1800");
  }
  if (!(options.dpi >= 36 && options.dpi <= 1200)) {
    throw Error(ErrorCode::kOption, "dpi: " + scene::format_number(options.dpi) +
                                        " is not from 36 to 1200; choose about 150");
  }
  const double width_mm = options.width_px * 25.4 / options.dpi;
  if (width_mm < 100) {
    throw Error(ErrorCode::kOption, "a sheet of " + std::to_string(options.width_px) +
                                        " pixels at " + scene::format_number(options.dpi) +
                                        " dpi is " + scene::format_number(width_mm, 3) +
                                        " mm wide; it needs 100: raise width_px or lower dpi");
  }
  if (scene.extent.empty() || !(scene.extent.width() > 0 && scene.extent.height() > 0)) {
    throw Error(ErrorCode::kOption, "a sheet needs a scene with an extent");
  }
}

bool has_chinese(const std::string& text) {
  // UTF-8: U+4E00 to U+9FFF is E4 B8 80 to E9 BF BF.
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE4 && byte <= 0xE9;
  });
}

void check_fonts(const Scene& scene, Language language) {
  const auto texts = scene.texts(language);
  const bool chinese =
      language == Language::kChinese || std::any_of(texts.begin(), texts.end(), has_chinese);
  if (chinese && unknown_glyphs("图例") > 0) {
    throw Error(ErrorCode::kUnsupported,
                "no installed font has Chinese characters; install the package fonts-wqy-microhei");
  }
}

void write_bytes(const std::vector<unsigned char>& bytes, const std::filesystem::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    throw Error(ErrorCode::kOutput,
                path.string() + ": cannot be opened for writing; check the folder and its rights");
  }
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) {
    throw Error(ErrorCode::kOutput,
                path.string() + ": could not be written whole; is the disk full?");
  }
}

}  // namespace

void write_png(const scene::Scene& scene, const std::filesystem::path& path,
               const SheetOptions& options, const Context& context) {
  check(scene, options);
  base::require_memory_for_libraries(0, kFontThreads, "drawing a sheet",
                                     "close other programs, or write no pictures");
  check_fonts(scene, options.language);
  write_bytes(Sheet(scene, options, context).png(), path);
}

std::size_t missing_glyphs(const std::string& text) { return unknown_glyphs(text); }

}  // namespace geo::sheet
