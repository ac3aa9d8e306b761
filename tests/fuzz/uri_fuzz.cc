// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a request target: against the templates of the rest-json services, and as a query.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portside/base/encoding.h"
#include "portside/http/uri.h"

namespace portside {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

// What matched is matched again, with the same labels, where they are escaped as SDKs do.
void CheckTemplate(std::string_view text, std::string_view path) {
  const UriTemplate uri(text);
  const auto strict = uri.Match(path);
  const auto greedy = uri.Match(path, true);
  Require(!strict || greedy.has_value());
  if (!greedy) return;
  std::string escaped(text);
  for (const auto& [name, value] : *greedy) {
    const std::string label = "{" + name + "}";
    escaped.replace(escaped.find(label), label.size(), PercentEncode(value));
  }
  const auto again = uri.Match(escaped);
  Require(again && *again == *greedy);
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using portside::Query;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* uri : {"/events", "/tags/{ResourceArn}", "/tile/{z}/{x}/{y}",
                          "/earth-observation-jobs/{Arn}", "/{a}/literal/{b}"}) {
    portside::CheckTemplate(uri, text);
  }

  const Query query = Query::Parse(text);
  const auto separators = static_cast<std::size_t>(std::count(text.begin(), text.end(), '&'));
  portside::Require(query.pairs().size() <= separators + 1);
  for (const auto& [name, value] : query.pairs()) {
    portside::Require(query.Has(name) && !query.All(name).empty());
    portside::Require(query.Get(name) == query.All(name).front());
  }
  return 0;
}
