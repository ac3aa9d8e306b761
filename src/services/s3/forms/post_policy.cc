// SPDX-License-Identifier: Apache-2.0
//
// "LocalStack's recordings" below are of AWS: class TestS3PresignedPost of tests/aws/services/s3/
// test_s3.py and its snapshots, in github.com/localstack/localstack. "After versitygw" are texts of
// which nobody has published a recording; the s3err/post-object.go of github.com/versity/versitygw
// has them.

#include "services/s3/forms/post_policy.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "portside/base/encoding.h"
#include "portside/base/json.h"

namespace portside::s3 {
namespace {

// One condition. The simple form, {"acl": "private"}, is an `eq` with a name like "$acl".
struct Condition {
  std::string operation;  // as written
  std::vector<Json> operands;
};

struct Policy {
  Timestamp expiration;
  std::vector<Condition> conditions;
};

S3Error InvalidPolicy(std::string_view detail) {
  return {"InvalidPolicyDocument", 400, "Invalid Policy: " + std::string(detail)};
}

S3Error Refused(const std::string& detail) {
  return {"AccessDenied", 403, "Invalid according to Policy: " + detail};
}

// LocalStack's recordings (test_post_request_expires and the tests of conditions): as JSON with a
// space after each comma, names as the policy spells them, and simple conditions as `eq`
// (github.com/boto/boto3/issues/4514).
S3Error ConditionFailed(const Condition& condition) {
  std::string text = "[" + DumpJson(condition.operation);
  for (const Json& operand : condition.operands) text += ", " + DumpJson(operand);
  return Refused("Policy Condition failed: " + text + "]");
}

// UTC with a Z: "Invalid 'expiration' value" was seen for an offset and for a space in place of the
// T (github.com/dwilkie/carrierwave_direct/issues/2 and /pull/189).
S3Result<Timestamp> ParseExpiration(const Json& document) {
  const auto member = document.find("expiration");
  if (member == document.end()) {
    return Fail(InvalidPolicy("Policy missing expiration."));  // after versitygw
  }
  const std::string text = member->is_string() ? member->get<std::string>() : DumpJson(*member);
  const std::optional<Timestamp> time = text.ends_with('Z') ? ParseIso8601(text) : std::nullopt;
  if (!time) return Fail(InvalidPolicy("Invalid 'expiration' value: '" + text + "'"));
  return *time;
}

S3Result<Condition> ParseSimple(const Json& object) {
  if (object.size() != 1) {
    // LocalStack's recordings, test_post_object_policy_conditions_validation_eq.
    return Fail(
        InvalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property "
                      "specified."));
  }
  const Json& value = object.begin().value();
  // A null is no JSON to S3: github.com/dwilkie/carrierwave_direct/issues/230.
  if (value.is_null()) return Fail(InvalidPolicy("Invalid JSON."));
  if (!value.is_string()) {
    // github.com/toniopelo/modbox/issues/10.
    return Fail(InvalidPolicy("Invalid Simple-Condition: value must be a string."));
  }
  return Condition{"eq", {"$" + object.begin().key(), value}};
}

S3Result<Condition> ParseOperation(const Json& list) {
  if (list.empty() || !list.front().is_string()) {
    // stackoverflow.com/q/43431505 has the text; that an empty list gets it is after versitygw.
    return Fail(InvalidPolicy("Invalid Condition: missing operation identifier."));
  }
  Condition condition{list.front().get<std::string>(), {list.begin() + 1, list.end()}};
  const std::string operation = ToLower(condition.operation);
  const bool is_range = operation == "content-length-range";
  if (!is_range && operation != "eq" && operation != "starts-with") {
    return Fail(InvalidPolicy("Invalid Condition: unknown operation '" + condition.operation +
                              "'."));  // after versitygw
  }
  if (condition.operands.size() != 2) {
    return Fail(InvalidPolicy("Invalid " + condition.operation +
                              ": wrong number of arguments."));  // after versitygw
  }
  for (const Json& operand : condition.operands) {
    // For a bound of 512.0: stackoverflow.com/q/77643928. For the rest after versitygw.
    if (operand.is_string() || (is_range && operand.is_number_integer())) continue;
    return Fail(InvalidPolicy("Invalid JSON."));
  }
  return condition;
}

S3Result<std::vector<Condition>> ParseConditions(const Json& document) {
  const auto member = document.find("conditions");
  if (member == document.end()) {
    return Fail(InvalidPolicy("Policy missing conditions."));  // after versitygw
  }
  if (!member->is_array()) {  // after versitygw
    return Fail(InvalidPolicy("Invalid 'conditions' value: must be a List."));
  }
  std::vector<Condition> conditions;
  for (const Json& condition : *member) {
    if (condition.is_object()) {
      conditions.push_back(TRY(ParseSimple(condition)));
    } else if (condition.is_array()) {
      conditions.push_back(TRY(ParseOperation(condition)));
    } else {  // after versitygw
      return Fail(InvalidPolicy("Invalid condition test: must be a List or Object."));
    }
  }
  return conditions;
}

S3Result<Policy> ParsePolicy(std::string_view field) {
  const std::optional<std::string> text = Base64Decode(field);
  if (!text) return Fail(InvalidPolicy("invalid Base64 encoding."));  // after versitygw
  const std::optional<Json> document = ParseJson(*text);
  // github.com/benefitcloud/ember-uploader/issues/43.
  if (!document || !document->is_object()) return Fail(InvalidPolicy("Invalid JSON."));
  for (const auto& [name, value] : document->items()) {
    if (name == "expiration" || name == "conditions") continue;
    // stackoverflow.com/q/31169349 has it for a bucket policy's "Statement": in lower case. Which
    // of several is named is chosen.
    return Fail(InvalidPolicy("Unexpected: '" + ToLower(name) + "'"));
  }
  const Timestamp expiration = TRY(ParseExpiration(*document));
  return Policy{expiration, TRY(ParseConditions(*document))};
}

// A bound of content-length-range: a number, or text that is one (LocalStack's recordings,
// test_post_object_policy_validation_size).
std::optional<std::int64_t> ParseBound(const Json& operand) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (operand.is_number_unsigned()) {
    const auto number = operand.get<std::uint64_t>();
    return static_cast<std::int64_t>(std::min<std::uint64_t>(number, kMax));
  }
  if (operand.is_number_integer()) return operand.get<std::int64_t>();
  const std::string text = operand.get<std::string>();
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// Several ranges must all hold.
S3Result<void> Narrow(SizeRange& range, const Condition& condition) {
  const std::optional<std::int64_t> min = ParseBound(condition.operands[0]);
  const std::optional<std::int64_t> max = ParseBound(condition.operands[1]);
  if (!min || !max) return Fail(ConditionFailed(condition));
  range.min = std::max(range.min, *min);
  range.max = std::min(range.max, *max);
  return {};
}

// Every one of a list of content types must begin with it (sigv4-HTTPPOSTConstructPolicy in the
// developer guide); of other fields a comma is a character.
bool BeginsWith(std::string_view name, std::string_view value, std::string_view prefix) {
  if (!EqualsIgnoreCase(name, "content-type")) return value.starts_with(prefix);
  for (const std::string_view type : Split(value, ',')) {
    if (!TrimSpace(type).starts_with(prefix)) return false;
  }
  return true;
}

bool IsMet(const Condition& condition, const PostForm& form, std::string_view bucket) {
  std::string_view name = condition.operands[0].get_ref<const std::string&>();
  const std::string& wanted = condition.operands[1].get_ref<const std::string&>();
  // Without its $ a name names nothing (LocalStack's recordings).
  if (!name.starts_with('$')) return false;
  name.remove_prefix(1);
  // The bucket is that of the address, whatever a field says.
  std::string_view value = bucket;
  if (!EqualsIgnoreCase(name, "bucket")) {
    const std::string* field = form.Find(name);
    // A field that is not there does not even begin with nothing:
    // github.com/tj/node-s3-policy/pull/8, github.com/waynehoover/s3_direct_upload/issues/29.
    if (field == nullptr) return false;
    value = *field;
  }
  if (EqualsIgnoreCase(condition.operation, "eq")) return value == wanted;
  return BeginsWith(name, value, wanted);
}

bool IsCovered(std::string_view field, const std::vector<Condition>& conditions) {
  // Those of signature version 4, then those of version 2 (developer guide).
  for (const std::string_view exempt :
       {"x-amz-signature", "file", "policy", "awsaccesskeyid", "signature"}) {
    if (EqualsIgnoreCase(field, exempt)) return true;
  }
  constexpr std::string_view kIgnored = "x-ignore-";
  if (EqualsIgnoreCase(field.substr(0, kIgnored.size()), kIgnored)) return true;
  return std::any_of(conditions.begin(), conditions.end(), [field](const Condition& condition) {
    const Json& name = condition.operands[0];
    return name.is_string() &&
           EqualsIgnoreCase(name.get_ref<const std::string&>(), "$" + std::string(field));
  });
}

}  // namespace

