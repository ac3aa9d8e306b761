// SPDX-License-Identifier: Apache-2.0

#include "http_server/read_buffer.h"

#include <cstring>

#include "portside/base/limits.h"

namespace portside {

void ReadBuffer::PutBack(std::string_view rest) {
  if (bytes_.size() < rest.size()) bytes_.resize(rest.size());
  if (!rest.empty()) std::memcpy(bytes_.data(), rest.data(), rest.size());
  begin_ = 0;
  end_ = rest.size();
}

std::span<char> ReadBuffer::MakeRoom() {
  // What a large head or a pipeline needed is not kept while the connection is idle.
  if (is_empty() && bytes_.size() != limits::kReadBufferBytes) {
    bytes_ = std::vector<char>(limits::kReadBufferBytes);
  }
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == bytes_.size()) bytes_.resize(bytes_.size() * 2);
  return std::span<char>(bytes_).subspan(end_);
}

}  // namespace portside
