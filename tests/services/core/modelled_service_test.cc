// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/modelled_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "portside/base/limits.h"
#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

using ::testing::HasSubstr;

Json ZooModel() {
  return Json::parse(R"({
    "service": "zoo", "protocol": "restJson1", "apiVersion": "2024-01-01",
    "endpointPrefix": "zoo", "signingName": "zoo",
    "options": {"tokenReuse": {"code": "ConflictException", "status": 409}},
    "operations": [
      {"name": "AddAnimal", "http": "POST /animals", "input": "AddAnimalInput",
       "output": "Animal"},
      {"name": "GetAnimal", "http": "GET /animals/{Name}", "input": "GetAnimalInput",
       "output": "Animal"},
      {"name": "DrawAnimal", "http": "GET /pictures/{Name}", "input": "GetAnimalInput",
       "output": "Picture"}
    ],
    "unserved": [{"name": "FeedAnimal", "http": "POST /animals/{Name}/food"}],
    "shapes": {
      "AddAnimalInput": {"type": "structure", "members": [
        {"name": "Name", "shape": "Name", "required": true},
        {"name": "Legs", "shape": "Legs"},
        {"name": "Mood", "shape": "Name"},
        {"name": "ClientToken", "shape": "Name", "idempotencyToken": true}]},
      "GetAnimalInput": {"type": "structure", "members": [
        {"name": "Name", "shape": "Name", "required": true, "location": "uri"}]},
      "Animal": {"type": "structure", "members": [
        {"name": "Name", "shape": "Name", "required": true},
        {"name": "AddedAt", "shape": "Time"}]},
      "Picture": {"type": "structure", "payload": "Bytes", "members": [
        {"name": "Bytes", "shape": "Bytes"}]},
      "Bytes": {"type": "blob", "streaming": true},
      "Name": {"type": "string", "max": 10},
      "Legs": {"type": "integer", "min": 0, "max": 8},
      "Time": {"type": "timestamp", "timestampFormat": "iso8601"}
    }
  })");
}

constexpr std::string_view kAnimal = "zoo::animal";

std::string AnimalArn(const std::string& name, const RequestContext& context) {
  return context.Arn("zoo", "animal/" + name);
}

// Stores before it looks for trouble, so that tests see an error take everything back.
Result<Json> AddAnimal(const Json& input, RequestContext& context) {
  const auto& name = input.at("Name").get_ref<const std::string&>();
  context.resources.Insert(context.NewResource(kAnimal, AnimalArn(name, context), name));
  const std::string mood = StringOr(input, "Mood");
  if (mood == "angry") return Fail(ServiceError("ConflictException", 409, "It bites."));
  if (mood == "broken") throw std::runtime_error("disk is full");
  if (mood == "wrong") return Json{{"Nome", name}};
  return Json{{"Name", name}, {"AddedAt", ToEpochSeconds(context.now)}};
}

Result<Json> GetAnimal(const Json& input, RequestContext& context) {
  const auto& name = input.at("Name").get_ref<const std::string&>();
  if (context.FindOwn(kAnimal, AnimalArn(name, context)) == nullptr) {
    return Fail(ServiceError("ResourceNotFoundException", 404, "No animal " + name));
  }
  return Json{{"Name", name}};
}

// Looks at the animal; the picture takes long.
Result<Computation> DrawAnimal(const Json& input, RequestContext& context) {
  const std::string name = TRY(GetAnimal(input, context)).at("Name");
  return [name](const RecordReader&) -> Result<ComputedAnswer> {
    if (name == "ghost") return Fail(ServiceError("ConflictException", 409, "Nobody sees it."));
    if (name == "whale") throw std::bad_alloc();
    return ComputedAnswer{{{"Bytes", "\x89" + name}}, "image/png"};
  };
}

struct Answer {
  int status = 0;
  std::string error;    // the error code, empty on success
  std::string message;  // of an error
  std::string text;     // the body as sent
};

constexpr HandlerEntry kHandlers[] = {{"AddAnimal", AddAnimal},
                                      {"GetAnimal", GetAnimal},
                                      {.operation = "DrawAnimal", .computes = DrawAnimal}};
