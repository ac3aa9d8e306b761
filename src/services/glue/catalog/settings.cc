// SPDX-License-Identifier: Apache-2.0
//
// What an account's catalog has once: its encryption settings and its resource policy. Both are
// kept and shown; nothing is encrypted, and nobody is refused by a policy.

#include <utility>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

constexpr std::string_view kEncryption = "glue::encryption_settings";
constexpr std::string_view kPolicy = "glue::resource_policy";

std::string ArnOfCatalog(const RequestContext& context, std::string_view what) {
  return context.Arn("glue", "catalog") + "#" + std::string(what);
}

// Creates it or replaces what it says.
void Store(std::string_view kind, std::string_view what, Json document, RequestContext& context) {
  const std::string arn = ArnOfCatalog(context, what);
  const ResourcePtr known = context.FindOwn(kind, arn);
  Resource resource = known != nullptr ? *known : context.NewResource(kind, arn, std::string(what));
  resource.document = std::move(document);
  resource.updated_at = context.now;
  if (known != nullptr) {
    context.resources.Update(std::move(resource));
  } else {
    context.resources.Insert(std::move(resource));
  }
}

ResourcePtr Policy(RequestContext& context) {
  return context.FindOwn(kPolicy, ArnOfCatalog(context, "policy"));
}

ServiceError PolicyNotFound() { return EntityNotFound("Policy not found"); }  // [recorded]

// The text is chosen.
ServiceError ConditionFailed() {
  return {"ConditionCheckFailureException", 400, "Policy condition check failed"};
}

// [recorded once]
Result<void> CheckResource(const Json& input) {
  if (!input.contains("ResourceArn")) return {};
  return Fail(InvalidInput("Glue resource level policy is not currently supported"));
}

Result<void> CheckHash(const Json& input, const Resource* policy) {
  const auto wanted = input.find("PolicyHashCondition");
  if (wanted == input.end()) return {};
  if (policy != nullptr && policy->document.at("PolicyHash") == *wanted) return {};
  return Fail(ConditionFailed());
}

// A policy comes back in the service's own form: two blanks a level and ` : `. [recorded]
std::string Pretty(const Json& value, std::size_t depth = 0) {
  const bool is_object = value.is_object();
  if ((!is_object && !value.is_array()) || value.empty()) return DumpJson(value);
  const std::string indent(2 * (depth + 1), ' ');
  std::string text(1, is_object ? '{' : '[');
  bool is_first = true;
  for (const auto& [key, entry] : value.items()) {
    // Lists stand on one line, as Jackson writes them.
    text += is_first ? "" : ",";
    text += is_object ? "\n" + indent + DumpJson(key) + " : " : " ";
    text += Pretty(entry, depth + (is_object ? 1 : 0));
    is_first = false;
  }
  return text + (is_object ? "\n" + std::string(2 * depth, ' ') + "}" : " ]");
}

Json Show(const Resource& policy) {
  Json shown = policy.document;
  shown["CreateTime"] = ToEpochSeconds(policy.created_at);
  shown["UpdateTime"] = ToEpochSeconds(policy.updated_at);
  return shown;
}

}  // namespace

Result<Json> GetDataCatalogEncryptionSettings(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const ResourcePtr kept = context.FindOwn(kEncryption, ArnOfCatalog(context, "encryption"));
  // [recorded]
  const Json none = {
      {"EncryptionAtRest", {{"CatalogEncryptionMode", "DISABLED"}}},
      {"ConnectionPasswordEncryption", {{"ReturnConnectionPasswordEncrypted", false}}}};
  return Json{{"DataCatalogEncryptionSettings", kept != nullptr ? kept->document : none}};
}

Result<Json> PutDataCatalogEncryptionSettings(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  Store(kEncryption, "encryption", input.at("DataCatalogEncryptionSettings"), context);
  return Json::object();
}

Result<Json> PutResourcePolicy(const Json& input, RequestContext& context) {
  TRY(CheckResource(input));
  const ResourcePtr known = Policy(context);
  TRY(CheckHash(input, known.get()));
  const std::string condition = StringOr(input, "PolicyExistsCondition", "NONE");
  const bool must_be_there = condition == "MUST_EXIST";
  if (condition != "NONE" && must_be_there != (known != nullptr)) return Fail(ConditionFailed());
  const auto policy = ParseJson(StringOr(input, "PolicyInJson"));
  if (!policy || !policy->is_object()) {
    return Fail(InvalidInput("PolicyInJson must be a JSON object, as policies of IAM are."));
  }
  const std::string text = Pretty(*policy);
  const std::string hash = Base64Encode(Digest(DigestAlgorithm::kMd5, text));
  Store(kPolicy, "policy", {{"PolicyInJson", text}, {"PolicyHash", hash}}, context);
  return Json{{"PolicyHash", hash}};
}

Result<Json> GetResourcePolicy(const Json& input, RequestContext& context) {
  TRY(CheckResource(input));
  const ResourcePtr policy = Policy(context);
  if (policy == nullptr) return Fail(PolicyNotFound());
  return Show(*policy);
}

Result<Json> DeleteResourcePolicy(const Json& input, RequestContext& context) {
  TRY(CheckResource(input));
  const ResourcePtr policy = Policy(context);
  if (policy == nullptr) return Fail(PolicyNotFound());
  TRY(CheckHash(input, policy.get()));
  context.resources.Remove(policy->arn);
  return Json::object();
}

Result<Json> GetResourcePolicies(const Json& input, RequestContext& context) {
  TRY(CheckOnePage(input));
  Json list = Json::array();
  if (const ResourcePtr policy = Policy(context)) list.push_back(Show(*policy));
  return Json{{"GetResourcePoliciesResponseList", std::move(list)}};
}

}  // namespace portside::glue
