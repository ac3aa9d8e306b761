// SPDX-License-Identifier: Apache-2.0

#include "http_client/answer_parser.h"

#include "portside/base/limits.h"

namespace portside {
namespace {

namespace http = boost::beast::http;

std::string TextOf(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

AnswerParser::AnswerParser(bool is_head_request, OnBody on_body) : on_body_(std::move(on_body)) {
  header_limit(limits::kHeaderBytes);
  body_limit(boost::none);  // OnBody decides
  eager(true);              // the body with the head, where it came with it
  skip(is_head_request);
}

AnswerParser::Outcome AnswerParser::Parse(std::string& input) {
  std::size_t taken = 0;
  Error error;
  while (!error && !is_done() && !has_enough_ && taken < input.size()) {
    taken += put(boost::asio::const_buffer(input.data() + taken, input.size() - taken), error);
  }
  input.erase(0, taken);
  return After(error);
}

AnswerParser::Outcome AnswerParser::ParseEnd() {
  Error error;
  if (!got_some()) {
    problem_ = "the connection was closed before the answer";
    return Outcome::kBad;
  }
  put_eof(error);
  return After(error);
}

AnswerParser::Outcome AnswerParser::After(const Error& error) {
  if (has_enough_) return Outcome::kEnough;
  if (error == http::error::partial_message) {
    problem_ = "the connection was closed in the middle of the answer";
    return Outcome::kBad;
  }
  if (error && error != http::error::need_more) {
    problem_ = "the answer is not valid HTTP: " + error.message();
    return Outcome::kBad;
  }
  return is_done() ? Outcome::kDone : Outcome::kNeedsMore;
}

void AnswerParser::on_response_impl(int status, View, int, Error&) { response_.status = status; }

void AnswerParser::on_field_impl(http::field, View name, View value, Error&) {
  response_.headers.Add(TextOf(name), TextOf(value));
}

std::size_t AnswerParser::on_body_impl(View piece, Error&) {
  if (!piece.empty() && !has_enough_) {
    has_enough_ = !on_body_(response_, std::string_view(piece.data(), piece.size()));
  }
  return piece.size();
}

std::size_t AnswerParser::on_chunk_body_impl(std::uint64_t, View piece, Error& error) {
  return on_body_impl(piece, error);
}

}  // namespace portside
