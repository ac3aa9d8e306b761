// SPDX-License-Identifier: Apache-2.0

#include "services/core/families/binding.h"

#include <algorithm>

namespace portside {
namespace {

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The structure in which Create gives the members.
const Shape* GivenShape(const Family& family, const Operation* create) {
  if (create == nullptr || create->input == nullptr) return nullptr;
  if (family.input_member.empty()) return create->input;
  const Member* inside = create->input->FindMember(family.input_member);
  return inside == nullptr ? nullptr : inside->shape;
}

class Binder {
 public:
  Binder(const Family& family, const ServiceModel& model, std::string& mistakes)
      : family_(family), model_(model), mistakes_(mistakes) {
    for (const VerbForm& form : family.style->verbs) {
      if (form.verb == kCreate) create_ = FindOperation(form);
      if (form.verb == kDescribe) describe_ = FindOperation(form);
    }
    given_ = GivenShape(family, create_);
  }

  std::vector<BoundVerb> Run() {
    unsigned bound = 0;
    std::vector<BoundVerb> verbs;
    for (const VerbForm& form : family_.style->verbs) {
      if ((family_.verbs & form.verb) == 0) continue;
      const Operation* operation = FindOperation(form);
      if (operation == nullptr) continue;
      bound |= form.verb;
      verbs.push_back(Bind(form.verb, *operation));
    }
    if (bound != family_.verbs) Complain("a verb of it is no operation of the model");
    CheckTemplate();
    if (family_.states != nullptr && family_.states->name != family_.kind) {
      Complain("its states are those of " + std::string(family_.states->name));
    }
    if (HasStatuses(family_) && !family_.attribute.empty()) {
      Complain("its attribute is the status of its state already");
    }
    return verbs;
  }

 private:
  const Operation* FindOperation(const VerbForm& form) const {
    return model_.FindOperation(OperationName(family_, form.operation));
  }

  void Complain(const std::string& what) {
    mistakes_ += " " + std::string(family_.noun) + ": " + what + ";";
  }
  void Complain(const Operation& operation, const std::string& what) {
    Complain(std::string(operation.name) + " " + what);
  }

  BoundVerb Bind(Verb verb, const Operation& operation) {
    BoundVerb bound{.verb = verb, .family = &family_, .operation = &operation};
    switch (verb) {
      case kList:
      case kListNames: BindList(bound); break;
      case kBatchGet:
      case kBatchDelete: BindBatch(bound); break;
      default:
        BindAnswer(bound);
        if (verb != kCreate) CheckRequest(bound);
        break;
    }
    if (operation.input != nullptr) FindControls(bound);
    return bound;
  }

  // What a request says of the call and not of the resource.
  void FindControls(BoundVerb& bound) const {
    for (const Member& member : bound.operation->input->members) {
      const std::string_view name = member.name;
      if (member.idempotency_token || name == family_.style->tags.tags_member ||
          Contains(family_.style->looked_at, name) || Contains(family_.looked_at, name) ||
          name == family_.input_member) {
        bound.controls.emplace_back(name);
      }
    }
  }

  // Describe, Create, Update, Delete, Stop: the members beside each other, or inside the one
  // structure that has the resource's name or ARN.
  void BindAnswer(BoundVerb& bound) {
    const Shape* shape = bound.operation->output;
    if (shape == nullptr) return;
    if (!HasIdentity(*shape)) {
      const auto inside =
          std::find_if(shape->members.begin(), shape->members.end(), [this](const Member& member) {
            return member.shape->type == ShapeType::kStructure && HasIdentity(*member.shape);
          });
      if (inside != shape->members.end()) {
        bound.wrapper = inside->name;
        shape = inside->shape;
      }
    }
    BindMembers(bound, *shape);
  }

  [[nodiscard]] bool HasIdentity(const Shape& shape) const {
    return (!family_.name_member.empty() && shape.FindMember(family_.name_member) != nullptr) ||
           (!family_.arn_member.empty() && shape.FindMember(family_.arn_member) != nullptr);
  }

  void BindList(BoundVerb& bound) {
    const Shape* output = bound.operation->output;
    const Member* list = nullptr;
    if (output != nullptr) {
      for (const Member& member : output->members) {
        if (member.shape->type == ShapeType::kList) list = &member;
      }
    }
    if (list == nullptr) return Complain(*bound.operation, "answers no list");
    bound.list_member = list->name;
    if (bound.verb == kList) BindMembers(bound, *list->shape->element);
    CheckList(family_, *bound.operation, mistakes_);
  }

  void BindBatch(BoundVerb& bound) {
    for (const Member& member : bound.operation->input->members) {
      if (member.shape->type == ShapeType::kList) bound.names_member = member.name;
    }
    for (const Member& member : bound.operation->output->members) {
      const bool is_list = member.shape->type == ShapeType::kList;
      const bool of_resources = is_list && member.shape->element->type == ShapeType::kStructure &&
                                bound.verb == kBatchGet;
      const bool went = is_list && bound.verb == kBatchDelete;
      if (of_resources) BindMembers(bound, *member.shape->element);
      (of_resources || went ? bound.list_member : bound.other_member) = member.name;
    }
    if (bound.names_member.empty() || bound.list_member.empty() || bound.other_member.empty()) {
      Complain(*bound.operation, "has not the form of a batch");
    }
  }