constexpr ServiceDefinition kZoo{.model = "zoo", .handlers = kHandlers, .job_kinds = {}};

class ModelledServiceTest : public ::testing::Test {
 protected:
  ModelledServiceTest() : service_(Load(ZooModel()), kZoo, tools_) {}

  static std::unique_ptr<const ServiceModel> Load(const Json& document) {
    auto model = ServiceModel::Load(document);
    if (!model) throw std::logic_error(model.error());
    return std::move(*model);
  }

  static HttpRequest Request(std::string method, std::string target, std::string body = "") {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    return request;
  }
  Answer Add(const Json& input) { return Send(Request("POST", "/animals", DumpJson(input))); }
  Answer Get(const std::string& name) { return Send(Request("GET", "/animals/" + name)); }
  Answer Send(const HttpRequest& request) {
    record_ = {};
    service_.Answer(request, caller_, record_,
                    [this](HttpResponse r) { response_ = std::move(r); });
    Answer answer{.status = response_.status,
                  .error = std::string(response_.headers.Get("x-amzn-ErrorType")),
                  .message = "",
                  .text = std::get<std::string>(response_.body)};
    const Json body = ParseJson(answer.text).value_or(Json::object());
    answer.message = StringOr(body, "message", StringOr(body, "Message"));
    return answer;
  }
  std::string Mistakes(std::span<const HandlerEntry> handlers) {
    try {
      ModelledService(Load(ZooModel()), {.model = "zoo", .handlers = handlers, .job_kinds = {}},
                      tools_);
    } catch (const std::logic_error& error) {
      return error.what();
    }
    return "";
  }

  VirtualClock clock_;
  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  IdempotencyRepository tokens_{database_};
  MemoryObjectStore objects_{clock_};
  InlineWorkerPool workers_{records_};
  Scheduler jobs_{clock_, database_, Stores{resources_, records_}, objects_, workers_, {}};
  DrawCounters draws_{database_};
  ServiceTools tools_{clock_,  database_, resources_, records_,
                      tokens_, jobs_,     objects_,   {draws_, 1}};
  ModelledService service_;
  Caller caller_{.request_id = "request-1",
                 .account = "000000000000",
                 .region = "us-east-1",
                 .access_key = "test"};
  CallRecord record_;
  HttpResponse response_;
};

TEST_F(ModelledServiceTest, WhatTakesLongIsComputedAside) {
  std::function<void(const RecordReader&)> work;
  std::function<void()> done;
  tools_.compute = [&](std::function<void(const RecordReader&)> w, std::function<void()> d) {
    work = std::move(w);
    done = std::move(d);
  };
  ModelledService service(Load(ZooModel()), kZoo, tools_);
  Add({{"Name", "otter"}});
  std::optional<HttpResponse> response;
  service.Answer(Request("GET", "/pictures/otter"), caller_, record_,
                 [&](HttpResponse r) { response = std::move(r); });
  EXPECT_FALSE(response);
  work(records_);
  EXPECT_FALSE(response);
  done();
  ASSERT_TRUE(response);
  EXPECT_EQ(std::get<std::string>(response->body), "\x89otter");
  EXPECT_EQ(response->headers.Get("Content-Type"), "image/png");
  EXPECT_EQ(response->headers.Get("x-amzn-RequestId"), "request-1");
}

TEST_F(ModelledServiceTest, WhatIsComputedMayBeRefusedBeforeAndAfter) {
  const Answer unknown = Send(Request("GET", "/pictures/unicorn"));
  EXPECT_EQ(unknown.error, "ResourceNotFoundException");
  EXPECT_EQ(record_.error, "ResourceNotFoundException");
  EXPECT_EQ(Send(Request("GET", "/pictures/unicorn-of-the-sea")).error, "ValidationException");
  Add({{"Name", "ghost"}});
  EXPECT_EQ(Send(Request("GET", "/pictures/ghost")).status, 409);
  Add({{"Name", "whale"}});
  EXPECT_EQ(Send(Request("GET", "/pictures/whale")).status, 500);
  // Init files have no aside.
  const auto called = service_.Call("DrawAnimal", {{"Name", "ghost"}}, caller_);
  EXPECT_EQ(called.error().code, "ConflictException");
}

