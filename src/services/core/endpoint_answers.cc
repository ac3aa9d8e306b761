// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/endpoint_answers.h"

#include "portside/base/digest.h"
#include "portside/base/glob.h"

namespace portside {

const EndpointAnswerRule& EndpointAnswers::Add(EndpointAnswerRule rule) {
  rule.id = "answer-" + std::to_string(++last_id_);
  rules_.push_back(std::move(rule));
  return rules_.back();
}

bool EndpointAnswers::Remove(std::string_view id) {
  return std::erase_if(rules_, [id](const EndpointAnswerRule& rule) { return rule.id == id; }) > 0;
}

std::size_t EndpointAnswers::Clear() { return std::exchange(rules_, {}).size(); }

void EndpointAnswers::Reset() {
  Clear();
  queues_.clear();
}

EndpointAnswerPtr EndpointAnswers::Take(std::string_view endpoint, std::string_view account,
                                        std::string_view region) {
  for (EndpointAnswerRule& rule : rules_) {
    if (rule.times != 0 && rule.applied >= rule.times) continue;
    if (!rule.account.empty() && rule.account != account) continue;
    if (!rule.region.empty() && rule.region != region) continue;
    if (!rule.endpoint.empty() && !MatchesGlob(rule.endpoint, endpoint)) continue;
    ++rule.applied;
    return rule.answer;
  }
  return nullptr;
}

void EndpointAnswers::AddResults(const std::string& account, const std::string& region,
                                 std::vector<EndpointAnswer> results) {
  Queue& queue = queues_[{account, region}];
  queue.has_results = true;
  for (EndpointAnswer& result : results) {
    queue.results.push_back(std::make_shared<const EndpointAnswer>(std::move(result)));
  }
}

void EndpointAnswers::AddAsyncResults(const std::string& account, const std::string& region,
                                      std::vector<AsyncResult> results) {
  Queue& queue = queues_[{account, region}];
  queue.has_async_results = true;
  for (AsyncResult& result : results) queue.async_results.push_back(std::move(result));
}

EndpointAnswerPtr EndpointAnswers::TakeResult(const std::string& account, const std::string& region,
                                              const std::string& request) {
  static const auto kPlaceholder = std::make_shared<const EndpointAnswer>(
      EndpointAnswer{.body = "body",
                     .content_type = "content_type",
                     .custom_attributes = "custom_attributes",
                     .variant = "invoked_production_variant"});
  const auto found = queues_.find({account, region});
  if (found == queues_.end() || !found->second.has_results) return nullptr;
  Queue& queue = found->second;
  const std::string key = Digest(DigestAlgorithm::kSha256, request);
  if (const auto given = queue.given.find(key); given != queue.given.end()) return given->second;
  if (queue.results.empty()) return kPlaceholder;
  EndpointAnswerPtr next = std::move(queue.results.front());
  queue.results.pop_front();
  queue.given.emplace(key, next);
  return next;
}

std::optional<AsyncResult> EndpointAnswers::TakeAsyncResult(const std::string& account,
                                                            const std::string& region) {
  const auto found = queues_.find({account, region});
  if (found == queues_.end() || !found->second.has_async_results) return std::nullopt;
  Queue& queue = found->second;
  if (queue.async_results.empty()) return AsyncResult{"data"};
  AsyncResult next = std::move(queue.async_results.front());
  queue.async_results.pop_front();
  return next;
}

std::size_t EndpointAnswers::Results(const std::string& account, const std::string& region) const {
  const auto found = queues_.find({account, region});
  if (found == queues_.end()) return 0;
  const Queue& queue = found->second;
  return queue.results.size() + queue.given.size() + queue.async_results.size();
}

}  // namespace portside
