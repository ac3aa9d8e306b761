// SPDX-License-Identifier: Apache-2.0
//
// XML as S3 reads and writes it. The only file that knows the XML library is xml.cc.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside::s3 {

// An element that a client sent. Namespaces, attributes, comments and entities other than the five
// of XML itself are of no meaning to S3 and are left out.
struct XmlElement {
  std::string name;
  std::string text;  // of this element alone, as written
  std::vector<XmlElement> children;

  [[nodiscard]] const XmlElement* Find(std::string_view child) const;
  // The text of a child without surrounding space; nothing where there is none.
  [[nodiscard]] std::optional<std::string> Text(std::string_view child) const;
};

// The root element, or nothing where the text is not well-formed, deeper than kXmlDepth or longer
// than kXmlNodes.
std::optional<XmlElement> ParseXml(std::string_view text);

// Writes a document from its top to its end.
class XmlWriter {
 public:
  // Begins with the declaration and <root>; S3's namespace on it unless it is an <Error>.
  explicit XmlWriter(std::string_view root, bool has_namespace = true);

  XmlWriter& Open(std::string_view name);
  // `attributes` as they stand in the document, each with a space before it.
  XmlWriter& OpenWith(std::string_view name, std::string_view attributes);
  XmlWriter& Close();
  XmlWriter& Add(std::string_view name, std::string_view text);
  XmlWriter& Add(std::string_view name, std::uint64_t number);
  // Text that the caller has escaped where it must be.
  XmlWriter& AddRaw(std::string_view name, std::string_view text);
  XmlWriter& AddFlag(std::string_view name, bool value);
  // Text of the element that is open.
  XmlWriter& AddText(std::string_view text);
  // Closes what is open and gives the document.
  std::string Finish();

 private:
  std::string text_;
  std::vector<std::string> open_;
};

// The text where it is UTF-8, else its bytes taken for Latin-1: what clients mean by other bytes in
// their headers.
std::string ToUtf8(std::string_view text);

// Escapes markup and quotes, and control characters as &#x..;, as S3 does. Gives UTF-8 always.
std::string EscapeXml(std::string_view text);

}  // namespace portside::s3
