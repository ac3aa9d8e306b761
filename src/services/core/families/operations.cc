// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/families/operations.h"

#include <algorithm>
#include <memory>

#include "services/core/families/binding.h"
#include "services/core/families/tags.h"
#include "services/core/families/verbs.h"

namespace portside {
namespace {

using TagVerb = Result<Json> (*)(const BoundTags&, const Json&, RequestContext&);

bool TakesTags(const Operation* operation, const FamilyStyle& style) {
  return operation != nullptr && operation->input != nullptr &&
         operation->input->FindMember(style.tags.tags_member) != nullptr;
}

// What can be created with tags has tags, and so has what is registered with them, many at once.
bool TakesTags(const Family& family, const ServiceModel& model) {
  const FamilyStyle& style = *family.style;
  for (const VerbForm& form : style.verbs) {
    if (form.verb != kCreate) continue;
    if (TakesTags(model.FindOperation(OperationName(family, form.operation)), style)) return true;
  }
  return TakesTags(model.FindOperation(OperationName(family, "Register{nouns}")), style);
}

void AddTagOperations(const FamilyStyle& style, std::span<const Family* const> families,
                      const ServiceModel& model, std::vector<FamilyOperation>& operations,
                      std::string& mistakes) {
  auto bound = std::make_shared<BoundTags>(BoundTags{&style.tags, style.list.bad_token, {}});
  for (const Family* family : families) {
    if (family->style == &style && TakesTags(*family, model)) bound->kinds.push_back(family->kind);
  }
  for (const auto& [name, verb] : {std::pair<std::string_view, TagVerb>{style.tags.add, AddTags},
                                   {style.tags.remove, RemoveTags},
                                   {style.tags.list, ListTags}}) {
    if (name.empty()) continue;
    const Operation* operation = model.FindOperation(name);
    if (operation == nullptr) {
      mistakes += " " + std::string(name) + " of the tags is no operation of the model;";
      continue;
    }
    operations.push_back(
        {operation, [bound, verb = verb](const Json& input, RequestContext& context) {
           return verb(*bound, input, context);
         }});
  }
}

}  // namespace

std::vector<FamilyOperation> OperationsOf(std::span<const Family* const> families,
                                          const ServiceModel& model, std::string& mistakes) {
  std::vector<FamilyOperation> operations;
  std::vector<const FamilyStyle*> styles;
  for (const Family* family : families) {
    if (std::find(styles.begin(), styles.end(), family->style) == styles.end()) {
      styles.push_back(family->style);
    }
    for (BoundVerb& verb : BindFamily(*family, model, mistakes)) {
      const Operation* operation = verb.operation;
      operations.push_back(
          {operation, [verb = std::move(verb)](const Json& input, RequestContext& context) {
             return PerformVerb(verb, input, context);
           }});
    }
  }
  for (const FamilyStyle* style : styles) {
    AddTagOperations(*style, families, model, operations, mistakes);
  }
  return operations;
}

}  // namespace portside
