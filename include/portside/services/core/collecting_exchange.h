// SPDX-License-Identifier: Apache-2.0
//
// CollectingExchange: an exchange that gathers the whole body, for everything but S3's objects.

#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "portside/http/exchange.h"

namespace portside {

class CollectingExchange final : public Exchange {
 public:
  // Called once with the complete request.
  using Complete = std::function<void(HttpRequest& request, const Respond& respond)>;

  CollectingExchange(HttpRequest request, std::uint64_t limit, Complete complete)
      : request_(std::move(request)), limit_(limit), complete_(std::move(complete)) {}

  [[nodiscard]] std::uint64_t BodyLimit() const override { return limit_; }
  [[nodiscard]] std::size_t HeldBytes() const override { return request_.body.size(); }
  bool Write(std::string_view piece) override {
    request_.body.append(piece);
    return true;
  }
  void Finish(Respond respond) override { complete_(request_, respond); }

 private:
  HttpRequest request_;
  std::uint64_t limit_;
  Complete complete_;
};

}  // namespace portside