TEST_F(ModelledServiceTest, AHandlersAnswerIsWrittenByItsShape) {
  const Answer answer = Add({{"Name", "otter"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text, R"({"Name":"otter","AddedAt":"2024-01-01T00:00:00.000000Z"})");
  EXPECT_EQ(response_.headers.Get("x-amzn-RequestId"), "request-1");
  EXPECT_EQ(record_.service, "zoo");
  EXPECT_EQ(record_.operation, "AddAnimal");
  EXPECT_EQ(record_.error, "");
  EXPECT_FALSE(database_.InTransaction());
  EXPECT_EQ(Get("otter").status, 200);
}

TEST_F(ModelledServiceTest, EveryViolationIsAnsweredAndTheHandlerIsNotCalled) {
  const Answer answer = Add({{"Name", "rhinoceroses"}, {"Legs", 9}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.error, "ValidationException");
  EXPECT_EQ(answer.message,
            "2 validation errors detected: Value 'rhinoceroses' at 'name' failed to satisfy "
            "constraint: Member must have length less than or equal to 10; Value '9' at 'legs' "
            "failed to satisfy constraint: Member must have value less than or equal to 8");
  EXPECT_EQ(record_.error, "ValidationException");
  EXPECT_EQ(Get("rhino").status, 404);
}

TEST_F(ModelledServiceTest, TypeErrorsWinOverConstraints) {
  const Answer answer = Add({{"Name", 5}, {"Legs", 9}});
  EXPECT_EQ(answer.error, "SerializationException");
  EXPECT_EQ(answer.text, R"({"Message":"NUMBER_VALUE can not be converted to a String"})");
}

TEST_F(ModelledServiceTest, AnErrorTakesBackWhatTheHandlerStored) {
  const Answer answer = Add({{"Name", "bear"}, {"Mood", "angry"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.error, "ConflictException");
  EXPECT_EQ(response_.headers.Get("x-amzn-RequestId"), "request-1");
  EXPECT_FALSE(database_.InTransaction());
  EXPECT_EQ(Get("bear").status, 404);
}

TEST_F(ModelledServiceTest, AnExceptionPassesAndTakesBackWhatTheHandlerStored) {
  EXPECT_THROW(Add({{"Name", "bear"}, {"Mood", "broken"}}), std::runtime_error);
  EXPECT_FALSE(database_.InTransaction());
  EXPECT_EQ(Get("bear").status, 404);
}

TEST_F(ModelledServiceTest, WhatIsModelledButNotServedIsRefusedByName) {
  const HttpRequest request = Request("POST", "/animals/otter/food");
  const Answer answer = Send(request);
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.error, "NotImplementedException");
  EXPECT_THAT(answer.message, HasSubstr("zoo.FeedAnimal is not emulated"));
  EXPECT_EQ(record_.operation, "FeedAnimal");
  EXPECT_TRUE(service_.Offers(request));
}

TEST_F(ModelledServiceTest, AnUnknownPathIsAnUnknownOperation) {
  const HttpRequest request = Request("GET", "/plants");
  const Answer answer = Send(request);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.error, "UnknownOperationException");
  EXPECT_EQ(record_.operation, "-");
  EXPECT_FALSE(service_.Offers(request));
}

TEST_F(ModelledServiceTest, ATokenThatComesAgainGetsTheFirstAnswer) {
  const Json input = {{"Name", "otter"}, {"Legs", 4}, {"ClientToken", "t1"}};
  const Answer first = Add(input);
  clock_.Advance(std::chrono::hours(1));
  const Answer second = Add(input);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.text, first.text);
  EXPECT_EQ(resources_.Count({kAnimal, "000000000000", "us-east-1"}), 1u);
}

TEST_F(ModelledServiceTest, ATokenWithAnotherInputIsAConflict) {
  Add({{"Name", "otter"}, {"ClientToken", "t1"}});
  const Answer answer = Add({{"Name", "bear"}, {"ClientToken", "t1"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.error, "ConflictException");
  EXPECT_THAT(answer.message, HasSubstr("ClientToken 't1'"));
  EXPECT_EQ(Get("bear").status, 404);
}

TEST_F(ModelledServiceTest, ATokenBelongsToItsAccountAndRegion) {
  Add({{"Name", "otter"}, {"ClientToken", "t1"}});
  caller_.region = "eu-west-1";
  EXPECT_EQ(Add({{"Name", "bear"}, {"ClientToken", "t1"}}).status, 200);
  caller_.account = "111111111111";
  EXPECT_EQ(Add({{"Name", "yak"}, {"ClientToken", "t1"}}).status, 200);
}

TEST_F(ModelledServiceTest, ATokenOfAFailedRequestIsFree) {
  Add({{"Name", "bear"}, {"Mood", "angry"}, {"ClientToken", "t1"}});
  EXPECT_EQ(Add({{"Name", "bear"}, {"ClientToken", "t1"}}).status, 200);
}

TEST_F(ModelledServiceTest, TheBodyIsCollectedInPiecesUpToItsLimit) {
  const std::string_view body = R"({"Name":"otter"})";
  const auto exchange = service_.Begin(Request("POST", "/animals"), caller_, record_);
  EXPECT_EQ(exchange->BodyLimit(), limits::kJsonBodyBytes);
  EXPECT_FALSE(exchange->EarlyResponse());
  EXPECT_TRUE(exchange->Write(body.substr(0, 5)));
  EXPECT_TRUE(exchange->Write(body.substr(5)));
  int status = 0;
  exchange->Finish([&status](const HttpResponse& response) { status = response.status; });
  EXPECT_EQ(status, 200);
}

TEST_F(ModelledServiceTest, ATableThatDoesNotFitItsModelIsRefusedAtStart) {
  EXPECT_EQ(Mistakes(kHandlers), "");
  const HandlerEntry wrong[] = {
      {"AddAnimal", AddAnimal}, {"AddAnimal", AddAnimal}, {"FeedAnimal", GetAnimal}};
  EXPECT_EQ(Mistakes(wrong),
            "models/zoo.json: AddAnimal has two handlers; FeedAnimal has a handler but is not "
            "served; GetAnimal is served but has no handler; "
            "DrawAnimal is served but has no handler;");
}

#ifndef NDEBUG
using ModelledServiceDeathTest = ModelledServiceTest;
TEST_F(ModelledServiceDeathTest, DebugBuildsRefuseAnswersOutsideTheModel) {
  EXPECT_DEATH(Add({{"Name", "otter"}, {"Mood", "wrong"}}),
               "zoo.AddAnimal answered what its model does not describe: output.Name is required");
}
#endif

TEST_F(ModelledServiceTest, CallNeedsNoHttp) {
  // Members that travel in a path have their names like all others, the answer has the wire's form.
  const auto added = service_.Call("AddAnimal", {{"Name", "Ann"}, {"Legs", 4.5}}, caller_);
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ((*added)["Name"], "Ann");
  EXPECT_TRUE((*added)["AddedAt"].is_string());
  const auto found = service_.Call("GetAnimal", {{"Name", "Ann"}}, caller_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(*found, (Json{{"Name", "Ann"}}));
}

TEST_F(ModelledServiceTest, CallIsRefusedAsARequestIs) {
  const auto code = [this](const std::string& operation, const Json& input) {
    const auto answer = service_.Call(operation, input, caller_);
    return answer ? "" : answer.error().code;
  };
  EXPECT_EQ(code("AddAnimal", {{"Name", 1}}), "SerializationException");
  EXPECT_EQ(code("AddAnimal", Json::array()), "SerializationException");
  EXPECT_EQ(code("AddAnimal", {{"Name", "far too long a name"}}), "ValidationException");
  EXPECT_EQ(code("Fly", Json::object()), "UnknownOperationException");
  EXPECT_EQ(service_.Call("FeedAnimal", Json::object(), caller_).error().status, 501);
  // What was written before the error is taken back.
  EXPECT_EQ(code("AddAnimal", {{"Name", "Bob"}, {"Mood", "angry"}}), "ConflictException");
  EXPECT_EQ(code("GetAnimal", {{"Name", "Bob"}}), "ResourceNotFoundException");
}

}  // namespace
}  // namespace portside
