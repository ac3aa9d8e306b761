// SPDX-License-Identifier: Apache-2.0

#include "seed/input_check.h"

#include <charconv>
#include <set>

#include "portside/base/encoding.h"
#include "portside/model/validation_message.h"
#include "portside/model/validator.h"
#include "portside/protocol/json_codec.h"
#include "seed/references.h"

namespace portside {
namespace {

// Whether a text below the node refers to an earlier call, so that nobody knows it yet.
bool IsOpen(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::kScalar && node.scalar.is_string()) {
    const auto pieces = SplitReferences(node.scalar.get_ref<const std::string&>());
    for (const TextPiece& piece : pieces.value_or(std::vector<TextPiece>())) {
      if (piece.is_reference && piece.text != "account" && piece.text != "region") return true;
    }
  }
  for (const YamlNode::Entry& entry : node.items) {
    if (IsOpen(entry.value)) return true;
  }
  return false;
}

class InputCheck {
 public:
  InputCheck(const std::string& file, const SeedCall& call, const ServiceModel& model)
      : file_(file),
        call_(call),
        model_(model),
        lookup_(OwnerLookup(call.owner.account, call.owner.region)),
        label_(call.service + "." + call.operation + ": ") {}

  FileResult<void> Check(const Shape& shape) {
    Json input = TRY(Known(shape, call_.input, ""));
    std::vector<ConstraintViolation> violations = Validate(shape, input);
    std::erase_if(violations, [this](const ConstraintViolation& violation) {
      return violation.missing && open_.contains(violation.path);
    });
    if (violations.empty()) return {};
    const ServiceError error = ValidationException(ValidationMessage(violations));
    return Fail(Wrong(LineOf(shape, violations[0].path), error.code + ": " + error.message));
  }

  [[nodiscard]] FileError Wrong(int line, const std::string& reason) const {
    return {file_, line, label_ + reason};
  }

 private:
  // The typed value of what is known: open structures without their open members, the rest as a
  // whole. Members of the input itself are read one by one, because not all travel in the body.
  FileResult<Json> Known(const Shape& shape, const YamlNode& node, const std::string& path) {
    const bool is_structure =
        shape.type == ShapeType::kStructure && node.kind == YamlNode::Kind::kMap;
    if (!is_structure || (!path.empty() && !IsOpen(node))) return Typed(shape, node, path);
    Json known = Json::object();
    for (const YamlNode::Entry& entry : node.items) {
      const Member* member = shape.FindMember(entry.key);
      if (member == nullptr) return Fail(UnknownMember(shape, entry, path));
      if (entry.value.IsNull()) continue;
      const std::string inner = (path.empty() ? "" : path + ".") + member->message_name;
      const bool is_open = IsOpen(entry.value);
      if (is_open && member->shape->type != ShapeType::kStructure) {
        open_.insert(inner);
        continue;
      }
      Json value = TRY(Known(*member->shape, entry.value, inner));
      known[member->name] = std::move(value);
    }
    return known;
  }

  FileResult<Json> Typed(const Shape& shape, const YamlNode& node, const std::string& path) {
    TRY(CheckNames(shape, node, path));
    Json value = TRY(ExpandTree(file_, node, lookup_));
    if (auto read = ReadJson(shape, model_.options(), value); !read) {
      return Fail(TypeMistake(shape, node, read.error()));
    }
    return value;
  }

  FileResult<void> CheckNames(const Shape& shape, const YamlNode& node, const std::string& path) {
    for (const YamlNode::Entry& entry : node.items) {
      const Shape* inner = nullptr;
      if (shape.type == ShapeType::kStructure && node.kind == YamlNode::Kind::kMap) {
        const Member* member = shape.FindMember(entry.key);
        if (member == nullptr) return Fail(UnknownMember(shape, entry, path));
        inner = member->shape;
      } else {
        inner = shape.type == ShapeType::kMap ? shape.value : shape.element;
      }
      if (inner != nullptr) TRY(CheckNames(*inner, entry.value, path));
    }
    return {};
  }

  [[nodiscard]] FileError UnknownMember(const Shape& shape, const YamlNode::Entry& entry,
                                        const std::string& path) const {
    std::string names;
    for (const Member& member : shape.members) {
      names += (names.empty() ? "" : ", ") + member.name;
    }
    return Wrong(entry.line, (path.empty() ? "the input" : path) + " has no member '" + entry.key +
                                 "'; there are " + (names.empty() ? "none" : names));
  }

  // The innermost value that cannot be read as what it should be.
  [[nodiscard]] FileError TypeMistake(const Shape& shape, const YamlNode& node,
                                      const ServiceError& error) const {
    for (const YamlNode::Entry& entry : node.items) {
      const Member* member = shape.FindMember(entry.key);
      const Shape* inner = member != nullptr               ? member->shape
                           : shape.type == ShapeType::kMap ? shape.value
                                                           : shape.element;
      if (inner == nullptr || entry.value.IsNull()) continue;
      const auto expanded = ExpandTree(file_, entry.value, lookup_);
      Json value = expanded.value_or(Json());
      const auto read = ReadJson(*inner, model_.options(), value);
      if (!read) return TypeMistake(*inner, entry.value, read.error());
    }
    const bool wants_quotes = shape.type == ShapeType::kString &&
                              node.kind == YamlNode::Kind::kScalar && !node.scalar.is_string();
    return Wrong(node.line, error.code + ": " + error.message +
                                (wants_quotes ? " (" + node.text + " in quotes is one)" : ""));
  }

  // Of the value that a violation is about, as far as the file has it.
  [[nodiscard]] int LineOf(const Shape& input, const std::string& path) const {
    const Shape* shape = &input;
    const YamlNode* node = &call_.input;
    int line = call_.line;
    for (const std::string_view step : Split(path, '.')) {
      const YamlNode* next = nullptr;
      for (std::size_t at = 0; at < node->items.size() && next == nullptr; ++at) {
        const YamlNode::Entry& entry = node->items[at];
        const Member* member = shape->FindMember(entry.key);
        const bool is_member = member != nullptr && member->message_name == step;
        const bool is_element = shape->type == ShapeType::kList && std::to_string(at + 1) == step;
        if (!is_member && !is_element) continue;
        next = &entry.value;
        shape = is_member ? member->shape : shape->element;
      }
      if (step == "member") continue;
      if (next == nullptr) break;
      node = next;
      line = node->line;
    }
    return line;
  }

  const std::string& file_;
  const SeedCall& call_;
  const ServiceModel& model_;
  Lookup lookup_;
  std::string label_;
  std::set<std::string> open_;  // members that are not known yet
};

}  // namespace

FileResult<void> CheckInput(const std::string& file, const SeedCall& call,
                            const ServiceModel& model, const Operation& operation) {
  InputCheck check(file, call, model);
  if (operation.input != nullptr) return check.Check(*operation.input);
  if (call.input.items.empty()) return {};
  return Fail(check.Wrong(call.input.items[0].line, "the operation takes no input"));
}

}  // namespace portside
