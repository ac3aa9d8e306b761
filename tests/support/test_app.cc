// SPDX-License-Identifier: Apache-2.0

#include "support/test_app.h"

#include <gtest/gtest.h>

#include "portside/base/encoding.h"
#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

// A value of a label or query parameter as text.
std::string TextOf(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return DumpJson(value);
}

// "/jobs/{Arn}" with its label filled as SDKs do: every reserved character escaped.
std::string FillUri(std::string uri, const std::string& label, const Json& value) {
  for (const std::string& hole : {"{" + label + "}", "{" + label + "+}"}) {
    const auto at = uri.find(hole);
    if (at != std::string::npos) uri.replace(at, hole.size(), PercentEncode(TextOf(value)));
  }
  return uri;
}

void AddQuery(std::string& query, const std::string& name, const Json& value) {
  const Json values = value.is_array() ? value : Json::array({value});
  for (const Json& one : values) {
    query += (query.empty() ? "?" : "&") + PercentEncode(name) + "=" + PercentEncode(TextOf(one));
  }
}

HttpRequest MakeRequest(const ServiceModel& model, const Operation& operation, const Json& input) {
  HttpRequest request;
  request.method = operation.method;
  request.target = operation.uri;
  if (model.protocol() == WireProtocol::kAwsJson11) {
    request.headers.Add("X-Amz-Target", model.target_prefix() + "." + operation.name);
    request.headers.Add("Content-Type", "application/x-amz-json-1.1");
    request.body = DumpJson(input);
    return request;
  }
  Json body = Json::object();
  std::string query;
  for (const auto& [name, value] : input.items()) {
    const Member* member = operation.input ? operation.input->FindMember(name) : nullptr;
    if (member == nullptr || member->location == Location::kBody) {
      body[member ? member->wire_name : name] = value;
    } else if (member->location == Location::kUri) {
      request.target = FillUri(request.target, member->wire_name, value);
    } else if (member->location == Location::kQuery) {
      AddQuery(query, member->wire_name, value);
    } else {
      request.headers.Add(member->wire_name, TextOf(value));
    }
  }
  request.target += query;
  if (request.method != "GET" && request.method != "DELETE") {
    request.headers.Add("Content-Type", "application/json");
    request.body = DumpJson(body);
  }
  return request;
}

S3Uri ParseUri(const std::string& text) {
  const auto uri = S3Uri::Parse(text);
  if (!uri) throw std::invalid_argument("not an S3 URI: " + text);
  return *uri;
}

}  // namespace

std::string CallResult::ErrorCode() const {
  if (const auto header = headers.Find("x-amzn-ErrorType")) return std::string(*header);
  return body.is_object() ? StringOr(body, "__type") : "";
}

std::string CallResult::ErrorMessage() const {
  if (!body.is_object()) return "";
  return StringOr(body, "message", StringOr(body, "Message"));
}

TestApp::TestApp(Options options) : account(options.account), region(options.region) {
  const bool in_memory = options.data_dir.empty();
  if (in_memory) {
    objects_ = std::make_unique<MemoryObjectStore>(clock_);
  } else {
    objects_ = std::make_unique<DirectoryObjectStore>(
        options.data_dir, clock_, DirectoryObjectStore::Options{options.account, options.region});
  }
  app_ = std::make_unique<App>(AppParts{
      .clock = clock_,
      .machine_clock = machine_clock_,
      .database_path = in_memory ? ":memory:" : (options.data_dir / "portside.sqlite3").string(),
      .objects = *objects_,
      .make_workers =
          [](const RecordReader& records) { return std::make_unique<InlineWorkerPool>(records); },
      .make_aside = options.has_aside ? MakeAside() : nullptr,
      .runners = options.runners,
      .account = options.account,
      .region = options.region,
      .seed = 1,
      .time_scale = options.time_scale,
      .create_buckets = false,
      .credentials = Credentials::Parse(options.credentials).value(),
      .verify_signatures = !options.credentials.empty(),
      .after =
          [this](std::chrono::milliseconds delay, const std::function<void()>& call) {
            delays.push_back(delay);
            call();
          }});
  app_->Start();
}

TestApp::~TestApp() = default;

std::function<std::unique_ptr<WorkerPool>(const RecordReader&)> TestApp::MakeAside() {
  class CountingPool final : public WorkerPool {
   public:
    CountingPool(int& count, const RecordReader& records) : count_(count), pool_(records) {}
    void Run(WorkTask task, WorkDone done, std::size_t memory) override {
      ++count_;
      pool_.Run(std::move(task), std::move(done), memory);
    }

   private:
    int& count_;
    InlineWorkerPool pool_;
  };
  return [this](const RecordReader& records) {
    return std::make_unique<CountingPool>(asides, records);
  };
}

HttpRequest TestApp::Sign(HttpRequest request, std::string_view signing_name) const {
  request.headers.Add("Authorization", "AWS4-HMAC-SHA256 Credential=" + account + "/20240101/" +
                                           region + "/" + std::string(signing_name) +
                                           "/aws4_request, SignedHeaders=host, Signature=00");
  return request;
}

