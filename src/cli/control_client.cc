// SPDX-License-Identifier: Apache-2.0

#include "portside/cli/control_client.h"

namespace portside::cli {
namespace {

std::string TextOf(const HttpResponse& answer) {
  const auto* text = std::get_if<std::string>(&answer.body);
  return text == nullptr ? "" : *text;
}

}  // namespace

CliResult<Json> ReadAnswer(const HttpResponse& answer) {
  std::optional<Json> json = ParseJson(TextOf(answer));
  const bool is_good = answer.status >= 200 && answer.status < 300;
  if (is_good && json) return std::move(*json);
  if (is_good) return Fail(CliError{"the answer is not JSON: is it a Portside server?"});
  std::string message = json ? StringOr(*json, "message") : "";
  if (message.empty()) message = "the server answered " + std::to_string(answer.status);
  if (answer.status == 401) message += " (--token gives it)";
  return Fail(CliError{message});
}

}  // namespace portside::cli
