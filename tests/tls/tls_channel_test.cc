// SPDX-License-Identifier: Apache-2.0
//
// Both ends of a TlsChannel over a pair of sockets, and the files that a server is given.

#include "portside/tls/tls_channel.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "portside/base/clock.h"
#include "portside/tls/certificate.h"
#include "portside/tls/certificate_folder.h"
#include "portside/tls/client_tls.h"
#include "portside/tls/server_tls.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using Progress = TlsChannel::Progress;
using testing::HasSubstr;

class TlsChannelTest : public testing::Test {
 protected:
  TlsChannelTest() {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets_.data()), 0);
    files_.Refresh({"localhost", "127.0.0.1"}, SystemClock().Now());
    server_tls_ = *ServerTls::Load(files_.certificate(), files_.key());
    client_tls_ = *ClientTls::Make(files_.authority());
  }
  ~TlsChannelTest() override {
    client_.reset();
    server_.reset();
    for (const int socket : sockets_) ::close(socket);
  }
  void Begin(const std::string& name = "localhost") {
    client_ = client_tls_->Connect(sockets_[0], name);
    server_ = server_tls_->Accept(sockets_[1], {});
  }
  // Until neither end can go on.
  std::pair<Progress, Progress> Shake() {
    std::pair<Progress, Progress> progress;
    for (int i = 0; i < 5; ++i) progress = {client_->Handshake(), server_->Handshake()};
    return progress;
  }

  std::array<int, 2> sockets_{};
  TemporaryDirectory folder_;
  CertificateFolder files_{folder_.path()};
  std::shared_ptr<const ServerTls> server_tls_;
  std::shared_ptr<const ClientTls> client_tls_;
  std::unique_ptr<TlsChannel> client_, server_;
};

TEST_F(TlsChannelTest, CarriesBytesBothWays) {
  Begin();
  ASSERT_EQ(Shake(), std::pair(Progress::kDone, Progress::kDone));
  std::array<char, 100> room{};
  std::size_t count = 0;
  EXPECT_EQ(server_->Read(room, count), Progress::kWantsRead);
  EXPECT_EQ(client_->Write("question", count), Progress::kDone);
  EXPECT_EQ(count, 8u);
  EXPECT_EQ(server_->Read(std::span(room).first(4), count), Progress::kDone);
  EXPECT_EQ(std::string(room.data(), count), "ques");
  EXPECT_EQ(server_->Read(room, count), Progress::kDone);  // the socket shows nothing of it
  EXPECT_EQ(std::string(room.data(), count), "tion");
  EXPECT_EQ(server_->Write("answer", count), Progress::kDone);
  EXPECT_EQ(client_->Read(room, count), Progress::kDone);
  EXPECT_EQ(std::string(room.data(), count), "answer");
}

TEST_F(TlsChannelTest, BeginsWithWhatWasReadBefore) {
  client_ = client_tls_->Connect(sockets_[0], "127.0.0.1");
  EXPECT_EQ(client_->Handshake(), Progress::kWantsRead);
  std::array<char, 7> first{};
  ASSERT_EQ(::recv(sockets_[1], first.data(), first.size(), 0), 7);
  server_ = server_tls_->Accept(sockets_[1], {first.data(), first.size()});
  EXPECT_EQ(Shake(), std::pair(Progress::kDone, Progress::kDone));
}

TEST_F(TlsChannelTest, TellsAnEndFromACut) {
  std::array<char, 10> room{};
  std::size_t count = 0;
  Begin();
  Shake();
  server_->SayEnd();
  EXPECT_EQ(client_->Read(room, count), Progress::kEnded);
  ::shutdown(sockets_[0], SHUT_WR);
  EXPECT_EQ(server_->Read(room, count), Progress::kFailed);
  EXPECT_EQ(server_->problem(), "the connection was closed");
  EXPECT_EQ(server_->Write("more", count), Progress::kFailed);
}

