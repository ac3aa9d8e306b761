// SPDX-License-Identifier: Apache-2.0

#include "http_server/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

#include "portside/base/log.h"

namespace portside {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

std::string Describe(const tcp::endpoint& peer) {
  const std::string address = peer.address().to_string();
  const std::string port = std::to_string(peer.port());
  return peer.address().is_v6() ? "[" + address + "]:" + port : address + ":" + port;
}

void CutBody(HttpResponse& response) {
  const std::uint64_t size = response.cut_after.value_or(response.BodyLength() / 2);
  if (auto* text = std::get_if<std::string>(&response.body)) {
    text->resize(std::min<std::uint64_t>(text->size(), size));
  } else if (auto* file = std::get_if<FileBody>(&response.body)) {
    file->length = std::min(file->length, size);
  }
}

}  // namespace

Connection::Connection(tcp::socket socket, std::shared_ptr<HttpServer::Core> server)
    : socket_(std::move(socket)),
      transport_(socket_.native_handle()),
      server_(std::move(server)),
      share_(server_->memory) {}

void Connection::Start() {
  error_code error;
  const tcp::endpoint peer = socket_.remote_endpoint(error);
  if (!error) socket_.set_option(tcp::no_delay(true), error);
  // recv, sendmsg and sendfile are called directly and must never wait.
  if (!error) socket_.native_non_blocking(true, error);
  if (error) return Close();  // the client has already gone
  remote_ = Describe(peer);
  Drive();
}

// The machine.

void Connection::Drive() {
  if (is_driving_) return;  // called back from inside a step, which goes on by itself
  const std::shared_ptr<Connection> keep = shared_from_this();
  is_driving_ = true;
  while (Step()) {
  }
  is_driving_ = false;
}

bool Connection::Step() {
  switch (state_) {
    case State::kHandshake: return StepHandshake();
    case State::kHead: return StepHead();
    case State::kAtDoor: return StepAtDoor();
    case State::kBody:
    case State::kDiscard: return StepBody();
    case State::kWrite: return StepWrite();
    case State::kLinger: return StepLinger();
    case State::kStream: return StepStream();
    case State::kHandler: deadline_ = Clock::time_point::max(); return false;
    case State::kClosed: return false;
  }
  return false;
}

bool Connection::StepHead() {
  if (requests_this_turn_ >= limits::kRequestsPerTurn) {
    Yield();
    return false;
  }
  std::string_view input = buffer_.View();
  if (input.empty()) return WaitForHead();
  if (!has_head_begun_) {
    has_head_begun_ = true;
    SetDeadline(server_->limits.header_read_time);
  }
  if (!parser_) parser_.emplace(server_->limits.header_bytes);
  const HeadParser::Outcome outcome = parser_->Parse(input);
  buffer_.Keep(input);
  switch (outcome) {
    case HeadParser::Outcome::kNeedsMore:
      has_head_begun_ = parser_->got_some() || !input.empty();  // not by empty lines alone
      if (!share_.TrySet(CountedBytes(parser_->bytes() + input.size()))) {
        RefuseForMemory();
        return true;
      }
      return WaitForHead();
    case HeadParser::Outcome::kTooLarge:
      Refuse(431, "The request line and the headers are larger than " +
                      std::to_string(server_->limits.header_bytes) + " bytes.");
      return true;
    case HeadParser::Outcome::kBad: Refuse(400, parser_->problem()); return true;
    case HeadParser::Outcome::kDone: break;
  }
  if (!Admit()) return true;
  RequestHead head = parser_->TakeHead();
  parser_.reset();
  has_head_begun_ = false;
  if (server_->is_held() && !is_urgent_) {
    head_at_door_ = std::move(head);
    state_ = State::kAtDoor;
    return true;
  }
  OnHead(std::move(head));
  return true;
}

