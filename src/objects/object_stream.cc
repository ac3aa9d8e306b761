// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_stream.h"

#include "portside/base/limits.h"

namespace portside {

std::string_view ObjectInput::operator()() {
  if (offset_ >= reader_->info().size) return {};
  piece_ = reader_->Read(offset_, limits::kObjectPieceBytes);
  offset_ += piece_.size();
  return piece_;
}

void ObjectOutput::Write(std::string_view bytes) {
  // A large block goes as it is, without another copy, behind what is still held.
  if (bytes.size() > limits::kObjectPieceBytes) {
    Flush();
    if (result_) result_ = writer_->Write(bytes);
    return;
  }
  piece_ += bytes;
  Pass();
}

void ObjectOutput::Pass() {
  if (piece_.size() >= limits::kObjectPieceBytes) Flush();
}

void ObjectOutput::Flush() {
  if (result_ && !piece_.empty()) result_ = writer_->Write(piece_);
  piece_.clear();
}

ObjectResult<ObjectInfo> ObjectOutput::Commit() {
  Flush();
  TRY(ObjectResult<void>(result_));
  return writer_->Commit();
}

}  // namespace portside
