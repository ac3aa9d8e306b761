// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/certificate_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "portside/base/clock.h"
#include "portside/tls/certificate.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class CertificateFolderTest : public testing::Test {
 protected:
  static std::string TextOf(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  static mode_t ModeOf(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
    return status.st_mode & 0777;
  }
  CertificateFacts ServerFacts() { return *ReadCertificate(TextOf(files_.certificate())); }
  std::string Refusal() {
    try {
      files_.Refresh({"localhost"}, clock_.Now());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it was taken";
  }

  VirtualClock clock_;
  TemporaryDirectory directory_;
  fs::path folder_ = directory_.path() / "below" / "tls";
  CertificateFolder files_{folder_};
};

TEST_F(CertificateFolderTest, MakesAnAuthorityAndACertificateOnce) {
  EXPECT_TRUE(files_.Refresh({"localhost", "127.0.0.1"}, clock_.Now()));
  EXPECT_THAT(ServerFacts().names, ElementsAre("localhost", "127.0.0.1"));
  EXPECT_TRUE(IsSignedBy(TextOf(files_.certificate()), TextOf(files_.authority())));
  EXPECT_TRUE(IsKeyOf({TextOf(files_.certificate()), TextOf(files_.key())}));
  const std::string made = TextOf(files_.certificate());
  EXPECT_FALSE(files_.Refresh({"localhost", "127.0.0.1"}, clock_.Now()));
  EXPECT_EQ(TextOf(files_.certificate()), made);
}

TEST_F(CertificateFolderTest, KeysAreTheirOwnersAlone) {
  files_.Refresh({"localhost"}, clock_.Now());
  EXPECT_EQ(ModeOf(files_.key()), 0600u);
  EXPECT_EQ(ModeOf(folder_ / "ca-key.pem"), 0600u);
  EXPECT_EQ(ModeOf(files_.authority()) & 0444u, 0444u);
}

TEST_F(CertificateFolderTest, OtherNamesMakeAnotherCertificateOfTheSameAuthority) {
  files_.Refresh({"localhost"}, clock_.Now());
  const std::string authority = TextOf(files_.authority());
  EXPECT_TRUE(files_.Refresh({"localhost", "portside"}, clock_.Now()));
  EXPECT_THAT(ServerFacts().names, ElementsAre("localhost", "portside"));
  EXPECT_EQ(TextOf(files_.authority()), authority);
}

TEST_F(CertificateFolderTest, RenewsBeforeTheEndAndKeepsTheAuthority) {
  files_.Refresh({"localhost"}, clock_.Now());
  const std::string authority = TextOf(files_.authority());
  const Timestamp first_end = ServerFacts().ends;
  clock_.Set(first_end - std::chrono::days(31));
  EXPECT_FALSE(files_.Refresh({"localhost"}, clock_.Now()));
  clock_.Set(first_end - std::chrono::days(30));
  EXPECT_TRUE(files_.Refresh({"localhost"}, clock_.Now()));
  EXPECT_EQ(ServerFacts().ends, clock_.Now() + kServerCertificateTime);
  EXPECT_EQ(TextOf(files_.authority()), authority);
}

TEST_F(CertificateFolderTest, AnAuthorityThatEndsTooSoonIsReplaced) {
  files_.Refresh({"localhost"}, clock_.Now());
  const std::string authority = TextOf(files_.authority());
  clock_.Advance(kAuthorityTime - kServerCertificateTime + std::chrono::seconds(1));
  EXPECT_TRUE(files_.Refresh({"localhost"}, clock_.Now()));
  EXPECT_NE(TextOf(files_.authority()), authority);
  EXPECT_TRUE(IsSignedBy(TextOf(files_.certificate()), TextOf(files_.authority())));
}

TEST_F(CertificateFolderTest, WhatAKilledProcessLeftIsMadeAnew) {
  files_.Refresh({"localhost"}, clock_.Now());
  const std::string authority = TextOf(files_.authority());
  // The new key was in place, its certificate was not.
  std::ofstream(files_.key()) << MakeAuthority(clock_.Now()).key;
  EXPECT_TRUE(files_.Refresh({"localhost"}, clock_.Now()));
  EXPECT_TRUE(IsKeyOf({TextOf(files_.certificate()), TextOf(files_.key())}));
  EXPECT_EQ(TextOf(files_.authority()), authority);
  fs::remove(files_.authority());
  std::ofstream(folder_ / "ca.pem.new") << "half";
  EXPECT_TRUE(files_.Refresh({"localhost"}, clock_.Now()));
  EXPECT_TRUE(IsSignedBy(TextOf(files_.certificate()), TextOf(files_.authority())));
}

TEST_F(CertificateFolderTest, ADamagedAuthorityIsNotReplacedInSilence) {
  files_.Refresh({"localhost"}, clock_.Now());
  std::ofstream(folder_ / "ca-key.pem") << "no key";
  EXPECT_THAT(Refusal(), HasSubstr("ca-key.pem is not the key of"));
  std::ofstream(files_.authority()) << "no certificate";
  EXPECT_THAT(Refusal(), HasSubstr("ca.pem has no certificate in PEM form"));
}

TEST_F(CertificateFolderTest, SaysWhatCannotBeWritten) {
  fs::create_directories(folder_.parent_path());
  std::ofstream(folder_.string()) << "a file where the folder would be";
  EXPECT_THAT(Refusal(), HasSubstr("cannot make " + folder_.string()));
}

TEST(ServerNames, AreWhatPortsideIsCalled) {
  const auto names = ServerNames("localhost", {});
  for (const char* name :
       {"localhost", "*.localhost", "portside.localhost", "*.portside.localhost",
        "s3.localhost.localstack.cloud", "*.s3.localhost.localstack.cloud",
        "localhost.localstack.cloud", "*.localhost.localstack.cloud", "127.0.0.1", "::1"}) {
    EXPECT_THAT(names, Contains(name).Times(1));
  }
}

TEST(ServerNames, HaveWhatIsGiven) {
  const auto names = ServerNames("2001:db8:0::5", {"Portside", "10.0.0.7"});
  EXPECT_THAT(names, Contains("portside"));
  EXPECT_THAT(names, Contains("*.portside"));
  EXPECT_THAT(names, Contains("10.0.0.7"));
  EXPECT_THAT(names, Not(Contains("*.10.0.0.7")));
  EXPECT_THAT(names, Contains("2001:db8::5"));  // as it is read back
  EXPECT_EQ(ServerNames("0.0.0.0", {}), ServerNames("localhost", {}));
  EXPECT_EQ(ServerNames("::", {}), ServerNames("localhost", {}));
}

}  // namespace
}  // namespace portside
