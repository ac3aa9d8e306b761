// SPDX-License-Identifier: Apache-2.0
//
// FormDataParser: reads a browser's form, multipart/form-data (RFC 7578), from pieces that are cut
// anywhere. The fields before the file are collected, within kFormBytes; the file streams through;
// what follows it is ignored, as S3 ignores it.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/s3/wire/errors.h"

namespace portside::s3 {

// A form up to its file.
struct PostForm {
  // In order, names as sent. Fields of one name are one, their values joined by commas.
  std::vector<std::pair<std::string, std::string>> fields;
  // Of the file, without a path; nothing where the part of the file names none.
  std::optional<std::string> filename;

  // By name, whatever its case; null where there is none.
  [[nodiscard]] const std::string* Find(std::string_view name) const;
  // The same, "" where there is none.
  [[nodiscard]] std::string_view Get(std::string_view name) const;
};

// Puts the file's name where a field says ${filename}. MaxPostPreDataLengthExceeded where that
// makes the fields longer than a form may be.
S3Result<void> ExpandFilename(PostForm& form);

// Whether a Content-Type is multipart/form-data, with whatever parameters.
bool IsFormData(std::string_view content_type);

class FormDataParser {
 public:
  // An error of these ends the parsing.
  struct Events {
    std::function<S3Result<void>(PostForm)> on_file;  // once: the fields are complete
    std::function<S3Result<void>(std::string_view)> on_bytes;
  };

  // MalformedPOSTRequest where the Content-Type has no boundary.
  static S3Result<FormDataParser> Make(std::string_view content_type);

  // MalformedPOSTRequest, MaxPostPreDataLengthExceeded. Not to be called again after an error.
  S3Result<void> Write(std::string_view piece, const Events& events);
  // The body is complete: MalformedPOSTRequest where the form is not, InvalidArgument where it has
  // no file.
  S3Result<void> Finish() const;

 private:
  enum class State {
    kPreamble,      // before the first delimiter
    kDelimiterEnd,  // the rest of a delimiter's line
    kHeader,        // of a part
    kValue,         // of a field
    kFile,
    kEnd,  // after the file, or after the last delimiter
  };

  explicit FormDataParser(std::string_view boundary);

  S3Result<void> Step(std::string_view& piece, const Events& events);
  // True: the delimiter was there, and is taken too.
  S3Result<bool> TakeContent(std::string_view& piece, const Events& events);
  S3Result<void> Emit(std::string_view bytes, const Events& events);
  S3Result<void> OnDelimiter();
  S3Result<void> TakeDelimiterEnd(std::string_view& piece);
  S3Result<bool> TakeLine(std::string_view& piece);
  S3Result<void> OnHeaderLine(const Events& events);
  void OnDisposition(std::string_view value);
  S3Result<void> BeginContent(const Events& events);
  S3Result<void> AddField();
  // Counts bytes before the file's.
  S3Result<void> Count(std::size_t bytes);

  std::string delimiter_;  // "\r\n--" and the boundary
  std::size_t matched_;    // bytes of the delimiter that were seen, and are held back
  State state_ = State::kPreamble;
  std::size_t counted_ = 0;
  std::string line_;
  std::optional<std::string> part_name_;
  std::optional<std::string> part_filename_;
  std::string value_;
  PostForm form_;
  bool has_file_ = false;
};

}  // namespace portside::s3
