// SPDX-License-Identifier: Apache-2.0
//
// What a data directory adds to snapshots (the rest is in tests/control): they outlive the process,
// and states travel to other directories.

#include "portside/state/state_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "portside/formats/tar.h"
#include "support/temporary_directory.h"
#include "support/test_app.h"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

class StateKeeperTest : public ::testing::Test {
 protected:
  StateKeeperTest() { Start(); }

  void Start() {
    app_.reset();
    app_ = std::make_unique<TestApp>(TestAppOptions{.data_dir = directory_.path()});
  }
  std::pair<int, Json> Send(const std::string& method, const std::string& path,
                            const std::string& body = "") {
    return SendTo(*app_, method, path, body);
  }
  static std::pair<int, Json> SendTo(TestApp& app, const std::string& method,
                                     const std::string& path, const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.body = body;
    const HttpResponse response = app.Send(request);
    return {response.status, ParseJson(std::get<std::string>(response.body)).value_or(Json())};
  }
  std::string Archive() {
    HttpRequest request;
    request.method = "GET";
    request.target = "/_portside/state";
    const HttpResponse response = app_->Send(request);
    EXPECT_EQ(response.headers.Get("Content-Type"), "application/x-tar");
    EXPECT_EQ(response.headers.Get("Content-Disposition"),
              "attachment; filename=\"portside-state.tar\"");
    const auto* file = std::get_if<FileBody>(&response.body);
    if (file == nullptr) return std::get<std::string>(response.body);
    std::string bytes(file->length, '\0');
    EXPECT_EQ(pread(file->file->descriptor(), bytes.data(), bytes.size(), 0),
              static_cast<ssize_t>(bytes.size()));
    return bytes;
  }
  void MakeGroup(const std::string& name) {
    app_->Call("personalize", "CreateDatasetGroup", {{"name", name}});
  }
  static std::vector<std::string> Groups(TestApp& app) {
    std::vector<std::string> names;
    const Json list = app.Call("personalize", "ListDatasetGroups", Json::object());
    for (const Json& group : list["datasetGroups"]) names.push_back(group["name"]);
    return names;
  }
  fs::path Hidden(const std::string& path) { return directory_.path() / ".portside" / path; }

  TemporaryDirectory directory_;
  std::unique_ptr<TestApp> app_;
};

TEST_F(StateKeeperTest, SnapshotsOutliveTheProcess) {
  MakeGroup("before");
  app_->PutObject("s3://bucket/key", "before");
  EXPECT_EQ(Send("PUT", "/_portside/snapshots/s").first, 201);
  MakeGroup("after");
  app_->PutObject("s3://bucket/key", "after");
  Start();
  const auto [status, list] = Send("GET", "/_portside/snapshots");
  EXPECT_EQ(list["snapshots"][0]["name"], "s");
  EXPECT_EQ(list["snapshots"][0]["objects"], 1);
  EXPECT_EQ(Send("POST", "/_portside/snapshots/s").first, 200);
  EXPECT_THAT(Groups(*app_), ElementsAre("before"));
  EXPECT_EQ(app_->GetObject("s3://bucket/key"), "before");
}

TEST_F(StateKeeperTest, NumbersOfResourcesAreNotGivenAgainAfterAStart) {
  MakeGroup("mine");
  Send("PUT", "/_portside/snapshots/s", R"({"account":"123456789012"})");
  Send("POST", "/_portside/reset");
  Start();
  app_->account = "222222222222";
  MakeGroup("theirs");
  EXPECT_EQ(Send("POST", "/_portside/snapshots/s").first, 200);
  EXPECT_THAT(Groups(*app_), ElementsAre("theirs"));
  app_->account = "123456789012";
  EXPECT_THAT(Groups(*app_), ElementsAre("mine"));
}

TEST_F(StateKeeperTest, WhatAKilledSaveLeftIsRemovedAtTheNextStart) {
  Send("PUT", "/_portside/snapshots/s");
  fs::create_directories(Hidden("snapshots/half@7/objects"));
  fs::copy(Hidden("snapshots/s@1"), Hidden("snapshots/s@0"), fs::copy_options::recursive);
  Start();
  EXPECT_EQ(Send("GET", "/_portside/snapshots").second["snapshots"].size(), 1U);
  EXPECT_FALSE(fs::exists(Hidden("snapshots/half@7")));
  EXPECT_FALSE(fs::exists(Hidden("snapshots/s@0")));
  EXPECT_TRUE(fs::exists(Hidden("snapshots/s@1")));
  EXPECT_EQ(Send("DELETE", "/_portside/snapshots/s").first, 200);
  EXPECT_FALSE(fs::exists(Hidden("snapshots/s@1")));
}

