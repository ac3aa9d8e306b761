// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/s3/s3_driver.h"
#include "services/s3/wire/checksums.h"

namespace portside {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

std::string ChecksumOf(std::string_view name, std::string_view bytes) {
  s3::ChecksumHasher hasher(*s3::FindChecksum(name));
  hasher.Update(bytes);
  return hasher.Finish();
}

class MultipartTest : public ::testing::Test {
 protected:
  void SetUp() override { s3_.MakeBucket("bkt"); }

  std::string Create(const HeaderList& headers = {}) {
    const S3Answer answer = s3_.Send("POST", "/bkt/key?uploads", headers);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.Element("UploadId");
  }
  S3Answer Part(const std::string& id, int number, const std::string& bytes,
                const HeaderList& headers = {}) {
    return s3_.Put("/bkt/key?partNumber=" + std::to_string(number) + "&uploadId=" + id, bytes,
                   headers);
  }
  static std::string PartXml(int number, const std::string& etag, const std::string& more = "") {
    return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + etag +
           "</ETag>" + more + "</Part>";
  }
  S3Answer Complete(const std::string& id, const std::string& parts,
                    const HeaderList& headers = {}) {
    return s3_.Send("POST", "/bkt/key?uploadId=" + id, headers,
                    "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>");
  }

  const std::string one_ = std::string(5 * kMegabyte, 'a');
  const std::string two_ = "the end";
  S3Driver s3_;
};

TEST_F(MultipartTest, PartsBecomeOneObject) {
  const std::string id = Create({{"Content-Type", "image/tiff"}, {"x-amz-meta-a", "b"}});
  const std::string etag_1 = Part(id, 1, one_).Header("ETag");
  Part(id, 9, "replaced");
  const std::string etag_9 = Part(id, 9, two_).Header("ETag");
  EXPECT_EQ(s3_.Get("/bkt/key").status, 404);

  const S3Answer done = Complete(id, PartXml(1, etag_1) + PartXml(9, etag_9));
  ASSERT_EQ(done.status, 200) << done.body;
  const std::string md5s =
      Digest(DigestAlgorithm::kMd5, one_) + Digest(DigestAlgorithm::kMd5, two_);
  const std::string etag = HexDigest(DigestAlgorithm::kMd5, md5s) + "-2";
  EXPECT_EQ(done.Element("ETag"), "&quot;" + etag + "&quot;");
  EXPECT_EQ(done.Element("Key"), "key");
  EXPECT_EQ(done.Element("Location"), "http://127.0.0.1:4566/bkt/key");
  // Nobody named a checksum: that of the whole object, made from those of the parts.
  EXPECT_EQ(done.Element("ChecksumCRC64NVME"), ChecksumOf("crc64nvme", one_ + two_));
  EXPECT_EQ(done.Element("ChecksumType"), "FULL_OBJECT");

  const S3Answer got = s3_.Get("/bkt/key", {{"x-amz-checksum-mode", "ENABLED"}});
  EXPECT_EQ(got.body, one_ + two_);
  EXPECT_EQ(got.Header("Content-Type"), "image/tiff");
  EXPECT_EQ(got.Header("x-amz-meta-a"), "b");
  EXPECT_EQ(got.Header("ETag"), "\"" + etag + "\"");

  const S3Answer part = s3_.Get("/bkt/key?partNumber=2");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, two_);
  EXPECT_EQ(part.Header("Content-Range"), "bytes 5242880-5242886/5242887");
  EXPECT_EQ(part.Header("x-amz-mp-parts-count"), "2");
}

TEST_F(MultipartTest, CompletingTwiceAnswersTheSame) {
  const std::string id = Create();
  const std::string parts = PartXml(1, Part(id, 1, "x").Header("ETag"));
  const S3Answer first = Complete(id, parts);
  const S3Answer second = Complete(id, parts);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(first.body, second.body);
  s3_.Put("/bkt/key", "other");
  EXPECT_EQ(Complete(id, parts).Element("Code"), "NoSuchUpload");
}

