// SPDX-License-Identifier: Apache-2.0

#include "http_server/response_head.h"

#include <array>
#include <charconv>
#include <ctime>

#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"

namespace portside {
namespace {

std::string_view ReasonOf(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Payload Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Entity";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Unknown";
  }
}

void AppendNumber(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// The fields that the server writes itself. Lengths first: almost no field gets further.
bool IsOwnField(std::string_view name) {
  switch (name.size()) {
    case 4:
      return EqualsIgnoreCase(name, "Date");
    case 10:
      return EqualsIgnoreCase(name, "Connection");
    case 14:
      return EqualsIgnoreCase(name, "Content-Length");
    case 17:
      return EqualsIgnoreCase(name, "Transfer-Encoding");
    default:
      return false;
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
  if (is_head_request) return response.content_length.value_or(response.BodyLength());
  return response.BodyLength();
}

}  // namespace

bool HasBody(const HttpResponse& response, bool is_head_request) {
  return !is_head_request && response.status >= 200 && response.status != 204 &&
         response.status != 304;
}

void AppendResponseHead(std::string& out, const HttpResponse& response, bool is_head_request,
                        ConnectionHeader connection, std::string_view date) {
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
