// SPDX-License-Identifier: Apache-2.0
//
// HeadParser: the request line and the header fields, by Beast's parser, straight into an
// HttpRequest (Beast's own message type would hold every field a second time). One per request.
// Stricter than Beast where leniency is how requests are smuggled: one Content-Length, of digits
// only; Transfer-Encoding only as "chunked", once, in HTTP/1.1, and never beside a length.

#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

struct RequestHead {
  HttpRequest request;
  bool is_http_1_1 = false;
  bool keeps_alive = false;
  bool is_chunked = false;
  bool expects_continue = false;
  std::uint64_t content_length = 0;
};

class HeadParser final : public boost::beast::http::basic_parser<true> {
 public:
  enum class Outcome { kNeedsMore, kDone, kTooLarge, kBad };

  // At most `limit` bytes from the first one to the end of the empty line.
  explicit HeadParser(std::size_t limit);

  // Takes what it has parsed off `input`. The caller keeps the rest and adds to it what comes.
  Outcome Parse(std::string_view& input);
  // After kBad: why, in words for the client.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  // What was read of it until now.
  [[nodiscard]] const HttpRequest& so_far() const { return head_.request; }
  // How many bytes of it were read.
  [[nodiscard]] std::size_t bytes() const { return consumed_; }
  // After kDone.
  RequestHead TakeHead();

 private:
  using Error = boost::system::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, View method, View target, int version,
                       Error&) override;
  void on_field_impl(boost::beast::http::field field, View name, View value, Error&) override;
  void on_response_impl(int, View, int, Error&) override {}
  void on_header_impl(Error&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
  std::size_t on_body_impl(View, Error&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, View, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View, Error&) override { return 0; }
  void on_finish_impl(Error&) override {}

  Outcome Check();
  bool NormalizeTarget();

  const std::size_t limit_;
  std::size_t consumed_ = 0;
  int lengths_ = 0;
  int encodings_ = 0;
  int hosts_ = 0;
  bool has_plain_chunked_ = false;
  RequestHead head_;
  std::string problem_;
};

}  // namespace portside