TEST_F(MultipartTest, ACompositeChecksumIsMadeOfTheParts) {
  const std::string id = Create({{"x-amz-checksum-algorithm", "SHA256"}});
  const S3Answer one = Part(id, 1, one_);
  const S3Answer two = Part(id, 2, two_, {{"x-amz-checksum-sha256", ChecksumOf("sha256", two_)}});
  EXPECT_EQ(one.Header("x-amz-checksum-sha256"), ChecksumOf("sha256", one_));

  const S3Answer bare =
      Complete(id, PartXml(1, one.Header("ETag")) + PartXml(2, two.Header("ETag")));
  EXPECT_EQ(bare.Element("Message"),
            "The upload was created using a sha256 checksum. The complete request must include the "
            "checksum for each part. It was missing for part 1 in the request.");

  const auto xml = [](const S3Answer& part) {
    return "<ChecksumSHA256>" + part.Header("x-amz-checksum-sha256") + "</ChecksumSHA256>";
  };
  const S3Answer done = Complete(
      id, PartXml(1, one.Header("ETag"), xml(one)) + PartXml(2, two.Header("ETag"), xml(two)));
  ASSERT_EQ(done.status, 200) << done.body;
  const std::string raw =
      Digest(DigestAlgorithm::kSha256, one_) + Digest(DigestAlgorithm::kSha256, two_);
  const std::string composite = Base64Encode(Digest(DigestAlgorithm::kSha256, raw));
  EXPECT_EQ(done.Element("ChecksumSHA256"), composite + "-2");
  EXPECT_EQ(done.Element("ChecksumType"), "COMPOSITE");
  EXPECT_EQ(
      s3_.Get("/bkt/key", {{"x-amz-checksum-mode", "ENABLED"}}).Header("x-amz-checksum-sha256"),
      composite + "-2");

  const S3Answer attributes =
      s3_.Get("/bkt/key?attributes", {{"x-amz-object-attributes", "ETag,Checksum,ObjectParts"},
                                      {"x-amz-object-attributes", "ObjectSize"}});
  EXPECT_EQ(attributes.Elements("ChecksumSHA256").substr(0, composite.size()), composite);
  EXPECT_EQ(attributes.Element("PartsCount"), "2");
  EXPECT_EQ(attributes.Elements("PartNumber"), "1 2");
  EXPECT_EQ(attributes.Element("ObjectSize"), "5242887");
  EXPECT_TRUE(attributes.Element("ETag").ends_with("-2"));
  EXPECT_EQ(attributes.body.find("StorageClass"), std::string::npos);
}

TEST_F(MultipartTest, AFullObjectChecksumIsCompared) {
  const std::string id =
      Create({{"x-amz-checksum-algorithm", "CRC32"}, {"x-amz-checksum-type", "FULL_OBJECT"}});
  const std::string parts =
      PartXml(1, Part(id, 1, one_).Header("ETag")) + PartXml(2, Part(id, 2, two_).Header("ETag"));
  EXPECT_EQ(Complete(id, parts, {{"x-amz-checksum-crc32", "AAAAAA=="}}).Element("Message"),
            "The CRC32 you specified did not match the calculated checksum.");
  EXPECT_EQ(Complete(id, parts, {{"x-amz-checksum-type", "COMPOSITE"}}).Element("Message"),
            "The upload was created using the FULL_OBJECT checksum mode. The complete request must "
            "use the same checksum mode.");
  EXPECT_EQ(Complete(id, parts, {{"x-amz-mp-object-size", "5"}}).Element("Message"),
            "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: "
            "5242887");
  const S3Answer done =
      Complete(id, parts, {{"x-amz-checksum-crc32", ChecksumOf("crc32", one_ + two_)}});
  EXPECT_EQ(done.status, 200) << done.body;
}

struct TypeCase {
  HeaderList headers;
  const char* message;
};

TEST_F(MultipartTest, ChecksumTypesHaveTheirAlgorithms) {
  const TypeCase cases[] = {
      {{{"x-amz-checksum-type", "FULL_OBJECT"}},
       "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."},
      {{{"x-amz-checksum-algorithm", "SHA256"}, {"x-amz-checksum-type", "FULL_OBJECT"}},
       "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm."},
      {{{"x-amz-checksum-algorithm", "CRC64NVME"}, {"x-amz-checksum-type", "COMPOSITE"}},
       "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."},
  };
  for (const TypeCase& each : cases) {
    const S3Answer answer = s3_.Send("POST", "/bkt/key?uploads", each.headers);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.Element("Message"), each.message);
  }
  const S3Answer named =
      s3_.Send("POST", "/bkt/key?uploads", {{"x-amz-checksum-algorithm", "CRC32C"}});
  EXPECT_EQ(named.Header("x-amz-checksum-algorithm"), "CRC32C");
  EXPECT_EQ(named.Header("x-amz-checksum-type"), "COMPOSITE");
  const S3Answer mismatch =
      Part(named.Element("UploadId"), 1, "x", {{"x-amz-checksum-crc32", ChecksumOf("crc32", "x")}});
  EXPECT_EQ(mismatch.Element("Message"),
            "Checksum Type mismatch occurred, expected checksum Type: crc32c, actual checksum "
            "Type: crc32");
}

