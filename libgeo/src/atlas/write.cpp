#include "geo/io/write.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>

#include "atlas/filter_run.hpp"
#include "atlas/reject_spool.hpp"
#include "atlas/report.hpp"
#include "base/code_words.hpp"
#include "geo/atlas/atlas.hpp"
#include "geo/atlas/reject_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "geo/io/output.hpp"
#include "geo/io/point_files.hpp"
#include "geo/scene/maps.hpp"
#include "geo/sheet/sheet.hpp"

namespace geo::atlas {
namespace {

/// Writes one run's files into a folder that appears all at once.
class Writer {
 public:
  Writer(const Atlas& atlas, const OutputStep& step, const std::filesystem::path& folder,
         const Context& context)
      : atlas_(atlas), step_(step), context_(context), output_(folder) {
    facts_.emplace_back("atlas", atlas.job.title.in(atlas.job.language));
    if (atlas.points.synthetic) facts_.emplace_back("data_status", "SYNTHETIC");
    facts_.emplace_back("enterprises", atlas.enterprise_rejects.file);
    for (auto& fact : filter_facts(atlas)) facts_.push_back(std::move(fact));
  }

  std::vector<std::string> all() {
    const auto start = std::chrono::steady_clock::now();
    part(0, 0.02);
    // People open these in spreadsheets, and their texts come from the enterprises' registry.
    const io::CsvOptions csv{.headers = atlas_.job.language, .neutralise_formulas = true};
    if (step_.tables) {
      for (const Table& given : atlas_.tables) {
        Table table = given;
        io::name_files(table, atlas_.enterprise_files);
        io::write_csv(table, output_.stage(table.name + ".csv"), csv);
      }
      write_rejects(csv);
    }
    if (step_.workbook) write_workbook();
    if (step_.heatmaps) {
      const double each =
          0.28 / static_cast<double>(std::max<std::size_t>(1, atlas_.heatmaps.size()));
      double done = 0.02;
      for (const Heatmap& heatmap : atlas_.heatmaps) {
        part(done, done + each);
        write_heatmap(heatmap);
        done += each;
      }
    }
    part(0.3, 0.6);
    if (step_.geopackage) io::write_geopackage(layers(), output_.stage("atlas.gpkg"), context_);
    part(0.6, 0.8);
    if (step_.pictures && atlas_.regions.size() > 0) pictures();
    part(0.9, 1);
    const std::vector<std::string> tables = write_database();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    std::vector<std::string> files = output_.names();
    if (step_.report) {
      files.emplace_back("report.json");
      std::vector<std::pair<std::string, double>> seconds = atlas_.seconds;
      seconds.emplace_back("write", elapsed.count());
      io::write_text(report(atlas_, files, context_.threads(), seconds),
                     output_.stage("report.json"));
    }
    context_.check();
    commit();
    part(1, 1);
    files.insert(files.end(), tables.begin(), tables.end());
    return files;
  }

 private:
  /// What follows covers the part [from, to] of the writing: each file reports from 0 to 1.
  void part(double from, double to) const {
    context_.begin("write", 0.9 + 0.1 * from, 0.9 + 0.1 * to);
  }

  /// The names of the tables that wait for `commit`.
  std::vector<std::string> write_database() {
    const OutputStep& output = step_;
    if (output.database.empty()) return {};
    database_.emplace(output.database, output.database_schema);
    std::vector<io::VectorLayer> all = layers();
    if (!atlas_.heatmaps.empty()) all.push_back(heatmap_statistics());
    database_->write(all, context_);
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const io::VectorLayer& each : all)
      names.push_back("table " + output.database_schema + "." + each.name);
    return names;
  }

  /// The database first: it is what fails more often, and files that are moved are seldom lost.
  void commit() {
    if (database_) database_->commit();
    try {
      output_.commit();
    } catch (const Error& error) {
      if (!database_) throw;
      throw Error(error.code(),
                  std::string(error.what()) + "; the database has the new tables already");
    }
  }

