// SPDX-License-Identifier: Apache-2.0
//
// A bare Beast server on one thread: reads a request with its body, answers a constant of the size
// that it was told. The yardstick of bench/run: what the same library does with nothing behind it.
//
//   portside_bench_reference PORT BODY_BYTES

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(asio::ip::tcp::socket socket, const std::string& body)
      : stream_(std::move(socket)), response_(http::status::ok, 11) {
    beast::error_code ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    response_.set(http::field::content_type, "application/x-amz-json-1.1");
    response_.set(http::field::server, "Reference");
    response_.set("x-amzn-RequestId", "00000000-0000-4000-8000-000000000000");
    response_.set(http::field::date, "Thu, 01 Jan 1970 00:00:00 GMT");
    response_.body() = body;
    response_.prepare_payload();
  }

  void Read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->Write();
                     });
  }

 private:
  void Write() {
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error) self->Read();
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
};

void Accept(asio::ip::tcp::acceptor& acceptor, const std::string& body) {
  acceptor.async_accept([&](beast::error_code error, asio::ip::tcp::socket socket) {
    if (!error) std::make_shared<Session>(std::move(socket), body)->Read();
    Accept(acceptor, body);
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: portside_bench_reference PORT BODY_BYTES\n";
    return 2;
  }
  asio::io_context context(1);
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), port});
  const std::string body(static_cast<std::size_t>(std::atol(argv[2])), 'x');
  std::cout << "Ready." << std::endl;
  Accept(acceptor, body);
  context.run();
}