TEST_F(MultipartTest, PartsWithAnyChecksumJoinAnUploadWithoutOne) {
  const std::string id = Create();
  const S3Answer part = Part(id, 1, "x", {{"x-amz-checksum-crc32", ChecksumOf("crc32", "x")}});
  EXPECT_EQ(part.Header("x-amz-checksum-crc32"), ChecksumOf("crc32", "x"));
  const S3Answer listed = s3_.Get("/bkt/key?uploadId=" + id);
  EXPECT_EQ(listed.Element("ChecksumCRC32"), ChecksumOf("crc32", "x"));
  EXPECT_EQ(listed.Element("ChecksumCRC64NVME"), "");
  EXPECT_EQ(Complete(id, PartXml(1, part.Header("ETag"))).Element("ChecksumCRC64NVME"),
            ChecksumOf("crc64nvme", "x"));
}

struct CompleteCase {
  std::string parts;
  const char* code;
  const char* message;
};

TEST_F(MultipartTest, WrongListsOfPartsAreRefused) {
  const std::string id = Create();
  const std::string small = Part(id, 1, "small").Header("ETag");
  const std::string large = Part(id, 2, one_).Header("ETag");
  const char* missing =
      "One or more of the specified parts could not be found.  The part may not have been "
      "uploaded, or the specified entity tag may not match the part's entity tag.";
  const CompleteCase cases[] = {
      {"", "InvalidRequest", "You must specify at least one part"},
      {PartXml(2, large) + PartXml(1, small), "InvalidPartOrder",
       "The list of parts was not in ascending order. Parts must be ordered by part number."},
      {PartXml(2, large) + PartXml(2, large), "InvalidPartOrder",
       "The list of parts was not in ascending order. Parts must be ordered by part number."},
      {PartXml(3, large), "InvalidPart", missing},
      {PartXml(2, small), "InvalidPart", missing},
      {PartXml(1, small) + PartXml(2, large), "EntityTooSmall",
       "Your proposed upload is smaller than the minimum allowed size"},
      {"<Part><PartNumber>x</PartNumber><ETag>e</ETag></Part>", "MalformedXML",
       "The XML you provided was not well-formed or did not validate against our published schema"},
  };
  for (const CompleteCase& each : cases) {
    const S3Answer answer = Complete(id, each.parts);
    EXPECT_EQ(answer.status, 400) << each.parts;
    EXPECT_EQ(answer.Element("Code"), each.code) << each.parts;
    EXPECT_EQ(answer.Element("Message"), each.message);
  }
  const S3Answer tiny = Complete(id, PartXml(1, small) + PartXml(2, large));
  EXPECT_EQ(tiny.Element("ProposedSize"), "5");
  EXPECT_EQ(tiny.Element("MinSizeAllowed"), "5242880");
  // ETags may come without their quotes.
  EXPECT_EQ(Complete(id, PartXml(2, large.substr(1, large.size() - 2))).status, 200);
}

TEST_F(MultipartTest, UnknownUploadsAndPartNumbers) {
  const std::string id = Create();
  for (const S3Answer& answer :
       {Part("none", 1, "x"), Complete("none", PartXml(1, "e")),
        s3_.Send("DELETE", "/bkt/key?uploadId=none"), s3_.Get("/bkt/key?uploadId=none"),
        s3_.Put("/bkt/other?partNumber=1&uploadId=" + id, "x")}) {
    EXPECT_EQ(answer.status, 404) << answer.body;
    EXPECT_EQ(answer.Element("Code"), "NoSuchUpload");
    EXPECT_EQ(
        answer.Element("Message"),
        "The specified upload does not exist. The upload ID may be invalid, or the upload may "
        "have been aborted or completed.");
  }
  for (const int number : {0, 10001}) {
    EXPECT_EQ(Part(id, number, "x").Element("Message"),
              "Part number must be an integer between 1 and 10000, inclusive");
  }
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key?uploadId=" + id).status, 204);
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key?uploadId=" + id).status, 404);
}