  void write_heatmap(const Heatmap& heatmap) {
    io::Facts facts = facts_;
    facts.emplace_back("title", heatmap.title.in(atlas_.job.language));
    io::write_cog(heatmap.grid, output_.stage("heatmaps/" + heatmap.name + ".tif"), facts,
                  context_);
  }

  void write_workbook() {
    std::vector<Table> tables = atlas_.tables;
    for (Table& table : tables) io::name_files(table, atlas_.enterprise_files);
    io::write_workbook(tables, output_.stage("tables.xlsx"), {.language = atlas_.job.language},
                       context_);
  }

  /// In pieces: there may be more than memory holds.
  void write_rejects(io::CsvOptions csv) {
    const std::filesystem::path path = output_.stage("rejects.csv");
    io::write_csv(rejects("", {}), path, csv, context_);
    csv.append = true;
    for (const Rejects* source : {&atlas_.region_rejects, &atlas_.enterprise_rejects}) {
      for (const std::vector<Reject>* some : {&source->rows, &source->cells}) {
        io::write_csv(rejects(source->file, *some), path, csv, context_);
      }
    }
    if (!atlas_.reject_spool) return;
    atlas_.reject_spool->for_each([&](const std::vector<Reject>& some) {
      io::write_csv(rejects(atlas_.enterprise_rejects.file, some), path, csv, context_);
    });
  }

  [[nodiscard]] Table rejects(const std::string& source, const std::vector<Reject>& some) const {
    Table table;
    table.name = "rejects";
    table.title = {"未能使用的记录和单元格", "Records and cells that could not be used"};
    std::vector<std::string> file, column, value, reason, reason_zh, advice, advice_zh;
    std::vector<std::int64_t> row;
    const bool several = source == atlas_.enterprise_rejects.file;
    for (const Reject& reject : some) {
      const io::FileRow found =
          io::file_row(several ? atlas_.enterprise_files : std::vector<io::FileRows>(), reject.row);
      file.push_back(found.file.empty() ? source : found.file);
      row.push_back(static_cast<std::int64_t>(found.row));
      column.push_back(reject.column);
      value.push_back(reject.value);
      const Text why = reason_text(reject.reason);
      const Text mend = advice_text(reject);
      reason_zh.push_back(why.zh);
      reason.push_back(why.en);
      advice_zh.push_back(mend.zh);
      advice.push_back(mend.en);
    }
    table.columns = {
        {"file", {"文件", "File"}, "", 0, std::move(file)},
        {"row", {"行", "Row"}, "", 0, std::move(row)},
        {"column", {"列", "Column"}, "", 0, std::move(column)},
        {"value", {"值", "Value"}, "", 0, std::move(value)},
        {"reason_zh", {"原因", "Reason (Chinese)"}, "", 0, std::move(reason_zh)},
        {"reason", {"原因（英文）", "Reason"}, "", 0, std::move(reason)},
        {"advice_zh", {"如何修正", "What would mend it (Chinese)"}, "", 0, std::move(advice_zh)},
        {"advice", {"如何修正（英文）", "What would mend it"}, "", 0, std::move(advice)}};
    add_status(table);
    return table;
  }

  /// As the tables of statistics do: a column in which every row of invented data says so.
  void add_status(Table& table) const {
    if (!atlas_.points.synthetic) return;
    table.columns.push_back(base::status_column(table.row_count()));
  }

  [[nodiscard]] io::VectorLayer layer(const std::string& name, const Text& title,
                                      io::VectorLayer::Kind kind) const {
    io::VectorLayer layer;
    layer.name = name;
    layer.title = title.in(atlas_.job.language);
    layer.kind = kind;
    layer.crs = atlas_.metric_crs;
    layer.facts = facts_;
    return layer;
  }

