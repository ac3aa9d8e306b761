// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/certificate.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/pem.h>

#include <array>

#include "portside/base/random.h"
#include "tls/openssl.h"

namespace portside {
namespace {

using tls::CertificatePointer;
using tls::KeyPointer;
using tls::Require;

using NumberPointer = std::unique_ptr<BIGNUM, tls::FreeWith<BN_free>>;
using NamesPointer = std::unique_ptr<GENERAL_NAMES, tls::FreeWith<GENERAL_NAMES_free>>;
using TimePointer = std::unique_ptr<ASN1_TIME, tls::FreeWith<ASN1_TIME_free>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, tls::FreeWith<X509_EXTENSION_free>>;

constexpr auto kClockDifference = std::chrono::days(1);

tls::BioPointer ReaderOf(std::string_view text) {
  tls::BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Require(bio != nullptr, "a new BIO");
  return bio;
}

std::string TextOf(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// Null where there is none; the error is on OpenSSL's queue.
CertificatePointer ReadPem(std::string_view text) {
  return CertificatePointer(
      PEM_read_bio_X509(ReaderOf(text).get(), nullptr, &tls::RefusePassPhrase, nullptr));
}

KeyPointer ReadKey(std::string_view text) {
  return KeyPointer(
      PEM_read_bio_PrivateKey(ReaderOf(text).get(), nullptr, &tls::RefusePassPhrase, nullptr));
}

KeyedCertificate Write(X509* certificate, EVP_PKEY* key) {
  const tls::BioPointer certificate_text(BIO_new(BIO_s_mem()));
  const tls::BioPointer key_text(BIO_new(BIO_s_mem()));
  Require(certificate_text != nullptr && key_text != nullptr, "a new BIO");
  Require(PEM_write_bio_X509(certificate_text.get(), certificate) == 1, "writing a certificate");
  Require(PEM_write_bio_PrivateKey(key_text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "writing a key");
  return {TextOf(certificate_text.get()), TextOf(key_text.get())};
}

void SetTimes(X509* certificate, Timestamp now, std::chrono::days valid) {
  const auto seconds = [](Timestamp time) {
    return static_cast<time_t>(
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
  };
  Require(ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(now - kClockDifference)) &&
              ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(now + valid)),
          "setting times");
}

// Serials must not repeat for one authority; the first bit is none of a negative number.
void SetSerial(X509* certificate, Random& random) {
  std::array<unsigned char, 16> bytes{};
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random.Below(256));
  bytes[0] &= 0x7f;
  const NumberPointer number(BN_bin2bn(bytes.data(), bytes.size(), nullptr));
  Require(number != nullptr &&
              BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
          "setting a serial number");
}

void AddName(X509_NAME* name, const char* field, const std::string& value) {
  Require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(value.data()),
                                     static_cast<int>(value.size()), -1, 0) == 1,
          "setting a name");
}

void AddExtension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPointer extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  Require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1,
          "adding an extension");
}

// Not by OpenSSL's configuration texts, in which a name could say more than a name.
void AddNames(X509* certificate, const std::vector<std::string>& names) {
  const NamesPointer list(GENERAL_NAMES_new());
  Require(list != nullptr, "a list of names");
  for (const std::string& name : names) {
    GENERAL_NAME* entry = GENERAL_NAME_new();
    Require(entry != nullptr && sk_GENERAL_NAME_push(list.get(), entry) > 0, "adding a name");
    if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(name.c_str())) {
      GENERAL_NAME_set0_value(entry, GEN_IPADD, address);
      continue;
    }
    tls::TakeError();
    ASN1_IA5STRING* text = ASN1_IA5STRING_new();
    Require(
        text != nullptr && ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) == 1,
        "adding a name");
    GENERAL_NAME_set0_value(entry, GEN_DNS, text);
  }
  Require(X509_add1_ext_i2d(certificate, NID_subject_alt_name, list.get(), 0, 0) == 1,
          "adding names");
}

std::string TextOf(const GENERAL_NAME& name) {
  int kind = 0;
  const auto* value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(&name, &kind));
  const unsigned char* bytes = ASN1_STRING_get0_data(value);
  const int size = ASN1_STRING_length(value);
  if (kind == GEN_DNS)
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (kind != GEN_IPADD || (size != 4 && size != 16)) return "?";
  ::inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
  return text.data();
}

