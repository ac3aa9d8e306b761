// SPDX-License-Identifier: Apache-2.0
//
// Runs the cases of tests/protocol/cases/*.json. A file names a compiled-in model or has one of
// its own, and holds three kinds of cases:
//   {"request": …, "operation": …, "input": …}   the request is parsed into the typed input
//   {"request": …, "response": …}                the request is refused with these very bytes
//   {"operation": …, "output": …, "response": …} the output is written as these very bytes
// A `table` of [body, …] rows repeats one request with other bodies.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "portside/protocol/protocol.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> CaseFiles() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(PORTSIDE_SOURCE_DIR "/tests/protocol/cases")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Json ReadFile(const std::string& name) {
  std::ifstream file(PORTSIDE_SOURCE_DIR "/tests/protocol/cases/" + name + ".json");
  return Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::unique_ptr<const ServiceModel> LoadModel(const Json& model) {
  if (model.is_string()) return LoadEmbeddedModel(model.get<std::string>());
  auto loaded = ServiceModel::Load(model);
  if (!loaded) throw std::runtime_error(loaded.error());
  return std::move(*loaded);
}

class ConformanceTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    document_ = ReadFile(GetParam());
    model_ = LoadModel(document_.at("model"));
    protocol_ = MakeProtocol(*model_);
  }

  // What a case leaves out comes from the file's "defaults".
  HttpRequest MakeRequest(const Json& source) const {
    const Json defaults = document_.value("defaults", Json::object());
    HttpRequest request;
    request.method = StringOr(source, "method", StringOr(defaults, "method", "POST"));
    request.target = StringOr(source, "target", StringOr(defaults, "target", "/"));
    request.body = StringOr(source, "body");
    Json headers = defaults.value("headers", Json::object());
    headers.update(source.value("headers", Json::object()));
    for (const auto& [name, value] : headers.items()) {
      if (value.is_string()) request.headers.Add(name, value.get<std::string>());
    }
    return request;
  }

  Result<Json> Parse(const HttpRequest& request, std::string* operation = nullptr) const {
    const OperationMatch match = TRY(protocol_->Match(request));
    if (operation != nullptr) *operation = match.operation->name;
    return protocol_->ParseInput(match, request);
  }

  void ExpectInput(const HttpRequest& request, const std::string& operation, const Json& input) {
    std::string found;
    const Result<Json> parsed = Parse(request, &found);
    ASSERT_TRUE(parsed) << parsed.error().code << ": " << parsed.error().message;
    EXPECT_EQ(found, operation);
    EXPECT_EQ(*parsed, input);
  }

  static void ExpectResponse(const HttpResponse& response, const Json& expected) {
    EXPECT_EQ(response.status, expected.value("status", 200));
    EXPECT_EQ(std::get<std::string>(response.body), StringOr(expected, "body"));
    const Json headers = expected.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) {
      if (value.is_null()) {
        EXPECT_FALSE(response.headers.Has(name)) << name;
      } else {
        EXPECT_EQ(response.headers.Get(name), value.get<std::string>()) << name;
      }
    }
  }

  void ExpectRefusal(const HttpRequest& request, const Json& expected) {
    const Result<Json> parsed = Parse(request);
    ASSERT_FALSE(parsed) << "was accepted as " << *parsed;
    ExpectResponse(protocol_->WriteError(parsed.error(), request), expected);
  }

  void RunRequest(const Json& test) {
    HttpRequest request = MakeRequest(test.at("request"));
    if (!test.contains("table")) {
      if (test.contains("response")) return ExpectRefusal(request, test.at("response"));
      return ExpectInput(request, test.at("operation"), test.at("input"));
    }
    for (const Json& row : test.at("table")) {
      request.body = row.at(0).get<std::string>();
      SCOPED_TRACE(request.body);
      if (test.contains("response")) {
        Json expected = test.at("response");
        expected["body"] = row.at(1);
        ExpectRefusal(request, expected);
      } else {
        ExpectInput(request, test.at("operation"), row.at(1));
      }
    }
  }

  void RunOutput(const Json& test) {
    if (test.contains("error")) {
      const Json& source = test.at("error");
      const ServiceError error(source.at("code"), source.at("status"), StringOr(source, "message"),
                               source.value("members", Json::object()));
      return ExpectResponse(protocol_->WriteError(error, MakeRequest(Json::object())),
                            test.at("response"));
    }
    const Operation* operation = model_->FindOperation(test.at("operation").get<std::string>());
    ASSERT_NE(operation, nullptr);
    ExpectResponse(protocol_->WriteOutput(*operation, test.at("output")), test.at("response"));
  }

  Json document_;
  std::unique_ptr<const ServiceModel> model_;
  std::unique_ptr<Protocol> protocol_;
};

TEST_P(ConformanceTest, EveryCaseHolds) {
  ASSERT_FALSE(document_.at("cases").empty());
  for (const Json& test : document_.at("cases")) {
    SCOPED_TRACE(test.at("name").get<std::string>());
    if (test.contains("request")) {
      RunRequest(test);
    } else {
      RunOutput(test);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, ConformanceTest, ::testing::ValuesIn(CaseFiles()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace portside
