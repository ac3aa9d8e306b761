// SPDX-License-Identifier: Apache-2.0

#include "model/model_loader.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "portside/base/encoding.h"

namespace portside {
namespace {

using Loaded = Expected<void, std::string>;

// A misspelt key would silently drop a constraint.
Loaded CheckKeys(const Json& object, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return Fail(std::string("is not an object"));
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return Fail("has the unknown key '" + key + "'");
    }
  }
  return {};
}

bool Flag(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

int StatusOr(const Json& object, int fallback) {
  const auto found = object.find("status");
  const bool is_there = found != object.end() && found->is_number_integer();
  return is_there ? found->get<int>() : fallback;
}

std::string Within(const std::string& place, const std::string& what) {
  return place + ": " + what;
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

std::string LowerFirst(std::string text) {
  if (!text.empty()) text.replace(0, 1, ToLower(text.substr(0, 1)));
  return text;
}

Loaded LoadTimestampFormat(const Json& source, TimestampFormat& format) {
  const std::string text = StringOr(source, "timestampFormat");
  if (text.empty()) return {};
  if (text == "iso8601") {
    format = TimestampFormat::kIso8601;
  } else if (text == "unixTimestamp") {
    format = TimestampFormat::kEpochSeconds;
  } else if (text == "rfc822") {
    format = TimestampFormat::kHttpDate;
  } else {
    return Fail("timestampFormat is '" + text + "'");
  }
  return {};
}

}  // namespace

Expected<std::unique_ptr<const ServiceModel>, std::string> ModelLoader::Run() {
  model_.reset(new ServiceModel());
  TRY(LoadHeader());
  TRY(LoadShapes());
  TRY(LoadOperations());
  ComputeFlags();
  return std::unique_ptr<const ServiceModel>(std::move(model_));
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
    const Loaded reuse_keys = CheckKeys(*reuse, {"code", "status"});
    if (!reuse_keys) return Fail(Within("options: tokenReuse", reuse_keys.error()));
    options.token_reuse = TokenReuse{StringOr(*reuse, "code"), StatusOr(*reuse, 400)};
    if (options.token_reuse->code.empty()) return Fail(std::string("tokenReuse has no code"));
  }
  return {};
}

Loaded ModelLoader::LoadShapes() {
  const auto shapes = document_.find("shapes");
  if (shapes == document_.end() || !shapes->is_object()) {
    return Fail(std::string("shapes is missing"));
  }
  // First all names, so that shapes may refer to each other and to themselves.
  for (const auto& [name, source] : shapes->items()) {
    Shape& shape = model_->shapes_.emplace_back();
    shape.name = name;
    model_->shape_by_name_.emplace(shape.name, &shape);
  }
  for (Shape& shape : model_->shapes_) {
    const Loaded loaded = LoadShape(shape.name, shapes->at(shape.name), shape);
    if (!loaded) return Fail(Within("shape " + shape.name, loaded.error()));
  }
  return {};
}

Expected<const Shape*, std::string> ModelLoader::Resolve(const Json& source,
                                                         const char* key) const {
  const std::string name = StringOr(source, key);
  const Shape* shape = model_->FindShape(name);
  if (shape == nullptr) {
    return Fail(std::string(key) + " names the shape '" + name + "', which does not exist");
  }
  return shape;
}

