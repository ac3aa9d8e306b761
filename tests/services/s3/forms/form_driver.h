// SPDX-License-Identifier: Apache-2.0
//
// Browsers' forms and their policies as text, for tests.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portside/base/encoding.h"
#include "services/s3/s3_driver.h"

namespace portside {

inline constexpr const char* kFormType = "multipart/form-data; boundary=xYz";

struct FormFile {
  std::string content;
  std::optional<std::string> name = "file.txt";
};

inline std::string FormPart(const std::string& disposition, const std::string& content) {
  return "--xYz\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

// The fields, then the file, as browsers write them.
inline std::string FormBody(const std::vector<std::pair<std::string, std::string>>& fields,
                            const std::optional<FormFile>& file) {
  std::string body;
  for (const auto& [name, value] : fields) body += FormPart("name=\"" + name + "\"", value);
  if (file) {
    const std::string filename = file->name ? "; filename=\"" + *file->name + "\"" : "";
    body += FormPart("name=\"file\"" + filename, file->content);
  }
  return body + "--xYz--\r\n";
}

// A policy that is good for another hour of the virtual clock.
inline std::string PolicyOf(const std::string& conditions) {
  return Base64Encode(R"({"expiration": "2024-01-01T01:00:00Z", "conditions": )" + conditions +
                      "}");
}

}  // namespace portside
