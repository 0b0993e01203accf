// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// The words of SOQL. All are compared without case.
namespace sfsim::soql {

// Words that cannot be aliases.
bool IsReservedAlias(std::string_view word);

// Words that cannot begin a field or object name. Fewer than the above: objects are called Group
// and Order, and fields Limit or Last.
bool IsReservedName(std::string_view word);

// `function` in capitals, as Expression has it.
bool IsAggregateFunction(std::string_view function);
// CALENDAR_YEAR and its like, and CONVERTTIMEZONE.
bool IsDateFunction(std::string_view function);
// TOLABEL, FORMAT and CONVERTCURRENCY, which stand for the field that they wrap.
bool IsPresentationFunction(std::string_view function);
// Any function that SOQL has.
bool IsFunction(std::string_view function);

// Whether USING SCOPE knows the name.
bool IsScopeName(std::string_view name);

}  // namespace sfsim::soql
