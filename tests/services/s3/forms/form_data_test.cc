// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/form_data.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/s3/forms/form_driver.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

struct Read {
  PostForm form;
  std::string file;
  bool has_file = false;
  std::string code;  // of the error
  std::string message;
};

Read ReadForm(std::string_view body, std::size_t piece_size,
              std::string_view content_type = kFormType) {
  Read read;
  const auto fail = [&read](const S3Error& error) {
    read.code = error.code;
    read.message = error.message;
    return read;
  };
  S3Result<FormDataParser> parser = FormDataParser::Make(content_type);
  if (!parser) return fail(parser.error());
  const FormDataParser::Events events{[&read](PostForm form) -> S3Result<void> {
                                        EXPECT_FALSE(read.has_file);
                                        read.form = std::move(form);
                                        read.has_file = true;
                                        return {};
                                      },
                                      [&read](std::string_view bytes) -> S3Result<void> {
                                        EXPECT_TRUE(read.has_file);
                                        read.file += bytes;
                                        return {};
                                      }};
  for (std::size_t at = 0; at < body.size(); at += piece_size) {
    const S3Result<void> written = parser->Write(body.substr(at, piece_size), events);
    if (!written) return fail(written.error());
  }
  const S3Result<void> finished = parser->Finish();
  return finished ? read : fail(finished.error());
}

// The same in pieces of every size.
Read ReadInPieces(const std::string& body, std::string_view content_type = kFormType) {
  const Read whole = ReadForm(body, std::max<std::size_t>(body.size(), 1), content_type);
  for (std::size_t size = 1; size < std::min<std::size_t>(body.size(), 300); ++size) {
    const Read pieces = ReadForm(body, size, content_type);
    EXPECT_EQ(pieces.code, whole.code) << size;
    EXPECT_EQ(pieces.file, whole.file) << size;
    EXPECT_EQ(pieces.form.fields, whole.form.fields) << size;
    EXPECT_EQ(pieces.form.filename, whole.form.filename) << size;
  }
  return whole;
}

std::string FilenameOf(const std::string& disposition) {
  const Read read = ReadInPieces(FormPart(disposition, "x") + "--xYz--");
  EXPECT_EQ(read.code, "");
  return read.form.filename.value_or("(none)");
}

TEST(FormDataTest, ReadsTheFieldsThenTheFile) {
  const Read read = ReadInPieces(
      FormBody({{"key", "a/b"}, {"Content-Type", "text/plain"}, {"empty", ""}}, FormFile{"hello"}));
  EXPECT_EQ(read.code, "");
  ASSERT_EQ(read.form.fields.size(), 3u);
  EXPECT_EQ(read.form.Get("KEY"), "a/b");
  EXPECT_EQ(read.form.Get("content-type"), "text/plain");
  EXPECT_EQ(*read.form.Find("empty"), "");
  EXPECT_EQ(read.form.Find("other"), nullptr);
  EXPECT_EQ(read.form.filename, "file.txt");
  EXPECT_EQ(read.file, "hello");
}

TEST(FormDataTest, TheFileMayHoldAlmostADelimiter) {
  for (const std::string content :
       {"", "\r", "\r\n", "\r\n--", "\r\n--xY", "\r\r\n--xY\r\n--x", "--xYz", "a\n--xYz\nb",
        "\r\n--xYZ--", "\r\n-\r\n--\r\n--xY\r\n"}) {
    const Read read = ReadInPieces(FormBody({{"key", content}}, FormFile{content}));
    EXPECT_EQ(read.code, "") << content;
    EXPECT_EQ(read.file, content);
    EXPECT_EQ(read.form.Get("key"), content);
  }
}

TEST(FormDataTest, WhatFollowsTheFileIsIgnored) {
  const Read read =
      ReadInPieces(FormPart("name=\"file\"", "one") + FormPart("name=\"key\"", "late") +
                   FormPart("name=\"file\"", "two") + "no end");
  EXPECT_EQ(read.code, "");
  EXPECT_EQ(read.file, "one");
  EXPECT_TRUE(read.form.fields.empty());
  EXPECT_EQ(read.form.filename, std::nullopt);
}

