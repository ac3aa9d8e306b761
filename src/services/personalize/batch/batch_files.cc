// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/batch_files.h"

#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

using Check = Expected<void, JobFailure>;

// Where answers go. The file of errors is there only if there are any.
class AnswerFile {
 public:
  AnswerFile(const WorkContext& context, const S3Uri& folder, const std::string& kms_key)
      : context_(context), folder_(folder), kms_key_(kms_key) {}

  Check Write(std::optional<ObjectOutput>& output, const std::string& name, std::string_view line) {
    TRY(Open(output, name));
    output->text().append(line);
    output->text() += '\n';
    output->Pass();
    if (!output->result()) return Fail(OutputFailure(output->result().error()));
    return {};
  }
  Check Open(std::optional<ObjectOutput>& output, const std::string& name) {
    if (output) return {};
    const S3Uri target = folder_.Join(name);
    auto writer = context_.objects.Put(target.bucket, target.key,
                                       OutputAttributes(context_.job, kBatchContentType, kms_key_));
    if (!writer) return Fail(OutputFailure(writer.error()));
    output.emplace(std::move(*writer));
    return {};
  }
  static Check Commit(std::optional<ObjectOutput>& output) {
    if (!output) return {};
    const auto committed = output->Commit();
    if (!committed) return Fail(OutputFailure(committed.error()));
    return {};
  }

 private:
  const WorkContext& context_;
  const S3Uri& folder_;
  const std::string& kms_key_;
};

// Gives each line that is not blank to `take`.
Check VisitLines(ObjectReader& reader, const S3Uri& uri,
                 const std::function<Check(std::string_view line)>& take) {
  ObjectInput input(reader);
  std::string rest;
  const auto give = [&](std::string_view line) -> Check {
    line = TrimSpace(line);
    return line.empty() ? Check() : take(line);
  };
  for (std::string_view piece = input(); !piece.empty(); piece = input()) {
    while (true) {
      const std::size_t end = piece.find('\n');
      rest.append(piece.substr(0, end));
      if (rest.size() > limits::kBatchLineBytes) {
        return Fail(JobFailure{uri.ToString() + " has a line of more than " +
                               std::to_string(limits::kBatchLineBytes) + " bytes."});
      }
      if (end == std::string_view::npos) break;
      TRY(give(rest));
      rest.clear();
      piece.remove_prefix(end + 1);
    }
  }
  return give(rest);
}

std::string Answer(std::string_view input, const std::string& output, const std::string& error) {
  return R"({"input":)" + std::string(input) + R"(,"output":)" + output + R"(,"error":)" + error +
         "}";
}

Check AnswerOne(const WorkContext& context, const BatchFile& file, AnswerFile& files,
                const AnswerLine& answer, std::uint64_t& lines) {
  const auto reader = context.objects.Open(file.uri.bucket, file.uri.key);
  if (!reader) return Fail(JobFailure{SourceErrorText(reader.error())});
  std::optional<ObjectOutput> answers;
  std::optional<ObjectOutput> errors;
  TRY(files.Open(answers, file.name + std::string(kBatchSuffix)));
  const auto take = [&](std::string_view text) -> Check {
    if (context.stop.stop_requested()) return Fail(JobFailure{"The job was stopped."});
    ++lines;
    const std::optional<Json> line = ParseJson(text);
    Expected<Json, std::string> output = Fail(std::string("The line is no JSON object."));
    if (line && line->is_object()) output = answer(*line);
    if (output) {
      return files.Write(answers, "", Answer(text, DumpJson(*output), "null"));
    }
    const std::string input = line ? std::string(text) : DumpJson(Json(std::string(text)));
    return files.Write(errors, file.name + std::string(kBatchErrorsSuffix),
                       Answer(input, "null", DumpJson(Json(output.error()))));
  };
  TRY(VisitLines(**reader, file.uri, take));
  TRY(AnswerFile::Commit(answers));
  return AnswerFile::Commit(errors);
}

}  // namespace

SourceResult<std::vector<BatchFile>> FindBatchFiles(const ObjectAccess& objects,
                                                    const std::string& path, std::size_t most) {
  const auto uri = S3Uri::Parse(path);
  if (!uri) {
    return Fail(InvalidInputPathText("'" + path + "' is not of the form s3://bucket/folder/."));
  }
  const std::size_t slash = uri->key.rfind('/');
  const std::size_t folder = slash == std::string::npos ? 0 : slash + 1;
  ListQuery query;
  query.prefix = uri->key;
  query.etags = false;
  std::vector<BatchFile> files;
  for (;;) {
    const auto page = objects.List(uri->bucket, query);
    if (!page) return Fail(SourceErrorText(page.error()));
    for (const ObjectInfo& object : page->objects) {
      // The empty object that stands for a folder in S3 consoles.
      if (object.key.ends_with('/')) continue;
      if (files.size() == most) {
        return Fail(InvalidInputPathText("More than " + std::to_string(most) +
                                         " objects have a key that begins with " + uri->ToString() +
                                         "."));
      }
      files.push_back({{uri->bucket, object.key}, object.key.substr(folder)});
    }
    if (!page->truncated) break;
    query.start_after = page->last;
  }
  if (!files.empty()) return files;
  return Fail(
      InvalidInputPathText("There is no object whose key begins with " + uri->ToString() + "."));
}

Expected<std::uint64_t, JobFailure> AnswerFiles(const WorkContext& context,
                                                const AnswerLine& answer) {
  const Json& document = context.job.document;
  const auto files =
      FindBatchFiles(context.objects, StringOr(document.at("jobInput").at("s3DataSource"), "path"),
                     kMaxSourceFiles);
  if (!files) return Fail(JobFailure{files.error()});
  const Json& destination = document.at("jobOutput").at("s3DataDestination");
  const auto folder = S3Uri::Parse(StringOr(destination, "path"));
  if (!folder) return Fail(JobFailure{InvalidOutputPathText("It is no S3 path.")});
  const std::string kms_key = StringOr(destination, "kmsKeyArn");
  AnswerFile output(context, *folder, kms_key);
  // What the service leaves behind to see whether it may write.
  std::optional<ObjectOutput> probe;
  TRY(output.Open(probe, std::string(kBatchProbe)));
  TRY(AnswerFile::Commit(probe));
  std::uint64_t lines = 0;
  for (const BatchFile& file : *files) TRY(AnswerOne(context, file, output, answer, lines));
  return lines;
}

}  // namespace portside::personalize
