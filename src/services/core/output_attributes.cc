// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/output_attributes.h"

namespace portside {

ObjectAttributes OutputAttributes(const Resource& job, std::string_view content_type,
                                  std::string_view kms_key) {
  ObjectAttributes attributes;
  attributes.content_type = content_type;
  if (kms_key.empty()) return attributes;
  std::string arn(kms_key);
  if (!arn.starts_with("arn:")) {
    const bool is_alias = arn.starts_with("alias/");
    arn = "arn:aws:kms:" + job.region + ":" + job.account + ":" + (is_alias ? "" : "key/") + arn;
  }
  attributes.headers["x-amz-server-side-encryption"] = "aws:kms";
  attributes.headers["x-amz-server-side-encryption-aws-kms-key-id"] = std::move(arn);
  return attributes;
}

}  // namespace portside
