#include "density/direct.hpp"

#include <algorithm>
#include <cmath>

namespace geo::density {

void direct_rows(const Direct& direct, const RowIndex& index, int begin, int end, double* out,
                 const Context& context) {
  constexpr std::size_t kPointsPerCheck = 256;
  const Form& form = direct.form;
  const double cut =
      direct.kernel == Kernel::kGaussian ? direct.gaussian_reach * (1 + kCutSlack) : 1;
  const double reach2 = cut * cut;
  // The rows in reach of a point: where the ellipse u^2 = reach^2 has its lowest and highest
  // points.
  const double rows = std::sqrt(reach2 * form.xx / (form.xx * form.yy - form.xy * form.xy));
  const auto columns = static_cast<std::size_t>(direct.columns);
  for (int row = begin; row < end; ++row, out += columns) {
    std::fill_n(out, columns, 0.0);
    const auto [from, to] = index.range(row - rows, row + rows);
    for (std::size_t i = from; i < to; ++i) {
      if (i % kPointsPerCheck == 0) context.check();
      // Along the row u^2 = xx (dx + shift)^2 + rest.
      const double dy = row - index.y()[i];
      const double shift = form.xy * dy / form.xx;
      const double chord2 = (reach2 - form.yy * dy * dy) / form.xx + shift * shift;
      if (!(chord2 >= 0)) continue;
      const double middle = index.x()[i] - shift;
      const double half = std::sqrt(chord2);
      const double last = std::min(std::floor(middle + half), direct.columns - 1.0);
      const double weight = direct.scale * (index.weight() != nullptr ? index.weight()[i] : 1.0);
      for (double c = std::max(std::ceil(middle - half), 0.0); c <= last; ++c) {
        const double value =
            profile(direct.kernel, form(c - index.x()[i], dy), direct.gaussian_reach);
        out[static_cast<std::size_t>(c)] += weight * value;
      }
    }
  }
}

}  // namespace geo::density
