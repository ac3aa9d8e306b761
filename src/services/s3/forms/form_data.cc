// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/form_data.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kVariable = "${filename}";
// The first delimiter may stand at the very beginning: it begins with a line end that nobody sent.
constexpr std::size_t kUnsentBytes = 2;

// Recorded of AWS: github.com/waynehoover/s3_direct_upload/issues/45 and
// github.com/benefitcloud/ember-uploader/issues/45, "preceeding" and "was" included. (The error
// table of the API reference has another code and another text.)
S3Error MaxPostPreDataLengthExceeded() {
  return {"MaxPostPreDataLengthExceeded",
          400,
          "Your POST request fields preceeding the upload file was too large.",
          {{"MaxPostPreDataLengthBytes", std::to_string(kFormBytes)}}};
}

// Recorded of AWS: github.com/itinance/react-native-fs/issues/992.
S3Error NoFile() {
  return InvalidArgument("POST requires exactly one file upload per request.", "file", "0");
}

// Recorded of AWS: github.com/lifuzu/react-native-uploader-s3/issues/5, without an ArgumentValue.
S3Error MalformedUnicode() {
  return {"InvalidArgument",
          400,
          "Malformed Unicode code sequence in the field.",
          {{"ArgumentName", "formField"}}};
}

// The value at the beginning of `text`, quoted or not; what is up to the next `;` is taken. Of the
// escapes in quotes only \" is one: browsers sent paths with backslashes as they are.
std::string TakeValue(std::string_view& text) {
  std::string value;
  const bool is_quoted = text.starts_with('"');
  if (is_quoted) text.remove_prefix(1);
  while (!text.empty() && text.front() != (is_quoted ? '"' : ';')) {
    if (is_quoted && text.starts_with("\\\"")) text.remove_prefix(1);
    value += text.front();
    text.remove_prefix(1);
  }
  text.remove_prefix(std::min(text.find(';'), text.size()));
  return is_quoted ? value : std::string(TrimSpace(value));
}

// A parameter of a header such as `form-data; name="key"; filename=a.txt`.
std::optional<std::string> FindParameter(std::string_view header, std::string_view name) {
  std::string_view rest = header;
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find_first_of("=;"), rest.size());
    const std::string_view attribute = TrimSpace(rest.substr(0, end));
    rest.remove_prefix(end);
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    std::string value = TakeValue(rest);
    if (EqualsIgnoreCase(attribute, name)) return value;
  }
  return std::nullopt;
}

std::string_view TypeOf(std::string_view header) {
  return TrimSpace(header.substr(0, header.find(';')));
}

std::string_view WithoutPath(std::string_view filename) {
  return filename.substr(filename.find_last_of("/\\") + 1);  // npos + 1 is 0
}

}  // namespace

const std::string* PostForm::Find(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (EqualsIgnoreCase(field, name)) return &value;
  }
  return nullptr;
}

std::string_view PostForm::Get(std::string_view name) const {
  const std::string* value = Find(name);
  return value == nullptr ? std::string_view() : *value;
}

// All fields know the variable ("is recognized by all form fields", sigv4-HTTPPOSTForms in the
// developer guide). Where the file has no name it stays as it is: LocalStack's recording of AWS,
// test_s3.py, test_post_object_with_file_as_string. An empty name is a name.
S3Result<void> ExpandFilename(PostForm& form) {
  if (!form.filename) return {};
  std::size_t total = 0;
  for (auto& [name, value] : form.fields) {
    std::string expanded;
    std::string_view rest = value;
    for (std::size_t at = rest.find(kVariable); at != std::string_view::npos;
         at = rest.find(kVariable)) {
      expanded.append(rest.substr(0, at)).append(*form.filename);
      rest.remove_prefix(at + kVariable.size());
      // Many times a long name is far more than was sent.
      if (total + expanded.size() > kFormBytes) return Fail(MaxPostPreDataLengthExceeded());
    }
    value = expanded.append(rest);
    total += value.size();
  }
  return {};
}

bool IsFormData(std::string_view content_type) {
  return EqualsIgnoreCase(TypeOf(content_type), "multipart/form-data");
}

S3Result<FormDataParser> FormDataParser::Make(std::string_view content_type) {
  const std::optional<std::string> boundary = FindParameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kFormBoundaryBytes ||
      boundary->find_first_of("\r\n") != std::string::npos) {
    return Fail(MalformedPostRequest());
  }
  return FormDataParser(*boundary);
}

FormDataParser::FormDataParser(std::string_view boundary)
    : delimiter_("\r\n--" + std::string(boundary)), matched_(kUnsentBytes) {}

S3Result<void> FormDataParser::Write(std::string_view piece, const Events& events) {
  while (!piece.empty() && state_ != State::kEnd) TRY(Step(piece, events));
  return {};
}

S3Result<void> FormDataParser::Step(std::string_view& piece, const Events& events) {
  switch (state_) {
    case State::kPreamble:
    case State::kValue:
    case State::kFile:
      if (TRY(TakeContent(piece, events))) return OnDelimiter();
      return {};
    case State::kDelimiterEnd: return TakeDelimiterEnd(piece);
    case State::kHeader:
      if (TRY(TakeLine(piece))) return OnHeaderLine(events);
      return {};
    case State::kEnd: break;
  }
  return {};
}

