// SPDX-License-Identifier: Apache-2.0
//
// Where a request comes from, as far as a browser tells: a page that somebody looks at must not use
// this server behind their back, neither by a form or a script of its own origin, nor under a name
// of its own that it makes lead here (DNS rebinding).

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/http/message.h"

namespace portside {

// "[::1]:4566" -> "[::1]", "LocalHost:4566" -> "localhost".
std::string HostName(std::string_view host);

// Names that no one can make lead here from outside: addresses, names without a dot (of containers
// beside this one), and those that are this machine's by convention.
bool IsLocalName(std::string_view name);

// Whether a browser sent this from a page of this server's own address.
bool IsOwnOrigin(std::string_view origin, std::string_view host);

// What tells that a page from elsewhere may have sent this, in words; nothing for programs, and for
// pages that this machine serves. An Origin that is not local, or a Host that is neither local nor
// AWS's nor one of `hosts` or below it.
std::optional<std::string> FindForeignPage(const HttpRequest& request,
                                           const std::vector<std::string>& hosts = {});

}  // namespace portside
