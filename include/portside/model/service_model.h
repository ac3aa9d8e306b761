// SPDX-License-Identifier: Apache-2.0
//
// ServiceModel: everything that models/<service>.json says about one API, with every name resolved
// to a pointer. Operations are known at once, shapes are read when they are first asked for, so
// that what nobody calls costs nothing. Core thread. models/README.md explains the format.

#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/model/shape.h"

namespace portside {

class ServiceModel;

// A shape by name, read at the first look; std::logic_error where the model is not sound.
class LazyShape {
 public:
  LazyShape() = default;
  LazyShape(const ServiceModel& model, std::string name) : model_(&model), name_(std::move(name)) {}

  // Null: there is none.
  [[nodiscard]] const Shape* get() const;
  operator const Shape*() const { return get(); }  // NOLINT: it stands for the pointer
  const Shape* operator->() const { return get(); }
  const Shape& operator*() const { return *get(); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  const ServiceModel* model_ = nullptr;
  std::string name_;
  mutable const Shape* shape_ = nullptr;
};

struct Operation {
  std::string name;
  bool served = false;  // false: the real service has it, Portside answers 501
  std::string method = "POST";
  std::string uri = "/";
  int status = 200;
  LazyShape input;   // null: no input
  LazyShape output;  // null: the body of the answer is empty
  std::vector<LazyShape> errors;

  // The input's member, if it has one.
  [[nodiscard]] const Member* IdempotencyToken() const;
};

enum class WireProtocol { kAwsJson11, kRestJson1 };

// The answer to a client token that comes again with another input, and how long a token holds.
struct TokenReuse {
  std::string code;
  int status = 400;
  std::chrono::hours lifetime{24};
};

// What differs between services and is no part of a shape.
struct ModelOptions {
  // Printed before patterns in messages unless they have it: SageMaker says `^…` for texts that
  // its model has without.
  std::string pattern_prefix;
  // Timestamps go out as Java prints doubles, 1.698431822857E9 (Personalize).
  bool java_double_timestamps = false;
  // Timestamps in requests may also be RFC 3339 texts, for people who type requests by hand.
  bool iso_timestamps_accepted = false;
  std::optional<TokenReuse> token_reuse;
};

class ServiceModel {
 public:
  // Reads everything. Fails with a sentence that names the operation or shape where the model is
  // not sound: unknown keys, names that lead nowhere, patterns that do not compile, labels without
  // members.
  static Expected<std::unique_ptr<const ServiceModel>, std::string> Load(const Json& document);
  // The same of a file's text, whose shapes are left for later (model/shape_source.h has its form).
  // The text must outlive the model.
  static Expected<std::unique_ptr<const ServiceModel>, std::string> Open(std::string_view text);
  ~ServiceModel();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] WireProtocol protocol() const { return protocol_; }
  [[nodiscard]] const std::string& api_version() const { return api_version_; }
  [[nodiscard]] const std::string& signing_name() const { return signing_name_; }
  [[nodiscard]] const std::string& endpoint_prefix() const { return endpoint_prefix_; }
  [[nodiscard]] const std::string& target_prefix() const { return target_prefix_; }
  [[nodiscard]] const ModelOptions& options() const { return options_; }

  // Served and unserved, in the model's order.
  [[nodiscard]] const std::deque<Operation>& operations() const { return operations_; }
  [[nodiscard]] const Operation* FindOperation(std::string_view name) const;
  [[nodiscard]] const Shape* FindShape(std::string_view name) const;
  // The error shape of that code, null for the errors of the front end.
  [[nodiscard]] const Shape* FindError(std::string_view code) const;

  // "SageMaker.CreateModel", "sagemaker-geospatial.GetTile": an operation in messages and keys.
  [[nodiscard]] std::string QualifiedName(const Operation& operation) const;

 private:
  friend class ModelLoader;
  ServiceModel();

  std::string name_, api_version_, signing_name_, endpoint_prefix_, target_prefix_;
  WireProtocol protocol_ = WireProtocol::kAwsJson11;
  ModelOptions options_;
  std::deque<Operation> operations_;
  std::unordered_map<std::string_view, const Operation*> operation_by_name_;
  std::unique_ptr<class ShapeLibrary> shapes_;
};

// The compiled-in model. An unknown name or an unsound model is a broken build: std::logic_error.
std::unique_ptr<const ServiceModel> LoadEmbeddedModel(std::string_view name);

}  // namespace portside