Loaded ModelLoader::LoadShape(const std::string& name, const Json& source, Shape& shape) {
  TRY(CheckKeys(source, {"type", "min", "max", "pattern", "match", "reject", "enum",
                         "timestampFormat", "sensitive", "box", "union", "streaming", "document",
                         "error", "payload", "members", "member", "key", "value"}));
  const std::string type_name = StringOr(source, "type");
  const std::optional<ShapeType> type = ShapeTypeNamed(type_name);
  if (!type) return Fail("has the unknown type '" + type_name + "'");
  // botocore calls free JSON an empty structure with the trait "document".
  shape.type = Flag(source, "document") ? ShapeType::kDocument : *type;
  shape.name = name;
  shape.sensitive = Flag(source, "sensitive");
  TRY(LoadTimestampFormat(source, shape.timestamp_format));
  TRY(LoadConstraints(source, shape));

  if (shape.type == ShapeType::kStructure) return LoadStructure(source, shape);
  if (shape.type == ShapeType::kList) {
    shape.element = TRY(Resolve(source, "member"));
  } else if (shape.type == ShapeType::kMap) {
    shape.key = TRY(Resolve(source, "key"));
    shape.value = TRY(Resolve(source, "value"));
  }
  return {};
}

Loaded ModelLoader::LoadConstraints(const Json& source, Shape& shape) {
  for (const auto& [key, bound] :
       {std::pair{"min", &shape.constraints.min}, std::pair{"max", &shape.constraints.max}}) {
    const auto found = source.find(key);
    if (found == source.end()) continue;
    if (!found->is_number()) return Fail(std::string(key) + " is not a number");
    *bound = found->get<double>();
  }
  const auto values = source.find("enum");
  if (values != source.end()) {
    if (!values->is_array() || values->empty()) return Fail(std::string("enum is empty"));
    for (const Json& value : *values) {
      if (!value.is_string()) return Fail(std::string("enum holds something else than texts"));
      shape.constraints.enum_values.push_back(value.get<std::string>());
    }
  }
  const std::string text = StringOr(source, "pattern");
  if (text.empty()) return {};

  auto& pattern = patterns_[text];
  if (pattern == nullptr) {
    Expected<Pattern, std::string> compiled =
        Pattern::Compile(text, StringOr(source, "match"), StringOr(source, "reject"));
    if (!compiled) return Fail("the pattern does not compile: " + compiled.error());
    pattern = std::make_shared<const Pattern>(std::move(*compiled));
  }
  shape.constraints.pattern = pattern;
  const std::string& prefix = model_->options_.pattern_prefix;
  shape.constraints.pattern_text = text.starts_with(prefix) ? text : prefix + text;
  return {};
}

Loaded ModelLoader::LoadStructure(const Json& source, Shape& shape) {
  shape.is_union = Flag(source, "union");
  const auto error = source.find("error");
  if (error != source.end()) {
    if (!error->is_number_integer()) return Fail(std::string("error is not an HTTP status"));
    shape.error_status = error->get<int>();
  }
  const auto members = source.find("members");
  if (members == source.end() || !members->is_array()) {
    return Fail(std::string("members is missing"));
  }
  shape.members.resize(members->size());
  for (std::size_t i = 0; i < members->size(); ++i) {
    Member& member = shape.members[i];
    member.name = StringOr((*members)[i], "name");
    if (member.name.empty()) return Fail("member " + std::to_string(i + 1) + " has no name");
    const Loaded loaded = LoadMember((*members)[i], member);
    if (!loaded) return Fail(Within("member " + member.name, loaded.error()));
    if (shape.error_status != 0 && EqualsIgnoreCase(member.name, "message")) {
      shape.message_member = member.name;
    }
  }
  const std::string payload = StringOr(source, "payload");
  if (!payload.empty()) {
    shape.payload = shape.FindMember(payload);
    if (shape.payload == nullptr) return Fail("payload names no member: '" + payload + "'");
  }
  return {};
}

