// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seed_check.h"

#include <map>

#include "portside/model/embedded_models.h"
#include "seed/input_check.h"
#include "seed/operations.h"
#include "seed/references.h"

namespace portside {
namespace {

// By the names of the calls so far.
using Names = std::map<std::string, const Operation*, std::less<>>;

// References to the call's owner give what they stand for, those to calls an empty text, which
// nobody looks at.
Lookup CheckingLookup(const SeedCall& call, const Names& names) {
  return [&call, &names](const std::string& reference) -> Expected<Json, std::string> {
    if (reference == "account") return Json(call.owner.account);
    if (reference == "region") return Json(call.owner.region);
    const std::vector<std::string> path = PathOf(reference);
    const auto named = names.find(path[0]);
    if (named == names.end()) {
      return Fail("${" + reference + "} is unknown: no earlier call has the name '" + path[0] +
                  "'");
    }
    if (path.size() == 1) {
      return Fail("${" + reference + "} is a whole output; name a member of it");
    }
    const std::string mistake = MistakeInPath(*named->second, path);
    if (!mistake.empty()) return Fail("${" + reference + "}: " + mistake);
    return Json("");
  };
}

}  // namespace

FileResult<void> CheckSeedCalls(const SeedFile& file, std::span<const ServiceModel* const> models) {
  Names names;
  for (const SeedCall& call : file.calls) {
    const auto named = FindOperation(models, call.service, call.operation);
    if (!named) return Fail(FileError{file.path, call.line, named.error()});
    const Lookup lookup = CheckingLookup(call, names);
    TRY(ExpandTree(file.path, call.input, lookup));
    TRY(CheckInput(file.path, call, *models[named->model], *named->operation));
    if (!call.as.empty()) names[call.as] = named->operation;
  }
  return {};
}

FileResult<void> CheckSeedCalls(const std::vector<SeedFile>& files) {
  std::vector<std::unique_ptr<const ServiceModel>> loaded;
  std::vector<const ServiceModel*> models;
  for (const std::string_view name : EmbeddedModelNames()) {
    loaded.push_back(LoadEmbeddedModel(name));
    models.push_back(loaded.back().get());
  }
  for (const SeedFile& file : files) TRY(CheckSeedCalls(file, models));
  return {};
}

}  // namespace portside
