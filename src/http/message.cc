// SPDX-License-Identifier: Apache-2.0

#include "portside/http/message.h"

#include <unistd.h>

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {

void Headers::Set(std::string_view name, std::string value) {
  const auto has_name = [name](const Field& field) { return EqualsIgnoreCase(field.first, name); };
  const auto first = std::find_if(fields_.begin(), fields_.end(), has_name);
  if (first == fields_.end()) {
    fields_.emplace_back(name, std::move(value));
    return;
  }
  first->second = std::move(value);
  fields_.erase(std::remove_if(first + 1, fields_.end(), has_name), fields_.end());
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (EqualsIgnoreCase(field.first, name)) return field.second;
  }
  return std::nullopt;
}

std::string_view Headers::Get(std::string_view name) const {
  return Find(name).value_or(std::string_view());
}

std::string_view HttpRequest::RawPath() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::RawQuery() const {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return {};
  return std::string_view(target).substr(mark + 1);
}

SharedFile::~SharedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t HttpResponse::BodyLength() const {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* file = std::get_if<FileBody>(&body)) return file->length;
  return 0;
}

}  // namespace portside