TEST_F(StateKeeperTest, ARestoreThatWasKilledIsDoneAtTheNextStart) {
  MakeGroup("before");
  app_->PutObject("s3://bucket/key", "before");
  Send("PUT", "/_portside/snapshots/s");
  MakeGroup("after");
  app_->PutObject("s3://bucket/key", "after");
  std::ofstream(Hidden("snapshots/restoring")) << "s";
  Start();
  EXPECT_THAT(Groups(*app_), ElementsAre("before"));
  EXPECT_EQ(app_->GetObject("s3://bucket/key"), "before");
  EXPECT_FALSE(fs::exists(Hidden("snapshots/restoring")));
}

TEST_F(StateKeeperTest, AnEditedObjectStopsTheRestoreBeforeItChangesAnything) {
  MakeGroup("before");
  app_->PutObject("s3://bucket/key", "before");
  Send("PUT", "/_portside/snapshots/s");
  MakeGroup("after");
  std::ofstream(directory_.path() / "s3/bucket/key") << "by hand";
  const auto [status, body] = Send("POST", "/_portside/snapshots/s");
  EXPECT_EQ(status, 409);
  EXPECT_EQ(body["message"],
            "The file bucket/key was changed in place since the snapshot was taken, so that what "
            "it held then is gone.");
  EXPECT_EQ(Groups(*app_).size(), 2U);
  EXPECT_EQ(app_->GetObject("s3://bucket/key"), "by hand");
  EXPECT_FALSE(fs::exists(Hidden("snapshots/restoring")));
}

TEST_F(StateKeeperTest, ASnapshotOfANewerSchemaIsRefused) {
  MakeGroup("before");
  Send("PUT", "/_portside/snapshots/s");
  {
    const fs::path path = Hidden("snapshots/s@1/snapshot.json");
    std::ifstream file(path);
    Json json = Json::parse(file);
    json["schema"] = 99;
    std::ofstream(path) << json;
  }
  Start();
  const auto [status, body] = Send("POST", "/_portside/snapshots/s");
  EXPECT_EQ(status, 409);
  EXPECT_EQ(body["message"],
            "The snapshot 's' was saved by a newer version of Portside (schema 99, this one's is "
            "3).");
}

TEST_F(StateKeeperTest, AStateTravelsInAnArchive) {
  MakeGroup("carried");
  app_->PutObject("s3://bucket/plain", "1");
  app_->PutObject("s3://bucket/a/deep/one", "2");
  app_->PutObject("s3://bucket/odd//", "3");
  app_->CreateBucket("empty");
  ObjectStore& objects = app_->objects();
  ASSERT_TRUE(objects.CreateUpload("bucket", {"upload", "joined", {}, {}, {}}));
  auto part = objects.PutPart("bucket", "joined", "upload", 1);
  ASSERT_TRUE((*part)->Write("part"));
  ASSERT_TRUE((*part)->Commit());
  auto join = objects.CompleteUpload("bucket", "joined", "upload", {{1}, "0123-1", {}});
  while (!*(*join)->Step(100)) continue;
  ASSERT_TRUE((*join)->Commit());
  ASSERT_TRUE(objects.CreateUpload("bucket", {"under-way", "later", {}, {}, {}}));
  const ObjectInfo joined = *objects.Head("bucket", "joined");
  std::ofstream(directory_.path() / "s3/bucket/dropped") << "by hand";

  const std::string archive = Archive();
  EXPECT_FALSE(fs::exists(Hidden("snapshots/.archive@1")));
  const TemporaryDirectory elsewhere;
  TestApp other(TestAppOptions{.data_dir = elsewhere.path()});
  other.Advance(std::chrono::hours(1));
  other.Call("personalize", "CreateDatasetGroup", {{"name", "replaced"}});
  other.PutObject("s3://replaced/key", "x");
  const auto [status, body] = SendTo(other, "PUT", "/_portside/state", archive);
  EXPECT_EQ(status, 200) << body;
  EXPECT_EQ(body["loaded"], Json({{"resources", 1}, {"objects", 5}}));

  EXPECT_THAT(Groups(other), ElementsAre("carried"));
  EXPECT_FALSE(other.objects().FindBucket("replaced"));
  EXPECT_TRUE(other.objects().FindBucket("empty"));
  EXPECT_THAT(other.ListKeys("s3://bucket/"),
              ElementsAre("a/deep/one", "dropped", "joined", "odd//", "plain"));
  EXPECT_EQ(other.GetObject("s3://bucket/odd//"), "3");
  const ObjectInfo carried = *other.objects().Head("bucket", "joined");
  EXPECT_EQ(carried.etag, "0123-1");
  EXPECT_EQ(carried.last_modified, joined.last_modified);
  EXPECT_EQ(carried.attributes.parts.size(), 1U);
  EXPECT_TRUE(other.objects().FindUpload("bucket", "later", "under-way"));
  EXPECT_EQ(SendTo(other, "GET", "/_portside/snapshots").second["snapshots"].size(), 0U);
  EXPECT_TRUE(fs::is_empty(elsewhere.path() / ".portside/tmp"));
}

