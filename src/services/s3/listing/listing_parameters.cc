// SPDX-License-Identifier: Apache-2.0

#include "services/s3/listing/listing_parameters.h"

#include <algorithm>
#include <charconv>

#include "portside/base/encoding.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

S3Result<std::size_t> ParseMax(const S3Call& call, std::string_view name) {
  const std::optional<std::string_view> text = call.query.Find(name);
  if (!text || text->empty()) return kListedKeys;
  const std::optional<int> number = ParseInt(*text);
  if (!number) {
    return Fail(
        InvalidArgument("Provided " + std::string(name) + " not an integer or within integer range",
                        std::string(name), std::string(*text)));
  }
  if (*number < 0) {
    return Fail(InvalidArgument(
        "Argument " + std::string(name) + " must be an integer between 0 and 2147483647",
        std::string(name), std::string(*text)));
  }
  return std::min(static_cast<std::size_t>(*number), kListedKeys);
}

}  // namespace

std::string ListingParameters::Encoded(std::string_view text) const {
  return is_url_encoded ? PercentEncode(text, "/") : std::string(text);
}

void ListingParameters::AddDelimiterAndEncoding(XmlWriter& xml) const {
  if (!delimiter.empty()) xml.Add("Delimiter", Encoded(delimiter));
  if (is_url_encoded) xml.Add("EncodingType", std::string_view("url"));
}

S3Result<ListingParameters> ParseListing(const S3Call& call, std::string_view max_name) {
  ListingParameters parameters;
  parameters.prefix = call.query.Get("prefix");
  parameters.delimiter = call.query.Get("delimiter");
  parameters.max = TRY(ParseMax(call, max_name));
  if (const auto encoding = call.query.Find("encoding-type")) {
    if (!EqualsIgnoreCase(*encoding, "url")) {
      return Fail(InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type",
                                  std::string(*encoding)));
    }
    parameters.is_url_encoded = true;
  }
  return parameters;
}

}  // namespace portside::s3