S3Result<SizeRange> CheckPolicy(const PostForm& form, std::string_view bucket, Timestamp now) {
  const Policy policy = TRY(ParsePolicy(form.Get("policy")));
  // LocalStack's recordings, test_post_request_expires.
  if (now > policy.expiration) return Fail(Refused("Policy expired."));
  SizeRange range;
  for (const Condition& condition : policy.conditions) {
    if (EqualsIgnoreCase(condition.operation, "content-length-range")) {
      TRY(Narrow(range, condition));
    } else if (!IsMet(condition, form, bucket)) {
      return Fail(ConditionFailed(condition));
    }
  }
  for (const auto& [name, value] : form.fields) {
    if (IsCovered(name, policy.conditions)) continue;
    // In lower case: github.com/Graviti-AI/graviti-python-sdk/pull/512,
    // github.com/aws/aws-sdk-php/issues/290. Which of several is named is chosen.
    return Fail(Refused("Extra input fields: " + ToLower(name)));
  }
  return range;
}

// LocalStack's recordings, test_post_object_policy_validation_size: both bounds may be reached.
S3Result<void> CheckSize(const SizeRange& range, std::uint64_t size) {
  const auto proposed = static_cast<std::int64_t>(size);
  if (proposed > range.max) {
    return Fail(S3Error{
        "EntityTooLarge",
        400,
        "Your proposed upload exceeds the maximum allowed size",
        {{"ProposedSize", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(range.max)}}});
  }
  if (proposed < range.min) {
    return Fail(S3Error{
        "EntityTooSmall",
        400,
        "Your proposed upload is smaller than the minimum allowed size",
        {{"ProposedSize", std::to_string(size)}, {"MinSizeAllowed", std::to_string(range.min)}}});
  }
  return {};
}

}  // namespace portside::s3
