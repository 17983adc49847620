#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace geo::viewer {

/// Times of frames by section of a script (its command `bench`).
class Benchmark {
 public:
  /// A frame took that long, and all threads together so much of the processors; `painted`: with
  /// the map painted anew.
  void frame(const std::string& section, double ms, double processor_ms, bool painted);
  /// From the program's start until the first frame that shows a map; later calls are ignored.
  void first_picture(double seconds);
  /// One line for each section, in their order: frames, paintings of the map, the time in ms that
  /// half of the frames and 95 % of them stay within (nearest rank), the longest, and the half and
  /// 95 % of the processors' time, which other programs on the machine change less.
  /// Before them, what drew the frames and how many pixels they had.
  void print(std::ostream& out, const std::string& renderer, int width, int height) const;

 private:
  struct Section {
    std::vector<double> ms;
    std::vector<double> processor_ms;
    int paintings = 0;
  };
  std::vector<std::string> order_;
  std::map<std::string, Section> sections_;
  double first_picture_s_ = -1;
};

}  // namespace geo::viewer
