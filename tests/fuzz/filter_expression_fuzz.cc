// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a filter expression, and as a value of its placeholders: reading ends; an error
// points into the text; what was read keeps its promises and decides about any candidate.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/personalize/filters/filter_evaluation.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

class Candidate : public FilterCandidate {
 public:
  explicit Candidate(std::optional<std::string_view> cell) : cell_(cell) {}
  std::optional<std::string_view> Cell(std::size_t column) const override {
    if (column > 2) std::abort();
    return cell_;
  }
  std::span<const std::string_view> EventTypes() const override {
    return {types_, cell_ ? std::size_t{2} : std::size_t{0}};
  }

 private:
  std::optional<std::string_view> cell_;
  std::string_view types_[2] = {"click", "Purchase"};
};

AvroSchema Schema() {
  AvroSchema schema;
  schema.fields = {{.name = "EVENT_TYPE"},
                   {.name = "GENRE", .nullable = true, .categorical = true},
                   {.name = "PRICE", .type = AvroType::kFloat, .nullable = true}};
  return schema;
}

void Bind(const FilterExpression& expression, std::string_view value) {
  static const AvroSchema schema = Schema();
  const FilterSchemas schemas = {&schema, &schema, &schema, &schema, &schema};
  FilterValues values;
  for (const std::string& name : expression.placeholders()) values[name] = value;
  const Candidate full("A|7");
  const Candidate empty(std::nullopt);
  const auto filter = BoundFilter::Bind(
      expression, schemas, {.values = values, .current_user = &full, .current_item = &full});
  if (!filter) {
    if (filter.error().empty()) std::abort();
    return;
  }
  for (const Candidate* candidate : {&full, &empty}) {
    if (filter->Passes(*candidate) != filter->Passes(*candidate)) std::abort();
  }
}

void Check(const FilterExpression& expression) {
  if (expression.clauses().empty() || expression.columns().empty()) std::abort();
  if (expression.columns().size() > kMaxFilterFields) std::abort();
  for (const FilterClause& clause : expression.clauses()) {
    for (std::size_t i = 0; i < clause.steps.size(); ++i) {
      const FilterStep& step = clause.steps[i];
      const bool is_test = step.kind == FilterStep::Kind::kTest;
      if (is_test && step.index >= clause.conditions.size()) std::abort();
      if (!is_test && (step.index <= i || step.index > clause.steps.size())) std::abort();
    }
  }
}

}  // namespace
}  // namespace portside::personalize

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portside::personalize;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Behind a line break: the value of every placeholder.
  const std::size_t line = std::min(text.find('\n'), size);
  const std::string_view expression_text = text.substr(0, line);
  const auto expression = FilterExpression::Parse(expression_text);
  if (!expression) {
    const FilterError& error = expression.error();
    if (error.position < 1 || error.position > line + 1 || error.message.empty()) std::abort();
    return 0;
  }
  Check(*expression);
  Bind(*expression, text.substr(line));
  return 0;
}
