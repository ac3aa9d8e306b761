// SPDX-License-Identifier: Apache-2.0
//
// The control client over a socket.

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "portside/cli/control_client.h"
#include "portside/http_client/http_client.h"

namespace portside::cli {
namespace {

// What changes something answers when it is done: an advance may have years of jobs before it.
constexpr auto kChangeTime = std::chrono::minutes(10);
constexpr auto kReadTime = std::chrono::seconds(60);

// What to do about an answer that did not come.
CliError NoAnswer(std::string reason) {
  if (reason.find("certificate verify failed") != std::string::npos) {
    reason += " (--ca gives authorities to trust)";
  }
  return CliError{std::move(reason)};
}

class HttpControlClient final : public ControlClient {
 public:
  HttpControlClient(HttpUrl url, const ServerAccess& server)
      : url_(std::move(url)), token_(server.token), authorities_(server.authorities) {
    // The address may have a path in front, of a proxy.
    while (url_.target.ends_with('/')) url_.target.pop_back();
  }

  CliResult<void> Download(const std::string& target,
                           const std::function<bool(std::string_view)>& take) override {
    bool is_taken = true;
    std::string refusal;
    const auto on_piece = [&](const HttpResponse& head, std::string_view piece) {
      if (head.status != 200) {
        refusal += piece.substr(0, limits::kJsonBodyBytes - refusal.size());
      } else {
        is_taken = is_taken && take(piece);
      }
      return is_taken;
    };
    HttpClient client(url_, {.pause_time = kReadTime, .authorities = authorities_});
    auto answer = client.Send(RequestOf("GET", target, nullptr), on_piece);
    if (!answer) return Fail(NoAnswer(answer.error()));
    if (!is_taken) return Fail(CliError{"what was received cannot be written"});
    if (answer->status == 200) return {};
    answer->body = std::move(refusal);
    return Fail(ReadAnswer(*answer).error());
  }

  CliResult<Json> Upload(const std::string& target, const std::filesystem::path& file) override {
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return Fail(CliError{file.string() + ": " + std::strerror(errno)});
    FileBody body{.file = std::make_shared<SharedFile>(descriptor)};
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
      return Fail(CliError{file.string() + " is no plain file"});
    }
    body.length = static_cast<std::uint64_t>(status.st_size);
    HttpRequest request = RequestOf("PUT", target, nullptr);
    request.headers.Set("Content-Type", "application/x-tar");
    HttpClient client(url_, {.pause_time = kChangeTime, .authorities = authorities_});
    const auto answer = client.SendFile(request, body);
    if (!answer) return Fail(NoAnswer(answer.error()));
    return ReadAnswer(*answer);
  }

 protected:
  CliResult<Json> Call(const std::string& method, const std::string& target,
                       const Json* body) override {
    const bool reads = method == "GET";
    HttpClient::Options options{.pause_time = kReadTime, .authorities = authorities_};
    if (!reads) options.pause_time = kChangeTime;
    HttpClient client(url_, options);
    const auto answer = client.Send(RequestOf(method, target, body));
    if (!answer) return Fail(NoAnswer(answer.error()));
    return ReadAnswer(*answer);
  }

 private:
  [[nodiscard]] HttpRequest RequestOf(const std::string& method, const std::string& target,
                                      const Json* body) const {
    HttpRequest request{.method = method, .target = url_.target + target};
    if (!token_.empty()) request.headers.Add("Authorization", "Bearer " + token_);
    if (body != nullptr) {
      request.headers.Add("Content-Type", "application/json");
      request.body = DumpJson(*body);
    }
    return request;
  }

  HttpUrl url_;
  std::string token_;
  std::string authorities_;
};

}  // namespace

CliResult<std::unique_ptr<ControlClient>> MakeHttpControlClient(const ServerAccess& server) {
  auto parsed = HttpUrl::Parse(server.url);
  if (!parsed) return Fail(CliError{parsed.error(), 2});
  if (server.token.find_first_of("\r\n") != std::string::npos) {
    return Fail(CliError{"the token has a line break", 2});
  }
  return std::make_unique<HttpControlClient>(std::move(*parsed), server);
}

}  // namespace portside::cli
