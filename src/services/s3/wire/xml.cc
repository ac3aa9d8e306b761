// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/xml.h"

#include <algorithm>
#include <pugixml.hpp>

#include "portside/base/encoding.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";

std::string_view WithoutPrefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos || colon + 1 == name.size()) return name;
  return name.substr(colon + 1);
}

// XML 1.0 has no control characters but tab and line ends. pugixml lets them through, and what S3
// says of such keys no SDK could read.
bool HasForbiddenCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

// False where the document breaks a bound.
bool Convert(const pugi::xml_node& node, int depth, std::size_t& nodes, XmlElement& element) {
  if (depth > kXmlDepth || ++nodes > kXmlNodes) return false;
  element.name = WithoutPrefix(node.name());
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      element.text += child.value();
    } else if (child.type() == pugi::node_element) {
      element.children.emplace_back();
      if (!Convert(child, depth + 1, nodes, element.children.back())) return false;
    }
  }
  return true;
}

}  // namespace

const XmlElement* XmlElement::Find(std::string_view child) const {
  for (const XmlElement& candidate : children) {
    if (candidate.name == child) return &candidate;
  }
  return nullptr;
}

std::optional<std::string> XmlElement::Text(std::string_view child) const {
  const XmlElement* found = Find(child);
  if (found == nullptr) return std::nullopt;
  return std::string(TrimSpace(found->text));
}

std::optional<XmlElement> ParseXml(std::string_view text) {
  // Keys may be nothing but spaces, so text of that sort is kept.
  constexpr unsigned kOptions =
      pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata;
  if (!IsValidUtf8(text) || HasForbiddenCharacter(text)) return std::nullopt;
  pugi::xml_document document;
  const pugi::xml_parse_result result =
      document.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!result || !document.document_element()) return std::nullopt;

  XmlElement root;
  std::size_t nodes = 0;
  if (!Convert(document.document_element(), 1, nodes, root)) return std::nullopt;
  return root;
}

std::string ToUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

std::string EscapeXml(std::string_view text) {
  if (!IsValidUtf8(text)) return EscapeXml(ToUtf8(text));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '&': escaped += "&amp;"; break;
      case '"': escaped += "&quot;"; break;
      default:
        if (byte >= 0x20 && byte != 0x7F) {
          escaped += c;
        } else {
          // Not well-formed XML 1.0 below a space, but what S3 sends; encoding-type=url avoids it.
          escaped += "&#x";
          if (byte >= 0x10) escaped += kDigits[byte >> 4];
          escaped += kDigits[byte & 0xF];
          escaped += ';';
        }
    }
  }
  return escaped;
}

XmlWriter::XmlWriter(std::string_view root, bool has_namespace) : text_(kDeclaration) {
  text_.append("<").append(root);
  if (has_namespace) text_.append(" xmlns=\"").append(kNamespace).append("\"");
  text_ += '>';
  open_.emplace_back(root);
}

XmlWriter& XmlWriter::Open(std::string_view name) { return OpenWith(name, ""); }

XmlWriter& XmlWriter::OpenWith(std::string_view name, std::string_view attributes) {
  text_.append("<").append(name).append(attributes).append(">");
  open_.emplace_back(name);
  return *this;
}

XmlWriter& XmlWriter::Close() {
  text_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::Add(std::string_view name, std::string_view text) {
  return AddRaw(name, EscapeXml(text));
}

XmlWriter& XmlWriter::AddRaw(std::string_view name, std::string_view text) {
  text_.append("<").append(name).append(">").append(text);
  text_.append("</").append(name).append(">");
  return *this;
}

XmlWriter& XmlWriter::Add(std::string_view name, std::uint64_t number) {
  return Add(name, std::to_string(number));
}

XmlWriter& XmlWriter::AddFlag(std::string_view name, bool value) {
  return Add(name, std::string_view(value ? "true" : "false"));
}

XmlWriter& XmlWriter::AddText(std::string_view text) {
  text_ += EscapeXml(text);
  return *this;
}

std::string XmlWriter::Finish() {
  while (!open_.empty()) Close();
  return std::move(text_);
}

}  // namespace portside::s3