  /// The first `count` rows of a table that has a row for each shape and then the totals.
  static Table head(const Table& table, std::size_t count) {
    Table out = table;
    for (TableColumn& column : out.columns) {
      std::visit([&](auto& values) { values.resize(count); }, column.values);
    }
    return out;
  }

  [[nodiscard]] std::vector<io::VectorLayer> layers() const {
    using Kind = io::VectorLayer::Kind;
    std::vector<io::VectorLayer> layers;
    if (const Table* districts = atlas_.table("districts")) {
      io::VectorLayer shapes = layer("districts", districts->title, Kind::kRegions);
      shapes.regions = atlas_.regions;
      shapes.attributes = head(*districts, atlas_.regions.size());
      layers.push_back(std::move(shapes));
    }
    if (const Table* belts = atlas_.table("belts")) {
      io::VectorLayer shapes = layer("belts", belts->title, Kind::kRegions);
      shapes.regions = atlas_.belts.shapes;
      shapes.attributes = head(*belts, atlas_.belts.size());
      layers.push_back(std::move(shapes));
      io::VectorLayer axes = layer("belt_axes", {"轴线", "Belt axes"}, Kind::kLines);
      axes.lines = atlas_.belts.axis;
      std::vector<std::string> ids;
      for (const Belt& belt : atlas_.belts.belts) ids.push_back(belt.id);
      axes.attributes.columns = {{"id", {"带", "Belt"}, "", 0, std::move(ids)}};
      layers.push_back(std::move(axes));
    }
    if (const Table* clusters = atlas_.table("clusters")) {
      io::VectorLayer shapes = layer("clusters", clusters->title, Kind::kRegions);
      shapes.regions = atlas_.clusters.hulls;
      shapes.attributes = *clusters;
      layers.push_back(std::move(shapes));
    }
    for (const GridAreas& areas : atlas_.grid_areas) {
      layers.push_back(grid_areas(areas));
      if (areas.lines.size() > 0) layers.push_back(grid_lines(areas));
    }
    if (atlas_.bins) {
      io::VectorLayer shapes = layer("bins", atlas_.bins->table.title, Kind::kRegions);
      shapes.regions = atlas_.bins->shapes;
      shapes.attributes = atlas_.bins->table;
      add_status(shapes.attributes);
      layers.push_back(std::move(shapes));
    }
    if (!atlas_.sites.sites.empty()) layers.push_back(sites());
    if (atlas_.job.batch_rows == 0) layers.push_back(enterprises());
    for (const Table& table : atlas_.tables) {
      if (table.name != "specialties" && table.name != "plan") continue;
      io::VectorLayer plain = layer(table.name, table.title, Kind::kTable);
      plain.crs.clear();
      plain.attributes = table;
      layers.push_back(std::move(plain));
    }
    return layers;
  }

  static void add_facts(io::Facts& facts, const std::string& unit, const io::Facts& of_grid) {
    facts.emplace_back("unit", unit);
    facts.insert(facts.end(), of_grid.begin(), of_grid.end());
  }

  /// What is above lies on the left of a line.
  [[nodiscard]] io::VectorLayer grid_lines(const GridAreas& areas) const {
    const density::Isolines& lines = areas.lines;
    io::VectorLayer out = layer(areas.name + "_lines", areas.title, io::VectorLayer::Kind::kLines);
    add_facts(out.facts, lines.unit, lines.facts);
    std::vector<double> level;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::vector<Point>& line = out.lines.emplace_back();
      for (std::uint32_t v = lines.line_vertex[i]; v < lines.line_vertex[i + 1]; ++v) {
        line.push_back({lines.x[v], lines.y[v]});
      }
      level.push_back(lines.levels[lines.level[i]]);
    }
    out.attributes.columns = {{"level", {"等值", "Level"}, lines.unit, 4, std::move(level)}};
    add_status(out.attributes);
    return out;
  }

