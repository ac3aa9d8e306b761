// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

class LabelsTaskRunTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    transform_ = CreateTransform("t");
  }

  Json Import(const std::string& file, bool replace = false) {
    return ImportLabels(transform_, file, replace);
  }

  // The finished run.
  Json Export(const std::string& path) {
    const std::string id =
        Ok("StartExportLabelsTaskRun", {{"TransformId", transform_}, {"OutputS3Path", path}})
            .at("TaskRunId");
    app().Advance(1s);
    return TaskRun(transform_, id);
  }

  // The bytes of the one file that an export to a fresh folder writes.
  std::string Exported() {
    const std::string folder = "out" + std::to_string(++folders_);
    EXPECT_EQ(Export("s3://labels/" + folder).at("Status"), "SUCCEEDED");
    const auto keys = Keys(folder + "/");
    EXPECT_EQ(keys.size(), 1U);
    return keys.empty() ? "" : GetObject(keys.front());
  }

  Json Transform() { return Ok("GetMLTransform", {{"TransformId", transform_}}); }

  std::string transform_;
  int folders_ = 0;
};

TEST_F(LabelsTaskRunTest, AnImportMakesTheTransformReadyAndCountsItsRows) {
  const Json run = Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n0,A,2,Anne,Bern\n1,,3,,\n");
  EXPECT_EQ(run.at("Status"), "SUCCEEDED") << run;
  const Json transform = Transform();
  EXPECT_EQ(transform.at("Status"), "READY");
  EXPECT_EQ(transform.at("LabelCount"), 2);
  EXPECT_EQ(transform.at("LastModifiedOn"), run.at("CompletedOn"));
}

