// SPDX-License-Identifier: Apache-2.0
//
// ControlGuard: the control plane is for the person who started the server, not for the pages that
// the same person has open in a browser. A page of elsewhere shows itself by its Origin, or, where
// its name was made to lead to this machine, by the Host that it asks for.

#pragma once

#include <optional>
#include <string>

#include "portside/control/endpoint.h"
#include "portside/http/message.h"

namespace portside {

class ControlGuard {
 public:
  struct Options {
    bool is_on = true;
    std::string token;  // that a caller must bear; empty: none is asked for
  };

  ControlGuard() : ControlGuard(Options()) {}
  explicit ControlGuard(Options options) : options_(std::move(options)) {}

  // Why this caller is not let in: 404 where the plane is off, 401 without the token, 403 for a
  // browser's page of another origin. Nothing: come in.
  [[nodiscard]] std::optional<ControlError> Refuse(const HttpRequest& request) const;

 private:
  Options options_;
};

}  // namespace portside
