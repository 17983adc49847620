#include "geo/core/version.hpp"

namespace geo {

const char* version() noexcept { return GEO_VERSION; }

}  // namespace geo
