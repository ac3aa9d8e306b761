// SPDX-License-Identifier: Apache-2.0
//
// Inputs that a model allows: what a test needs to create one of any declared family. A member gets
// the first of some usual texts that keeps its constraints.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/model/shape.h"
#include "portside/model/validator.h"

namespace portside {

class ExampleInput {
 public:
  // `name` is what the resource is to be called.
  explicit ExampleInput(std::string name) : name_(std::move(name)) {}
  // Whether a text could not be found on the way; who asks takes that upon himself.
  [[nodiscard]] bool IsLost(const Shape& shape) {
    is_lenient_ = true;
    is_lost_ = false;
    (void)ValueOf(shape);
    return is_lost_;
  }

  // The required members, and those that `also` names.
  [[nodiscard]] Json Of(const Shape& shape, const std::vector<std::string>& also = {}) const {
    Json value = Json::object();
    for (const Member& member : shape.members) {
      const bool wanted = std::find(also.begin(), also.end(), member.name) != also.end();
      if (member.required || wanted) value[std::string(member.name)] = ValueOf(*member.shape);
    }
    return value;
  }

  [[nodiscard]] Json ValueOf(const Shape& shape) const {
    switch (shape.type) {
      case ShapeType::kStructure: return Of(shape);
      case ShapeType::kList: {
        Json list = Json::array();
        if (shape.constraints.min.value_or(0) >= 1) list.push_back(ValueOf(*shape.element));
        return list;
      }
      case ShapeType::kMap: return Json::object();
      case ShapeType::kBoolean: return true;
      case ShapeType::kInteger:
      case ShapeType::kLong: return static_cast<std::int64_t>(shape.constraints.min.value_or(1));
      case ShapeType::kFloat:
      case ShapeType::kDouble: return shape.constraints.min.value_or(1);
      case ShapeType::kTimestamp: return 1'700'000'000.0;
      case ShapeType::kDocument: return Json::object();
      case ShapeType::kString:
      case ShapeType::kBlob: break;
    }
    return TextOf(shape);
  }

 private:
  [[nodiscard]] std::string TextOf(const Shape& shape) const {
    if (!shape.constraints.enum_values.empty()) {
      return std::string(shape.constraints.enum_values.front());
    }
    for (const std::string& text :
         {name_, std::string("arn:aws:iam::123456789012:role/life"),
          std::string("s3://life/folder"), std::string("arn:aws:kms:us-west-2:123456789012:key/1"),
          std::string("arn:aws:personalize:us-west-2:123456789012:dataset-group/parent"),
          std::string("arn:aws:sagemaker:us-west-2:123456789012:workteam/private-crowd/team"),
          std::string("Interactions"), std::string("1"), std::string("{}")}) {
      if (Validate(shape, Json(text)).empty()) return text;
    }
    is_lost_ = true;
    if (!is_lenient_) ADD_FAILURE() << "no usual text keeps the constraints of " << shape.name;
    return "";
  }

  std::string name_;
  bool is_lenient_ = false;
  mutable bool is_lost_ = false;
};

}  // namespace portside