TEST(FormDataTest, ALineThatOnlyBeginsLikeTheDelimiterDoesNotCutTheFile) {
  EXPECT_EQ(ReadInPieces(FormPart("name=\"file\"", "one\r\n--xYzzy") + "--xYz--").code,
            "MalformedPOSTRequest");
}

TEST(FormDataTest, APreambleAndPaddingAreNothing) {
  const Read read = ReadInPieces(
      "of old\r\n--xYz \t\r\nContent-Disposition: form-data; name=key\r\nX-Other: 1\r\n\r\nk\r\n" +
      FormPart("name=\"file\"", "f") + "--xYz--epilogue");
  EXPECT_EQ(read.code, "");
  EXPECT_EQ(read.form.Get("key"), "k");
  EXPECT_EQ(read.file, "f");
}

TEST(FormDataTest, OnlyTheLastPartOfAPathIsTheFilename) {
  EXPECT_EQ(FilenameOf("name=\"file\"; filename=\"a.txt\""), "a.txt");
  EXPECT_EQ(FilenameOf("name=\"file\"; filename=a.txt"), "a.txt");
  EXPECT_EQ(FilenameOf("name=\"FILE\"; FileName=\"/over/there/a b.txt\""), "a b.txt");
  EXPECT_EQ(FilenameOf("name=\"file\"; filename=\"C:\\Program Files\\new\\file1.txt\""),
            "file1.txt");
  EXPECT_EQ(FilenameOf("name=\"file\"; filename=\"say \\\"a;b\\\".txt\""), "say \"a;b\".txt");
  EXPECT_EQ(FilenameOf("filename = \"\xC3\xA9.txt\" ;x; name = \"file\""), "\xC3\xA9.txt");
  EXPECT_EQ(FilenameOf("name=\"file\"; filename=\"\""), "");
  EXPECT_EQ(FilenameOf("name=\"file\"; filename*=UTF-8''a.txt"), "(none)");
}

TEST(FormDataTest, FieldsOfOneNameAreOne) {
  const Read read = ReadInPieces(FormBody(
      {{"x-amz-meta-tag", "Ninja"}, {"key", "k"}, {"X-Amz-Meta-Tag", "Stallman"}}, FormFile{"f"}));
  EXPECT_EQ(read.form.fields.size(), 2u);
  EXPECT_EQ(read.form.Get("x-amz-meta-tag"), "Ninja,Stallman");
}

TEST(FormDataTest, PartsThatAreNoFieldsAreLeftOut) {
  const Read read = ReadInPieces(
      "--xYz\r\n\r\nbare\r\n--xYz\r\nContent-Disposition: file; name=\"file\"\r\n\r\nno\r\n" +
      FormPart("filename=\"a\"", "nameless") + FormBody({{"key", "k"}}, FormFile{"f"}));
  EXPECT_EQ(read.code, "");
  EXPECT_EQ(read.form.fields.size(), 1u);
  EXPECT_EQ(read.file, "f");
}

