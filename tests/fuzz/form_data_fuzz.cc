// SPDX-License-Identifier: Apache-2.0
//
// Reads the same form whole and in pieces: both must say the same, and nothing is made up. Then its
// policy. The first byte chooses the size of the pieces, the first line is the Content-Type.

#include "services/s3/forms/form_data.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/s3/forms/post_policy.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

struct Outcome {
  std::string text;  // everything, in one line of text
  PostForm form;
};

Outcome Read(std::string_view content_type, std::string_view body, std::size_t piece_size) {
  Outcome outcome;
  S3Result<FormDataParser> parser = FormDataParser::Make(content_type);
  if (!parser) return {parser.error().message, {}};
  std::string file;
  const FormDataParser::Events events{[&outcome](PostForm form) -> S3Result<void> {
                                        outcome.form = std::move(form);
                                        outcome.text += "file;";
                                        return {};
                                      },
                                      [&file](std::string_view bytes) -> S3Result<void> {
                                        file += bytes;
                                        return {};
                                      }};
  S3Result<void> status;
  for (std::size_t at = 0; at < body.size() && status; at += piece_size) {
    status = parser->Write(body.substr(at, piece_size), events);
  }
  if (status) status = parser->Finish();
  std::size_t size = file.size();
  for (const auto& [name, value] : outcome.form.fields) {
    size += value.size();
    outcome.text += name + "=" + value + ";";
  }
  if (size > body.size()) std::abort();
  outcome.text += outcome.form.filename.value_or("-") + file;
  outcome.text += status ? "whole" : status.error().message;
  return outcome;
}

void CheckForm(PostForm form) {
  const auto bytes = [&form] {
    std::size_t size = 0;
    for (const auto& [name, value] : form.fields) size += value.size();
    return size;
  };
  if (!ExpandFilename(form)) return;
  // What was not expanded is as long as it was sent.
  if (bytes() > 2 * kFormBytes) std::abort();
  (void)CheckPolicy(form, "bucket", Timestamp());
}

}  // namespace
}  // namespace portside::s3

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t newline = input.find('\n');
  if (newline == std::string_view::npos) return 0;
  const std::string_view content_type = input.substr(0, newline);
  const std::string_view body = input.substr(newline + 1);
  const std::size_t piece_size = data[0] % 17 + 1;
  portside::s3::Outcome whole = portside::s3::Read(content_type, body, size);
  if (whole.text != portside::s3::Read(content_type, body, piece_size).text) std::abort();
  portside::s3::CheckForm(std::move(whole.form));
  return 0;
}
