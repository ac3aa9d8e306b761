// SPDX-License-Identifier: Apache-2.0

#include "seed/operations.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace portside {
namespace {

std::string WithUnderscores(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

std::string JoinNames(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::optional<std::size_t> ParseIndex(const std::string& text) {
  std::size_t index = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), index);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return index;
}

std::string MembersOf(const Shape& shape) {
  std::string names;
  for (const Member& member : shape.members) names += (names.empty() ? "" : ", ") + member.name;
  return names.empty() ? "nothing" : names;
}

}  // namespace

Expected<NamedOperation, std::string> FindOperation(std::span<const ServiceModel* const> models,
                                                    std::string_view service,
                                                    std::string_view operation) {
  std::set<std::string> known;
  bool is_service = false;
  for (std::size_t at = 0; at < models.size(); ++at) {
    const ServiceModel& model = *models[at];
    known.insert(model.name());
    if (model.name() != WithUnderscores(service) && model.signing_name() != service) continue;
    is_service = true;
    const Operation* found = model.FindOperation(operation);
    if (found == nullptr) continue;
    if (!found->served) return Fail(model.QualifiedName(*found) + " is not emulated by Portside");
    return NamedOperation{at, found};
  }
  const std::string name(service);
  if (is_service) return Fail(name + " has no operation '" + std::string(operation) + "'");
  return Fail("there is no service '" + name + "' for calls; there are " + JoinNames(known) +
              (name == "s3" ? " (objects of S3 are a list of their own)" : ""));
}

std::string MistakeInPath(const Operation& operation, const std::vector<std::string>& path) {
  const Shape* shape = operation.output;
  std::string so_far = operation.name;
  for (std::size_t step = 1; step < path.size(); ++step) {
    if (shape == nullptr) return so_far + " gives nothing";
    switch (shape->type) {
      case ShapeType::kStructure: {
        const Member* member = shape->FindMember(path[step]);
        if (member == nullptr) {
          return so_far + " has no '" + path[step] + "'; it has " + MembersOf(*shape);
        }
        shape = member->shape;
        break;
      }
      case ShapeType::kList:
        if (!ParseIndex(path[step])) return so_far + " is a list, whose entries are 0, 1, …";
        shape = shape->element;
        break;
      case ShapeType::kMap: shape = shape->value; break;
      case ShapeType::kDocument: return "";
      default: return so_far + " is a single value, which has no '" + path[step] + "'";
    }
    so_far += "." + path[step];
  }
  return "";
}

const Json* ValueAt(const Json& output, const std::vector<std::string>& path) {
  const Json* value = &output;
  for (std::size_t step = 1; step < path.size(); ++step) {
    if (value->is_array()) {
      const std::optional<std::size_t> index = ParseIndex(path[step]);
      if (!index || *index >= value->size()) return nullptr;
      value = &(*value)[*index];
      continue;
    }
    if (!value->is_object() || !value->contains(path[step])) return nullptr;
    value = &value->at(path[step]);
  }
  return value->is_null() ? nullptr : value;
}

}  // namespace portside