TEST_F(MultipartTest, PartsAreCopiedToo) {
  s3_.Put("/bkt/source", "0123456789");
  s3_.Put("/bkt/empty", "");
  const std::string id = Create();
  const std::string target = "/bkt/key?partNumber=1&uploadId=" + id;
  const S3Answer ranged =
      s3_.Send("PUT", target,
               {{"x-amz-copy-source", "bkt/source"}, {"x-amz-copy-source-range", "bytes=2-4"}});
  ASSERT_EQ(ranged.status, 200) << ranged.body;
  EXPECT_EQ(Complete(id, PartXml(1, ranged.Element("ETag"))).status, 200);
  EXPECT_EQ(s3_.Get("/bkt/key").body, "234");

  const std::string second = "/bkt/key?partNumber=1&uploadId=" + Create();
  EXPECT_EQ(s3_.Send("PUT", second, {{"x-amz-copy-source", "bkt/empty"}}).status, 200);
  EXPECT_EQ(s3_.Send("PUT", second,
                     {{"x-amz-copy-source", "bkt/source"}, {"x-amz-copy-source-range", "bytes=5-"}})
                .Element("Code"),
            "InvalidArgument");
  EXPECT_EQ(
      s3_.Send("PUT", second,
               {{"x-amz-copy-source", "bkt/source"}, {"x-amz-copy-source-range", "bytes=5-10"}})
          .Element("Message"),
      "Range specified is not valid for source object of size: 10");
}

TEST_F(MultipartTest, PartsAreListedInPages) {
  const std::string id = Create();
  for (const int number : {3, 1, 7}) Part(id, number, std::to_string(number));
  const S3Answer page = s3_.Get("/bkt/key?max-parts=2&uploadId=" + id);
  EXPECT_EQ(page.Elements("PartNumber"), "1 3");
  EXPECT_EQ(page.Element("IsTruncated"), "true");
  EXPECT_EQ(page.Element("NextPartNumberMarker"), "3");
  const S3Answer rest = s3_.Get("/bkt/key?part-number-marker=3&uploadId=" + id);
  EXPECT_EQ(rest.Elements("PartNumber"), "7");
  EXPECT_EQ(rest.Element("Size"), "1");
  EXPECT_EQ(rest.Element("IsTruncated"), "false");
}

TEST_F(MultipartTest, UploadsAreListedByKeyAndTime) {
  // Ids are made from request ids; the driver has one only, so these are made in the store.
  const auto add = [this](const std::string& key, const std::string& id) {
    s3_.clock().Advance(std::chrono::seconds(1));
    ASSERT_TRUE(s3_.objects().CreateUpload("bkt", {id, key, {}, {}, {}}));
  };
  add("b", "id1");
  add("a/x", "id2");
  add("b", "id0");
  add("c", "id3");
  const S3Answer all = s3_.Get("/bkt?uploads");
  EXPECT_EQ(all.Elements("Key"), "a/x b b c");
  EXPECT_EQ(all.Elements("UploadId"), "id2 id1 id0 id3");

  std::string ids;
  std::string query;
  for (int page_number = 0; page_number < 10; ++page_number) {
    const S3Answer page = s3_.Get("/bkt?uploads&delimiter=/&max-uploads=1" + query);
    ids += page.Elements("UploadId") + page.Elements("Prefix") + " ";
    if (page.Element("IsTruncated") == "false") break;
    query = "&key-marker=" + page.Element("NextKeyMarker") +
            "&upload-id-marker=" + page.Element("NextUploadIdMarker");
  }
  EXPECT_EQ(ids, "a/ id1 id0 id3 ");
  EXPECT_EQ(s3_.Get("/bkt?uploads&key-marker=b").Elements("UploadId"), "id3");
  EXPECT_EQ(s3_.Get("/bkt?uploads&prefix=b").Elements("UploadId"), "id1 id0");
}

}  // namespace
}  // namespace portside