Json TestApp::Control(const std::string& method, const std::string& path, const Json& body) {
  HttpRequest request;
  request.method = method;
  request.target = path;
  if (!body.is_null()) request.body = DumpJson(body);
  const HttpResponse response = Send(std::move(request));
  const auto* text = std::get_if<std::string>(&response.body);
  EXPECT_LT(response.status, 300) << (text == nullptr ? "" : *text);
  return text == nullptr ? Json() : ParseJson(*text).value_or(Json());
}

HttpResponse TestApp::Send(HttpRequest request) {
  const std::string body = std::exchange(request.body, "");
  const auto exchange = app_->Begin(std::move(request));
  if (auto early = exchange->EarlyResponse()) return *early;
  EXPECT_LE(body.size(), exchange->BodyLimit());
  if (!body.empty()) exchange->Write(body);
  std::optional<HttpResponse> response;
  exchange->Finish([&response](HttpResponse answer) { response = std::move(answer); });
  app_->RunDue();
  if (!response) {
    ADD_FAILURE() << "the request was not answered";
    return {};
  }
  return *response;
}

CallResult TestApp::TryCall(std::string_view service, std::string_view operation,
                            const Json& input) {
  const ServiceModel* model = nullptr;
  const Operation* found = nullptr;
  for (const auto& candidate : app_->modelled_services()) {
    const ServiceModel& named = candidate->model();
    if (named.name() != service && named.signing_name() != service) continue;
    model = &named;
    found = named.FindOperation(operation);
    if (found != nullptr) break;
  }
  CallResult result;
  if (found == nullptr) {
    ADD_FAILURE() << "no operation " << operation << " in " << service;
    return result;
  }
  const HttpResponse response =
      Send(Sign(MakeRequest(*model, *found, input), model->signing_name()));
  result.status = response.status;
  result.headers = response.headers;
  result.text = std::get<std::string>(response.body);
  if (!result.text.empty()) {
    const auto body = ParseJson(result.text);
    EXPECT_TRUE(body) << "not JSON: " << result.text;
    result.body = body.value_or(Json());
  }
  return result;
}

Json TestApp::Call(std::string_view service, std::string_view operation, const Json& input) {
  const CallResult result = TryCall(service, operation, input);
  EXPECT_EQ(result.status, 200) << operation << ": " << result.text;
  return result.body.is_null() ? Json::object() : result.body;
}

void TestApp::Advance(Duration by) {
  // In small steps, as a clock moves: what one transition starts may fall due before the next.
  const Timestamp target = machine_clock_.Now() + by;
  while (const auto due = app_->NextDue()) {
    const std::optional<Duration> wait = clock_.MachineTimeUntil(*due);
    if (!wait || machine_clock_.Now() + *wait > target) break;
    machine_clock_.Advance(*wait);
    app_->RunDue();
  }
  machine_clock_.Set(target);
  app_->RunDue();
}

void TestApp::Settle(std::string_view arn) {
  for (int step = 0; step < 100; ++step) {
    const ResourcePtr resource = resources().Find(arn);
    if (resource == nullptr || !resource->due_at) return;
    // What waits for others moves with them.
    const std::optional<Timestamp> due =
        *resource->due_at == kHeld ? app_->NextDue() : resource->due_at;
    if (!due) break;
    Advance(std::max(Duration(1), *due - clock_.Now()));
  }
  ADD_FAILURE() << arn << " does not come to rest";
}

void TestApp::CreateBucket(const std::string& bucket, const std::string& bucket_region) {
  Bucket made;
  made.name = bucket;
  made.account = account;
  made.region = bucket_region.empty() ? region : bucket_region;
  made.created_at = clock_.Now();
  const auto created = objects_->CreateBucket(made);
  EXPECT_TRUE(created) << created.error().Describe();
}

void TestApp::PutObject(const std::string& uri, std::string_view bytes) {
  const S3Uri parsed = ParseUri(uri);
  if (!objects_->FindBucket(parsed.bucket)) CreateBucket(parsed.bucket);
  const auto written = ObjectAccess(*objects_, account).WriteAll(parsed, bytes, {});
  EXPECT_TRUE(written) << written.error().Describe();
}

std::string TestApp::GetObject(const std::string& uri) {
  const auto bytes = ObjectAccess(*objects_, account).ReadAll(ParseUri(uri), 1ULL << 32);
  EXPECT_TRUE(bytes) << bytes.error().Describe();
  return bytes.value_or("");
}

bool TestApp::HasObject(const std::string& uri) {
  const S3Uri parsed = ParseUri(uri);
  return objects_->Head(parsed.bucket, parsed.key).has_value();
}

std::vector<std::string> TestApp::ListKeys(const std::string& uri) {
  std::vector<std::string> keys;
  const auto objects = ObjectAccess(*objects_, account).ListAll(ParseUri(uri));
  EXPECT_TRUE(objects) << objects.error().Describe();
  if (objects) {
    for (const ObjectInfo& object : *objects) keys.push_back(object.key);
  }
  return keys;
}

}  // namespace portside
