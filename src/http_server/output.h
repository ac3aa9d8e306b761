// SPDX-License-Identifier: Apache-2.0
//
// Output: what a connection still has to send: a head, then a text or a part of a file. Sends as
// much as the socket takes, without waiting.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http_server/transport.h"
#include "portside/http/message.h"

namespace portside {

class Output {
 public:
  enum class Progress {
    kDone,      // all is sent
    kBlocked,   // the socket takes no more for now
    kTurnOver,  // limits::kSocketBytesPerTurn were sent, the rest may follow at once
    kFailed,    // the connection or the file is broken
  };

  // The head's text: cleared, with the memory of the one before.
  std::string& StartHead();
  void SetBody(Body body);  // no stream
  // Adds to what is sent: a piece of a stream.
  void Append(std::string_view bytes);
  // Bytes of texts that are not sent yet.
  [[nodiscard]] std::size_t backlog() const { return head_.size() + text_.size() - sent_; }

  // `scratch` is for what the kernel cannot send by itself: some files, and everything over TLS.
  Progress Send(Transport& transport, std::span<char> scratch);

 private:
  Progress SendTexts(Transport& transport, std::size_t& budget);
  Progress SendTextsOverTls(Transport& transport, std::size_t& budget, std::span<char> scratch);
  Progress SendFile(Transport& transport, std::size_t& budget, std::span<char> scratch);

  std::string head_;
  std::string text_;
  FileBody file_;
  std::size_t sent_ = 0;  // of head_ and text_ together
  bool kernel_sends_file_ = true;
};

}  // namespace portside
