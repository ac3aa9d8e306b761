// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/transform/transform_plan.h"

#include <vector>

namespace portside::sagemaker {
namespace {

constexpr std::int64_t kDefaultPayload = 6;  // MB, documented
constexpr std::int64_t kMostPayload = 100;   // also where a request asks for no limit
constexpr std::size_t kMegabyte = 1024 * 1024;

Expected<DataFilter, std::string> FilterOf(const Json& processing, const char* member) {
  const std::string path = StringOr(processing, member, "$");
  auto filter = DataFilter::Parse(path);
  if (!filter) {
    return Fail("DataProcessing." + std::string(member) + " '" + path + "' " + filter.error() +
                ". Allowed are $, $.name, $['a','b'], $[0], $[0,-1] and $[1:].");
  }
  return std::move(*filter);
}

// Requests out of an object's bytes.
class Requests {
 public:
  Requests(const TransformPlan& plan, const InvokeModel& invoke, const ByteSink& write)
      : plan_(plan), invoke_(invoke), write_(write) {}

  Expected<void, std::string> Add(std::string_view record) {
    std::string body(record);
    if (!plan_.input_filter.IsWhole()) {
      const Json value = TRY(ReadRecord(plan_.format, record));
      const Json chosen = TRY(plan_.input_filter.Of(value));
      body = WriteRecord(plan_.format, chosen);
    }
    if (body.size() > plan_.payload_bytes) {
      return Fail("a record of " + std::to_string(body.size()) + " bytes is larger than " +
                  std::to_string(plan_.payload_bytes) + ", MaxPayloadInMB");
    }
    if (!inputs_.empty() &&
        (plan_.one_by_one || body_.size() + 1 + body.size() > plan_.payload_bytes)) {
      TRY(Send());
    }
    if (!inputs_.empty()) body_ += '\n';
    body_ += body;
    inputs_.push_back(plan_.joins ? std::string(record) : std::string());
    return {};
  }

  Expected<void, std::string> Send() {
    if (inputs_.empty()) return {};
    const std::string answer = TRY(invoke_(body_));
    body_.clear();
    const std::vector<std::string> inputs = std::exchange(inputs_, {});
    if (!plan_.joins && plan_.output_filter.IsWhole()) {
      write_(answer);
      if (plan_.assembles && !answer.ends_with('\n')) write_("\n");
      return {};
    }
    return Combine(inputs, answer);
  }

 private:
  Expected<void, std::string> Combine(const std::vector<std::string>& inputs,
                                      std::string_view answer) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const bool is_last = i + 1 == inputs.size();
      const std::size_t end = plan_.splits ? answer.find('\n') : std::string_view::npos;
      const std::string_view record = answer.substr(0, end);
      if (record.empty()) {
        return Fail("the model gave fewer records than the " + std::to_string(inputs.size()) +
                    " it was asked for");
      }
      Json value = TRY(ReadRecord(plan_.format, record));
      if (plan_.joins) {
        const Json input = TRY(ReadRecord(plan_.format, inputs[i]));
        value = Join(plan_.format, input, value);
      }
      const Json chosen = TRY(plan_.output_filter.Of(value));
      write_(WriteRecord(plan_.format, chosen));
      if (plan_.assembles || !is_last) write_("\n");
      answer.remove_prefix(end == std::string_view::npos ? answer.size() : end + 1);
    }
    if (!answer.empty())
      return Fail(std::string("the model gave more records than it was asked for"));
    return {};
  }

  const TransformPlan& plan_;
  const InvokeModel& invoke_;
  const ByteSink& write_;
  std::string body_;
  std::vector<std::string> inputs_;  // records of the present request, where they are joined
};

}  // namespace

Expected<TransformPlan, std::string> PlanOf(const Json& document) {
  const Json& input = document.at("TransformInput");
  const Json& output = document.at("TransformOutput");
  const Json processing = document.value("DataProcessing", Json::object());
  const std::int64_t payload = document.value("MaxPayloadInMB", kDefaultPayload);
  TransformPlan plan;
  plan.splits = StringOr(input, "SplitType", "None") == "Line";
  plan.assembles = StringOr(output, "AssembleWith", "None") == "Line";
  plan.one_by_one = StringOr(document, "BatchStrategy") == "SingleRecord";
  plan.unzips = StringOr(input, "CompressionType", "None") == "Gzip";
  plan.joins = StringOr(processing, "JoinSource", "None") == "Input";
  plan.payload_bytes = static_cast<std::size_t>(payload == 0 ? kMostPayload : payload) * kMegabyte;
  plan.input_filter = TRY(FilterOf(processing, "InputFilter"));
  plan.output_filter = TRY(FilterOf(processing, "OutputFilter"));
  plan.format = FormatOf(StringOr(input, "ContentType"));
  if (!plan.joins) return plan;
  if (StringOr(output, "Accept") != StringOr(input, "ContentType")) {
    return Fail(
        std::string("JoinSource Input needs TransformOutput.Accept to be the ContentType of "
                    "TransformInput."));
  }
  if (plan.splits != plan.assembles) {
    return Fail(
        std::string("JoinSource Input needs TransformOutput.AssembleWith to be the "
                    "SplitType of TransformInput."));
  }
  return plan;
}

Expected<void, std::string> TransformBytes(const TransformPlan& plan, const ByteSource& bytes,
                                           const InvokeModel& invoke, const std::stop_token& stop,
                                           const ByteSink& write) {
  Requests requests(plan, invoke, write);
  std::string record;
  bool is_any = false;
  for (std::string_view piece = bytes(); !piece.empty(); piece = bytes()) {
    if (stop.stop_requested()) return Fail(std::string("the job was stopped"));
    is_any = true;
    std::size_t end = plan.splits ? piece.find('\n') : std::string_view::npos;
    for (; end != std::string_view::npos; end = piece.find('\n')) {
      record += piece.substr(0, end);
      piece.remove_prefix(end + 1);
      if (record.ends_with('\r')) record.pop_back();
      if (!record.empty()) TRY(requests.Add(record));
      record.clear();
    }
    record += piece;
    if (record.size() > plan.payload_bytes) {
      return Fail("a record is larger than " + std::to_string(plan.payload_bytes) +
                  " bytes, MaxPayloadInMB");
    }
  }
  if (!record.empty() || (!plan.splits && is_any)) TRY(requests.Add(record));
  return requests.Send();
}

}  // namespace portside::sagemaker
