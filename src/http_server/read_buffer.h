// SPDX-License-Identifier: Apache-2.0
//
// ReadBuffer: bytes of a connection that were read and not yet parsed.

#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace portside {

class ReadBuffer {
 public:
  [[nodiscard]] std::string_view View() const { return {bytes_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] bool is_empty() const { return begin_ == end_; }
  // Only `rest`, the end of View(), is still wanted.
  void Keep(std::string_view rest) { begin_ = end_ - rest.size(); }
  void Clear() { begin_ = end_ = 0; }
  // Replaces what is here by bytes that were read elsewhere.
  void PutBack(std::string_view rest);

  // Room behind the bytes, never empty; then Commit what was written there.
  std::span<char> MakeRoom();
  void Commit(std::size_t bytes) { end_ += bytes; }

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace portside
