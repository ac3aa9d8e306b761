// SPDX-License-Identifier: Apache-2.0
//
// A declaration held against the model: for each verb its operation, and for each member of its
// answer where that comes from. Made once, when the program starts; whatever does not fit is a
// mistake of ours and is named.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/model/service_model.h"
#include "portside/services/core/families/family.h"

namespace portside {

enum class Source {
  kArn,
  kName,
  kState,
  kStatus,  // of its state, where the kind's states have some
  kCreated,
  kUpdated,
  kAccount,
  kTags,
  kMember,    // of the document, by its name
  kDocument,  // elsewhere in the document
  kComputed
};

struct BoundMember {
  std::string name;
  Source source = Source::kMember;
  Json::json_pointer pointer{};  // of kDocument
  Json (*computed)(const Resource& resource, const RequestContext& context) = nullptr;
};

struct BoundVerb {
  Verb verb;
  const Family* family;
  const Operation* operation;
  std::string wrapper;                // what is shown stands inside this member; empty: beside it
  std::string list_member;            // of lists and batches
  std::string other_member;           // of batches: names that are not there, or the errors
  std::string names_member;           // of a batch's request
  std::vector<BoundMember> shown;     // of one resource, in this verb's form
  std::vector<std::string> controls;  // members of the request that are not kept
};

// The verbs of the family by the model; what is wrong with it is added to `mistakes`, each as
// " Family: what;".
std::vector<BoundVerb> BindFamily(const Family& family, const ServiceModel& model,
                                  std::string& mistakes);

// Whether clients see less of its states than there is (JobState::status).
inline bool HasStatuses(const Family& family) {
  return family.states != nullptr && !family.states->states[0].status.empty();
}

// What clients see of a resource's state.
inline const std::string& StateShown(const Family& family, const Resource& resource) {
  return HasStatuses(family) ? resource.attribute : resource.state;
}

// "Create{noun}" for this family.
std::string OperationName(const Family& family, std::string_view form);

// The parts that a list's binding is checked by (binding_list.cc).
void CheckList(const Family& family, const Operation& operation, std::string& mistakes);

}  // namespace portside
