// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/automl_data.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>

#include "portside/formats/csv.h"
#include "portside/formats/gzip.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/automl/candidates.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/jobs/job_outputs.h"

namespace portside::sagemaker {
namespace {

using Done = Expected<void, JobFailure>;
using Row = std::vector<std::string>;
using VisitRow = std::function<Done(const Row& header, const Row& row)>;

// More classes than that are numbers to be predicted, if they are numbers.
constexpr std::size_t kMostClasses = 100;
constexpr std::size_t kMagicBytes = 4;
constexpr double kUsualShare = 0.2;  // documented: of the rows, for validation

JobFailure WrongFile(const S3Uri& uri, const std::string& why) {
  return {"ClientError: " + uri.ToString() + " cannot be read as CSV with a header: " + why};
}

Done VisitFile(const WorkContext& context, const S3Uri& uri, const VisitRow& visit) {
  const auto reader = context.objects.Open(uri.bucket, uri.key);
  if (!reader) return Fail(DownloadFailure(uri, reader.error()));
  ObjectInput bytes(**reader);
  GunzipInput unpacked(std::ref(bytes));
  const bool is_packed = IsGzip((*reader)->Read(0, kMagicBytes));
  CsvReader csv(is_packed ? ByteSource(std::ref(unpacked)) : ByteSource(std::ref(bytes)));
  Row header, row;
  const auto first = csv.Next(header);
  if (!first) return Fail(WrongFile(uri, first.error().Describe()));
  for (;;) {
    if (context.stop.stop_requested()) return Fail(Stopped());
    const auto read = csv.Next(row);
    if (!read) return Fail(WrongFile(uri, read.error().Describe()));
    if (!*read) break;
    TRY(visit(header, row));
  }
  if (is_packed && unpacked.error()) return Fail(WrongFile(uri, unpacked.error()->Describe()));
  return {};
}

Done VisitRows(const WorkContext& context, const Json& channel, const VisitRow& visit) {
  const Json& source = channel.at("DataSource").at("S3DataSource");
  return VisitInput(
      context.objects, FormOf(source), StringOr(source, "S3Uri"), PathRule::kBelowFolder,
      [&](const InputObject& object) -> Done { return VisitFile(context, object.uri, visit); });
}

// The values of the target column.
class Target {
 public:
  void Add(const std::string& value) {
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_number = read.ec == std::errc() && read.ptr == value.data() + value.size();
    are_numbers_ = are_numbers_ && is_number;
    has_fraction_ = has_fraction_ || (is_number && number != std::floor(number));
    if (values_.size() <= kMostClasses) values_.insert(value);
  }
  [[nodiscard]] std::string Problem() const {
    if (values_.size() <= 2) return "BinaryClassification";
    const bool is_amount = are_numbers_ && (has_fraction_ || values_.size() > kMostClasses);
    return is_amount ? "Regression" : "MulticlassClassification";
  }

 private:
  std::set<std::string> values_;
  bool are_numbers_ = true;
  bool has_fraction_ = false;
};

class RowsOut {
 public:
  static Expected<RowsOut, JobFailure> Open(const WorkContext& context, const std::string& path) {
    const S3Uri target = OutputOf(context.job, "preprocessed-data/tuning_data/" + path);
    const Json& config = context.job.document.at("OutputDataConfig");
    auto writer = context.objects.Put(
        target.bucket, target.key,
        OutputAttributes(context.job, "text/csv", StringOr(config, "KmsKeyId")));
    if (!writer) return Fail(UploadFailure(writer.error()));
    return RowsOut(std::move(*writer));
  }
  Done Add(const Row& row) {
    AppendCsvRecord(output_.text(), row);
    output_.Pass();
    if (!output_.result()) return Fail(UploadFailure(output_.result().error()));
    return {};
  }
  Done Commit() {
    const auto committed = output_.Commit();
    if (!committed) return Fail(UploadFailure(committed.error()));
    return {};
  }

 private:
  explicit RowsOut(std::unique_ptr<ObjectWriter> writer) : output_(std::move(writer)) {}
  ObjectOutput output_;
};

}  // namespace

bool IsTable(const Json& channel) {
  return StringOr(channel, "ContentType").find("parquet") == std::string::npos;
}

Expected<TableFacts, JobFailure> ReadTable(const WorkContext& context, const Json& channel,
                                           const std::string& target) {
  TableFacts facts;
  Target values;
  const auto add = [&](const Row& header, const Row& row) -> Done {
    const auto column = std::find(header.begin(), header.end(), target);
    if (column == header.end()) {
      return Fail(JobFailure{"ClientError: The target attribute " + target +
                             " is no column of the training dataset."});
    }
    const auto at = static_cast<std::size_t>(column - header.begin());
    if (at < row.size()) values.Add(row[at]);
    ++facts.rows;
    return {};
  };
  TRY(VisitRows(context, channel, add));
  facts.problem = values.Problem();
  return facts;
}

Done SplitTable(const WorkContext& context) {
  const Json& document = context.job.document;
  const Json* validation = ChannelOf(document, "validation");
  const double share =
      document.value("DataSplitConfig", Json::object()).value("ValidationFraction", kUsualShare);
  RowsOut train = TRY(RowsOut::Open(context, "train/chunk_0.csv"));
  RowsOut held_back = TRY(RowsOut::Open(context, "validation/chunk_0.csv"));
  Row columns;
  TRY(VisitRows(context, *ChannelOf(document, "training"),
                [&](const Row& header, const Row& row) -> Done {
                  if (columns.empty()) columns = header;
                  const bool is_held = validation == nullptr && context.random.Unit() < share;
                  return (is_held ? held_back : train).Add(row);
                }));
  if (validation != nullptr) {
    TRY(VisitRows(context, *validation,
                  [&](const Row&, const Row& row) -> Done { return held_back.Add(row); }));
  }
  TRY(train.Commit());
  TRY(held_back.Commit());
  RowsOut header = TRY(RowsOut::Open(context, "header/headers.csv"));
  TRY(header.Add(columns));
  return header.Commit();
}

}  // namespace portside::sagemaker
