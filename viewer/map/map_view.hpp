#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "geo/scene/lettering.hpp"
#include "viewer/gl/map_painter.hpp"
#include "viewer/ui.hpp"

namespace geo::viewer {

/// The map in the window: a cached picture that is painted anew only when something on it changed,
/// the words over it, and what the mouse does on it.
class MapView {
 public:
  /// Draws into the present window's whole content, as the widget `id`.
  void draw(const Ui& ui, const std::shared_ptr<const Picture>& picture,
            const std::string& id = "map");
  /// Draws over another map, of which it shows what lies to the right of `from_x`; the mouse is the
  /// other's.
  void draw_over(const Ui& ui, const std::shared_ptr<const Picture>& picture, const MapView& other,
                 float from_x);

  /// Where the mouse is, in the map's units.
  [[nodiscard]] const std::optional<Point>& pointer() const { return pointer_; }
  /// Where a position of the map is on the screen.
  [[nodiscard]] ImVec2 on_screen(Point map) const;
  /// The camera that shows a box as large as it will go.
  [[nodiscard]] Camera fitting(const Box& box) const;
  [[nodiscard]] const Camera& camera() const { return camera_; }
  [[nodiscard]] ImVec2 size() const { return size_; }
  /// The upper left corner on the screen.
  [[nodiscard]] ImVec2 corner() const { return at_; }
  /// How far below the upper edge the mark and the north arrow stand: below the tools where these
  /// need all of the width, as over two maps side by side.
  [[nodiscard]] float furniture_top(const Ui& ui) const;
  /// The scene with the colours, layers and part of the ground that are seen now.
  [[nodiscard]] scene::Scene as_seen() const;
  /// How many signs are on the map: enterprises, numbers of them, sites.
  [[nodiscard]] std::size_t signs() const;
  /// Why there is no map though there is a picture of it; empty: there is.
  [[nodiscard]] const Text& trouble() const { return trouble_; }
  /// How often the map has been painted.
  [[nodiscard]] int paintings() const { return paintings_; }

 private:
  struct Painted {
    const Picture* picture = nullptr;
    Camera camera;
    int width = 0;
    int height = 0;
    Choices choices;
    std::string district;
    Language language = Language::kEnglish;
    int letters = 0;
    bool draft = false;
    friend bool operator==(const Painted&, const Painted&) = default;
  };
  void take(const Ui& ui, const std::shared_ptr<const Picture>& picture);
  void paint(const Ui& ui);
  bool ready(const Ui& ui, const std::shared_ptr<const Picture>& picture,
             const std::function<void()>& work);
  void show(const Ui& ui);
  void dress(const Ui& ui, const Painted& now, float px_per_mm);
  [[nodiscard]] Box seen() const;
  [[nodiscard]] std::optional<Point> group_at_pointer(float px_per_mm) const;
  void handle_mouse(const Ui& ui);
  [[nodiscard]] std::optional<std::size_t> pick(const Ui& ui) const;
  void words(const Ui& ui, ImDrawList& list) const;
  void furniture(const Ui& ui, ImDrawList& list) const;
  [[nodiscard]] Point on_map(ImVec2 screen) const;

  std::unique_ptr<gl::MapPainter> painter_;
  gl::Canvas smooth_;
  gl::Canvas draft_;  // while the map moves
  std::shared_ptr<const Picture> picture_;
  scene::Scene scene_;  // of the picture, with the colours and layers that are chosen
  Painted painted_;
  Text trouble_;
  const void* failed_ = nullptr;  // the picture of the trouble,
  ImVec2 failed_size_{0, 0};      // and how large it was to be
  scene::Lettering lettering_;
  Camera camera_;
  ImVec2 at_{0, 0};
  ImVec2 size_{1, 1};
  float tools_ = 0;  // that the tools take at the top
  std::optional<Point> pointer_;
  bool dragging_ = false;
  bool double_click_ = false;
  Point pressed_at_;
  int paintings_ = 0;
};

}  // namespace geo::viewer
