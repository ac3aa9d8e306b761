// SPDX-License-Identifier: Apache-2.0
//
// What the listings of keys and of uploads have in common: prefix, delimiter, page size, encoding.

#pragma once

#include <string>
#include <string_view>

#include "services/s3/wire/call.h"

namespace portside::s3 {

struct ListingParameters {
  std::string prefix;
  std::string delimiter;
  std::size_t max = 0;  // as asked for, but at most S3's own 1000
  bool is_url_encoded = false;

  // A key or prefix as the document shows it. encoding-type=url writes a space as %20 and keeps
  // slashes. (AWS writes `+` for a space; every client decodes both, and some only %20.)
  [[nodiscard]] std::string Encoded(std::string_view text) const;
  // <Delimiter> and <EncodingType>, each where it was asked for.
  void AddDelimiterAndEncoding(XmlWriter& xml) const;
};

// `max_name`: "max-keys" or "max-uploads".
S3Result<ListingParameters> ParseListing(const S3Call& call, std::string_view max_name);

}  // namespace portside::s3
