// SPDX-License-Identifier: Apache-2.0
//
// What the files of this layer share of OpenSSL: owners of its objects, and its errors as text.

#pragma once

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace portside::tls {

template <auto function>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    function(object);
  }
};

using BioPointer = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using CertificatePointer = std::unique_ptr<X509, FreeWith<X509_free>>;
using ContextPointer = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

// The reason of the oldest error, which is taken off the queue with all the others; "" where there
// is none.
std::string TakeError();
// std::runtime_error with that reason where `is_good` is false: the environment is broken.
void Require(bool is_good, const char* what);

// No compression, no renegotiation, TLS 1.2 and up, buffers given back while idle. Throws.
ContextPointer MakeContext(const SSL_METHOD* method);

// As OpenSSL's callback for encrypted keys: nobody is asked, such a key is refused.
int RefusePassPhrase(char* room, int size, int for_writing, void* context);

}  // namespace portside::tls
