// SPDX-License-Identifier: Apache-2.0

#include "cli/replaced_file.h"

#include <unistd.h>

#include <system_error>

namespace portside::cli {

ReplacedFile::ReplacedFile(const std::filesystem::path& path)
    : path_(path),
      beside_(path.string() + ".part-" + std::to_string(getpid())),
      stream_(beside_, std::ios::binary | std::ios::trunc) {}

CliResult<ReplacedFile> ReplacedFile::Open(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  // Of a device or a pipe only the name would be left.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return Fail(CliError{path.string() + " is no plain file"});
  }
  // Behind a link the file itself is replaced.
  const auto target = std::filesystem::weakly_canonical(path, error);
  ReplacedFile file(error ? path : target);
  if (!file.stream_) return Fail(CliError{path.string() + " cannot be written"});
  return file;
}

ReplacedFile::~ReplacedFile() {
  if (!stream_.is_open()) return;
  stream_.close();
  std::error_code error;
  std::filesystem::remove(beside_, error);
}

bool ReplacedFile::Write(std::string_view piece) {
  return bool(stream_.write(piece.data(), static_cast<std::streamsize>(piece.size())));
}

CliResult<void> ReplacedFile::Finish() {
  std::error_code error;
  if (stream_.flush()) {
    std::filesystem::rename(beside_, path_, error);
    if (!error) {
      stream_.close();
      return {};
    }
  }
  return Fail(CliError{path_.string() + " cannot be written"});
}

}  // namespace portside::cli
