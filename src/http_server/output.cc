// SPDX-License-Identifier: Apache-2.0

#include "http_server/output.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "portside/base/limits.h"
#include "portside/base/log.h"

namespace portside {
namespace {

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

std::string& Output::StartHead() {
  constexpr std::size_t kKept = 4096;  // usual heads; a larger one does not stay for the connection
  if (head_.capacity() > kKept) head_ = std::string();
  head_.clear();
  head_.reserve(512);
  text_ = std::string();
  file_ = FileBody();
  sent_ = 0;
  kernel_sends_file_ = true;
  return head_;
}

void Output::SetBody(Body body) {
  if (auto* text = std::get_if<std::string>(&body)) {
    text_ = std::move(*text);
  } else {
    file_ = std::move(std::get<FileBody>(body));
  }
}

void Output::Append(std::string_view bytes) {
  if (sent_ >= head_.size()) {
    text_.erase(0, sent_ - head_.size());
    head_.clear();
    sent_ = 0;
  }
  text_ += bytes;
}

Output::Progress Output::Send(Transport& transport, std::span<char> scratch) {
  std::size_t budget = limits::kSocketBytesPerTurn;
  const Progress texts = transport.is_tls() ? SendTextsOverTls(transport, budget, scratch)
                                            : SendTexts(transport, budget);
  if (texts != Progress::kDone) return texts;
  if (const Progress file = SendFile(transport, budget, scratch); file != Progress::kDone) {
    return file;
  }
  file_.file.reset();
  return Progress::kDone;
}

Output::Progress Output::SendTexts(Transport& transport, std::size_t& budget) {
  while (sent_ < head_.size() + text_.size()) {
    if (budget == 0) return Progress::kTurnOver;
    // One call for both: a head in a packet of its own would wait for nothing.
    std::array<iovec, 2> parts{};
    std::size_t count = 0;
    const std::size_t head_sent = std::min(sent_, head_.size());
    if (head_sent < head_.size()) {
      parts[count++] = {head_.data() + head_sent, head_.size() - head_sent};
    }
    const std::size_t text_sent = sent_ - head_sent;
    if (text_sent < text_.size()) {
      parts[count++] = {text_.data() + text_sent, std::min(text_.size() - text_sent, budget)};
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const int more = file_.length > 0 ? MSG_MORE : 0;
    const ssize_t sent =
        ::sendmsg(transport.socket(), &message, MSG_NOSIGNAL | MSG_DONTWAIT | more);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return WouldBlock() ? Progress::kBlocked : Progress::kFailed;
    }
    sent_ += static_cast<std::size_t>(sent);
    budget -= std::min(budget, static_cast<std::size_t>(sent));
  }
  return Progress::kDone;
}

Output::Progress Output::SendTextsOverTls(Transport& transport, std::size_t& budget,
                                          std::span<char> scratch) {
  while (sent_ < head_.size() + text_.size()) {
    if (budget == 0) return Progress::kTurnOver;
    std::string_view piece;
    if (sent_ < head_.size()) {
      // One record for both. What the socket does not take is put together again.
      const std::size_t of_head = std::min(head_.size() - sent_, scratch.size());
      const std::size_t of_text = std::min(text_.size(), scratch.size() - of_head);
      std::memcpy(scratch.data(), head_.data() + sent_, of_head);
      std::memcpy(scratch.data() + of_head, text_.data(), of_text);
      piece = {scratch.data(), of_head + of_text};
    } else {
      piece = std::string_view(text_).substr(sent_ - head_.size());
    }
    const ssize_t sent = transport.Send(piece);
    if (sent < 0) return WouldBlock() ? Progress::kBlocked : Progress::kFailed;
    sent_ += static_cast<std::size_t>(sent);
    budget -= std::min(budget, static_cast<std::size_t>(sent));
  }
  return Progress::kDone;
}

Output::Progress Output::SendFile(Transport& transport, std::size_t& budget,
                                  std::span<char> scratch) {
  // A record at a time: of more, each piece after the first would be read again.
  if (transport.is_tls()) scratch = scratch.first(std::min(scratch.size(), kTlsRecordBytes));
  while (file_.length > 0) {
    if (budget == 0) return Progress::kTurnOver;
    const auto wanted = static_cast<std::size_t>(
        std::min<std::uint64_t>(file_.length, static_cast<std::uint64_t>(budget)));
    ssize_t sent = 0;
    if (kernel_sends_file_ && !transport.is_tls()) {
      auto offset = static_cast<off_t>(file_.offset);
      sent = ::sendfile(transport.socket(), file_.file->descriptor(), &offset, wanted);
      if (sent < 0 && (errno == EINVAL || errno == ENOSYS)) {
        kernel_sends_file_ = false;  // some file systems cannot
        continue;
      }
    } else {
      sent = ::pread(file_.file->descriptor(), scratch.data(), std::min(wanted, scratch.size()),
                     static_cast<off_t>(file_.offset));
      // What the socket does not take is read again next time.
      if (sent > 0) sent = transport.Send({scratch.data(), static_cast<std::size_t>(sent)});
    }
    if (sent < 0) {
      if (errno == EINTR) continue;
      return WouldBlock() ? Progress::kBlocked : Progress::kFailed;
    }
    if (sent == 0) {
      // The announced length cannot be kept: only a broken connection tells the client so.
      log::Warn("a file became shorter while it was sent",
                {{"missing_bytes", static_cast<std::int64_t>(file_.length)}});
      return Progress::kFailed;
    }
    file_.offset += static_cast<std::uint64_t>(sent);
    file_.length -= static_cast<std::uint64_t>(sent);
    budget -= std::min(budget, static_cast<std::size_t>(sent));
  }
  return Progress::kDone;
}

}  // namespace portside
