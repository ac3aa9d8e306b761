// SPDX-License-Identifier: Apache-2.0

#include "http_server/response_head.h"

#include <array>
#include <charconv>
#include <ctime>

#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"

namespace portside {
namespace {

struct Reason {
  int status;
  std::string_view text;
};
constexpr Reason kReasons[] = {
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Payload Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Entity"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

std::string_view ReasonOf(int status) {
  // Most answers are among the first.
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return reason.text;
  }
  return "Unknown";
}

void AppendNumber(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// The fields that the server writes itself. Lengths first: almost no field gets further.
bool IsOwnField(std::string_view name) {
  switch (name.size()) {
    case 4: return EqualsIgnoreCase(name, "Date");
    case 10: return EqualsIgnoreCase(name, "Connection");
    case 14: return EqualsIgnoreCase(name, "Content-Length");
    case 17: return EqualsIgnoreCase(name, "Transfer-Encoding");
    default: return false;
  }
}

void AppendFieldText(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  out += text;
  constexpr std::string_view kLineEnds("\r\n\0", 3);
  for (std::size_t at = out.find_first_of(kLineEnds, begin); at != std::string::npos;
       at = out.find_first_of(kLineEnds, at)) {
    out[at] = ' ';
  }
}

// Nothing where the response must not or need not have the header.
std::optional<std::uint64_t> LengthToAnnounce(const HttpResponse& response, bool is_head_request) {
  if (response.status < 200 || response.status == 204) return std::nullopt;
  if (response.status == 304) return response.content_length;
  if (response.IsStream()) return std::nullopt;
  if (is_head_request) return response.content_length.value_or(response.BodyLength());
  return response.BodyLength();
}

}  // namespace

bool HasBody(const HttpResponse& response, bool is_head_request) {
  return !is_head_request && response.status >= 200 && response.status != 204 &&
         response.status != 304;
}

void AppendResponseHead(std::string& out, const HttpResponse& response, bool is_head_request,
                        ConnectionHeader connection, std::string_view date, bool is_chunked) {
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += ReasonOf(response.status);
  out += "\r\n";

  bool has_server = false;
  for (const auto& [name, value] : response.headers.fields()) {
    if (IsOwnField(name)) continue;
    has_server = has_server || (name.size() == 6 && EqualsIgnoreCase(name, "Server"));
    AppendFieldText(out, name);
    out += ": ";
    AppendFieldText(out, value);
    out += "\r\n";
  }
  if (const auto length = LengthToAnnounce(response, is_head_request)) {
    out += "Content-Length: ";
    AppendNumber(out, *length);
    out += "\r\n";
  }
  if (is_chunked) out += "Transfer-Encoding: chunked\r\n";
  out += "Date: ";
  out += date;
  if (!has_server) out += "\r\nServer: Portside";
  if (connection == ConnectionHeader::kClose) out += "\r\nConnection: close";
  if (connection == ConnectionHeader::kKeepAlive) out += "\r\nConnection: keep-alive";
  out += "\r\n\r\n";
}

std::string_view HttpDateCache::Now() {
  const std::int64_t now = std::time(nullptr);
  if (now != second_) {
    second_ = now;
    text_ = FormatHttpDate(Timestamp{std::chrono::seconds{now}});
  }
  return text_;
}

}  // namespace portside
