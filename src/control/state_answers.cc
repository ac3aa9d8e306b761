// SPDX-License-Identifier: Apache-2.0

#include "control/state_answers.h"

#include "portside/base/timestamp.h"

namespace portside {

Json SnapshotToJson(const Snapshot& snapshot) {
  return {{"name", snapshot.name},
          {"scope", ToJson(snapshot.scope)},
          {"created_at", FormatIso8601(snapshot.created_at, 6)},
          {"resources", snapshot.resources},
          {"objects", snapshot.objects}};
}

ControlError ErrorOf(const StateError& error) {
  switch (error.kind) {
    case StateError::Kind::kUnknown: return {404, error.message, "name"};
    case StateError::Kind::kRefused: return {409, error.message, ""};
    case StateError::Kind::kUnfit: return {400, error.message, ""};
    case StateError::Kind::kBroken: break;
  }
  return {500, error.message, ""};
}

}  // namespace portside
