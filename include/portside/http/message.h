// SPDX-License-Identifier: Apache-2.0
//
// HttpRequest and HttpResponse: plain values between the socket and everything else. No Beast or
// Asio type crosses this line.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace portside {

// Header fields in order, names as sent. Look-up ignores case. Few enough for a linear search.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  void Add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  void Reserve(std::size_t fields) { fields_.reserve(fields); }
  // Replaces every field of that name by one.
  void Set(std::string_view name, std::string value);
  // The first field of that name, or nothing.
  [[nodiscard]] std::optional<std::string_view> Find(std::string_view name) const;
  // The same, "" where absent.
  [[nodiscard]] std::string_view Get(std::string_view name) const;
  [[nodiscard]] bool Has(std::string_view name) const { return Find(name).has_value(); }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // as sent, still encoded: "/a%2Fb?x=1"
  Headers headers;
  std::string body;    // whole body, for requests that are collected (not for streamed ones)
  std::string remote;  // peer address, for the log
  bool is_tls = false;

  // The target's two halves, still encoded.
  [[nodiscard]] std::string_view RawPath() const;
  [[nodiscard]] std::string_view RawQuery() const;
  // That of URLs which lead back here: "https://".
  [[nodiscard]] std::string_view Scheme() const { return is_tls ? "https://" : "http://"; }
};

// An open file that a response sends from. Closed by the last owner.
class SharedFile {
 public:
  explicit SharedFile(int descriptor) : descriptor_(descriptor) {}
  ~SharedFile();
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

struct FileBody {
  std::shared_ptr<SharedFile> file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// A body of unknown length, pushed piece by piece. Its connection ends with it. Core thread only.
class BodyStream {
 public:
  // The client went away, or nothing more is taken: what was subscribed to ends.
  virtual ~BodyStream() = default;
  // Takes a piece on its way; an empty one is the end. May be called whenever the stream lives.
  using Sink = std::function<void(std::string_view piece)>;
  // Called once, when the head is on its way. Pieces may be sent from within.
  virtual void Start(Sink sink) = 0;
  // Nothing was sent for a while: a stream may give a sign of life.
  virtual void OnIdle() {}
};

using Body = std::variant<std::string, FileBody, std::shared_ptr<BodyStream>>;

// How a response reaches its client. All but kWhole are faults that a test has ordered.
enum class Delivery {
  kWhole,
  kCut,    // its length is announced, but the connection ends in the middle of it
  kReset,  // nothing of it: the connection is reset
};

struct HttpResponse {
  int status = 200;
  Headers headers;  // without Content-Length, Date, Connection: the server adds them
  Body body;
  // For HEAD and 304: the Content-Length to announce although no body follows.
  std::optional<std::uint64_t> content_length;
  // True: the connection is closed after this response.
  bool close = false;
  Delivery delivery = Delivery::kWhole;
  // With kCut: how much of the body is sent; nothing: half of it, or of the head where there is no
  // body.
  std::optional<std::uint64_t> cut_after;

  // Without a length there are no bytes yet: 0 for a stream.
  [[nodiscard]] std::uint64_t BodyLength() const;
  [[nodiscard]] bool IsStream() const {
    return std::holds_alternative<std::shared_ptr<BodyStream>>(body);
  }
};

}  // namespace portside
