// SPDX-License-Identifier: Apache-2.0
//
// Between headers and what is stored beside an object: content type, the response headers that S3
// keeps, user metadata, tags, storage class.

#pragma once

#include <string>
#include <string_view>

#include "portside/objects/object_store.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// From the request that makes an object. Errors: MetadataTooLarge, InvalidStorageClass, tags that
// are none, and headers whose meaning Portside cannot keep.
S3Result<ObjectAttributes> ParseAttributes(const S3Call& call);
// The parts that CopyObject replaces together.
S3Result<void> ParseMetadata(const S3Call& call, ObjectAttributes& attributes);

// Everything of a GET or HEAD answer that is about the object and not about this request.
void AddObjectHeaders(const ObjectInfo& info, HttpResponse& response);
// x-amz-checksum-<algorithm> and x-amz-checksum-type.
void AddChecksumHeaders(const ObjectAttributes& attributes, HttpResponse& response);
// <ChecksumCRC32>… and <ChecksumType>.
void AddChecksumElements(const ObjectAttributes& attributes, XmlWriter& xml);
// x-amz-server-side-encryption as stored; AES256 where nothing else was asked for, as S3 encrypts
// everything since 2023.
void AddEncryptionHeaders(const ObjectAttributes& attributes, HttpResponse& response);
std::string StorageClassOf(const ObjectAttributes& attributes);

// User metadata on the wire: S3 sends what is not ASCII as an RFC 2047 encoded word, and reads such
// words. EncodeMetadata gives Q where most characters are ASCII, else B.
std::string EncodeMetadata(const std::string& value);
// UTF-8, whatever came: encoded words, UTF-8, or else Latin-1.
std::string DecodeMetadata(std::string_view value);

}  // namespace portside::s3
