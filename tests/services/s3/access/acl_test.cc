// SPDX-License-Identifier: Apache-2.0

#include "services/s3/access/acl.h"

#include <gtest/gtest.h>

#include "services/s3/s3_driver.h"

namespace portside {
namespace {

const std::string kOwner(64, 'a');
const std::string kOther(64, 'b');

std::string PolicyOf(const std::string& grants) {
  return "<AccessControlPolicy><AccessControlList>" + grants +
         "</AccessControlList></AccessControlPolicy>";
}

std::string GrantTo(const std::string& grantee, const std::string& permission) {
  return "<Grant><Grantee>" + grantee + "</Grantee><Permission>" + permission +
         "</Permission></Grant>";
}

TEST(AclTest, APolicyIsReadAndWrittenInOneOrder) {
  const std::string body = PolicyOf(
      GrantTo("<ID>" + kOther + "</ID>", "READ_ACP") +
      GrantTo("<URI>" + std::string(s3::kAllUsers) + "</URI>", "READ") +
      GrantTo("<ID>" + kOther + "</ID>", "READ") + GrantTo("<ID>" + kOther + "</ID>", "READ") +
      GrantTo("<ID>" + kOwner + "</ID>", "FULL_CONTROL"));
  const auto acl = s3::AclOfPolicy(body, kOwner);
  ASSERT_TRUE(acl);
  EXPECT_EQ(*acl, (Acl{{"id=" + kOther, "READ_ACP,READ"},
                       {"id=" + kOwner, "FULL_CONTROL"},
                       {"uri=" + std::string(s3::kAllUsers), "READ"}}));
  S3Answer shown;
  shown.body = s3::AclDocument(*acl, kOwner);
  EXPECT_EQ(shown.Elements("Permission"), "FULL_CONTROL READ READ_ACP READ");
  shown.body = s3::AclDocument({}, kOwner);
  EXPECT_EQ(shown.Elements("Permission"), "FULL_CONTROL");
}

TEST(AclTest, WhatIsNoPolicyIsRefused) {
  const std::string id = "<ID>" + kOther + "</ID>";
  std::string many;
  for (int i = 0; i < 101; ++i) many += GrantTo(id, "READ");
  const struct {
    std::string body;
    const char* code;
  } cases[] = {
      {"", "MalformedACLError"},
      {"<AccessControlPolicy/>", "MalformedACLError"},
      {PolicyOf("<Grant/>"), "MalformedACLError"},
      {PolicyOf(GrantTo(id, "EVERYTHING")), "MalformedACLError"},
      {PolicyOf(GrantTo("", "READ")), "MalformedACLError"},
      {PolicyOf(many), "MalformedACLError"},
      {PolicyOf(GrantTo("<ID>short</ID>", "READ")), "InvalidArgument"},
      {PolicyOf(GrantTo("<URI>http://x</URI>", "READ")), "InvalidArgument"},
      {PolicyOf(GrantTo("<EmailAddress>a@b.example</EmailAddress>", "READ")),
       "UnresolvableGrantByEmailAddress"},
      {"<AccessControlPolicy><Owner>" + id + "</Owner><AccessControlList/></AccessControlPolicy>",
       "AccessDenied"},
  };
  for (const auto& [body, code] : cases) {
    const auto acl = s3::AclOfPolicy(body, kOwner);
    ASSERT_FALSE(acl) << body;
    EXPECT_EQ(acl.error().code, code) << body;
  }
}

TEST(AclTest, AnEmptyListLeavesTheOwnerTheAclItself) {
  const auto acl = s3::AclOfPolicy(PolicyOf(""), kOwner);
  ASSERT_TRUE(acl);
  EXPECT_EQ(*acl, (Acl{{"id=" + kOwner, "WRITE_ACP"}}));
}

}  // namespace
}  // namespace portside