  [[nodiscard]] io::VectorLayer grid_areas(const GridAreas& areas) const {
    io::VectorLayer out = layer(areas.name, areas.title, io::VectorLayer::Kind::kRegions);
    out.regions = areas.bands.shapes;
    add_facts(out.facts, areas.bands.unit, areas.bands.facts);
    std::vector<std::string> name;
    std::vector<double> lower, upper, area;
    const double none = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t r = 0; r < areas.bands.shapes.size(); ++r) {
      name.push_back(areas.bands.shapes.regions[r].name.en);
      lower.push_back(std::isfinite(areas.bands.lower[r]) ? areas.bands.lower[r] : none);
      upper.push_back(std::isfinite(areas.bands.upper[r]) ? areas.bands.upper[r] : none);
      area.push_back(areas.bands.shapes.area(r) / 1e6);
    }
    const std::string& unit = areas.bands.unit;
    out.attributes.columns = {{"band", {"区间", "Band"}, unit, 0, std::move(name)},
                              {"lower", {"下限", "From"}, unit, 4, std::move(lower)},
                              {"upper", {"上限", "To"}, unit, 4, std::move(upper)},
                              {"area_km2", {"面积", "Area"}, "km2", 2, std::move(area)}};
    add_status(out.attributes);
    return out;
  }

  /// A row for each grid, drawn as its extent.
  [[nodiscard]] io::VectorLayer heatmap_statistics() const {
    io::VectorLayer out = layer("heatmaps", {"热力图统计", "Statistics of the grids"},
                                io::VectorLayer::Kind::kRegions);
    std::vector<std::string> name, zh, en, unit, kernel, facts;
    std::vector<double> least, greatest, mean, sum, integral, bandwidth, pixel;
    std::vector<std::int64_t> columns, rows, with_data;
    for (const Heatmap& heatmap : atlas_.heatmaps) {
      const Grid& grid = heatmap.grid;
      const auto fact = [&](const char* key) {
        for (const auto& [known, value] : grid.facts) {
          if (known == key) return value;
        }
        return std::string();
      };
      std::int64_t count = 0;
      double total = 0;
      for (const double value : grid.values) {
        if (std::isnan(value)) continue;
        ++count;
        total += value;
      }
      const double none = std::numeric_limits<double>::quiet_NaN();
      const auto [low, high] = grid.range();
      name.push_back(heatmap.name);
      zh.push_back(heatmap.title.zh);
      en.push_back(heatmap.title.en);
      unit.push_back(grid.unit);
      least.push_back(low);
      greatest.push_back(high);
      mean.push_back(count > 0 ? total / static_cast<double>(count) : none);
      sum.push_back(count > 0 ? total : none);
      integral.push_back(grid.unit.ends_with("/km2")
                             ? total * grid.frame.pixel * grid.frame.pixel / 1e6
                         : grid.unit.ends_with("/pixel") ? total
                                                         : none);
      with_data.push_back(count);
      columns.push_back(grid.frame.columns);
      rows.push_back(grid.frame.rows);
      pixel.push_back(grid.frame.pixel);
      kernel.push_back(fact("kernel"));
      const std::string metres = fact("bandwidth_m");
      bandwidth.push_back(metres.empty() ? none : std::strtod(metres.c_str(), nullptr));
      std::string all;
      for (const auto& [key, value] : grid.facts) {
        all += (all.empty() ? "" : "; ") + key + "=" + value;
      }
      facts.push_back(std::move(all));
      const Box box = grid.frame.envelope();
      out.regions.add_region({.code = heatmap.name, .name = heatmap.title});
      out.regions.add_part();
      out.regions.add_ring(std::vector<Point>{{box.min_x, box.min_y},
                                              {box.max_x, box.min_y},
                                              {box.max_x, box.max_y},
                                              {box.min_x, box.max_y},
                                              {box.min_x, box.min_y}});
    }
    out.regions.crs = atlas_.metric_crs;
    out.attributes.columns = {
        {"name", {"名称", "Name"}, "", 0, std::move(name)},
        {"title_zh", {"中文标题", "Title (Chinese)"}, "", 0, std::move(zh)},
        {"title_en", {"英文标题", "Title"}, "", 0, std::move(en)},
        {"unit", {"单位", "Unit"}, "", 0, std::move(unit)},
        {"minimum", {"最小值", "Least value"}, "", 4, std::move(least)},
        {"maximum", {"最大值", "Greatest value"}, "", 4, std::move(greatest)},
        {"mean", {"平均值", "Mean"}, "", 4, std::move(mean)},
        {"sum", {"像元值之和", "Sum of the pixels"}, "", 4, std::move(sum)},
        {"integral", {"对面积的积分", "Integral over the area"}, "", 4, std::move(integral)},
        {"pixels_with_data", {"有值像元数", "Pixels with data"}, "", 0, std::move(with_data)},
        {"columns", {"列数", "Columns"}, "", 0, std::move(columns)},
        {"rows", {"行数", "Rows"}, "", 0, std::move(rows)},
        {"pixel_m", {"像元边长", "Side of a pixel"}, "m", 2, std::move(pixel)},
        {"kernel", {"核函数", "Kernel"}, "", 0, std::move(kernel)},
        {"bandwidth_m", {"带宽", "Bandwidth"}, "m", 1, std::move(bandwidth)},
        {"facts", {"全部参数", "All that was chosen"}, "", 0, std::move(facts)}};
    add_status(out.attributes);
    return out;
  }

  [[nodiscard]] io::VectorLayer sites() const {
    io::VectorLayer out = layer("sites", {"地点", "Sites"}, io::VectorLayer::Kind::kPoints);
    std::vector<std::string> zh, en, kind, confidence, source;
    for (const Site& site : atlas_.sites.sites) {
      out.points.push_back(site.position);
      zh.push_back(site.name.zh);
      en.push_back(site.name.en);
      kind.push_back(site.kind);
      confidence.push_back(site.confidence);
      source.push_back(site.source);
    }
    out.attributes.columns = {
        {"name_zh", {"名称", "Name (Chinese)"}, "", 0, std::move(zh)},
        {"name_en", {"英文名", "Name (English)"}, "", 0, std::move(en)},
        {"kind", {"类型", "Kind"}, "", 0, std::move(kind)},
        {"confidence", {"可信度", "Confidence"}, "", 0, std::move(confidence)},
        {"source", {"来源", "Source"}, "", 0, std::move(source)}};
    return out;
  }

  [[nodiscard]] io::VectorLayer enterprises() const {
    const PointSet& points = atlas_.points;
    io::VectorLayer out =
        layer("enterprises", {"企业", "Enterprises"}, io::VectorLayer::Kind::kPoints);
    out.point_set = {std::shared_ptr<const void>(), &points};  // not owned: it outlives the call
    std::vector<TableColumn>& columns = out.attributes.columns;
    columns.push_back({"source_row",
                       {"原始行", "Row in the source"},
                       "",
                       0,
                       std::vector<std::int64_t>(points.row.begin(), points.row.end())});
    io::name_files(out.attributes, atlas_.enterprise_files);
    if (!points.weight.empty())
      columns.push_back({"weight", {"权重", "Weight"}, "", 2, points.weight});
    if (atlas_.regions.size() > 0) {
      std::vector<std::string> codes;
      for (const std::int32_t region : atlas_.assignment.region) {
        codes.push_back(region < 0 ? ""
                                   : atlas_.regions.regions[static_cast<std::size_t>(region)].code);
      }
      columns.push_back({"district_code", {"区代码", "District"}, "", 0, std::move(codes)});
    }
    if (atlas_.job.clusters) {
      std::vector<std::int64_t> labels;  // as in the table: from 1; 0 is noise
      for (const std::int32_t label : atlas_.clusters.label) labels.push_back(label + 1);
      columns.push_back({"cluster", {"集群", "Cluster (0: none)"}, "", 0, std::move(labels)});
    }
    add_status(out.attributes);
    return out;
  }

  void pictures() {
    scene::MapInputs inputs;
    inputs.regions = &atlas_.regions;
    if (atlas_.belts.size() > 0) inputs.belts = &atlas_.belts;
    if (!atlas_.sites.sites.empty()) inputs.sites = &atlas_.sites;
    if (!atlas_.job.plan.empty()) inputs.plan = &atlas_.plan;
    if (atlas_.job.batch_rows == 0) inputs.points = &atlas_.points;
    inputs.title = atlas_.job.title;
    inputs.notes = atlas_.notes;
    inputs.synthetic = atlas_.points.synthetic;
    inputs.approval_number = atlas_.job.map_approval;
    const sheet::SheetOptions options{.width_px = step_.picture_width_px,
                                      .language = atlas_.job.language};
    if (!atlas_.heatmaps.empty()) {
      inputs.density = &atlas_.heatmaps.front().grid;
      inputs.subtitle = atlas_.heatmaps.front().title;
      if (atlas_.clusters.size() > 0) inputs.clusters = &atlas_.clusters;
      sheet::write_png(scene::heatmap(inputs, {.breaks = atlas_.legend_breaks}),
                       output_.stage("heatmap.png"), options, context_);
    }
    if (inputs.plan != nullptr) {
      part(0.8, 1);
      inputs.subtitle = {};
      inputs.clusters = nullptr;
      sheet::write_png(scene::plan_map(inputs), output_.stage("plan.png"), options, context_);
    }
  }

  const Atlas& atlas_;
  const OutputStep& step_;
  const Context& context_;
  io::OutputFolder output_;
  std::optional<io::DatabaseOutput> database_;
  io::Facts facts_;
};

}  // namespace