TEST_F(TlsChannelTest, AFullSocketIsWaitedFor) {
  Begin();
  Shake();
  const std::string bytes(64 << 10, 'x');
  std::size_t written = 0;
  std::size_t count = 0;
  while (client_->Write(bytes, count) == Progress::kDone) written += count;
  EXPECT_EQ(client_->Write(bytes, count), Progress::kWantsWrite);
  std::array<char, 4096> room{};
  std::size_t read = 0;
  while (server_->Read(room, count) == Progress::kDone) read += count;
  EXPECT_EQ(client_->Write(bytes, count), Progress::kDone);
  written += count;
  while (server_->Read(room, count) == Progress::kDone) read += count;
  EXPECT_EQ(read, written);
}

TEST_F(TlsChannelTest, AClientThatDoesNotTrustTellsTheServer) {
  client_tls_ = *ClientTls::Make("");
  Begin();
  EXPECT_EQ(Shake(), std::pair(Progress::kFailed, Progress::kFailed));
  EXPECT_EQ(client_->problem(),
            "certificate verify failed: unable to get local issuer certificate");
  EXPECT_EQ(server_->problem(), "tlsv1 alert unknown ca");
}

TEST_F(TlsChannelTest, AnotherNameIsRefused) {
  for (const char* name : {"portside", "127.0.0.2", "::1", "localhost.localhost"}) {
    for (int& socket : sockets_) ::close(socket);
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets_.data()), 0);
    Begin(name);
    EXPECT_EQ(Shake().first, Progress::kFailed);
    EXPECT_THAT(client_->problem(), HasSubstr("mismatch")) << name;
  }
}

class ServerFilesTest : public testing::Test {
 protected:
  std::string Put(const char* name, const std::string& text) {
    std::string path = folder_.path() / name;
    std::ofstream(path) << text;
    return path;
  }
  // "certificate: …" or "key: …".
  static std::string ErrorOf(const std::string& certificate, const std::string& key) {
    const auto loaded = ServerTls::Load(certificate, key);
    if (loaded) return "it was taken";
    const bool is_key = loaded.error().file == TlsFileError::Of::kKey;
    return (is_key ? "key: " : "certificate: ") + loaded.error().reason;
  }

  TemporaryDirectory folder_;
};

TEST_F(ServerFilesTest, AreTakenWithTheirChain) {
  const Timestamp now = SystemClock().Now();
  const KeyedCertificate authority = MakeAuthority(now);
  const KeyedCertificate server = MakeServerCertificate(authority, {"localhost"}, now);
  EXPECT_EQ(ErrorOf(Put("chain.pem", server.certificate + authority.certificate),
                    Put("key.pem", server.key)),
            "it was taken");
}

TEST_F(ServerFilesTest, AreRefusedByName) {
  const Timestamp now = SystemClock().Now();
  const KeyedCertificate one = MakeAuthority(now);
  const std::string good = Put("good.pem", one.certificate);
  const std::string key = Put("key.pem", one.key);
  const std::string none = folder_.path() / "none.pem";
  EXPECT_EQ(ErrorOf(none, key), "certificate: cannot read " + none + ": No such file or directory");
  EXPECT_EQ(ErrorOf(good, none), "key: cannot read " + none + ": No such file or directory");
  EXPECT_THAT(ErrorOf(folder_.path(), key), HasSubstr("certificate: cannot read "));
  const std::string empty = Put("empty.pem", "");
  EXPECT_EQ(ErrorOf(empty, key), "certificate: cannot read " + empty + ": it is empty");
  EXPECT_THAT(ErrorOf(Put("text.pem", "hello"), key),
              testing::EndsWith("text.pem has no certificate in PEM form"));
  EXPECT_THAT(ErrorOf(good, good), HasSubstr("good.pem has no key in PEM form"));
  EXPECT_EQ(ErrorOf(good, Put("other.pem", MakeAuthority(now).key)),
            "key: " + (folder_.path() / "other.pem").string() + " is not the key of " + good);
}

// Nobody is asked for a pass phrase, least of all on a terminal.
TEST_F(ServerFilesTest, AKeyWithAPassPhraseIsRefused) {
  const std::string good = Put("good.pem", MakeAuthority(SystemClock().Now()).certificate);
  const std::string locked = Put("locked.pem", R"(-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,A51E3F0B6F7C8D9EA51E3F0B6F7C8D9E

MHcCAQEEIA==
-----END EC PRIVATE KEY-----
)");
  EXPECT_THAT(ErrorOf(good, locked), HasSubstr("without a pass phrase"));
}

}  // namespace
}  // namespace portside