TEST(FormDataTest, BoundariesMayBeQuoted) {
  const std::string body =
      "--a b:c\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--a b:c--";
  EXPECT_EQ(ReadInPieces(body, "Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"").file, "x");
  for (const std::string& type :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        std::string("multipart/form-data; boundary=\"\""),
        "multipart/form-data; boundary=" + std::string(71, 'b')}) {
    EXPECT_EQ(ReadForm(body, 1000, type).code, "MalformedPOSTRequest") << type;
  }
  EXPECT_TRUE(IsFormData(" Multipart/FORM-data ; boundary=x"));
  EXPECT_FALSE(IsFormData("multipart/form-data2"));
  EXPECT_FALSE(IsFormData(""));
}

TEST(FormDataTest, BrokenFormsAreMalformed) {
  const std::string file = FormPart("name=\"file\"", "f");
  for (const std::string& body :
       {std::string(), std::string("nothing"), std::string("--xYz"), file.substr(0, 30), file,
        std::string("--xYz!\r\n"), std::string("--xYz\rx"), std::string("--xYz-\r\n"),
        std::string("--xYz\r\nno colon\r\n\r\n"), std::string("--xYz\r\nA: b\n\r\n"),
        FormPart("name=\"key\"", "k") + "--xYz\r\n"}) {
    const Read read = ReadInPieces(body);
    EXPECT_EQ(read.code, "MalformedPOSTRequest") << body;
    EXPECT_EQ(read.message,
              "The body of your POST request is not well-formed multipart/form-data.");
  }
}

TEST(FormDataTest, AFormWithoutAFileSaysSo) {
  for (const std::string& body : {std::string("--xYz--"), FormBody({{"key", "k"}}, std::nullopt)}) {
    const Read read = ReadInPieces(body);
    EXPECT_EQ(read.code, "InvalidArgument");
    EXPECT_EQ(read.message, "POST requires exactly one file upload per request.");
  }
}

TEST(FormDataTest, TextMustBeUtf8) {
  EXPECT_EQ(ReadInPieces(FormBody({{"key", "\xFF"}}, FormFile{"f"})).message,
            "Malformed Unicode code sequence in the field.");
  EXPECT_EQ(ReadInPieces(FormBody({{"\xFF", ""}}, FormFile{"f"})).code, "InvalidArgument");
  EXPECT_EQ(ReadInPieces(FormBody({}, FormFile{"f", "\xFF"})).code, "InvalidArgument");
  EXPECT_EQ(ReadInPieces(FormBody({}, FormFile{"\xFF"})).file, "\xFF");
}

// 20 KB before the content of the file, everything counted.
TEST(FormDataTest, FieldsHaveABound) {
  const std::string empty = FormBody({{"key", ""}}, FormFile{"f"});
  const std::size_t frame = empty.find("\r\n\r\nf\r\n") + 4;
  const std::string most(kFormBytes - frame, 'k');
  EXPECT_EQ(ReadForm(FormBody({{"key", most}}, FormFile{"f"}), 7).form.Get("key"), most);
  for (const std::size_t piece_size : {1, 7, 4096, 100'000}) {
    for (const std::string& body :
         {FormBody({{"key", most + "k"}}, FormFile{"f"}), std::string(20'481, 'p'),
          "--xYz" + std::string(20'480, ' '), "--xYz\r\nA: " + std::string(20'480, ' '),
          FormBody({}, FormFile{"f", std::string(20'480, 'n')})}) {
      const Read read = ReadForm(body, piece_size);
      EXPECT_EQ(read.code, "MaxPostPreDataLengthExceeded");
      EXPECT_EQ(read.message, "Your POST request fields preceeding the upload file was too large.");
    }
  }
  const std::string large(100'000, 'f');
  EXPECT_EQ(ReadForm(FormBody({}, FormFile{large}), 4096).file, large);
}

TEST(FormDataTest, TheFilenameIsPutIntoEveryField) {
  PostForm form{{{"key", "a/${filename}/${filename}"}, {"tag", "${file}"}, {"x", "${filename}"}},
                "b.txt"};
  ASSERT_TRUE(ExpandFilename(form));
  EXPECT_EQ(form.Get("key"), "a/b.txt/b.txt");
  EXPECT_EQ(form.Get("tag"), "${file}");
  EXPECT_EQ(form.Get("x"), "b.txt");

  PostForm empty{{{"key", "a/${filename}"}}, ""};
  ASSERT_TRUE(ExpandFilename(empty));
  EXPECT_EQ(empty.Get("key"), "a/");
  PostForm nameless{{{"key", "a/${filename}"}}, std::nullopt};
  ASSERT_TRUE(ExpandFilename(nameless));
  EXPECT_EQ(nameless.Get("key"), "a/${filename}");

  std::string many;
  for (int i = 0; i < 1000; ++i) many += "${filename}";
  PostForm exploding{{{"key", many}}, std::string(8000, 'n')};
  EXPECT_EQ(ExpandFilename(exploding).error().code, "MaxPostPreDataLengthExceeded");
}

}  // namespace
}  // namespace portside::s3
