// SPDX-License-Identifier: Apache-2.0
//
// ModelLoader: builds a ServiceModel from its JSON, or names what is wrong with it. Private to the
// model layer; used once per model.

#pragma once

#include <memory>
#include <string>

#include "model/shape_library.h"
#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/model/service_model.h"

namespace portside {

class ModelLoader {
 public:
  using Model = Expected<std::unique_ptr<const ServiceModel>, std::string>;

  // The document's shapes are those of the source.
  ModelLoader(const Json& document, std::unique_ptr<ShapeSource> shapes)
      : document_(document), shapes_(std::move(shapes)) {}

  // Shapes are left for later.
  Model ReadHead();
  // Everything is read and held against each other.
  Model ReadAll();

 private:
  using Loaded = Expected<void, std::string>;

  Loaded Read();
  Loaded LoadHeader();
  Loaded LoadOptions(const Json& options);
  Loaded LoadOperations();
  Loaded LoadOperation(const Json& source, Operation& operation);
  Loaded LoadUnserved(const Json& unserved);
  Loaded CheckOperation(const Operation& operation) const;
  Loaded CheckBindings(const Operation& operation) const;

  const Json& document_;
  std::unique_ptr<ShapeSource> shapes_;
  std::unique_ptr<ServiceModel> model_;
};

}  // namespace portside
