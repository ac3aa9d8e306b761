// SPDX-License-Identifier: Apache-2.0
//
// What certificates say is also read by OpenSSL's own command line, in
// tests/e2e/process/tls_test.py.

#include "portside/tls/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/clock.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Certificate, SaysWhatItWasMadeFor) {
  const Timestamp now = VirtualClock().Now();
  const KeyedCertificate authority = MakeAuthority(now);
  const KeyedCertificate server = MakeServerCertificate(
      authority, {"localhost", "*.portside.localhost", "127.0.0.1", "2001:db8::5"}, now);
  const auto facts = ReadCertificate(server.certificate);
  ASSERT_TRUE(facts) << facts.error();
  EXPECT_THAT(facts->names,
              ElementsAre("localhost", "*.portside.localhost", "127.0.0.1", "2001:db8::5"));
  EXPECT_EQ(facts->begins, now - std::chrono::days(1));
  EXPECT_EQ(facts->ends, now + kServerCertificateTime);
  EXPECT_LT(facts->ends - facts->begins, std::chrono::days(825));
}

TEST(Certificate, IsItsAuthoritysAndItsKeys) {
  const Timestamp now = VirtualClock().Now();
  const KeyedCertificate one = MakeAuthority(now);
  const KeyedCertificate other = MakeAuthority(now);
  const KeyedCertificate server = MakeServerCertificate(one, {"localhost"}, now);
  EXPECT_TRUE(IsSignedBy(server.certificate, one.certificate));
  EXPECT_TRUE(IsSignedBy(one.certificate, one.certificate));
  EXPECT_FALSE(IsSignedBy(server.certificate, other.certificate));
  EXPECT_TRUE(IsKeyOf(server));
  EXPECT_FALSE(IsKeyOf({server.certificate, one.key}));
  EXPECT_FALSE(IsKeyOf({server.certificate, "no key"}));
}

// Clients that know two authorities by one name try the wrong one.
TEST(Certificate, NoTwoAuthoritiesAreAlike) {
  const Timestamp now = VirtualClock().Now();
  EXPECT_NE(MakeAuthority(now).certificate, MakeAuthority(now).certificate);
}

// A name is a name, whatever OpenSSL's configuration would make of it.
TEST(Certificate, NamesAreNoConfiguration) {
  const Timestamp now = VirtualClock().Now();
  const std::string name = "a,DNS:evil.example";
  const auto server = MakeServerCertificate(MakeAuthority(now), {name}, now);
  EXPECT_THAT(ReadCertificate(server.certificate)->names, ElementsAre(name));
}

TEST(Certificate, SaysWhatIsNone) {
  for (const char* text : {"", "no certificate", "-----BEGIN CERTIFICATE-----\nMII\n"}) {
    const auto facts = ReadCertificate(text);
    ASSERT_FALSE(facts);
    EXPECT_THAT(facts.error(), HasSubstr("no certificate in PEM form"));
  }
}

}  // namespace
}  // namespace portside
