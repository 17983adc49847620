#pragma once

#include <string>

#include "geo/core/text.hpp"
#include "geo/model/rejects.hpp"

namespace geo::atlas {

/// The reason of a reject for people. The English text is the reason itself, which is stable; one
/// that is not known is the same in both languages.
[[nodiscard]] Text reason_text(const std::string& reason);

/// What would mend it, for people: the English text is `reject.advice`.
[[nodiscard]] Text advice_text(const Reject& reject);

}  // namespace geo::atlas
