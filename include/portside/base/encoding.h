// SPDX-License-Identifier: Apache-2.0
//
// Texts for bytes: hexadecimal, base64, percent-encoding, UTF-8.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

std::string HexEncode(std::string_view bytes);  // lower case
std::optional<std::string> HexDecode(std::string_view text);

std::string Base64Encode(std::string_view bytes);  // with padding
// Strict: the standard alphabet, right padding, nothing else.
std::optional<std::string> Base64Decode(std::string_view text);

// Every byte outside A-Za-z0-9-_.~ (and outside `keep`) becomes %XX, upper case (RFC 3986).
std::string PercentEncode(std::string_view bytes, std::string_view keep = "");
// Nothing where a `%` is not followed by two hexadecimal digits. `+` stays itself.
std::optional<std::string> PercentDecode(std::string_view text);

[[nodiscard]] bool IsValidUtf8(std::string_view bytes);
// The number of code points of valid UTF-8; of invalid bytes, the number of bytes that start one.
std::size_t Utf8Length(std::string_view text);
// The number of UTF-16 units: how Java, and so most of AWS, counts the length of a string.
std::size_t Utf16Length(std::string_view text);

// ASCII only.
std::string ToLower(std::string_view text);
std::string ToUpper(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
std::string_view TrimSpace(std::string_view text);  // space, \t, \r, \n
// "a,b" by ',' is {"a","b"}; "" is {""}.
std::vector<std::string_view> Split(std::string_view text, char separator);

}  // namespace portside
