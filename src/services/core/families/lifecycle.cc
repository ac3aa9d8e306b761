// SPDX-License-Identifier: Apache-2.0
//
// Describe, Delete and Stop.

#include "services/core/families/verbs.h"

namespace portside {
namespace {

bool IsFinished(const JobKind& kind, const Resource& resource) {
  const JobState* state = kind.Find(resource.state);
  return state == nullptr || state->next.empty();
}

ServiceError WrongState(const Family& family, ErrorText FamilyTexts::*text,
                        const Resource& resource, const RequestContext& context) {
  return Refusal(
      family, text, context,
      {.name = resource.name, .arn = resource.arn, .in_state = StateShown(family, resource)});
}

Result<void> CheckDependents(const Family& family, const Resource& resource,
                             RequestContext& context) {
  for (const Dependent& dependent : family.dependents) {
    ResourceQuery query{.scope = context.Scope(dependent.kind)};
    (dependent.by_attribute ? query.attribute : query.parent) = resource.arn;
    const ResourcePtr other = context.resources.First(query);
    if (other == nullptr) continue;
    return Fail(Refusal(family, &FamilyTexts::in_use, context,
                        {.name = resource.name, .arn = resource.arn, .other = other->arn}));
  }
  return {};
}

}  // namespace

Result<Json> DescribeResource(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const ResourcePtr resource = TRY(FindResource(*bound.family, input, context));
  if (bound.family->states != nullptr) context.jobs.Observed(*resource);
  return AnswerWith(bound, input, *resource, context);
}

// What has a way out of its states takes it; else it goes at once, from a state of rest.
Result<void> DeleteFound(const Family& family, const Resource& resource, RequestContext& context) {
  const JobKind* kind = family.states;
  const JobCommand* way_out = kind == nullptr ? nullptr : kind->Find(JobVerb::kDelete);
  if (kind != nullptr && !family.style->can_be_deleted_again) {
    const bool may_go =
        way_out != nullptr ? way_out->IsLegalFrom(resource.state) : IsFinished(*kind, resource);
    if (!may_go) return Fail(WrongState(family, &FamilyTexts::not_deletable, resource, context));
  }
  TRY(CheckDependents(family, resource, context));
  if (family.release != nullptr) TRY(family.release(resource, context));
  if (way_out == nullptr) {
    context.resources.Remove(resource.arn);
    context.jobs.Forget(resource);
  } else if (context.jobs.Command(*kind, JobVerb::kDelete, resource) == CommandOutcome::kNotLegal) {
    return Fail(WrongState(family, &FamilyTexts::not_deletable, resource, context));
  }
  return {};
}

Result<Json> DeleteResource(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  auto found = FindResource(family, input, context);
  if (!found) {
    if (!family.missing_can_be_deleted) return Fail(std::move(found.error()));
    Resource gone = context.NewResource(family.kind, ArnOf(family, input, context),
                                        StringOr(input, family.name_member));
    return AnswerWith(bound, input, gone, context);
  }
  const ResourcePtr resource = *found;
  TRY(DeleteFound(family, *resource, context));
  return AnswerWith(bound, input, *resource, context);
}

// One that is stopping already is left to it.
Result<Json> StopResource(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  const ResourcePtr resource = TRY(FindResource(family, input, context));
  const bool is_over = IsFinished(*family.states, *resource);
  if ((is_over && !family.style->finished_can_be_stopped) ||
      context.jobs.Command(*family.states, JobVerb::kStop, *resource) ==
          CommandOutcome::kNotLegal) {
    return Fail(WrongState(family, &FamilyTexts::not_stoppable, *resource, context));
  }
  const ResourcePtr stopping = context.resources.Find(resource->arn);
  return AnswerWith(bound, input, stopping == nullptr ? *resource : *stopping, context);
}

Result<Json> PerformVerb(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  if (family.style->check != nullptr) TRY(family.style->check(input, context));
  if (family.check != nullptr) TRY(family.check(bound.verb, input, context));
  switch (bound.verb) {
    case kCreate: return CreateResource(bound, input, context);
    case kDescribe: return DescribeResource(bound, input, context);
    case kList:
    case kListNames: return ListResources(bound, input, context);
    case kUpdate: return UpdateResource(bound, input, context);
    case kDelete: return DeleteResource(bound, input, context);
    case kStop: return StopResource(bound, input, context);
    case kBatchGet: return BatchGetResources(bound, input, context);
    case kBatchDelete: break;
  }
  return BatchDeleteResources(bound, input, context);
}

}  // namespace portside
