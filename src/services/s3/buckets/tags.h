// SPDX-License-Identifier: Apache-2.0
//
// Tags of objects and buckets: as XML, and as the query-like x-amz-tagging header.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "services/s3/wire/errors.h"
#include "services/s3/wire/xml.h"

namespace portside::s3 {

using Tags = std::map<std::string, std::string>;

// "a=1&b=2", percent-encoded. For objects.
S3Result<Tags> ParseTaggingHeader(std::string_view header);

// <Tagging><TagSet><Tag><Key/><Value/></Tag>…; at most `max` tags.
S3Result<Tags> ParseTagging(const XmlElement& tagging, std::size_t max);
// The inside of it: also of CreateBucketConfiguration's <Tags>.
S3Result<Tags> ParseTagSet(const XmlElement& tag_set, std::size_t max);

std::string TaggingDocument(const Tags& tags);

}  // namespace portside::s3