void Connection::OnHead(RequestHead head) {
  body_ = head.is_chunked ? BodyFraming::Chunked(server_->limits.header_bytes)
                          : BodyFraming::Length(head.content_length);
  body_bytes_ = 0;
  is_head_request_ = head.request.method == "HEAD";
  is_http_1_1_ = head.is_http_1_1;
  keeps_alive_ = head.keeps_alive;
  // Nor may botocore keep a connection on which a final status came where it looked for 100: it
  // would take that status for the next expecting request's, and wait a minute for its headers.
  if (head.expects_continue && body_.is_complete()) keeps_alive_ = false;
  // A body of no bytes is not waited for: `100 Continue` before the answer to an empty PUT makes
  // botocore's pooled connection stall (its bug 3755).
  const bool expects_continue = head.expects_continue && head.is_http_1_1 && !body_.is_complete();
  head.request.remote = remote_;
  head.request.is_tls = transport_.is_tls();
  state_ = State::kBody;

  std::optional<HttpResponse> early;
  const bool has_begun = Guard([&] {
    exchange_ = server_->handler.Begin(std::move(head.request));
    body_limit_ = exchange_->BodyLimit();
    if (expects_continue) early = exchange_->EarlyResponse();
  });
  if (!has_begun) return;
  if (early) {
    // botocore does not send the body after this, others do: what follows on this connection could
    // be either a body or a request.
    early->close = true;
    return SendResponse(std::move(*early));
  }
  if (body_.BytesLeft().value_or(0) > body_limit_) {
    return Refuse(413, "The body is larger than " + std::to_string(body_limit_) + " bytes.");
  }
  if (!expects_continue) return;
  output_.StartHead() = "HTTP/1.1 100 Continue\r\n\r\n";
  after_write_ = State::kBody;
  state_ = State::kWrite;
}

bool Connection::StepBody() {
  if (state_ == State::kBody && WaitsForRelease()) return false;
  if (std::string_view input = buffer_.View(); !input.empty()) {
    const bool needs_more = Feed(input);
    buffer_.Keep(input);
    if (!needs_more) return true;
  } else if (!Feed(input)) {
    return true;  // there is no body
  }
  for (std::size_t taken = 0; taken < limits::kSocketBytesPerTurn;) {
    std::vector<char>& scratch = server_->scratch;
    const ssize_t count = transport_.Receive(scratch);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      WaitForSocket(tcp::socket::wait_read, server_->limits.body_read_time);
      return false;
    }
    if (count <= 0) {  // the client is gone, the exchange undoes what it began
      Close();
      return false;
    }
    taken += static_cast<std::size_t>(count);
    std::string_view input(scratch.data(), static_cast<std::size_t>(count));
    const bool needs_more = Feed(input);
    buffer_.PutBack(input);
    if (!needs_more) return true;
  }
  Yield();
  return false;
}

bool Connection::Feed(std::string_view& input) {
  while (true) {
    const std::string_view piece = body_.Next(input);
    if (piece.empty()) break;
    body_bytes_ += piece.size();
    if (state_ == State::kDiscard) continue;
    if (body_bytes_ > body_limit_) {
      Refuse(413, "The body is larger than " + std::to_string(body_limit_) + " bytes.");
      return false;
    }
    bool wants_more = false;
    if (!Guard([&] { wants_more = exchange_->Write(piece); })) return false;
    if (!share_.TrySet(head_bytes_ + exchange_->HeldBytes())) {
      RefuseForMemory();
      return false;
    }
    if (!wants_more) {
      FinishExchange();
      return false;
    }
  }
  if (body_.is_broken()) {
    Refuse(400, "The body's chunked transfer coding is malformed.");
    return false;
  }
  if (!body_.is_complete()) return true;
  if (state_ == State::kDiscard) {
    state_ = State::kHead;
  } else {
    FinishExchange();
  }
  return false;
}

void Connection::FinishExchange() {
  state_ = State::kHandler;
  Guard([this] {
    exchange_->Finish([weak = weak_from_this(), request = request_](HttpResponse response) {
      if (const auto self = weak.lock()) self->OnResponse(request, std::move(response));
    });
  });
}

