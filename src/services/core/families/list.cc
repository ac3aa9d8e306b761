// SPDX-License-Identifier: Apache-2.0
//
// Lists: what the request asks for becomes one query.

#include <algorithm>
#include <optional>
#include <vector>

#include "portside/services/core/pagination.h"
#include "services/core/families/verbs.h"

namespace portside {
namespace {

using Asked = std::pair<const Filter*, const Json*>;  // and its value

// What cannot be asked of the table.
struct Rest {
  std::vector<Asked> of_document;
  std::string_view of_page;  // the state; empty: any
};

// What the filter looks at; nothing: it is not there.
std::optional<Json> Looked(const Family& family, const Filter& filter, const Resource& resource,
                           const RequestContext& context) {
  const std::string of =
      filter.of.empty() ? "/" + std::string(filter.member) : std::string(filter.of);
  // Of a computed member: its name, and what is looked at in it.
  const std::size_t slash = of.find('/');
  const auto computed =
      std::ranges::find(family.computed, std::string_view(of).substr(0, slash), &Computed::member);
  const bool is_computed = slash != 0 && computed != family.computed.end();
  const Json shown = is_computed ? computed->value(resource, context) : Json();
  const Json& within = is_computed ? shown : resource.document;
  const Json::json_pointer pointer(is_computed ? of.substr(std::min(slash, of.size())) : of);
  if (!within.contains(pointer)) return std::nullopt;
  return within.at(pointer);
}

// Filters over the document; all must hold.
bool Holds(const Family& family, const Resource& resource, const Asked& asked,
           const RequestContext& context) {
  const auto& [filter, wanted] = asked;
  const std::optional<Json> value = Looked(family, *filter, resource, context);
  if (!value) return false;
  if (filter->kind == FilterKind::kEquals) return *value == *wanted;
  return value->is_string() && value->get_ref<const std::string&>().find(
                                   wanted->get_ref<const std::string&>()) != std::string::npos;
}

// The part of the request that has the filters, or the sort. Null: it is not there.
const Json* PartOf(const Json& input, std::string_view within) {
  if (within.empty()) return &input;
  const auto part = input.find(within);
  return part == input.end() ? nullptr : &*part;
}

std::string_view TextOf(const Json& value) { return value.get_ref<const std::string&>(); }

void Apply(const Family& family, const Filter& filter, const Json& value, ResourceQuery& query,
           Rest& rest) {
  switch (filter.kind) {
    case FilterKind::kState:
      (HasStatuses(family) ? query.attribute : query.in_state) = TextOf(value);
      break;
    case FilterKind::kStateOfPage: rest.of_page = TextOf(value); break;
    case FilterKind::kNameContains: query.name_contains = TextOf(value); break;
    case FilterKind::kParent: query.parent = TextOf(value); break;
    case FilterKind::kAttribute: query.attribute = TextOf(value); break;
    case FilterKind::kCreatedAfter:
      query.created_after = FromEpochSeconds(value.get<double>());
      break;
    case FilterKind::kCreatedBefore:
      query.created_before = FromEpochSeconds(value.get<double>());
      break;
    case FilterKind::kUpdatedAfter:
      query.updated_after = FromEpochSeconds(value.get<double>());
      break;
    case FilterKind::kUpdatedBefore:
      query.updated_before = FromEpochSeconds(value.get<double>());
      break;
    case FilterKind::kEquals:
    case FilterKind::kContains: rest.of_document.emplace_back(&filter, &value); break;
    case FilterKind::kLookedAt: break;
  }
}

Result<void> ApplySort(const Family& family, const Json& input, const RequestContext& context,
                       ResourceQuery& query) {
  const ListStyle& style = family.style->list;
  const Json* sort = PartOf(input, style.sort_within);
  query.order = family.order;
  query.descending = family.newest_first;
  if (sort == nullptr) return {};
  const std::string by = StringOr(*sort, style.sort_by);
  const std::string order = StringOr(*sort, style.sort_order);
  if (!order.empty()) query.descending = order == style.descending;
  if (by.empty()) return {};
  const std::span<const Sort> sorts = family.sorts.empty() ? style.sorts : family.sorts;
  const auto found =
      std::find_if(sorts.begin(), sorts.end(), [&](const Sort& one) { return one.value == by; });
  if (found == sorts.end()) return Fail(Refusal(style.bad_sort, context, {.name = by}));
  query.order = found->order;
  if (query.order == ResourceOrder::kState && HasStatuses(family)) {
    query.order = ResourceOrder::kAttribute;
  }
  return {};
}

Result<std::size_t> LimitOf(const Family& family, const Json& input,
                            const RequestContext& context) {
  const ListStyle& style = family.style->list;
  const auto given = input.find(style.limit);
  if (given == input.end()) {
    return family.default_limit == 0 ? style.default_limit : family.default_limit;
  }
  const auto limit = given->get<std::int64_t>();
  if (limit >= 1) return static_cast<std::size_t>(limit);
  return Fail(Refusal(style.bad_limit, context, {.name = std::to_string(limit)}));
}

// Everything that decides what is in the list and in which order.
std::string FingerprintOf(const BoundVerb& bound, const Json& input,
                          const RequestContext& context) {
  const ListStyle& style = bound.family->style->list;
  Json question = input;
  question.erase(std::string(style.token));
  question.erase(std::string(style.limit));
  return DumpJson({bound.operation->name, context.account, context.region, question});
}

bool IsNamed(std::span<const Filter> filters, std::string_view member) {
  return std::any_of(filters.begin(), filters.end(),
                     [member](const Filter& filter) { return filter.member == member; });
}

Result<ResourceQuery> QueryOf(const BoundVerb& bound, const Json& input, RequestContext& context,
                              Rest& rest) {
  const Family& family = *bound.family;
  const ListStyle& style = family.style->list;
  ResourceQuery query{.scope = context.Scope(family.kind)};
  query.limit = TRY(LimitOf(family, input, context));
  TRY(ApplySort(family, input, context, query));
  const Filter of_parent{family.parent_member, FilterKind::kParent};
  for (const Json* part : {&input, PartOf(input, style.within)}) {
    if (part == nullptr) continue;
    for (const std::span<const Filter> filters :
         {std::span<const Filter>(&of_parent, 1), family.filters, style.filters}) {
      for (const Filter& filter : filters) {
        if (filters.data() == style.filters.data() && IsNamed(family.filters, filter.member)) {
          continue;
        }
        const auto asked = part->find(filter.member);
        if (asked != part->end()) Apply(family, filter, *asked, query, rest);
      }
    }
    if (style.within.empty()) break;
  }
  return query;
}

}  // namespace

Result<Json> ListResources(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  const ListStyle& style = family.style->list;
  Rest rest;
  ResourceQuery query = TRY(QueryOf(bound, input, context, rest));
  if (!rest.of_document.empty() || family.matches != nullptr) {
    query.matches = [&](const Resource& resource) {
      return std::all_of(
                 rest.of_document.begin(), rest.of_document.end(),
                 [&](const Asked& asked) { return Holds(family, resource, asked, context); }) &&
             (family.matches == nullptr || family.matches(input, resource));
    };
  }
  const std::string token = StringOr(input, style.token);
  const auto page = TakePage(context.resources, std::move(query),
                             {.token = token, .fingerprint = FingerprintOf(bound, input, context)});
  if (!page) return Fail(Refusal(style.bad_token, context, {}));

  Json output = Json::object();
  Json& list = output[bound.list_member] = Json::array();
  for (const ResourcePtr& resource : page->resources) {
    if (!rest.of_page.empty() && StateShown(family, *resource) != rest.of_page) continue;
    list.push_back(bound.verb == kListNames ? Json(resource->name)
                                            : Present(bound, input, *resource, context));
  }
  if (!page->next_token.empty()) output[std::string(style.token)] = page->next_token;
  return output;
}

}  // namespace portside
