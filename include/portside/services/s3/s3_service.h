// SPDX-License-Identifier: Apache-2.0
//
// S3Service: the S3 API over an ObjectStore, written by hand because S3 is like no other service:
// objects stream through it in both directions and are never held in memory as wholes. What is
// not served answers 501 NotImplemented naming the operation, never a silent 200.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "portside/aws/sigv4.h"
#include "portside/base/clock.h"
#include "portside/base/random.h"
#include "portside/objects/haste.h"
#include "portside/objects/object_store.h"
#include "portside/services/core/call_gate.h"
#include "portside/services/core/service.h"

namespace portside {

struct S3Options {
  // A PUT to a bucket that is missing creates it, for its caller.
  bool create_buckets = false;
  // Hosts under which `<bucket>.<host>` and `<bucket>.s3.<host>` are virtual-host addresses,
  // besides AWS's own.
  std::vector<std::string> virtual_hosts = {"localhost", "localhost.localstack.cloud"};
  // Runs a call on the core thread, after what is ready now. With it, copies of many bytes are made
  // in steps between which others have their turn.
  std::function<void(std::function<void()>)> post = nullptr;
  // The machine's: policies of browsers' forms are dated by it. Null: the users'.
  const Clock* machine_clock = nullptr;
  // With a clock, every request must be signed. What it points to outlives the service.
  SignatureCheck signatures = {};
  // Of letters, digits and hyphens. Null: counted by the service.
  std::function<std::string(const Caller& caller)> draw_upload_id = nullptr;
  CallGate* gate = nullptr;  // asked about every call, if there is one
  // Where files and folders of a person are read for the first time; null: on the spot.
  Aside aside = nullptr;
};

class S3Service final : public Service {
 public:
  // The references must outlive the service. `clock` is the users' clock.
  S3Service(ObjectStore& objects, const Clock& clock, S3Options options);
  ~S3Service() override;

  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record) override;

  // The server's own answer: of a body that breaks HTTP or a limit, or of what failed (400, 408,
  // 413, 431, 500, 503; S3 has statuses of its own for some). `method`: of the request.
  HttpResponse Refuse(int status, std::string_view reason, std::string_view method,
                      const Caller& caller, CallRecord& record);
  // In S3's own form: 16 digits and capital letters.
  static std::string NewRequestId(Random& random);

  // The names of all operations, served or not.
  [[nodiscard]] static std::vector<std::string_view> Operations();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