bool Connection::StepWrite() {
  // Not earlier: the response may have come from inside one of the exchange's functions.
  if (after_write_ != State::kBody) exchange_.reset();
  switch (output_.Send(transport_, server_->scratch)) {
    case Output::Progress::kBlocked:
      if (stream_ != nullptr && !MayWaitWithStream()) return false;
      WaitForSocket(tcp::socket::wait_write, server_->limits.write_time);
      return false;
    case Output::Progress::kTurnOver: Yield(); return false;
    case Output::Progress::kFailed: Close(); return false;
    case Output::Progress::kDone: break;
  }
  share_.Set(0);
  if (stream_ != nullptr && !has_stream_ended_) {
    state_ = State::kStream;
    return true;
  }
  stream_.reset();
  if (after_write_ == State::kClosed) {
    Close();
    return false;
  }
  state_ = after_write_;
  if (state_ == State::kHead) ++requests_this_turn_;
  if (state_ == State::kLinger) {
    transport_.SayEnd();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    linger_deadline_ = Clock::now() + server_->limits.linger_time;
  }
  return true;
}

bool Connection::StepLinger() {
  buffer_.Clear();
  std::vector<char>& scratch = server_->scratch;
  for (std::size_t taken = 0; taken < limits::kSocketBytesPerTurn;) {
    const ssize_t count = transport_.Receive(scratch);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      WaitForSocket(tcp::socket::wait_read, server_->limits.linger_time);
      deadline_ = linger_deadline_;
      return false;
    }
    if (count <= 0) {
      Close();
      return false;
    }
    taken += static_cast<std::size_t>(count);
  }
  Yield();
  deadline_ = linger_deadline_;
  return false;
}

// Responses.

void Connection::OnResponse(std::uint64_t request, HttpResponse response) {
  if (request != request_ || state_ != State::kHandler) return;
  SendResponse(std::move(response));
  // A response from outside of a step may come from inside the exchange, which must not be
  // destroyed under its own feet.
  if (!is_driving_) Yield();
}

void Connection::SendResponse(HttpResponse response) {
  ++request_;
  if (response.IsStream()) response.close = true;
  after_write_ = NextStateAfter(response);
  const bool closes = after_write_ == State::kClosed || after_write_ == State::kLinger;
  const ConnectionHeader header = closes         ? ConnectionHeader::kClose
                                  : is_http_1_1_ ? ConnectionHeader::kNone
                                                 : ConnectionHeader::kKeepAlive;
  std::string& head = output_.StartHead();
  state_ = State::kWrite;
  if (response.delivery == Delivery::kReset) {
    error_code ignored;
    socket_.set_option(tcp::socket::linger(true, 0), ignored);
    transport_.DropTls();
    after_write_ = State::kClosed;
    return;
  }
  AppendResponseHead(head, response, is_head_request_, header, server_->date.Now(),
                     response.IsStream() && is_http_1_1_);
  const bool has_body = HasBody(response, is_head_request_);
  if (response.delivery == Delivery::kCut) {
    after_write_ = State::kClosed;
    if (!has_body || response.BodyLength() == 0) head.resize(head.size() / 2);
    CutBody(response);
  }
  if (const auto* text = std::get_if<std::string>(&response.body); text != nullptr && has_body) {
    share_.Set(text->size());
  }
  if (!has_body) return;
  if (response.IsStream()) {
    StartStream(std::move(std::get<std::shared_ptr<BodyStream>>(response.body)));
  } else {
    output_.SetBody(std::move(response.body));
  }
}

Connection::State Connection::NextStateAfter(const HttpResponse& response) const {
  const bool ends = response.close || !keeps_alive_ || server_->is_draining();
  if (body_.is_complete()) return ends ? State::kClosed : State::kHead;
  // The client has not sent everything (or it cannot be told where its request ends).
  const bool is_short =
      body_.BytesLeft().value_or(limits::kDiscardBytes + 1) <= limits::kDiscardBytes;
  return ends || !is_short ? State::kLinger : State::kDiscard;
}

