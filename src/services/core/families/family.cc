// SPDX-License-Identifier: Apache-2.0
//
// How a request says which resource it is about, and what is answered where it cannot be had.

#include "portside/services/core/families/family.h"

#include <cctype>

#include "portside/base/encoding.h"

namespace portside {
namespace {

// In an ARN a slash separates; a name may hold one.
std::string Segment(std::string_view text) {
  std::string segment;
  for (const char letter : text) {
    if (letter == '/') {
      segment += "%2f";
    } else if (letter == '%') {
      segment += "%25";
    } else {
      segment += letter;
    }
  }
  return segment;
}

// What names a parent in an ARN of its child: the end of the parent's ARN, or its name as given.
std::string_view EndOf(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

// A member of the request, of the structure in it that holds the resource's members, or the name by
// one of its other names.
std::string MemberOf(const Family& family, const Json& input, std::string_view name) {
  std::string value = StringOr(input, name);
  if (value.empty() && !family.input_member.empty()) {
    const auto inside = input.find(family.input_member);
    if (inside != input.end()) value = StringOr(*inside, name);
  }
  if (name != family.name_member) return value;
  for (const std::string_view other : family.other_name_members) {
    if (value.empty()) value = StringOr(input, other);
  }
  return family.lower_case_name ? ToLower(value) : value;
}

void Replace(std::string& text, std::string_view mark, std::string_view value) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
}

std::string Capitalised(std::string_view label) {
  std::string text(label);
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text;
}

}  // namespace

std::string ArnOf(const Family& family, const Json& input, const RequestContext& context,
                  std::string_view id) {
  std::string resource;
  std::string_view rest = family.arn;
  for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    const std::string_view member = rest.substr(open + 1, close - open - 1);
    resource += rest.substr(0, open);
    if (member == "id") {
      resource += id;
    } else if (member == "parent") {
      resource += EndOf(StringOr(input, family.parent_member));
    } else {
      resource += Segment(MemberOf(family, input, member));
    }
    rest.remove_prefix(close + 1);
  }
  resource += rest;
  return context.Arn(family.style->service, resource);
}

Result<ResourcePtr> FindResource(const Family& family, const Json& input, RequestContext& context) {
  const auto given = family.arn_member.empty() ? input.end() : input.find(family.arn_member);
  const bool by_arn = given != input.end() && given->is_string();
  const std::string name = MemberOf(family, input, family.name_member);
  // What was drawn is asked for by itself.
  const std::string arn = by_arn ? given->get<std::string>() : ArnOf(family, input, context, name);
  if (ResourcePtr resource = context.FindOwn(family.kind, arn)) return resource;
  const std::string parent = MemberOf(family, input, family.parent_member);
  return Fail(Refusal(family, &FamilyTexts::not_found, context,
                      {.name = name, .arn = arn, .parent = parent}));
}

ServiceError Refusal(const ErrorText& text, const RequestContext& context, const TextValues& values,
                     std::string_view label) {
  std::string message(text.text);
  Replace(message, "{label}", label);
  Replace(message, "{Label}", Capitalised(label));
  Replace(message, "{account}", context.account);
  Replace(message, "{limit}", std::to_string(values.limit));
  Replace(message, "{state}", values.in_state);
  Replace(message, "{other}", values.other);
  Replace(message, "{arn}", values.arn);
  Replace(message, "{parent}", values.parent);
  // Last: a name may look like a mark.
  Replace(message, "{name}", values.name);
  Json members = Json::object();
  if (!text.member.empty()) members[std::string(text.member)] = values.arn;
  return {std::string(text.code), text.status, std::move(message), std::move(members)};
}

ServiceError Refusal(const Family& family, ErrorText FamilyTexts::*text,
                     const RequestContext& context, const TextValues& values) {
  const ErrorText& own = family.texts.*text;
  return Refusal(own.code.empty() ? family.style->texts.*text : own, context, values, family.label);
}

}  // namespace portside