Loaded ModelLoader::LoadMember(const Json& source, Member& member) {
  TRY(CheckKeys(source,
                {"name", "shape", "required", "location", "locationName", "timestampFormat",
                 "idempotencyToken", "jsonvalue", "sensitive", "box", "streaming", "messageName"}));
  member.shape = TRY(Resolve(source, "shape"));
  member.wire_name = StringOr(source, "locationName", member.name);
  member.message_name = StringOr(source, "messageName", LowerFirst(member.name));
  member.required = Flag(source, "required");
  member.idempotency_token = Flag(source, "idempotencyToken");
  member.json_text = Flag(source, "jsonvalue");
  member.sensitive = Flag(source, "sensitive");

  const std::string location = StringOr(source, "location");
  member.timestamp_format = TimestampFormat::kIso8601;  // of labels and query parameters
  if (location.empty()) {
    member.location = Location::kBody;
    member.timestamp_format = TimestampFormat::kEpochSeconds;
  } else if (location == "uri") {
    member.location = Location::kUri;
  } else if (location == "querystring") {
    member.location = Location::kQuery;
  } else if (location == "header") {
    member.location = Location::kHeader;
    member.timestamp_format = TimestampFormat::kHttpDate;
  } else {
    return Fail("has the location '" + location + "', which is not supported");
  }
  const Json& target = document_.at("shapes").at(member.shape->name);
  if (!target.is_object()) return Fail(std::string("its shape is not an object"));
  TRY(LoadTimestampFormat(target, member.timestamp_format));
  return LoadTimestampFormat(source, member.timestamp_format);
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
    Loaded loaded = LoadOperation(source, operation);
    if (loaded) loaded = CheckBindings(operation);
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
  if (source.contains("input")) operation.input = TRY(Resolve(source, "input"));
  if (source.contains("output")) operation.output = TRY(Resolve(source, "output"));
  for (const Shape* shape : {operation.input, operation.output}) {
    if (shape != nullptr && shape->type != ShapeType::kStructure) {
      return Fail("the shape " + shape->name + " is not a structure");
    }
  }
  if (operation.input != nullptr) {
    for (const Member& member : operation.input->members) {
      if (member.idempotency_token) operation.idempotency_token = &member;
    }
  }
  if (operation.idempotency_token != nullptr && !model_->options_.token_reuse) {
    return Fail(std::string("takes a client token, but options has no tokenReuse"));
  }
  const auto errors = source.find("errors");
  if (errors == source.end()) return {};
  for (const Json& name : *errors) {
    const Shape* shape = name.is_string() ? model_->FindError(name.get<std::string>()) : nullptr;
    if (shape == nullptr) return Fail("errors names " + DumpJson(name) + ", no error shape");
    operation.errors.push_back(shape);
  }
  return {};
}

Loaded ModelLoader::LoadUnserved(const Json& unserved) {
  const bool rest = model_->protocol_ == WireProtocol::kRestJson1;
  if (!unserved.is_array()) return Fail(std::string("unserved is not a list"));
  for (const Json& source : unserved) {
    Operation& operation = model_->operations_.emplace_back();
    if (!rest) {
      if (!source.is_string()) return Fail(std::string("unserved holds more than names"));
      operation.name = source.get<std::string>();
      continue;
    }
    operation.name = StringOr(source, "name");
    const Loaded http = SplitHttp(StringOr(source, "http"), operation);
    if (!http) return Fail(Within("operation " + operation.name, http.error()));
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

// Shapes may contain themselves, so the flags grow until nothing changes.
void ModelLoader::ComputeFlags() {
  bool changed = true;
  while (changed) {
    changed = false;
    for (Shape& shape : model_->shapes_) {
      bool constrained = shape.constraints.Any();
      bool sensitive = shape.sensitive;
      for (const Member& member : shape.members) {
        constrained = constrained || member.required || member.shape->constrained;
        sensitive = sensitive || member.sensitive || member.shape->holds_sensitive;
      }
      for (const Shape* part : {shape.element, shape.key, shape.value}) {
        constrained = constrained || (part != nullptr && part->constrained);
        sensitive = sensitive || (part != nullptr && part->holds_sensitive);
      }
      changed = changed || constrained != shape.constrained || sensitive != shape.holds_sensitive;
      shape.constrained = constrained;
      shape.holds_sensitive = sensitive;
    }
  }
}

}  // namespace portside