TEST_F(LabelsTaskRunTest, TheTransformChangesWithTheEndOfItsImport) {
  PutLabels("a.csv", std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  Ok("StartImportLabelsTaskRun",
     {{"TransformId", transform_}, {"InputS3Path", "s3://labels/a.csv"}});
  app().Advance(999ms);
  EXPECT_EQ(Transform().at("Status"), "NOT_READY");
  EXPECT_EQ(Transform().at("LabelCount"), 0);
  app().Advance(1ms);
  EXPECT_EQ(Transform().at("Status"), "READY");
}

TEST_F(LabelsTaskRunTest, ImportsAppendAndKeepDuplicates) {
  const std::string rows = "0,A,1,Ann,Bern\n0,B,2,Bob,\n";
  Import(kLabelHeader + rows);
  Import(kLabelHeader + rows);
  Import(std::string(kLabelHeader) + "0,C,3,Cid,Basel\n");
  EXPECT_EQ(Transform().at("LabelCount"), 5);
  EXPECT_EQ(Exported(), kLabelHeader + rows + rows + "0,C,3,Cid,Basel\n");
}

TEST_F(LabelsTaskRunTest, ReplacingDropsWhatWasImportedBefore) {
  Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n0,B,2,Bob,Bern\n");
  Import(std::string(kLabelHeader) + "0,C,3,Cid,Basel\n", true);
  EXPECT_EQ(Transform().at("LabelCount"), 1);
  EXPECT_EQ(Exported(), std::string(kLabelHeader) + "0,C,3,Cid,Basel\n");
}

TEST_F(LabelsTaskRunTest, ExportsWriteCsvWithAsFewQuotesAsItNeeds) {
  Import(
      "\xEF\xBB\xBF\"labeling_set_id\",label,id,name,city\r\n"
      "\"0\",\"A\",1,\"Smith, \"\"Ann\"\"\",Z\xC3\xBCrich\r\n"
      "0,,2,unlabelled,\r\n"
      "0,a,3,\"two\nlines\",\r\n"
      "0, A ,4,x,y");
  EXPECT_EQ(Exported(),
            "labeling_set_id,label,id,name,city\n"
            "0,A,1,\"Smith, \"\"Ann\"\"\",Z\xC3\xBCrich\n"
            "0,a,3,\"two\nlines\",\n"
            "0, A ,4,x,y\n");
}

TEST_F(LabelsTaskRunTest, AnExportImportsAgain) {
  Import(std::string(kLabelHeader) + "0,A,1,\"a,b\",c\n1,B,2,\"\"\"q\"\"\",\n");
  const std::string first = Exported();
  EXPECT_EQ(Import(first, true).at("Status"), "SUCCEEDED");
  EXPECT_EQ(Exported(), first);
}

TEST_F(LabelsTaskRunTest, ManyLabelsComeBackByteForByte) {
  std::string file = kLabelHeader;
  for (int i = 0; i < 20'000; ++i) {
    file += std::to_string(i / 10) + ",L" + std::to_string(i % 3) + "," + std::to_string(i) +
            ",name " + std::to_string(i) + ",\"Bern, CH\"\n";
  }
  Import(file);
  EXPECT_EQ(Transform().at("LabelCount"), 20'000);
  EXPECT_EQ(Exported(), file);
}

TEST_F(LabelsTaskRunTest, ExportedFilesAreNamedForTransformTimeAndChance) {
  Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  for (const auto& [path, prefix] : std::initializer_list<std::pair<std::string, std::string>>{
           {"s3://labels/out", "out/"}, {"s3://labels/out2/", "out2/"}, {"s3://labels", "tfm-"}}) {
    const Json run = Export(path);
    EXPECT_EQ(run.at("Status"), "SUCCEEDED") << run;
    const auto keys = Keys(prefix);
    ASSERT_EQ(keys.size(), 1U) << prefix;
    const std::string folder = prefix == "tfm-" ? "" : prefix;
    const std::string begun =
        FormatUtc(FromEpochSeconds(run.at("StartedOn").get<double>() + 0.3), "%Y-%m-%d_%H_%M_%S");
    EXPECT_THAT(keys.front(),
                ::testing::StartsWith(folder + transform_ + "_labels_" + begun + "_"));
    EXPECT_THAT(keys.front().substr(keys.front().size() - 40),
                ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                        "[0-9a-f]{12}\\.csv"));
  }
}

TEST_F(LabelsTaskRunTest, EachExportWritesItsOwnFile) {
  Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  Export("s3://labels/out");
  Export("s3://labels/out");
  EXPECT_EQ(Keys("out/").size(), 2U);
}

TEST_F(LabelsTaskRunTest, AMissingOutputBucketFailsTheRunWithAReason) {
  Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  const Json run = Export("s3://no-such-bucket/out");
  EXPECT_EQ(run.at("Status"), "FAILED");
  EXPECT_THAT(run.at("ErrorString").get<std::string>(), ::testing::HasSubstr("no-such-bucket"));
  EXPECT_TRUE(run.contains("CompletedOn"));
  EXPECT_TRUE(run.contains("ExecutionTime"));
}

TEST_F(LabelsTaskRunTest, ABadLabelFileFailsTheRunAndChangesNothing) {
  const std::string good = std::string(kLabelHeader) + "0,A,1,Ann,Bern\n";
  Import(good);
  const Json before = Transform();
  const struct {
    std::string file;
    const char* reason;
  } cases[] = {
      {"labeling_set_id,label,id,city,name\n0,A,1,Bern,Ann\n",
       "line 1, column 4: found \"city\" where \"name\" is expected; the header must be: "
       "labeling_set_id,label,id,name,city"},
      {"id,name,city\n1,Ann,Bern\n",
       "line 1, column 1: found \"id\" where \"labeling_set_id\" is expected; the header must be: "
       "labeling_set_id,label,id,name,city"},
      {good + "0,A,2\n", "line 3: found 3 fields where the header has 5"},
      {good + "0,A,2,\"x,y\n", "line 3, column 4: unbalanced quote"},
      {std::string(kLabelHeader) + "0,A,1,Z\xFCrich,\n",
       "line 2: the bytes are not UTF-8; save the file with that encoding"},
      {kLabelHeader, "no row has a label; fill in the column \"label\" and import again"},
  };
  for (const auto& [file, reason] : cases) {
    const Json run = Import(file, true);
    EXPECT_EQ(run.at("Status"), "FAILED");
    EXPECT_EQ(run.at("ErrorString"), std::string("Label file s3://labels/labels.csv: ") + reason);
    EXPECT_EQ(run.at("ExecutionTime"), 1);
  }
  EXPECT_EQ(Transform(), before);
  EXPECT_EQ(Exported(), good);
}

TEST_F(LabelsTaskRunTest, AFileThatGoesAwayFailsTheRun) {
  PutLabels("a.csv", std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  const std::string id = Ok("StartImportLabelsTaskRun",
                            {{"TransformId", transform_}, {"InputS3Path", "s3://labels/a.csv"}})
                             .at("TaskRunId");
  EXPECT_TRUE(app().objects().Remove("labels", "a.csv"));
  app().Advance(1s);
  const Json run = TaskRun(transform_, id);
  EXPECT_EQ(run.at("Status"), "FAILED");
  EXPECT_THAT(run.at("ErrorString").get<std::string>(), ::testing::HasSubstr("a.csv"));
  EXPECT_EQ(Transform().at("Status"), "NOT_READY");
}

TEST_F(LabelsTaskRunTest, LabelsOfTransformsAreApart) {
  Import(std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  const std::string other = CreateTransform("other");
  ImportLabels(other, std::string(kLabelHeader) + "9,Z,9,Zoe,Zug\n");
  EXPECT_EQ(Exported(), std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  EXPECT_EQ(Ok("GetMLTransform", {{"TransformId", other}}).at("LabelCount"), 1);
}

}  // namespace
}  // namespace portside::glue
