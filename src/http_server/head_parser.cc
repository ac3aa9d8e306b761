// SPDX-License-Identifier: Apache-2.0

#include "http_server/head_parser.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {
namespace {

namespace http = boost::beast::http;

std::string_view ViewOf(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

HeadParser::HeadParser(std::size_t limit) : limit_(limit) {
  header_limit(static_cast<std::uint32_t>(limit));
  body_limit(boost::none);  // Exchange::BodyLimit decides
  head_.request.headers.Reserve(16);
}

HeadParser::Outcome HeadParser::Parse(std::string_view& input) {
  // RFC 9112 2.2: empty lines before a request are passed over.
  while (!got_some() && input.starts_with("\r\n")) {
    input.remove_prefix(2);
    consumed_ += 2;
  }
  if (input.empty() || (!got_some() && input == "\r")) {
    return consumed_ > limit_ ? Outcome::kTooLarge : Outcome::kNeedsMore;
  }

  Error error;
  const std::size_t taken = put(boost::asio::const_buffer(input.data(), input.size()), error);
  input.remove_prefix(taken);
  consumed_ += taken;
  if (error == http::error::header_limit) return Outcome::kTooLarge;
  if (error && error != http::error::need_more) {
    problem_ = "The request is not valid HTTP: " + error.message() + ".";
    return Outcome::kBad;
  }
  // Beast takes field by field off its input and counts anew: the sum is kept here.
  const std::size_t size = consumed_ + (is_header_done() ? 0 : input.size());
  if (size > limit_) return Outcome::kTooLarge;
  return is_header_done() ? Check() : Outcome::kNeedsMore;
}

void HeadParser::on_request_impl(http::verb, View method, View target, int version, Error&) {
  head_.request.method = ViewOf(method);
  head_.request.target = ViewOf(target);
  head_.is_http_1_1 = version >= 11;
}

void HeadParser::on_field_impl(http::field field, View name, View value, Error& error) {
  const std::string_view text = ViewOf(value);
  switch (field) {
    case http::field::content_length:
      ++lengths_;
      if (!IsDigits(text)) error = http::error::bad_content_length;
      break;
    case http::field::transfer_encoding:
      ++encodings_;
      has_plain_chunked_ = EqualsIgnoreCase(text, "chunked");
      break;
    case http::field::host: ++hosts_; break;
    case http::field::expect:
      head_.expects_continue = EqualsIgnoreCase(text, "100-continue");
      break;
    default: break;
  }
  head_.request.headers.Add(std::string(ViewOf(name)), std::string(text));
}

HeadParser::Outcome HeadParser::Check() {
  const auto bad = [this](const char* problem) {
    problem_ = problem;
    return Outcome::kBad;
  };
  if (lengths_ > 1) return bad("The request has more than one Content-Length header.");
  if (encodings_ > 0 && lengths_ > 0) {
    return bad("The request has both a Content-Length and a Transfer-Encoding header.");
  }
  if (encodings_ > 0 && (encodings_ > 1 || !has_plain_chunked_ || !head_.is_http_1_1)) {
    return bad("The only Transfer-Encoding that is understood is \"chunked\", in HTTP/1.1.");
  }
  if (hosts_ > 1 || (hosts_ == 0 && head_.is_http_1_1)) {
    return bad("The request must have one Host header.");
  }
  if (!NormalizeTarget()) {
    return bad("The request target must be a path that begins with \"/\", or an absolute URI.");
  }
  return Outcome::kDone;
}

// Makes "http://host/path", which proxies are sent, what a server is sent: a path beside Host.
bool HeadParser::NormalizeTarget() {
  std::string& target = head_.request.target;
  if (target.front() == '/' || (target == "*" && head_.request.method == "OPTIONS")) return true;
  const std::string lower = ToLower(std::string_view(target).substr(0, 8));
  const std::size_t scheme = lower.starts_with("http://") ? 7 : lower == "https://" ? 8 : 0;
  const std::size_t end = std::min(target.find_first_of("/?", scheme), target.size());
  if (scheme == 0 || end == scheme) return false;
  head_.request.headers.Set("Host", target.substr(scheme, end - scheme));
  std::string path = target.substr(end);
  if (path.empty() || path.front() != '/') path.insert(path.begin(), '/');
  target = std::move(path);
  return true;
}

RequestHead HeadParser::TakeHead() {
  head_.keeps_alive = keep_alive();
  head_.is_chunked = chunked();
  head_.content_length = content_length().value_or(0);
  return std::move(head_);
}

}  // namespace portside