// What a release wrote, every later one reads: its documents and records are brought to this form.
TEST_F(StateKeeperTest, AnArchiveOfAFormerReleaseIsLoaded) {
  std::ifstream file(PORTSIDE_SOURCE_DIR "/tests/fuzz/corpus/state_load/portside-0.1.0.tar",
                     std::ios::binary);
  const std::string archive(std::istreambuf_iterator<char>(file), {});
  ASSERT_GT(archive.size(), 100'000U);
  const auto [status, body] = Send("PUT", "/_portside/state", archive);
  ASSERT_EQ(status, 200) << body;
  EXPECT_EQ(body["loaded"], Json({{"resources", 14}, {"objects", 8}}));
  app_->Control("PUT", "/_portside/clock",
                {{"mode", "scaled"}, {"scale", 1}, {"now", "2026-11-28T00:00:00Z"}});
  app_->account = "327326444538";
  app_->region = "us-west-2";
  app_->Advance(std::chrono::seconds(10));

  // A job that was on its way came to its end, from its model in the bucket.
  const Json late =
      app_->Call("sagemaker", "DescribeCompilationJob", {{"CompilationJobName", "late"}});
  EXPECT_EQ(late["CompilationJobStatus"], "COMPLETED") << late;
  // Results and scenes of former forms can be exported again.
  const Json role = "arn:aws:iam::327326444538:role/portside-test";
  const Json out = {{"S3Data", {{"S3Uri", "s3://again"}}}};
  app_->CreateBucket("again");
  for (const char* family : {"VectorEnrichmentJob", "EarthObservationJob"}) {
    const std::string name = family;
    const Json list = app_->Call("sagemaker-geospatial", "List" + name + "s", Json::object());
    ASSERT_EQ(list[name + "Summaries"].size(), 1U) << list;
    const std::string arn = list[name + "Summaries"][0]["Arn"];
    app_->Call("sagemaker-geospatial", "Export" + name,
               {{"Arn", arn}, {"ExecutionRoleArn", role}, {"OutputConfig", out}});
    app_->Settle(arn + "/export");
    const Json job = app_->Call("sagemaker-geospatial", "Get" + name, {{"Arn", arn}});
    EXPECT_EQ(job["ExportStatus"], "SUCCEEDED") << job;
  }
  EXPECT_EQ(app_->ListKeys("s3://again/").size(), 3U);
  // Rows and labels are where they were.
  const Json groups = app_->Call("personalize", "ListDatasets", Json::object());
  app_->Call("personalize", "CreateDatasetExportJob",
             {{"jobName", "again"},
              {"datasetArn", groups["datasets"][0]["datasetArn"]},
              {"ingestionMode", "ALL"},
              {"roleArn", role},
              {"jobOutput", {{"s3DataDestination", {{"path", "s3://again/rows/"}}}}}});
  app_->Advance(std::chrono::seconds(10));
  const std::vector<std::string> rows = app_->ListKeys("s3://again/rows/");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::ranges::count(app_->GetObject("s3://again/" + rows[0]), '\n'), 3);
}

