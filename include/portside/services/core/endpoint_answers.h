// SPDX-License-Identifier: Apache-2.0
//
// EndpointAnswers: what a test has ordered that inference endpoints answer, for nothing runs their
// models. Rules are asked in the order in which they were given. Beside them are queues of results
// in the form of moto, one for each account and region. All of it lives as long as the process.
// Core thread only.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portside {

struct EndpointAnswer {
  int status = 200;  // of the container; from 400 on, it has failed
  std::string body;  // any bytes
  std::string content_type = "application/json";
  std::string custom_attributes{};  // these four: empty, none
  std::string variant{};            // instead of the one that was chosen
  std::string new_session{};
  std::string closed_session{};
  std::chrono::milliseconds latency{};  // of the machine's time
  // What a stream answers instead of the body, in so many parts, and how it breaks after them: the
  // name of an error, its text, and its ErrorCode.
  std::vector<std::string> parts{};
  std::string stream_error{};
  std::string stream_message{};
  std::string stream_code{};
};
// Shared, because an answer may leave when its rule is gone.
using EndpointAnswerPtr = std::shared_ptr<const EndpointAnswer>;

struct EndpointAnswerRule {
  std::string id;
  std::string endpoint;  // a glob; these three: empty, any
  std::string account;
  std::string region;
  std::int64_t times = 0;  // for so many calls; 0: for all
  EndpointAnswerPtr answer;
  std::int64_t applied = 0;
};

// A result of moto's asynchronous queue.
struct AsyncResult {
  std::string data;
  bool is_failure = false;
};

class EndpointAnswers {
 public:
  const EndpointAnswerRule& Add(EndpointAnswerRule rule);
  bool Remove(std::string_view id);
  std::size_t Clear();
  [[nodiscard]] const std::deque<EndpointAnswerRule>& rules() const { return rules_; }
  // Also the queues of results.
  void Reset();

  // Of the first rule that applies, which counts; null: there is none.
  EndpointAnswerPtr Take(std::string_view endpoint, std::string_view account,
                         std::string_view region);

  // Queues, which then answer all endpoints of the account and region, also those that are not
  // there. The first call of a request takes the next result, and gets it again; one that comes
  // when none is left gets moto's placeholders.
  void AddResults(const std::string& account, const std::string& region,
                  std::vector<EndpointAnswer> results);
  void AddAsyncResults(const std::string& account, const std::string& region,
                       std::vector<AsyncResult> results);
  // Null: no results were ever given. `request` is what makes two requests the same.
  EndpointAnswerPtr TakeResult(const std::string& account, const std::string& region,
                               const std::string& request);
  std::optional<AsyncResult> TakeAsyncResult(const std::string& account, const std::string& region);
  // How many are in the queue of an account and region, or were given to a request.
  [[nodiscard]] std::size_t Results(const std::string& account, const std::string& region) const;

 private:
  struct Queue {
    std::deque<EndpointAnswerPtr> results;
    std::map<std::string, EndpointAnswerPtr> given;  // by request
    std::deque<AsyncResult> async_results;
    bool has_results = false;
    bool has_async_results = false;
  };
  using Place = std::pair<std::string, std::string>;

  std::deque<EndpointAnswerRule> rules_;
  std::map<Place, Queue> queues_;
  std::int64_t last_id_ = 0;
};

}  // namespace portside
