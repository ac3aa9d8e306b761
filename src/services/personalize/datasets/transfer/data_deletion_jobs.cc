// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/transfer/data_source.h"
#include "services/personalize/datasets/transfer/deletion_file.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/rules.h"

namespace portside::personalize {

// Access and header row are looked at before there is a job, as those of an import.
Result<void> PrepareDeletionJob(const Json& input, Resource& job, RequestContext& context) {
  const auto source = CheckSource(context.objects, StringOr(input.at("dataSource"), "dataLocation"),
                                  DeletionFileSchema());
  if (!source) return Fail(InvalidInput(source.error()));
  job.document[std::string(kSchemasMember)] = SchemaTextsOf(job.parent, context);
  return {};
}

}  // namespace portside::personalize
