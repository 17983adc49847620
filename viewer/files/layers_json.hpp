#pragma once

#include "viewer/files/json_read.hpp"
#include "viewer/layers/style.hpp"

namespace geo::viewer {

/// What a user has set on layers, for the key 'viewer' of a project file; what is left alone is not
/// written.
[[nodiscard]] Json layers_json(const LayerChoices& layers);
/// The same from such a text; what is not known is left out.
[[nodiscard]] LayerChoices layers_of(const Json& json);

}  // namespace geo::viewer