Timestamp TimeOf(const ASN1_TIME* time) {
  const TimePointer epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0;
  int seconds = 0;
  Require(epoch != nullptr && ASN1_TIME_diff(&days, &seconds, epoch.get(), time) == 1,
          "reading a time");
  return Timestamp(std::chrono::days(days) + std::chrono::seconds(seconds));
}

CertificatePointer Begin(EVP_PKEY* key, Timestamp now, std::chrono::days valid, Random& random) {
  CertificatePointer certificate(X509_new());
  Require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
              X509_set_pubkey(certificate.get(), key) == 1,
          "a new certificate");
  SetSerial(certificate.get(), random);
  SetTimes(certificate.get(), now, valid);
  AddName(X509_get_subject_name(certificate.get()), "O", "Portside");
  return certificate;
}

KeyPointer MakeKey() {
  KeyPointer key(EVP_EC_gen("P-256"));
  Require(key != nullptr, "a new key");
  return key;
}

void Sign(X509* certificate, EVP_PKEY* key) {
  Require(X509_sign(certificate, key, EVP_sha256()) > 0, "signing a certificate");
}

}  // namespace

KeyedCertificate MakeAuthority(Timestamp now) {
  Random random = Random::FromEntropy();
  const KeyPointer key = MakeKey();
  const CertificatePointer made = Begin(key.get(), now, kAuthorityTime, random);
  // A name of its own: a client that knew two of one name would try the wrong one.
  AddName(X509_get_subject_name(made.get()), "CN", "Portside authority " + random.Hex(8));
  Require(X509_set_issuer_name(made.get(), X509_get_subject_name(made.get())) == 1,
          "setting an issuer");
  AddExtension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(made.get(), made.get(), NID_subject_key_identifier, "hash");
  Sign(made.get(), key.get());
  return Write(made.get(), key.get());
}

KeyedCertificate MakeServerCertificate(const KeyedCertificate& authority,
                                       const std::vector<std::string>& names, Timestamp now) {
  Random random = Random::FromEntropy();
  const CertificatePointer issuer = ReadPem(authority.certificate);
  const KeyPointer issuer_key = ReadKey(authority.key);
  Require(issuer != nullptr && issuer_key != nullptr, "reading the authority");
  const KeyPointer key = MakeKey();
  const CertificatePointer made = Begin(key.get(), now, kServerCertificateTime, random);
  // Of at most 64 characters, and read by nobody any more: the names are below.
  AddName(X509_get_subject_name(made.get()), "CN", names.at(0).substr(0, 64));
  Require(X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get())) == 1,
          "setting an issuer");
  AddExtension(made.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(made.get(), issuer.get(), NID_key_usage, "critical,digitalSignature");
  AddExtension(made.get(), issuer.get(), NID_ext_key_usage, "serverAuth");
  AddExtension(made.get(), issuer.get(), NID_subject_key_identifier, "hash");
  AddExtension(made.get(), issuer.get(), NID_authority_key_identifier, "keyid:always");
  AddNames(made.get(), names);
  Sign(made.get(), issuer_key.get());
  return Write(made.get(), key.get());
}

Expected<CertificateFacts, std::string> ReadCertificate(std::string_view pem) {
  const CertificatePointer read = ReadPem(pem);
  if (read == nullptr) return Fail("no certificate in PEM form (" + tls::TakeError() + ")");
  CertificateFacts facts{.names = {},
                         .begins = TimeOf(X509_get0_notBefore(read.get())),
                         .ends = TimeOf(X509_get0_notAfter(read.get()))};
  const NamesPointer names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(read.get(), NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    facts.names.push_back(TextOf(*sk_GENERAL_NAME_value(names.get(), i)));
  }
  return facts;
}

bool IsKeyOf(const KeyedCertificate& pair) {
  const CertificatePointer certificate = ReadPem(pair.certificate);
  const KeyPointer key = ReadKey(pair.key);
  const bool fits = certificate != nullptr && key != nullptr &&
                    X509_check_private_key(certificate.get(), key.get()) == 1;
  tls::TakeError();
  return fits;
}

bool IsSignedBy(std::string_view certificate, std::string_view authority) {
  const CertificatePointer signed_one = ReadPem(certificate);
  const CertificatePointer signer = ReadPem(authority);
  const bool is_signed = signed_one != nullptr && signer != nullptr &&
                         X509_verify(signed_one.get(), X509_get0_pubkey(signer.get())) == 1;
  tls::TakeError();
  return is_signed;
}

}  // namespace portside
