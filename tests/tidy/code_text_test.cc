// SPDX-License-Identifier: Apache-2.0
//
// The checks' own tools: a tool that sees nothing would make every rule hold.

#include "tidy/code_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/link_graph.h"
#include "tidy/markdown.h"

namespace portside::tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CodeText, CommentsAndLiteralsBecomeSpaces) {
  EXPECT_EQ(CodeOnly("a; // b\nc; /* d\n e */ f;"), "a;     \nc;     \n      f;");
  EXPECT_EQ(CodeOnly(R"(x = "a\"//b"; // c)"), R"(x = "      ";     )");
  EXPECT_EQ(CodeOnly("c = '\"'; d"), "c = ' '; d");
  EXPECT_EQ(CodeOnly("n = 100'000; // '"), "n = 100'000;     ");
  EXPECT_EQ(CodeOnly("s = R\"q(a\n)\" b)q\"; d"), "s = R\"   \n      \"; d");
}

TEST(CodeText, WordsAreFoundAsWholes) {
  EXPECT_THAT(FindWord("sleep(1);\nasleep();\nx.sleep_for();\n sleep", "sleep"), ElementsAre(1, 4));
  EXPECT_THAT(FindWord("a.state = b;\na.state == b;", ".state = "), ElementsAre(1));
  EXPECT_THAT(FindWord("std::regexes", "std::regex"), IsEmpty());
}

TEST(CodeText, IncludesOfBothSortsAreRead) {
  const std::vector<Include> includes =
      Includes("#include <a/b.h>\n\n#include \"c.h\"\n// #include x");
  ASSERT_EQ(includes.size(), 2u);
  EXPECT_EQ(includes[0].name, "a/b.h");
  EXPECT_TRUE(includes[0].angle);
  EXPECT_EQ(includes[1].name, "c.h");
  EXPECT_EQ(includes[1].line, 3u);
}

// The length of each function in turn.
std::vector<std::size_t> Lengths(std::string_view text) {
  std::vector<std::size_t> lengths;
  const auto functions = CppFunctions(text);
  EXPECT_TRUE(functions.has_value()) << text;
  for (const Function& function : functions.value_or(std::vector<Function>())) {
    lengths.push_back(function.lines);
  }
  return lengths;
}

TEST(CodeText, FunctionsAreMeasuredFromHeadToBrace) {
  EXPECT_THAT(Lengths("int F() {\n  return 1;\n}\n"), ElementsAre(3));
  EXPECT_THAT(
      Lengths("namespace a {\nclass B : C {\n public:\n  int F() const\n  { return 1; }\n};\n}"),
      ElementsAre(3));
  EXPECT_THAT(Lengths("template <typename T>\nvoid F(T t) {\n  if (t) {\n  }\n}\nvoid G() {}"),
              ElementsAre(5, 1));
  EXPECT_THAT(Lengths("extern \"C\" int F(int a) {\n}\n"), ElementsAre(2));
}

TEST(CodeText, ConstructorsAreMeasuredToTheEndOfTheirBody) {
  EXPECT_EQ(Lengths("A::A()\n    : a_(1),\n      b_{2} {\n  F();\n  G();\n}\n").back(), 4u);
  EXPECT_THAT(Lengths("A::A(B b = {})\n    : b_(b) {\n  F();\n}\n"), ElementsAre(4));
}

TEST(CodeText, LambdasCountAsLinesOfTheirFunction) {
  EXPECT_THAT(Lengths("void F() {\n  auto g = [] {\n    return 1;\n  };\n}\n"), ElementsAre(5));
  EXPECT_THAT(Lengths("constexpr auto kF = [](int a) {\n  return a;\n};\n"), ElementsAre(3));
}

TEST(CodeText, TablesAndTypesAreNoFunctions) {
  EXPECT_THAT(Lengths("constexpr int kA[] = {\n  F(1),\n  2,\n};\nenum class B {\n kC,\n};\n"),
              IsEmpty());
  EXPECT_THAT(Lengths("constexpr Kind kKind{\n  .name = 1};\nstruct S {\n  int a = F(1);\n};\n"),
              IsEmpty());
}

TEST(CodeText, BracesInLiteralsAndDirectivesDoNotCount) {
  EXPECT_THAT(Lengths("#define X { \\\n  {\nint F() {\n  return '{' + \"{{\"[0];  // {\n}\n"),
              ElementsAre(3));
  EXPECT_FALSE(CppFunctions("int F() {\n"));
  EXPECT_FALSE(CppFunctions("}\n"));
}

TEST(CodeText, PythonFunctionsEndWhereTheirIndentEnds) {
  const std::vector<Function> functions = PythonFunctions(
      "def a(\n    b,\n):\n    c\n\n    d\n\n\nclass E:\n    def f(self):\n        g\n");
  ASSERT_EQ(functions.size(), 2u);
  EXPECT_EQ(functions[0].lines, 6u);
  EXPECT_EQ(functions[1].lines, 2u);
}

TEST(LinkGraphText, ReachIsTransitive) {
  const LinkGraph graph(
      "\nadd_layer(a LIBRARIES x)\nadd_layer(b DEPENDS a)\nadd_layer(s/c DEPENDS b\n  LIBRARIES "
      "y)\n");
  ASSERT_EQ(graph.layers().size(), 3u);
  EXPECT_EQ(graph.Find("s/c")->reaches, (std::set<std::string>{"a", "b", "s/c"}));
  EXPECT_EQ(graph.Find("s/c")->depends, std::vector<std::string>{"b"});
  EXPECT_EQ(graph.Of("s/c/d.h"), graph.Find("s/c"));
  EXPECT_EQ(graph.Of("s/d.h"), nullptr);
}

TEST(Markdown, TablesAreReadFromTheirMarkerOn) {
  const auto rows = ReadTable(
      "| no |\n\n<!-- table: t -->\n| A | B |\n| - | - |\n| `a`, `b` | c |\n\n| d |\n", "t");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_THAT(CodeSpans(rows[0][0]), ElementsAre("a", "b"));
  EXPECT_EQ(rows[0][1], "c");
}

TEST(Markdown, LinksToFilesAreFound) {
  EXPECT_THAT(FileLinks("[a](b.md#c) [d](https://e) [f](#g) [h](../i)"),
              ElementsAre("b.md", "../i"));
}

}  // namespace
}  // namespace portside::tidy
