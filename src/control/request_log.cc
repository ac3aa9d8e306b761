// SPDX-License-Identifier: Apache-2.0

#include "portside/control/request_log.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

constexpr std::string_view kSecretHeaders[] = {
    "Authorization",
    "Proxy-Authorization",
    "Cookie",
    "X-Amz-Security-Token",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
};

constexpr std::string_view kSecretParameters[] = {"X-Amz-Signature", "X-Amz-Security-Token",
                                                  "Signature"};

// Of a browser's form, in lower case.
constexpr std::string_view kSecretFields[] = {"policy", "signature", "x-amz-signature",
                                              "x-amz-security-token"};

template <std::size_t N>
bool IsAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::any_of(std::begin(names), std::end(names),
                     [name](std::string_view one) { return EqualsIgnoreCase(one, name); });
}

Headers WithoutSecrets(const Headers& headers) {
  Headers kept;
  for (const auto& [name, value] : headers.fields()) {
    if (!IsAmong(kSecretHeaders, name)) kept.Add(name, value);
  }
  return kept;
}

KeptBody KeepOutput(const HttpResponse& response) {
  KeptBody kept{.bytes = std::nullopt, .size = response.BodyLength()};
  const auto* text = std::get_if<std::string>(&response.body);
  if (text != nullptr && text->size() <= limits::kKeptBodyBytes) kept.bytes = *text;
  return kept;
}

KeptBody KeepInput(const EndedCall& call) {
  KeptBody kept{.bytes = std::nullopt, .size = call.body_size};
  if (call.body.size() == call.body_size) {
    kept.bytes = WithoutFormSecrets(call.body, call.headers.Get("Content-Type"));
  }
  return kept;
}

std::size_t BytesOf(const Headers& headers) {
  std::size_t bytes = 0;
  for (const auto& field : headers.fields()) {
    bytes += sizeof(field) + field.first.size() + field.second.size();
  }
  return bytes;
}

// Of all of it, as nearly as it can be told.
std::size_t BytesOf(const LoggedRequest& request) {
  return sizeof(request) + request.target.size() + BytesOf(request.headers) +
         BytesOf(request.output_headers) + (request.input.bytes ? request.input.bytes->size() : 0) +
         (request.output.bytes ? request.output.bytes->size() : 0);
}

// "boundary" of a Content-Type: what stands before each part of a form, or "".
std::string BoundaryOf(std::string_view content_type) {
  if (!EqualsIgnoreCase(content_type.substr(0, 19), "multipart/form-data")) return "";
  const std::size_t at = ToLower(content_type).find("boundary=");
  if (at == std::string::npos) return "";
  std::string_view value = content_type.substr(at + 9);
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    value = value.substr(0, value.find('"'));
  } else {
    value = TrimSpace(value.substr(0, value.find(';')));
  }
  return value.empty() ? "" : "--" + std::string(value);
}

// Of one part, from its boundary to the next: whether its field is one of those.
bool IsSecretField(std::string_view part) {
  const std::string head = ToLower(part.substr(0, part.find("\r\n\r\n")));
  return std::any_of(
      std::begin(kSecretFields), std::end(kSecretFields), [&head](std::string_view name) {
        return head.find(" name=\"" + std::string(name) + "\"") != std::string::npos ||
               head.find(" name=" + std::string(name)) != std::string::npos;
      });
}

}  // namespace

std::string WithoutFormSecrets(std::string_view body, std::string_view content_type) {
  const std::string boundary = BoundaryOf(content_type);
  std::size_t begin = boundary.empty() ? std::string_view::npos : body.find(boundary);
  if (begin == std::string_view::npos) return std::string(body);
  std::string kept(body.substr(0, begin));
  while (begin != std::string_view::npos) {
    const std::size_t end = body.find("\r\n" + boundary, begin + boundary.size());
    const std::size_t next = end == std::string_view::npos ? end : end + 2;
    const std::string_view part = body.substr(begin, next - begin);
    if (!IsSecretField(part)) kept += part;
    begin = next;
  }
  return kept;
}

std::string WithoutSignature(std::string_view target) {
  const auto question = target.find('?');
  std::string kept(target.substr(0, question));
  if (question == std::string_view::npos) return kept;
  std::size_t begin = question;
  while (begin != std::string_view::npos) {
    const std::size_t end = target.find('&', begin + 1);
    const std::string_view pair = target.substr(begin, end - begin);  // with its ? or &
    const std::string_view name = pair.substr(0, pair.find('='));
    kept +=
        IsAmong(kSecretParameters, name.substr(1)) ? std::string(name) + "=-" : std::string(pair);
    begin = end;
  }
  return kept;
}

void RequestLog::Ended(const EndedCall& call) {
  if (most_ == 0 || call.record.service == "portside") return;
  LoggedRequest request{.time = clock_.Now(),
                        .caller = call.caller,
                        .method = std::string(call.method),
                        .target = WithoutSignature(call.target),
                        .headers = WithoutSecrets(call.headers),
                        .input = KeepInput(call),
                        .record = call.record,
                        .status = call.response.status,
                        .output_headers = call.response.headers,
                        .output = KeepOutput(call.response),
                        .duration = call.duration};
  bytes_ += BytesOf(request);
  requests_.push_back(std::move(request));
  while (requests_.size() > most_ || bytes_ > limits::kKeptBytes) {
    bytes_ -= BytesOf(requests_.front());
    requests_.pop_front();
  }
}

const LoggedRequest* RequestLog::Find(std::string_view id) const {
  // Ids repeat where a snapshot has brought back the chance of its time: the newest is meant.
  const auto found =
      std::find_if(requests_.rbegin(), requests_.rend(),
                   [id](const LoggedRequest& request) { return request.caller.request_id == id; });
  return found == requests_.rend() ? nullptr : &*found;
}

std::size_t RequestLog::Clear() {
  const std::size_t count = requests_.size();
  requests_.clear();
  bytes_ = 0;
  return count;
}

}  // namespace portside
