// SPDX-License-Identifier: Apache-2.0
//
// What the fields of a browser's form mean: headers of PutObject, tags, who asks, what to answer.

#pragma once

#include <string>
#include <string_view>

#include "services/s3/buckets/tags.h"
#include "services/s3/forms/form_data.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// The headers of a PutObject that stores the same: those of the object and of its checksums.
// Nothing that speaks of a request's body or of conditions, which a form cannot set.
Headers HeadersOf(const PostForm& form);

// Of the field `tagging`. MalformedXML, and what ParseTagSet says.
S3Result<Tags> TagsOf(const PostForm& form);

// The caller whom the form's credential names, else the call's.
Caller CallerOf(const PostForm& form, const S3Call& call);

// Turns the answer to a PutObject of call's bucket and key into the one that the form asks for.
// `host`: the request's.
HttpResponse AnswerOf(const PostForm& form, const S3Call& call, std::string_view host,
                      HttpResponse put);

}  // namespace portside::s3