void Connection::Refuse(int status, std::string_view reason) {
  HttpResponse response;
  try {
    std::optional<HttpResponse> answer;
    if (exchange_ != nullptr) answer = exchange_->Refuse(status, reason);
    response = answer ? std::move(*answer)
                      : server_->handler.Refuse(status, reason,
                                                parser_ ? parser_->so_far() : HttpRequest());
  } catch (const std::exception& error) {
    log::Error("the handler failed to refuse a request",
               {{"error", std::string_view(error.what())}});
    response.status = status;
  }
  response.close = true;
  if (status == 503) response.headers.Set("Retry-After", "1");
  if (state_ == State::kHead) is_head_request_ = false;  // that was the request before
  SendResponse(std::move(response));
  after_write_ = State::kLinger;
}

template <typename Function>
bool Connection::Guard(Function function) {
  try {
    function();
    return true;
  } catch (const std::exception& error) {
    log::Error("exception while handling a request",
               {{"error", std::string_view(error.what())}, {"remote", remote_}});
  } catch (...) {
    log::Error("unknown exception while handling a request", {{"remote", remote_}});
  }
  // Unless the response was on its way before the exception.
  if (state_ == State::kBody || state_ == State::kHandler) {
    Refuse(500, "An internal error occurred.");
  }
  return false;
}

// Waiting.

bool Connection::WaitForHead() {
  if (!has_head_begun_) {
    if (server_->is_draining()) {
      Close();
      return true;
    }
    SetDeadline(server_->limits.idle_time);
  }
  const std::span<char> room = buffer_.MakeRoom();
  if (transport_.is_tls()) return WaitForHeadOverTls(room);
  socket_.async_read_some(
      boost::asio::buffer(room.data(), room.size()),
      [self = shared_from_this(), wait = ++wait_](error_code error, std::size_t bytes) {
        self->OnRead(wait, error, bytes);
      });
  return false;
}

void Connection::WaitForSocket(Transport::Wait what, std::chrono::milliseconds limit) {
  SetDeadline(limit);
  WaitForSocket(what);
}

void Connection::WaitForSocket(Transport::Wait what) {
  socket_.async_wait(transport_.WaitAfter(what),
                     [self = shared_from_this(), wait = ++wait_](error_code error) {
                       self->OnWaited(wait, error);
                     });
}

void Connection::Yield() {
  deadline_ = Clock::time_point::max();
  boost::asio::post(server_->context, [self = shared_from_this(), wait = ++wait_] {
    self->OnWaited(wait, error_code());
  });
}

void Connection::OnRead(std::uint64_t wait, error_code error, std::size_t bytes) {
  if (wait != wait_ || state_ == State::kClosed) return;
  if (error) return Close();
  buffer_.Commit(bytes);
  if (is_new_) OnFirstByte();
  requests_this_turn_ = 0;
  Drive();
}

void Connection::OnWaited(std::uint64_t wait, error_code error) {
  if (wait != wait_ || state_ == State::kClosed) return;
  if (error) return Close();
  requests_this_turn_ = 0;
  Drive();
}

void Connection::CheckDeadline(Clock::time_point now) {
  if (now < deadline_ || state_ == State::kClosed) return;
  if (state_ == State::kStream) {
    SetDeadline(server_->limits.stream_idle_time);
    return stream_->OnIdle();
  }
  const bool is_in_head = state_ == State::kHead && has_head_begun_;
  if (!is_in_head && state_ != State::kBody) return Close();

  ++wait_;  // the read that was waited for is not this connection's business any more
  error_code ignored;
  socket_.cancel(ignored);
  Refuse(408, is_in_head ? "The request's headers did not arrive in time."
                         : "The request's body did not arrive in time.");
  Drive();
}

void Connection::EndForDrain() {
  const bool is_idle = state_ == State::kHead && !has_head_begun_ && buffer_.is_empty();
  if (is_idle || state_ == State::kHandshake) return Close();
  if (stream_ == nullptr || has_stream_ended_) return;
  EndStream();
  if (state_ == State::kWrite && is_stream_waiting_) return Close();  // nobody takes the end
  WakeStream();
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  ++wait_;
  ++request_;
  exchange_.reset();
  stream_.reset();
  transport_.SayEnd();
  error_code ignored;
  socket_.close(ignored);
  server_->Remove(*this);
}

}  // namespace portside
