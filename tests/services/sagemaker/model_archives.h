// SPDX-License-Identifier: Apache-2.0
//
// Model archives without an object store, for tests.

#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/sagemaker/model_archive.h"
#include "support/tar_files.h"

namespace portside::sagemaker {

// An object that is its bytes.
class BytesReader final : public ObjectReader {
 public:
  explicit BytesReader(std::string bytes) : bytes_(std::move(bytes)) { info_.size = bytes_.size(); }
  [[nodiscard]] const ObjectInfo& info() const override { return info_; }
  std::string Read(std::uint64_t offset, std::size_t size) override {
    return bytes_.substr(offset, size);
  }
  Body AsBody(std::uint64_t offset, std::uint64_t length) override {
    return bytes_.substr(offset, length);
  }

 private:
  std::string bytes_;
  ObjectInfo info_;
};

inline FormatResult<ModelArchive> Examined(std::string bytes) {
  return ModelArchive::Examine(std::make_shared<BytesReader>(std::move(bytes)));
}
inline FormatResult<ModelArchive> Examined(const std::vector<TarMember>& members) {
  return Examined(WriteTarGz(members));
}

}  // namespace portside::sagemaker