// Each is one thing that no program would have written.
TEST_F(StateKeeperTest, ASavedStateThatTheProgramCannotGoOnFromIsRefused) {
  MakeGroup("carried");
  app_->Advance(std::chrono::seconds(10));
  Send("PUT", "/_portside/snapshots/s");
  const std::string kind = "personalize::dataset_group";
  const struct {
    Sql change;
    std::string reason;
  } cases[] = {
      {"UPDATE resources SET state='ACTIV'", "is in the state 'ACTIV', which its kind has not"},
      {"UPDATE resources SET due_at=5",
       "waits for a time in the state ACTIVE, which leads nowhere"},
      {"UPDATE resources SET state='DELETE PENDING'",
       "waits for nothing in the state DELETE PENDING"},
      {"UPDATE scopes SET kind='nobody::x'", "is of the unknown kind nobody::x"},
      {"UPDATE scopes SET kind='glue::x'", "has a state, which its kind has not"},
      {"UPDATE scopes SET kind='sagemaker-geospatial::earth_observation_job';"
       "UPDATE resources SET state='COMPLETED', document='{\"Plan\":{\"Collection\":\"c\"}}'",
       "plans with the raster data collection 'c', which is none"},
  };
  const Json about = {{"format", 1}, {"schema", 3}, {"members", 1}};
  for (const auto& [change, reason] : cases) {
    const fs::path rows = directory_.path() / "rows.sqlite3";
    fs::copy_file(Hidden("snapshots/s@1/rows.sqlite3"), rows, fs::copy_options::overwrite_existing);
    {
      Database changed(rows);
      changed.Execute(change);
      changed.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
    }
    std::ifstream file(rows, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    Json said = about;
    said["bytes"] = bytes.size();
    const std::string text = DumpJson(said);
    const auto [status, body] = Send(
        "PUT", "/_portside/state",
        TarHeader("portside-state.json", text.size()) + text + TarPadding(text.size()) +
            TarHeader("rows.sqlite3", bytes.size()) + bytes + TarPadding(bytes.size()) + TarEnd());
    EXPECT_EQ(status, 400) << body;
    EXPECT_THAT(StringOr(body, "message"), HasSubstr(reason));
    EXPECT_THAT(Groups(*app_), ElementsAre("carried"));
  }
}

TEST_F(StateKeeperTest, AnArchiveThatIsRefusedChangesNothing) {
  MakeGroup("carried");
  app_->PutObject("s3://bucket/key", "1");
  const std::string archive = Archive();
  MakeGroup("later");
  const auto wrong = [&archive](const std::string& from, const std::string& to) {
    std::string changed = archive;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "it is no tar archive"},
      {"text", "it is no tar archive"},
      {archive.substr(0, archive.size() / 2), ""},
      {wrong("\"format\":1", "\"format\":2"), "this one reads the format 1"},
      {wrong("SQLite format 3", "SQLite format 4"), "its database cannot be read"},
      {wrong("\"etag\"", "\"atag\""), "does not describe the object beside it"},
      {wrong("\"account\":\"123", "\"akkount\":\"123"), "does not say whose the bucket 'bucket'"},
  };
  for (const auto& [bytes, reason] : cases) {
    const auto [status, body] = Send("PUT", "/_portside/state", bytes);
    EXPECT_EQ(status, 400) << body;
    EXPECT_THAT(StringOr(body, "message"), HasSubstr("The archive is refused: "));
    EXPECT_THAT(StringOr(body, "message"), HasSubstr(reason));
    EXPECT_THAT(Groups(*app_), ElementsAre("carried", "later"));
    EXPECT_EQ(app_->GetObject("s3://bucket/key"), "1");
  }
  for (const auto& entry : fs::directory_iterator(Hidden("snapshots"))) {
    ADD_FAILURE() << entry.path() << " is left over";
  }
  EXPECT_EQ(Send("PUT", "/_portside/state", archive).first, 200);
  EXPECT_THAT(Groups(*app_), ElementsAre("carried"));
}

TEST_F(StateKeeperTest, AFullResetKeepsSnapshots) {
  MakeGroup("before");
  Send("PUT", "/_portside/snapshots/s");
  Send("POST", "/_portside/reset");
  EXPECT_THAT(Groups(*app_), IsEmpty());
  EXPECT_EQ(Send("POST", "/_portside/snapshots/s").first, 200);
  EXPECT_THAT(Groups(*app_), ElementsAre("before"));
}

}  // namespace
}  // namespace portside
