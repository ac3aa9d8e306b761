// SPDX-License-Identifier: Apache-2.0

#include "portside/server/tls_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "portside/base/clock.h"
#include "portside/tls/certificate.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::StartsWith;

class TlsSetupTest : public testing::Test {
 protected:
  [[nodiscard]] CertificateFacts Facts() const {
    std::ifstream stream(folder_.path() / "tls" / "server.pem");
    return *ReadCertificate(std::string{std::istreambuf_iterator<char>(stream), {}});
  }
  TlsSetup Make(const Config& config) {
    return TlsSetup(config, folder_.path() / "tls", clock_.Now());
  }
  std::string RefusalOf(const Config& config) {
    try {
      Make(config);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it was taken";
  }

  VirtualClock clock_;
  TemporaryDirectory folder_;
};

TEST_F(TlsSetupTest, WithoutAnOptionThereIsNothing) {
  EXPECT_EQ(Make({}).server(), nullptr);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "tls"));
}

TEST_F(TlsSetupTest, MakesACertificateForEveryName) {
  Config config{.host = "192.0.2.7", .s3_hosts = {"portside"}, .tls = true};
  const TlsSetup tls = Make(config);
  EXPECT_NE(tls.server(), nullptr);
  EXPECT_EQ(tls.authority(), folder_.path() / "tls" / "ca.pem");
  const std::vector<std::string> expected = {"localhost", "*.portside.localhost", "portside",
                                             "*.portside", "192.0.2.7"};
  EXPECT_THAT(Facts().names, IsSupersetOf(expected));
  config.s3_hosts = {"other"};
  Make(config);
  EXPECT_THAT(Facts().names, Contains("*.other"));
}

TEST_F(TlsSetupTest, RenewsNearTheEnd) {
  TlsSetup tls = Make({.tls = true});
  const auto first = tls.server();
  EXPECT_FALSE(tls.Renew(clock_.Now()));
  EXPECT_EQ(tls.server(), first);
  clock_.Advance(kServerCertificateTime - std::chrono::days(29));
  EXPECT_TRUE(tls.Renew(clock_.Now()));
  EXPECT_NE(tls.server(), first);
}

TEST_F(TlsSetupTest, TakesFilesThatAreGiven) {
  Make({.tls = true});
  const std::string folder = folder_.path() / "tls";
  const Config config{.tls_cert = folder + "/server.pem", .tls_key = folder + "/server-key.pem"};
  TlsSetup tls = Make(config);
  EXPECT_NE(tls.server(), nullptr);
  EXPECT_EQ(tls.authority(), "");
  EXPECT_FALSE(tls.Renew(clock_.Now()));
}

TEST_F(TlsSetupTest, ARefusalNamesTheOption) {
  Make({.tls = true});
  const std::string folder = folder_.path() / "tls";
  EXPECT_THAT(RefusalOf({.tls_cert = "/none.pem", .tls_key = folder + "/server-key.pem"}),
              StartsWith("--tls-cert: cannot read /none.pem"));
  EXPECT_THAT(
      RefusalOf({.tls_cert = folder + "/server.pem", .tls_key = folder + "/ca-key.pem"}),
      AllOf(StartsWith("--tls-key: "), EndsWith("is not the key of " + folder + "/server.pem")));
  std::ofstream(folder + "/ca-key.pem") << "no key";
  EXPECT_THAT(RefusalOf({.tls = true}), AllOf(StartsWith("--tls: "), HasSubstr("ca-key.pem")));
}

}  // namespace
}  // namespace portside
