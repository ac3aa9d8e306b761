// SPDX-License-Identifier: Apache-2.0
//
// Connection: one client. A state machine that runs until it must wait for the socket or for the
// handler; at most one wait is pending at a time. Reads and writes are tried directly, because most
// of them succeed, and Asio is asked only to wait. Deadlines are looked at by the server's sweep.

#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http_server/body_framing.h"
#include "http_server/head_parser.h"
#include "http_server/output.h"
#include "http_server/read_buffer.h"
#include "http_server/server_core.h"
#include "http_server/transport.h"

namespace portside {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<HttpServer::Core> server);

  void Start();
  // Acts where the deadline has passed.
  void CheckDeadline(Clock::time_point now);
  // Ends the connection where no request has begun, and a stream that would not end by itself.
  void EndForDrain();
  // The server is held no more.
  void GoOn();
  void Close();

 private:
  enum class State {
    kHandshake,  // of TLS
    kHead,       // reading a request's head
    kAtDoor,     // its head waits while the server is held
    kBody,       // feeding the exchange
    kHandler,    // waiting for the handler's response
    kWrite,      // sending; what comes after is in after_write_
    kStream,     // waiting for the next piece of a stream, or for its client to go away
    kDiscard,    // reading the rest of a body that was answered early
    kLinger,     // nothing more to say: reading until the client has closed
    kClosed,
  };

  // Runs the machine until it waits. Steps say whether it may go on.
  void Drive();
  bool Step();
  bool StepHead();
  bool StepAtDoor();
  bool StepBody();
  bool StepWrite();
  bool StepLinger();
  bool StepStream();

  void OnHead(RequestHead head);
  // Takes the body's pieces off `input`; false once there is nothing more to read for this body.
  bool Feed(std::string_view& input);
  void FinishExchange();
  void OnResponse(std::uint64_t request, HttpResponse response);
  void SendResponse(HttpResponse response);
  void Refuse(int status, std::string_view reason);
  // Of the door, in connection_door.cc. Admit: false where the request was refused.
  bool Admit();
  bool WaitsForRelease();
  void RefuseForMemory();
  static std::size_t CountedBytes(std::size_t head_bytes);
  // Of TLS, in connection_tls.cc. The connection's first byte decides whether it follows.
  void OnFirstByte();
  bool StepHandshake();
  bool WaitForHeadOverTls(std::span<char> room);
  // Of a stream, in connection_stream.cc.
  void StartStream(std::shared_ptr<BodyStream> stream);
  void OnPiece(std::uint64_t request, std::string_view piece);
  void EndStream();
  void WakeStream();
  bool MayWaitWithStream();
  [[nodiscard]] std::size_t MostBacklog() const;
  State NextStateAfter(const HttpResponse& response) const;
  // Calls into the handler; an exception becomes a 500 and false.
  template <typename Function>
  bool Guard(Function function);

  // True: more has come at once, or the connection is closed.
  bool WaitForHead();
  void WaitForSocket(Transport::Wait what, std::chrono::milliseconds limit);
  // The same within the deadline that stands.
  void WaitForSocket(Transport::Wait what);
  void Yield();
  void OnWaited(std::uint64_t wait, boost::system::error_code error);
  void OnRead(std::uint64_t wait, boost::system::error_code error, std::size_t bytes);
  void SetDeadline(std::chrono::milliseconds from_now) { deadline_ = Clock::now() + from_now; }

  boost::asio::ip::tcp::socket socket_;
  Transport transport_;
  const std::shared_ptr<HttpServer::Core> server_;
  std::string remote_;
  State state_ = State::kHead;
  State after_write_ = State::kHead;
  bool is_new_ = true;  // nothing has come yet
  bool is_driving_ = false;
  int requests_this_turn_ = 0;
  std::uint64_t wait_ = 0;  // a completion with an older number is stale
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point linger_deadline_;  // of all the lingering, not of one wait

  ReadBuffer buffer_;
  std::optional<HeadParser> parser_;
  bool has_head_begun_ = false;
  std::optional<RequestHead> head_at_door_;
  bool is_urgent_ = false;  // the present request, as far as anybody asked
  MemoryBudget::Share share_;
  std::size_t head_bytes_ = 0;  // of the present request, as far as they count

  std::uint64_t request_ = 0;  // a Respond with an older number comes too late
  std::unique_ptr<Exchange> exchange_;
  BodyFraming body_;
  std::uint64_t body_limit_ = 0;
  std::uint64_t body_bytes_ = 0;
  bool is_head_request_ = false;
  bool is_http_1_1_ = true;
  bool keeps_alive_ = false;
  Output output_;

  std::shared_ptr<BodyStream> stream_;
  bool is_stream_chunked_ = false;
  bool has_stream_ended_ = false;   // its last piece is in output_
  bool is_stream_waiting_ = false;  // in a wait that the next piece is to end
};

}  // namespace portside
