// SPDX-License-Identifier: Apache-2.0

#include "model/model_loader.h"

#include <algorithm>
#include <utility>

#include "model/model_json.h"

namespace portside {
namespace {

using Loaded = Expected<void, std::string>;

int StatusOr(const Json& object, int fallback) {
  const auto found = object.find("status");
  const bool is_there = found != object.end() && found->is_number_integer();
  return is_there ? found->get<int>() : fallback;
}

// "POST /tags/{ResourceArn}".
Loaded SplitHttp(const std::string& text, Operation& operation) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || space + 1 >= text.size() || text[space + 1] != '/') {
    return Fail("http is '" + text + "'; it must be a method, a space and a path");
  }
  operation.method = text.substr(0, space);
  operation.uri = text.substr(space + 1);
  return {};
}

}  // namespace

ModelLoader::Model ModelLoader::ReadHead() {
  TRY(Read());
  return std::unique_ptr<const ServiceModel>(std::move(model_));
}

ModelLoader::Model ModelLoader::ReadAll() {
  TRY(Read());
  TRY(model_->shapes_->ReadAll());
  for (const Operation& operation : model_->operations_) {
    Loaded sound = CheckOperation(operation);
    if (sound) sound = CheckBindings(operation);
    if (!sound) return Fail(Within("operation " + operation.name, sound.error()));
  }
  return std::unique_ptr<const ServiceModel>(std::move(model_));
}

Loaded ModelLoader::Read() {
  model_.reset(new ServiceModel());
  TRY(LoadHeader());
  model_->shapes_ =
      std::make_unique<ShapeLibrary>(std::move(shapes_), model_->options_.pattern_prefix);
  return LoadOperations();
}

Loaded ModelLoader::LoadHeader() {
  TRY(CheckKeys(document_,
                {"service", "protocol", "apiVersion", "endpointPrefix", "signingName",
                 "targetPrefix", "source", "options", "operations", "unserved", "shapes"}));
  model_->name_ = StringOr(document_, "service");
  model_->api_version_ = StringOr(document_, "apiVersion");
  model_->endpoint_prefix_ = StringOr(document_, "endpointPrefix");
  model_->signing_name_ = StringOr(document_, "signingName");
  model_->target_prefix_ = StringOr(document_, "targetPrefix");
  if (model_->name_.empty()) return Fail(std::string("service is missing"));
  if (model_->endpoint_prefix_.empty()) return Fail(std::string("endpointPrefix is missing"));
  if (model_->signing_name_.empty()) return Fail(std::string("signingName is missing"));

  const std::string protocol = StringOr(document_, "protocol");
  if (protocol == "awsJson1.1") {
    model_->protocol_ = WireProtocol::kAwsJson11;
    if (model_->target_prefix_.empty()) return Fail(std::string("targetPrefix is missing"));
  } else if (protocol == "restJson1") {
    model_->protocol_ = WireProtocol::kRestJson1;
  } else {
    return Fail("protocol is '" + protocol + "'; it must be awsJson1.1 or restJson1");
  }
  const auto options = document_.find("options");
  return options == document_.end() ? Loaded() : LoadOptions(*options);
}

Loaded ModelLoader::LoadOptions(const Json& source) {
  const Loaded keys = CheckKeys(
      source, {"patternPrefix", "outputTimestamps", "isoTimestampsAccepted", "tokenReuse"});
  if (!keys) return Fail(Within("options", keys.error()));
  ModelOptions& options = model_->options_;
  options.pattern_prefix = StringOr(source, "patternPrefix");
  options.iso_timestamps_accepted = Flag(source, "isoTimestampsAccepted");
  const std::string timestamps = StringOr(source, "outputTimestamps", "decimal");
  if (timestamps != "decimal" && timestamps != "javaDouble") {
    return Fail("outputTimestamps is '" + timestamps + "'; it must be decimal or javaDouble");
  }
  options.java_double_timestamps = timestamps == "javaDouble";

  const auto reuse = source.find("tokenReuse");
  if (reuse != source.end()) {
    const Loaded reuse_keys = CheckKeys(*reuse, {"code", "status", "hours"});
    if (!reuse_keys) return Fail(Within("options: tokenReuse", reuse_keys.error()));
    const int hours = reuse->value("hours", 24);
    if (hours < 1) return Fail(std::string("tokenReuse: hours must be 1 or more"));
    options.token_reuse =
        TokenReuse{StringOr(*reuse, "code"), StatusOr(*reuse, 400), std::chrono::hours(hours)};
    if (options.token_reuse->code.empty()) return Fail(std::string("tokenReuse has no code"));
  }
  return {};
}