S3Result<bool> FormDataParser::TakeContent(std::string_view& piece, const Events& events) {
  while (!piece.empty()) {
    if (matched_ == 0) {
      const std::size_t at = std::min(piece.find('\r'), piece.size());
      if (at > 0) TRY(Emit(piece.substr(0, at), events));
      piece.remove_prefix(at);
      if (piece.empty()) return false;
    }
    if (piece.front() == delimiter_[matched_]) {
      piece.remove_prefix(1);
      if (++matched_ < delimiter_.size()) continue;
      matched_ = 0;
      return true;
    }
    // A carriage return stands in a delimiter at its beginning only, so no delimiter begins within
    // what was held back.
    const std::size_t held = std::exchange(matched_, 0);
    TRY(Emit(std::string_view(delimiter_).substr(0, held), events));
  }
  return false;
}

S3Result<void> FormDataParser::Emit(std::string_view bytes, const Events& events) {
  if (state_ == State::kFile) return events.on_bytes(bytes);
  TRY(Count(bytes.size()));
  if (state_ == State::kValue && part_name_) value_ += bytes;
  return {};
}

S3Result<void> FormDataParser::OnDelimiter() {
  if (state_ != State::kFile) TRY(Count(delimiter_.size()));
  if (state_ == State::kValue) TRY(AddField());
  state_ = State::kDelimiterEnd;
  line_.clear();
  return {};
}

// "--" after the last delimiter; after the others nothing but space (RFC 2046). A line of the file
// that begins like the delimiter and goes on is not taken for its end, which would cut it short
// without a word.
S3Result<void> FormDataParser::TakeDelimiterEnd(std::string_view& piece) {
  const char c = piece.front();
  piece.remove_prefix(1);
  if (!has_file_) TRY(Count(1));
  if (line_.empty() && (c == ' ' || c == '\t')) return {};
  line_ += c;
  if (line_ == "-" || line_ == "\r") return {};
  if (line_ != "--" && line_ != "\r\n") return Fail(MalformedPostRequest());
  state_ = has_file_ || line_ == "--" ? State::kEnd : State::kHeader;
  line_.clear();
  part_name_.reset();
  part_filename_.reset();
  return {};
}

S3Result<bool> FormDataParser::TakeLine(std::string_view& piece) {
  const std::size_t newline = piece.find('\n');
  const bool is_complete = newline != std::string_view::npos;
  const std::string_view taken = is_complete ? piece.substr(0, newline + 1) : piece;
  TRY(Count(taken.size()));
  line_ += taken;
  piece.remove_prefix(taken.size());
  if (!is_complete) return false;
  if (!line_.ends_with("\r\n")) return Fail(MalformedPostRequest());
  line_.resize(line_.size() - 2);
  return true;
}

S3Result<void> FormDataParser::OnHeaderLine(const Events& events) {
  const std::string line = std::exchange(line_, {});
  if (line.empty()) return BeginContent(events);
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) return Fail(MalformedPostRequest());
  // The other headers mean nothing to S3, which takes the object's type from a field.
  if (EqualsIgnoreCase(TrimSpace(line.substr(0, colon)), "content-disposition")) {
    OnDisposition(std::string_view(line).substr(colon + 1));
  }
  return {};
}

// A part of another disposition is nobody's: github.com/boto/boto3/issues/934 and
// stackoverflow.com/q/18541652 show S3 counting its bytes and not finding its file.
void FormDataParser::OnDisposition(std::string_view value) {
  if (!EqualsIgnoreCase(TypeOf(value), "form-data")) return;
  part_name_ = FindParameter(value, "name");
  part_filename_ = FindParameter(value, "filename");
}

// Only its name makes a part the file: some clients give every part a filename.
S3Result<void> FormDataParser::BeginContent(const Events& events) {
  if (!part_name_ || !EqualsIgnoreCase(*part_name_, "file")) {
    state_ = State::kValue;
    value_.clear();
    return {};
  }
  has_file_ = true;
  state_ = State::kFile;
  if (part_filename_) form_.filename = std::string(WithoutPath(*part_filename_));
  if (form_.filename && !IsValidUtf8(*form_.filename)) return Fail(MalformedUnicode());
  return events.on_file(std::move(form_));
}

// "If you have multiple fields with the same name, the values must be separated by commas"
// (HTTPPOSTForms in the developer guide).
S3Result<void> FormDataParser::AddField() {
  if (!part_name_) return {};
  if (!IsValidUtf8(*part_name_) || !IsValidUtf8(value_)) return Fail(MalformedUnicode());
  for (auto& [name, value] : form_.fields) {
    if (!EqualsIgnoreCase(name, *part_name_)) continue;
    value += "," + value_;
    return {};
  }
  form_.fields.emplace_back(*part_name_, std::exchange(value_, {}));
  return {};
}

S3Result<void> FormDataParser::Count(std::size_t bytes) {
  counted_ += bytes;
  if (counted_ > kFormBytes + kUnsentBytes) return Fail(MaxPostPreDataLengthExceeded());
  return {};
}

S3Result<void> FormDataParser::Finish() const {
  if (state_ != State::kEnd) return Fail(MalformedPostRequest());
  if (!has_file_) return Fail(NoFile());
  return {};
}

}  // namespace portside::s3
