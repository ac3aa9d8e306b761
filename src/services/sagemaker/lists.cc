// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/lists.h"

#include "portside/services/core/pagination.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {

Result<std::size_t> ListLimit(const Json& input, const RequestContext& context,
                              std::size_t otherwise) {
  const auto limit = input.value("MaxResults", static_cast<std::int64_t>(otherwise));
  if (limit >= 1) return static_cast<std::size_t>(limit);
  return Fail(Refusal(kStyle.list.bad_limit, context, {.name = std::to_string(limit)}));
}

Result<Json> ListAnswer(std::string_view operation, std::string_view list, ResourceQuery query,
                        const Json& input, RequestContext& context,
                        const std::function<Json(const Resource&)>& show) {
  Json question = input;
  question.erase("NextToken");
  question.erase("MaxResults");
  const std::string token = StringOr(input, "NextToken");
  const auto page =
      TakePage(context.resources, std::move(query),
               {.token = token,
                .fingerprint = DumpJson({operation, context.account, context.region, question})});
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json answer = Json::object();
  Json& shown = answer[std::string(list)] = Json::array();
  for (const ResourcePtr& resource : page->resources) shown.push_back(show(*resource));
  if (!page->next_token.empty()) answer["NextToken"] = page->next_token;
  return answer;
}

}  // namespace portside::sagemaker
