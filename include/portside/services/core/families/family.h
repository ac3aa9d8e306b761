// SPDX-License-Identifier: Apache-2.0
//
// Family: a noun of an API as one declaration: what it is called, how it is found, what its lists
// filter and sort by, how it ends. The engine (src/services/core/families) makes the operations of
// it from the declaration and the model; what the noun does beyond being kept and shown are plain
// functions in it. Constants; read on the core thread.
//
//   constexpr Family kModels{
//       .kind = "sagemaker::model", .noun = "Model", .label = "model", .style = &kStyle,
//       .verbs = kCreate | kDescribe | kList | kDelete,
//       .arn = "model/{ModelName}", .name_member = "ModelName", .arn_member = "ModelArn",
//       .prepare = PrepareModel};
//
// A declaration is held against the model when the program starts (binding.h): a name that leads
// nowhere, a required member of an answer that nothing fills and a member of a request that nothing
// looks at stop it. A line in kHandlers wins over a verb.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"
#include "portside/services/core/tagging.h"

namespace portside {

struct Family;

// The operations that the engine can make, by the forms of FamilyStyle::verbs.
enum Verb : unsigned {
  kCreate = 1U << 0U,
  kDescribe = 1U << 1U,
  kList = 1U << 2U,
  kListNames = 1U << 3U,  // a list of names only
  kUpdate = 1U << 4U,
  kDelete = 1U << 5U,
  kStop = 1U << 6U,
  kBatchGet = 1U << 7U,     // by a list of names: those that are there, and the names of the others
  kBatchDelete = 1U << 8U,  // by a list of names: those that went, and an error for each other
};

// "Create{noun}", "List{nouns}".
struct VerbForm {
  Verb verb;
  std::string_view operation;
};

// What an operation refuses with. Of the text are replaced: {label}, {Label} (its first letter
// large), {name}, {arn}, {parent}, {account}, {state}, {other} (the ARN of what is in the way) and
// {limit}.
struct ErrorText {
  std::string_view code{};  // empty: this text is not given, the style's is taken
  std::string_view text{};
  int status = 400;
  std::string_view member{};  // a further member of the error; it holds the ARN
};

struct FamilyTexts {
  ErrorText not_found;
  ErrorText exists;
  ErrorText in_use;         // {other} must go first
  ErrorText not_stoppable;  // it is {state}
  ErrorText not_deletable;
  ErrorText not_ready;  // for what is to be made beneath it
};

// A member of answers that every resource has.
enum class Common { kCreated, kUpdated, kState, kAccount, kTags };
struct CommonMember {
  std::string_view member;
  Common what;
};

// What a member of a list's request asks for. kContains and kEquals look at a member of the
// document, which is the filter's `of` (a JSON pointer), or else of the filter's own name; an `of`
// that begins with a computed member's name looks at that ("WarmPoolStatus/Status"). A family's
// filter wins over its style's of the same member.
enum class FilterKind {
  kState,
  // Likewise, but of what is on the page already, which may so become short or empty.
  kStateOfPage,
  kNameContains,
  kCreatedAfter,
  kCreatedBefore,
  kUpdatedAfter,
  kUpdatedBefore,
  kParent,
  kAttribute,
  kEquals,
  kContains,
  kLookedAt,  // `matches` of the family sees to it
};
struct Filter {
  std::string_view member;
  FilterKind kind;
  std::string_view of{};
};

struct Sort {
  std::string_view value;  // on the wire
  ResourceOrder order;
};

// How a service's lists are asked.
struct ListStyle {
  std::string_view token;          // "NextToken", in requests and answers
  std::string_view limit;          // "MaxResults"
  std::size_t default_limit;       // where that is absent
  std::string_view within{};       // the filters stand in this member ("Filter"); empty: beside it
  std::string_view sort_within{};  // the same of the next two ("Sort")
  std::string_view sort_by{};
  std::string_view sort_order{};
  std::string_view descending{};  // the order's value
  std::span<const Filter> filters{};
  std::span<const Sort> sorts{};
  ErrorText bad_token;
  ErrorText bad_sort{};   // where the model lets any text through
  ErrorText bad_limit{};  // where the model has no minimum
};

// Tags: which operations change and show them, and their form: a map, or a list of structures.
struct TagStyle {
  std::string_view add, remove, list;  // operations
  std::string_view arn_member;         // of these
  std::string_view tags_member;        // of Create and of answers
  std::string_view added_member;       // of `add`
  std::string_view keys_member;        // of `remove`
  std::string_view key{}, value{};     // of the structures; empty: a map
  bool add_answers_tags = false;
  std::string_view token{};  // of `list`: everything is one page, so that none is right
  // The service's rules: `given` as on the wire, `all` as the resource would have them.
  Result<void> (*check)(const Json& given, const Tags& all, const std::string& arn) = nullptr;
  Result<void> (*check_keys)(const Json& keys) = nullptr;
  // What may not be changed, or is no resource but has tags all the same; mostly it says nothing.
  Result<std::optional<Tags>> (*guard)(const std::string& arn, bool change,
                                       RequestContext& context) = nullptr;
  ErrorText not_found;
};

// A service's habits: how all of its families look.
struct FamilyStyle {
  std::string_view service;  // of ARNs
  std::span<const VerbForm> verbs;
  std::span<const CommonMember> members;
  double (*time)(Timestamp) = ToEpochSeconds;
  ListStyle list;
  TagStyle tags;
  FamilyTexts texts;
  // Before any verb: of members that many operations have (CatalogId), which `looked_at` names.
  Result<void> (*check)(const Json& input, const RequestContext& context) = nullptr;
  std::span<const std::string_view> looked_at{};
  // A parent that has states must be in this one; empty: in any.
  std::string_view parent_state{};
  bool finished_can_be_stopped = false;  // and nothing happens
  bool can_be_deleted_again = false;     // while it is being deleted
};

// A member of answers that lies elsewhere in the document.
struct Mapped {
  std::string_view member;
  std::string_view pointer;  // "/OutputConfig/TargetDevice"
};
// A member of answers that is computed; null leaves it out.
struct Computed {
  std::string_view member;
  Json (*value)(const Resource& resource, const RequestContext& context);
};

// How many there may be, in these states (none named: in any), for an account and region, or
// beneath each parent.
struct Quota {
  std::int64_t limit = 0;  // 0: there is none
  std::span<const std::string_view> states{};
  bool of_parent = false;
  ErrorText text{};
};

// What must be gone before a resource can be deleted: children, or those with its ARN as attribute.
struct Dependent {
  std::string_view kind;
  bool by_attribute = false;
};

struct Family {
  std::string_view kind;     // "sagemaker::model"
  std::string_view noun;     // of operations: "Model"
  std::string_view nouns{};  // empty: the noun with an s
  std::string_view label{};  // in error texts: "model"
  const FamilyStyle* style;
  unsigned verbs = 0;
  const JobKind* states = nullptr;  // null: it has none

