// SPDX-License-Identifier: Apache-2.0
//
// Objects as jobs read and write them: piece by piece, whatever their size.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "portside/objects/object_store.h"

namespace portside {

// The bytes of an object in pieces (limits::kObjectPieceBytes), each valid until the next call;
// empty at the end. The reader must outlive it.
class ObjectInput {
 public:
  explicit ObjectInput(ObjectReader& reader) : reader_(&reader) {}
  std::string_view operator()();

 private:
  ObjectReader* reader_;
  std::uint64_t offset_ = 0;
  std::string piece_;
};

// Collects what is written into pieces for an object. The first error stays, and ends the writing:
// whoever writes much asks for it now and then.
class ObjectOutput {
 public:
  explicit ObjectOutput(std::unique_ptr<ObjectWriter> writer) : writer_(std::move(writer)) {}

  void Write(std::string_view bytes);
  // The text that is collected, to be appended to; call Pass afterwards.
  [[nodiscard]] std::string& text() { return piece_; }
  // Hands on what was collected, once that is a piece.
  void Pass();
  [[nodiscard]] const ObjectResult<void>& result() const { return result_; }
  // Puts the object in place.
  ObjectResult<ObjectInfo> Commit();

 private:
  void Flush();

  std::unique_ptr<ObjectWriter> writer_;
  std::string piece_;
  ObjectResult<void> result_;
};

}  // namespace portside
