#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "geo/core/context.hpp"
#include "geo/model/rejects.hpp"

namespace geo::registry {

/// What is wrong with a unified social credit code (统一社会信用代码, GB 32100-2015).
enum class CodeFault {
  kNone,
  kMissing,     ///< nothing, or a sign for nothing: -, /, 无, NA, null
  kDigitsLost,  ///< a spreadsheet took it for a number: 9.13101E+17, 913101150512345000
  kLength,      ///< not 18 characters
  kCharacter,   ///< another than the digits and the letters without I, O, S, V, Z
  kCheckDigit   ///< the last character is not what the others give
};
inline constexpr std::size_t kCodeFaults = 6;

/// "credit code: wrong check digit" and the like: the values of `Reject::reason`. Empty for kNone
/// and kMissing.
[[nodiscard]] const char* reason_of(CodeFault fault);
/// What would mend it: `Reject::advice`.
[[nodiscard]] const char* advice_for(CodeFault fault);

/// A code as it is compared: half-width, in capitals, without spaces and without the ' that marks
/// text in spreadsheets.
struct CreditCode {
  std::string text;
  CodeFault fault = CodeFault::kNone;
};

/// Reads a code. The check digit is C18 = (31 - sum of C_i * 3^(i-1) mod 31) mod 31 over i = 1 to
/// 17, each C the place of the character in 0123456789ABCDEFGHJKLMNPQRTUWXY. A spreadsheet keeps 15
/// digits of a number: what is written with an exponent or decimals, or is 18 digits that end in
/// 000 and do not check, has lost digits.
[[nodiscard]] CreditCode read_credit_code(std::string_view text);

/// The check digit of the first 17 characters (ASCII capitals and digits); 0 where these are not 17
/// of the alphabet.
[[nodiscard]] char credit_check_digit(std::string_view first_17);

/// Whether a column of that name holds such codes: 统一社会信用代码, 信用代码, credit_code, USCC.
[[nodiscard]] bool names_credit_codes(std::string_view column);

/// What became of a column of codes.
struct CodeCheck {
  std::string column;
  std::uint64_t good = 0;
  std::uint64_t missing = 0;
  std::array<std::uint64_t, kCodeFaults> faults{};  ///< by CodeFault
  [[nodiscard]] std::uint64_t bad() const;
};

/// Checks one code for each of `rows` (ascending) and adds those with a fault to `rejects.cells`,
/// which stays in order of row. The rows stay in use. O(n).
[[nodiscard]] CodeCheck check_credit_codes(std::span<const std::string> codes,
                                           std::span<const std::uint64_t> rows,
                                           const std::string& column, Rejects& rejects,
                                           const Context& context);

}  // namespace geo::registry