void check_database(const Job& job) {
  if (job.output.database.empty()) return;
  std::vector<std::string> names = {"enterprises"};
  const auto needs = [&](bool needed, const char* name) {
    if (needed) names.emplace_back(name);
  };
  const bool specialties = !job.specialty_column.empty() || job.classify;
  needs(job.boundaries.has_value(), "districts");
  needs(job.boundaries && specialties, "specialties");
  needs(job.boundaries && specialties && !job.plan.empty(), "plan");
  needs(!job.sites.empty(), "sites");
  needs(job.clusters.has_value(), "clusters");
  if (job.density) {
    needs(true, "heatmaps");
    needs(job.density->bins.has_value(), "bins");
    needs(job.density->contours.has_value(), "density_bands");
    needs(job.density->significance.has_value(), "hot_spots");
  }
  const io::DatabaseOutput looked(job.output.database, job.output.database_schema, names);
}

std::vector<std::string> write(const Atlas& atlas, const std::filesystem::path& folder,
                               const Context& context) {
  return Writer(atlas, atlas.job.output, folder, context).all();
}

std::vector<std::string> write(const Atlas& atlas, const OutputStep& output,
                               const std::filesystem::path& folder, const Context& context) {
  return Writer(atlas, output, folder, context).all();
}

std::vector<std::string> files_of(const Atlas& atlas, const OutputStep& output) {
  std::vector<std::string> names;
  const auto add = [&](bool wanted, const std::string& name) {
    if (wanted) names.push_back(name);
  };
  for (const Table& table : atlas.tables) add(output.tables, table.name + ".csv");
  add(output.tables, "rejects.csv");
  add(output.workbook, "tables.xlsx");
  for (const Heatmap& heatmap : atlas.heatmaps) {
    add(output.heatmaps, "heatmaps/" + heatmap.name + ".tif");
  }
  add(output.geopackage, "atlas.gpkg");
  const bool pictures = output.pictures && atlas.regions.size() > 0;
  add(pictures && !atlas.heatmaps.empty(), "heatmap.png");
  add(pictures && !atlas.job.plan.empty(), "plan.png");
  add(output.report, "report.json");
  return names;
}

}  // namespace geo::atlas