  // The ARN's resource, "user-profile/{DomainId}/{UserProfileName}", with members of the request by
  // name, {parent} for the end of the parent's ARN, and {id} for what new_id draws.
  std::string_view arn;
  std::string (*new_id)(Random& random) = nullptr;
  std::string_view name_member;   // in requests and answers; absent from Create: the drawn id
  std::string_view arn_member{};  // in answers, and in requests that name it by its ARN
  // What the name is called in some requests instead, "ConnectionName".
  std::span<const std::string_view> other_name_members{};
  bool lower_case_name = false;
  std::string_view input_member{};   // the members are given inside this one, "DatabaseInput"
  std::string_view state_member{};   // where it is not the style's
  std::string_view parent_member{};  // what it belongs to: in Create, a filter of List
  const Family* parent = nullptr;    // which must then be there
  std::string_view attribute{};      // a JSON pointer into the document: Resource::attribute

  FamilyTexts texts{};
  Quota quota{};
  std::span<const Dependent> dependents{};
  bool replaces = false;  // Update replaces all members; else it sets those that are given
  bool missing_can_be_deleted = false;
  std::size_t default_limit = 0;  // of its list, where it is not the style's
  // Of its list, where none is asked for.
  ResourceOrder order = ResourceOrder::kCreated;
  bool newest_first = false;
  std::span<const Filter> filters{};
  std::span<const Sort> sorts{};  // in place of the style's

  std::span<const Mapped> mapped{};
  std::span<const Computed> computed{};
  std::span<const std::string_view> results{};  // members that work or a function adds
  // Of requests: what one of the functions below sees to. It is not kept.
  std::span<const std::string_view> looked_at{};

  // Before anything is looked at.
  Result<void> (*check)(Verb verb, const Json& input, RequestContext& context) = nullptr;
  // The new resource, filled from the input but not stored; also sets what the template cannot say.
  Result<void> (*prepare)(const Json& input, Resource& resource, RequestContext& context) = nullptr;
  // The changed resource, before it is stored.
  Result<void> (*change)(const Json& input, Resource& resource, RequestContext& context) = nullptr;
  // What refuses a deletion, or goes with it. Dependents have been looked at.
  Result<void> (*release)(const Resource& resource, RequestContext& context) = nullptr;
  // Of a list: whether it has the resource at all.
  bool (*matches)(const Json& input, const Resource& resource) = nullptr;
  // The last word on what is shown of a resource, for the request that asks.
  void (*present)(const Json& input, const Resource& resource, Json& shown,
                  RequestContext& context) = nullptr;
};

// The resource that the request names by its ARN or by the members of its ARN; `not_found` of the
// family where it is not there, or of another account or region.
Result<ResourcePtr> FindResource(const Family& family, const Json& input, RequestContext& context);
// The ARN that the request's members make of the family's template; {id} is `id`.
std::string ArnOf(const Family& family, const Json& input, const RequestContext& context,
                  std::string_view id = "");
// One of the family's texts, or its style's, with its placeholders filled.
struct TextValues {
  std::string_view name{}, arn{}, parent{}, in_state{}, other{};
  std::int64_t limit = 0;
};
ServiceError Refusal(const Family& family, ErrorText FamilyTexts::*text,
                     const RequestContext& context, const TextValues& values);
ServiceError Refusal(const ErrorText& text, const RequestContext& context, const TextValues& values,
                     std::string_view label = "");

// The tags of a Create, by the rules of the service.
Result<Tags> GivenTags(const TagStyle& style, const Json& input, const std::string& arn);

}  // namespace portside
