#pragma once

#include <span>

#include "geo/atlas/error_texts.hpp"

namespace geo::atlas {

std::span<const Wording> wordings_of_files();
std::span<const Wording> wordings_of_project();
std::span<const Wording> wordings_of_methods();
std::span<const Wording> wordings_of_commands();

}  // namespace geo::atlas
