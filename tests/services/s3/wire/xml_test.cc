// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/xml.h"

#include <gtest/gtest.h>

#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

TEST(XmlTest, ReadsElementsWhateverTheirNamespace) {
  const auto root = ParseXml(
      "<?xml version=\"1.0\"?>\n<s:Delete xmlns:s=\"urn:x\" a=\"b\"><!-- c --><s:Quiet> true "
      "</s:Quiet>"
      "<Object><Key>a &amp; <![CDATA[<b>]]>&#x9;</Key></Object></s:Delete>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "Delete");
  EXPECT_EQ(root->Text("Quiet"), "true");
  EXPECT_EQ(root->Find("Object")->Find("Key")->text, "a & <b>\t");
  EXPECT_EQ(root->Find("None"), nullptr);
  EXPECT_EQ(root->Text("None"), std::nullopt);
}

TEST(XmlTest, WhatIsNoDocumentIsNotRead) {
  for (const char* text :
       {"", "text", "<a>", "<a></b>", "<a/", "<a>\xFF</a>", "<a>\x01</a>", "&lt;a/&gt;"}) {
    EXPECT_FALSE(ParseXml(text)) << text;
  }
}

TEST(XmlTest, EntitiesOfADoctypeAreNotExpanded) {
  const auto root =
      ParseXml("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><b>&x;</b></a>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->Text("b"), "&x;");
}

TEST(XmlTest, DepthAndSizeAreBounded) {
  std::string deep;
  for (int i = 0; i < kXmlDepth + 1; ++i) deep = "<a>" + deep + "</a>";
  EXPECT_FALSE(ParseXml(deep));
  std::string wide = "<a>";
  for (std::size_t i = 0; i < kXmlNodes; ++i) wide += "<b/>";
  EXPECT_FALSE(ParseXml(wide + "</a>"));
  std::string deepest;
  for (int i = 0; i < 100'000; ++i) deepest += "<a>";
  EXPECT_FALSE(ParseXml(deepest));
}

TEST(XmlTest, WritesUtf8WhateverItIsGiven) {
  EXPECT_EQ(EscapeXml("gr\xFCn <"), "gr\xC3\xBCn &lt;");
  EXPECT_EQ(EscapeXml("gr\xC3\xBCn"), "gr\xC3\xBCn");
}

TEST(XmlTest, WritesADocument) {
  XmlWriter xml("Root");
  xml.Open("A").Add("B", "<&\">'").Add("N", 7).AddFlag("T", true).Close().AddText("\x01\r\n\x7F");
  EXPECT_EQ(xml.Finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Root xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><A><B>&lt;&amp;&quot;&gt;'</B>"
            "<N>7</N><T>true</T></A>&#x1;&#xd;&#xa;&#x7f;</Root>");
  EXPECT_EQ(XmlWriter("Error", false).Finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error></Error>");
}

}  // namespace
}  // namespace portside::s3
