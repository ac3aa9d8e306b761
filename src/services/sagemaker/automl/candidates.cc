// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/candidates.h"

#include <algorithm>

#include "portside/base/random.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

// Where a tabular job names no number; the real service makes up to 250.
constexpr std::int64_t kUsualCandidates = 10;

// What the names of a tuning job's steps begin with: "churn-ju" of "churn-june".
std::string ShortName(const Resource& job) { return job.name.substr(0, 8); }
std::string Suffix(const Resource& job) { return StringOr(job.document, "Suffix"); }
std::string TuningName(const Resource& job) { return "tuning-job-1-" + Suffix(job).substr(0, 18); }

}  // namespace

std::int64_t CandidateCountOf(const Json& document) {
  if (ProblemTypeNameOf(document) != kTabular) return 1;
  return std::min(MaxCandidatesOf(document).value_or(kUsualCandidates), limits::kCandidates);
}

Json MakeCandidate(const Resource& job, std::int64_t number, std::uint64_t seed) {
  Random random(StableHash(job.name + "#" + std::to_string(number), seed));
  const double quality = random.Unit();
  std::string name = job.name + "-trial-t1-" + std::to_string(number);
  if (IsTuning(job.document)) {
    std::string digits = std::to_string(number);
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    name = TuningName(job) + "-" + digits + "-" + random.Hex(8);
  }
  return {{"Name", std::move(name)}, {"Quality", quality}};
}

std::string_view EndOfCandidates(const Json& document) {
  const auto most = MaxCandidatesOf(document);
  const bool is_tabular = ProblemTypeNameOf(document) == kTabular;
  return is_tabular && most == CandidateCountOf(document) ? "MaxCandidatesReached" : "Completed";
}

const Json& BestOf(const Resource& job) {
  return job.document.at("Candidates").at(job.document.at("Best").get<std::size_t>());
}

std::string StepNameOf(const Resource& job, std::string_view step) {
  return ShortName(job) + "-" + std::string(step) + "-1-" + Suffix(job);
}

S3Uri OutputOf(const Resource& job, std::string_view rest) {
  // Create has made sure that it is one.
  const auto output =
      S3Uri::Parse(StringOr(job.document.at("OutputDataConfig"), "S3OutputPath")).value_or(S3Uri());
  return output.Join(job.name + "/" + std::string(rest));
}

S3Uri ModelOf(const Resource& job, const Json& candidate) {
  const std::string name = StringOr(candidate, "Name");
  if (IsTuning(job.document)) {
    return OutputOf(job, "tuning/" + ShortName(job) + "-dpp0-xgb/" + name + "/output/model.tar.gz");
  }
  return OutputOf(job, "sagemaker-automl-candidates/model/" + name + "/model.tar.gz");
}

S3Uri ProcessorOf(const Resource& job) {
  return OutputOf(job, "data-processor-models/" + StepNameOf(job, "dpp0") + "/output/model.tar.gz");
}

S3Uri NotebooksOf(const Resource& job) {
  return OutputOf(job, "sagemaker-automl-candidates/" + StepNameOf(job, "pr") + "/notebooks");
}

S3Uri ReportOf(const Resource& job, std::string_view kind, const Json& candidate) {
  return OutputOf(job,
                  "documentation/" + std::string(kind) + "/output/" + StringOr(candidate, "Name"));
}

}  // namespace portside::sagemaker
