// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a body: reading ends; what was read and written again is read the same; the address
// of any target is bounded by it.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/s3/access/acl.h"
#include "services/s3/buckets/tags.h"
#include "services/s3/wire/address.h"
#include "services/s3/wire/xml.h"

namespace {

using portside::s3::XmlElement;

void Write(const XmlElement& element, portside::s3::XmlWriter& xml) {
  xml.AddText(element.text);
  for (const XmlElement& child : element.children) {
    xml.Open(child.name);
    Write(child, xml);
    xml.Close();
  }
}

bool AreEqual(const XmlElement& a, const XmlElement& b) {
  if (a.name != b.name || a.text != b.text || a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    if (!AreEqual(a.children[i], b.children[i])) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Prefixes are not written back, and references can make characters that no document holds.
  const bool is_repeatable = text.find(':') == std::string_view::npos &&
                             text.find("&#") == std::string_view::npos &&
                             text.find('\0') == std::string_view::npos;
  if (const auto root = portside::s3::ParseXml(text); root && is_repeatable) {
    portside::s3::XmlWriter xml(root->name, false);
    Write(*root, xml);
    const auto again = portside::s3::ParseXml(xml.Finish());
    if (!again || !AreEqual(*root, *again)) std::abort();
    (void)portside::s3::ParseTagging(*root, 10);
  }
  (void)portside::s3::ParseTaggingHeader(text);
  const std::string owner(64, 'a');
  if (const auto acl = portside::s3::AclOfPolicy(std::string(text), owner)) {
    const std::string document = portside::s3::AclDocument(*acl, owner);
    const auto again = portside::s3::AclOfPolicy(document, owner);
    if (!again || portside::s3::AclDocument(*again, owner) != document) std::abort();
  }

  portside::HttpRequest request;
  request.target = std::string(text);
  const auto address = portside::s3::ParseAddress(request, {"localhost"});
  if (address && address->bucket.size() + address->key.size() > size) std::abort();
  if (portside::s3::BucketOfHost(text, {"localhost"}).size() > size) std::abort();
  return 0;
}
