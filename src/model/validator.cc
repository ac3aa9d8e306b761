// SPDX-License-Identifier: Apache-2.0

#include "portside/model/validator.h"

#include <algorithm>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/model/validation_message.h"

namespace portside {
namespace {

// The number that min and max speak about, or nothing where they do not apply.
std::optional<double> Measure(const Shape& shape, const Json& value) {
  switch (shape.type) {
    case ShapeType::kString:
      if (!value.is_string()) return std::nullopt;
      return static_cast<double>(Utf16Length(value.get_ref<const std::string&>()));
    case ShapeType::kBlob:
      if (!value.is_string()) return std::nullopt;
      return static_cast<double>(value.get_ref<const std::string&>().size());
    case ShapeType::kList:
    case ShapeType::kMap:
      if (!value.is_structured()) return std::nullopt;
      return static_cast<double>(value.size());
    default:
      if (!value.is_number()) return std::nullopt;
      return value.get<double>();
  }
}

enum class Broken { kMin, kMax, kPattern, kEnum };

// Calls `report` for every constraint of the shape itself (not of its parts) that the value breaks.
template <typename Report>
void CheckOwn(const Shape& shape, const Json& value, Report&& report) {
  if (shape.unchecked) return;
  const Constraints& constraints = shape.constraints;
  if (constraints.min || constraints.max) {
    const std::optional<double> measure = Measure(shape, value);
    if (measure && constraints.max && *measure > *constraints.max) report(Broken::kMax);
    if (measure && constraints.min && *measure < *constraints.min) report(Broken::kMin);
  }
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  if (constraints.pattern && !constraints.pattern->Matches(text)) report(Broken::kPattern);
  const auto& values = constraints.enum_values;
  if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end()) {
    report(Broken::kEnum);
  }
}

bool KeepsOwn(const Shape& shape, const Json& value) {
  bool keeps = true;
  CheckOwn(shape, value, [&keeps](Broken) { keeps = false; });
  return keeps;
}

std::string RequirementOf(const Shape& shape, Broken broken) {
  switch (broken) {
    case Broken::kMin: return MinRequirement(shape);
    case Broken::kMax: return MaxRequirement(shape);
    case Broken::kPattern: return PatternRequirement(shape);
    case Broken::kEnum: break;
  }
  return EnumRequirement(shape);
}

class Walk {
 public:
  explicit Walk(std::size_t most) : most_(most) {}

  void Visit(const Shape& shape, const Json& value, bool sensitive) {
    if (!shape.constrained || Full()) return;
    sensitive = sensitive || shape.sensitive;
    CheckOwn(shape, value,
             [&](Broken broken) { Add(shape, &value, sensitive, RequirementOf(shape, broken)); });
    if (shape.type == ShapeType::kStructure && value.is_object()) {
      VisitStructure(shape, value, sensitive);
    } else if (shape.type == ShapeType::kList && value.is_array()) {
      VisitList(shape, value, sensitive);
    } else if (shape.type == ShapeType::kMap && value.is_object()) {
      VisitMap(shape, value, sensitive);
    }
  }

  std::vector<ConstraintViolation> Take() { return std::move(violations_); }

 private:
  [[nodiscard]] bool Full() const { return violations_.size() >= most_; }

  void VisitStructure(const Shape& shape, const Json& value, bool sensitive) {
    for (const Member& member : shape.members) {
      if (!member.required && !member.shape->constrained) continue;
      const std::size_t length = Enter(member.message_name);
      const auto found = value.find(member.name);
      if (found != value.end()) {
        Visit(*member.shape, *found, sensitive || member.sensitive);
      } else if (member.required) {
        Add(*member.shape, nullptr, false, "Member must not be null");
      }
      path_.resize(length);
      if (Full()) return;
    }
  }

  // Elements that are scalars are not named one by one: the list is shown as a whole with
  // everything that its elements must satisfy.
  void VisitList(const Shape& shape, const Json& value, bool sensitive) {
    const Shape& element = *shape.element;
    if (!element.constrained) return;
    if (element.IsScalar()) {
      for (const Json& item : value) {
        if (KeepsOwn(element, item)) continue;
        Add(shape, &value, sensitive || element.sensitive,
            "Member must satisfy constraint: " + AllRequirements(element));
        return;
      }
      return;
    }
    for (std::size_t i = 0; i < value.size() && !Full(); ++i) {
      const std::size_t length = Enter(std::to_string(i + 1));
      Enter("member");
      Visit(element, value[i], sensitive);
      path_.resize(length);
    }
  }

  void VisitMap(const Shape& shape, const Json& value, bool sensitive) {
    bool keys_keep = true;
    bool values_keep = true;
    for (const auto& [key, item] : value.items()) {
      if (Full()) return;
      if (shape.key->constrained && keys_keep) keys_keep = KeepsOwn(*shape.key, Json(key));
      if (!shape.value->constrained) continue;
      if (shape.value->IsScalar()) {
        values_keep = values_keep && KeepsOwn(*shape.value, item);
        continue;
      }
      const std::size_t length = Enter(key);
      Enter("member");
      Visit(*shape.value, item, sensitive);
      path_.resize(length);
    }
    if (!keys_keep) {
      Add(shape, &value, sensitive,
          "Map keys must satisfy constraint: " + AllRequirements(*shape.key));
    }
    if (!values_keep) {
      Add(shape, &value, sensitive,
          "Map value must satisfy constraint: " + AllRequirements(*shape.value));
    }
  }

  // Returns the path's length before, to go back to.
  std::size_t Enter(const std::string& name) {
    const std::size_t length = path_.size();
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return length;
  }

  void Add(const Shape& shape, const Json* value, bool sensitive, std::string requirement) {
    if (Full()) return;
    ConstraintViolation& violation = violations_.emplace_back();
    violation.path = path_;
    violation.requirement = std::move(requirement);
    violation.missing = value == nullptr;
    violation.sensitive = sensitive || shape.holds_sensitive;
    if (value != nullptr && !violation.sensitive) violation.value = JavaText(shape, *value);
  }

  std::size_t most_;
  std::string path_;
  std::vector<ConstraintViolation> violations_;
};

}  // namespace

std::vector<ConstraintViolation> Validate(const Shape& shape, const Json& value, std::size_t most) {
  Walk walk(most);
  walk.Visit(shape, value, false);
  return walk.Take();
}

}  // namespace portside
