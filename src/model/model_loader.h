// SPDX-License-Identifier: Apache-2.0
//
// ModelLoader: one pass over a model's JSON that builds a ServiceModel or names what is wrong with
// it. Private to the model layer; used once per model.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/model/service_model.h"

namespace portside {

class ModelLoader {
 public:
  explicit ModelLoader(const Json& document) : document_(document) {}
  Expected<std::unique_ptr<const ServiceModel>, std::string> Run();

 private:
  using Loaded = Expected<void, std::string>;

  Loaded LoadHeader();
  Loaded LoadOptions(const Json& options);
  Loaded LoadShapes();
  Loaded LoadShape(const std::string& name, const Json& source, Shape& shape);
  Loaded LoadConstraints(const Json& source, Shape& shape);
  Loaded LoadStructure(const Json& source, Shape& shape);
  Loaded LoadMember(const Json& source, Member& member);
  Loaded LoadOperations();
  Loaded LoadOperation(const Json& source, Operation& operation);
  Loaded LoadUnserved(const Json& unserved);
  Loaded CheckBindings(const Operation& operation) const;
  void ComputeFlags();

  Expected<const Shape*, std::string> Resolve(const Json& source, const char* key) const;

  const Json& document_;
  std::unique_ptr<ServiceModel> model_;
  // Texts compile once, however many shapes repeat them.
  std::unordered_map<std::string, std::shared_ptr<const Pattern>> patterns_;
};

}  // namespace portside