  void BindMembers(BoundVerb& bound, const Shape& shape) {
    for (const Member& member : shape.members) {
      BoundMember filled = SourceOf(std::string(member.name));
      if (member.required && !member.left_out && !IsFilled(filled)) {
        Complain(*bound.operation, "answers " + filled.name + ", which nothing fills");
      }
      bound.shown.push_back(std::move(filled));
    }
  }

  [[nodiscard]] BoundMember SourceOf(const std::string& name) const {
    for (const Computed& computed : family_.computed) {
      if (computed.member == name)
        return {.name = name, .source = Source::kComputed, .computed = computed.value};
    }
    for (const Mapped& mapped : family_.mapped) {
      if (mapped.member == name) {
        return {name, Source::kDocument, Json::json_pointer(std::string(mapped.pointer))};
      }
    }
    if (name == family_.arn_member) return {name, Source::kArn};
    if (name == family_.name_member) return {name, Source::kName};
    if (family_.states != nullptr && name == family_.state_member) {
      return {name, HasStatuses(family_) ? Source::kStatus : Source::kState};
    }
    for (const CommonMember& common : family_.style->members) {
      if (common.member != name) continue;
      switch (common.what) {
        case Common::kCreated: return {name, Source::kCreated};
        case Common::kUpdated: return {name, Source::kUpdated};
        case Common::kAccount: return {name, Source::kAccount};
        case Common::kTags: return {name, Source::kTags};
        case Common::kState:
          if (family_.states != nullptr) return {name, Source::kState};
      }
    }
    return {name, Source::kMember};
  }

  [[nodiscard]] bool IsFilled(const BoundMember& member) const {
    if (member.source != Source::kMember) return true;
    if (Contains(family_.results, member.name)) return true;
    const Member* given = given_ == nullptr ? nullptr : given_->FindMember(member.name);
    return given != nullptr && given->required;
  }

  // Every member of the request is an identity, a member to keep, or what a function looks at.
  void CheckRequest(const BoundVerb& bound) {
    if (bound.operation->input == nullptr) return;
    for (const Member& member : bound.operation->input->members) {
      const std::string_view name = member.name;
      const bool is_kept =
          bound.verb == kUpdate && (name == family_.input_member || member.idempotency_token ||
                                    (given_ != nullptr && given_->FindMember(name) != nullptr));
      if (IsIdentity(name) || is_kept || Contains(family_.looked_at, name) ||
          Contains(family_.style->looked_at, name)) {
        continue;
      }
      Complain(*bound.operation, "takes " + std::string(name) + ", which nothing looks at");
    }
  }

  [[nodiscard]] bool IsIdentity(std::string_view name) const {
    return name == family_.arn_member || name == family_.name_member ||
           Contains(family_.other_name_members, name) ||
           family_.arn.find("{" + std::string(name) + "}") != std::string_view::npos;
  }

  // Placeholders of the ARN and names of the declaration are members that Create has, or Describe
  // where operations of other names make it.
  void CheckTemplate() {
    const auto is_member = [this](std::string_view name) {
      const Operation* asked = create_ == nullptr ? describe_ : create_;
      return (given_ != nullptr && given_->FindMember(name) != nullptr) ||
             (asked != nullptr && asked->input != nullptr &&
              asked->input->FindMember(name) != nullptr);
    };
    for (std::size_t open = family_.arn.find('{'); open != std::string_view::npos;
         open = family_.arn.find('{', open + 1)) {
      const std::string name(family_.arn.substr(open + 1, family_.arn.find('}', open) - open - 1));
      const bool is_known = name == "id"       ? family_.new_id != nullptr
                            : name == "parent" ? !family_.parent_member.empty()
                                               : is_member(name);
      if (!is_known) Complain("its ARN has {" + name + "}, which Create does not take");
    }
    if (!family_.parent_member.empty() && !is_member(family_.parent_member)) {
      Complain("its parent is in " + std::string(family_.parent_member) +
               ", which Create does not take");
    }
    if (!family_.input_member.empty() && given_ == nullptr) {
      Complain("Create does not take " + std::string(family_.input_member));
    }
    if (family_.name_member.empty() ||
        (family_.new_id == nullptr && create_ != nullptr && !is_member(family_.name_member))) {
      Complain("Create takes no name and none is drawn");
    }
  }

  const Family& family_;
  const ServiceModel& model_;
  std::string& mistakes_;
  const Operation* create_ = nullptr;
  const Operation* describe_ = nullptr;
  const Shape* given_ = nullptr;
};

}  // namespace

std::string OperationName(const Family& family, std::string_view form) {
  std::string name(form);
  const std::string nouns =
      family.nouns.empty() ? std::string(family.noun) + "s" : std::string(family.nouns);
  for (const auto& [mark, noun] : {std::pair<std::string_view, std::string>{"{nouns}", nouns},
                                   {"{noun}", std::string(family.noun)}}) {
    const std::size_t at = name.find(mark);
    if (at != std::string::npos) name.replace(at, mark.size(), noun);
  }
  return name;
}

std::vector<BoundVerb> BindFamily(const Family& family, const ServiceModel& model,
                                  std::string& mistakes) {
  return Binder(family, model, mistakes).Run();
}

}  // namespace portside
