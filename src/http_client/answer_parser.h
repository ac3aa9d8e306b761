// SPDX-License-Identifier: Apache-2.0
//
// AnswerParser: the bytes of one response, by Beast's parser: the head into an HttpResponse, the
// body to whoever takes it, piece by piece as it comes.

#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

class AnswerParser final : public boost::beast::http::basic_parser<false> {
 public:
  // False: no more is wanted.
  using OnBody = std::function<bool(const HttpResponse& head, std::string_view piece)>;
  enum class Outcome {
    kNeedsMore,
    kDone,
    kEnough,  // OnBody said false
    kBad,
  };

  AnswerParser(bool is_head_request, OnBody on_body);

  // Takes what it has parsed off `input`; the caller keeps the rest and adds to it what comes.
  Outcome Parse(std::string& input);
  // The connection has ended.
  Outcome ParseEnd();
  [[nodiscard]] const std::string& problem() const { return problem_; }  // after kBad
  [[nodiscard]] HttpResponse& response() { return response_; }

 private:
  using Error = boost::system::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, View, View, int, Error&) override {}
  void on_response_impl(int status, View reason, int version, Error&) override;
  void on_field_impl(boost::beast::http::field, View name, View value, Error&) override;
  void on_header_impl(Error&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
  std::size_t on_body_impl(View piece, Error&) override;
  void on_chunk_header_impl(std::uint64_t, View, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View piece, Error&) override;
  void on_finish_impl(Error&) override {}

  Outcome After(const Error& error);

  OnBody on_body_;
  bool has_enough_ = false;
  HttpResponse response_;
  std::string problem_;
};

}  // namespace portside