Loaded ModelLoader::LoadOperations() {
  const auto operations = document_.find("operations");
  if (operations == document_.end() || !operations->is_array()) {
    return Fail(std::string("operations is missing"));
  }
  for (const Json& source : *operations) {
    Operation& operation = model_->operations_.emplace_back();
    operation.name = StringOr(source, "name");
    operation.served = true;
    const Loaded loaded = LoadOperation(source, operation);
    if (!loaded) return Fail(Within("operation " + operation.name, loaded.error()));
  }
  const auto unserved = document_.find("unserved");
  if (unserved != document_.end()) TRY(LoadUnserved(*unserved));
  for (const Operation& operation : model_->operations_) {
    if (operation.name.empty()) return Fail(std::string("an operation has no name"));
    if (!model_->operation_by_name_.emplace(operation.name, &operation).second) {
      return Fail("the operation " + operation.name + " is named twice");
    }
  }
  return {};
}

Loaded ModelLoader::LoadOperation(const Json& source, Operation& operation) {
  TRY(CheckKeys(source, {"name", "http", "status", "input", "output", "errors"}));
  const bool rest = model_->protocol_ == WireProtocol::kRestJson1;
  if (rest) TRY(SplitHttp(StringOr(source, "http"), operation));
  operation.status = StatusOr(source, 200);
  for (const auto& [key, shape] :
       {std::pair{"input", &operation.input}, std::pair{"output", &operation.output}}) {
    if (source.contains(key)) *shape = LazyShape(*model_, StringOr(source, key));
  }
  const auto errors = source.find("errors");
  if (errors == source.end()) return {};
  for (const Json& name : *errors) {
    operation.errors.emplace_back(*model_, name.is_string() ? name.get<std::string>() : "");
  }
  return {};
}

// What its names lead to.
Loaded ModelLoader::CheckOperation(const Operation& operation) const {
  for (const auto& [key, shape] :
       {std::pair{"input", &operation.input}, std::pair{"output", &operation.output}}) {
    if (shape->name().empty()) continue;
    if (shape->get() == nullptr) {
      return Fail(std::string(key) + " names the shape '" + shape->name() +
                  "', which does not exist");
    }
    if ((*shape)->type != ShapeType::kStructure) {
      return Fail("the shape " + shape->name() + " is not a structure");
    }
  }
  if (operation.served && operation.IdempotencyToken() != nullptr &&
      !model_->options_.token_reuse) {
    return Fail(std::string("takes a client token, but options has no tokenReuse"));
  }
  for (const LazyShape& error : operation.errors) {
    if (model_->FindError(error.name()) != nullptr) continue;
    return Fail("errors names " + DumpJson(error.name()) + ", no error shape");
  }
  return {};
}

Loaded ModelLoader::LoadUnserved(const Json& unserved) {
  if (!unserved.is_array()) return Fail(std::string("unserved is not a list"));
  for (const Json& source : unserved) {
    Operation& operation = model_->operations_.emplace_back();
    operation.name = StringOr(source, "name");
    const Loaded loaded = LoadOperation(source, operation);
    if (!loaded) return Fail(Within("operation " + operation.name, loaded.error()));
  }
  return {};
}

// Every {label} of the path is a member, and every member with location uri a label.
Loaded ModelLoader::CheckBindings(const Operation& operation) const {
  if (operation.input == nullptr) return {};
  std::size_t labels = 0;
  for (const Member& member : operation.input->members) {
    if (member.location == Location::kBody) continue;
    if (member.shape->type == ShapeType::kStructure || member.shape->type == ShapeType::kMap) {
      return Fail("member " + member.name + " is a " + std::string(NameOf(member.shape->type)) +
                  " outside the body, which is not supported");
    }
    if (member.location != Location::kUri) continue;
    ++labels;
    if (operation.uri.find("{" + member.wire_name + "}") == std::string::npos &&
        operation.uri.find("{" + member.wire_name + "+}") == std::string::npos) {
      return Fail("member " + member.name + " has no label in " + operation.uri);
    }
  }
  const auto braces = std::count(operation.uri.begin(), operation.uri.end(), '{');
  if (static_cast<std::size_t>(braces) != labels) {
    return Fail(operation.uri + " has labels that are no members");
  }
  return {};
}

}  // namespace portside
