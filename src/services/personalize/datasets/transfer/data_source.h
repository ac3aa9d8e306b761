// SPDX-License-Identifier: Apache-2.0
//
// The CSV files that an import job names, and how their columns meet a schema. Used twice: when a
// job is created (the real service checks access and header before there is a job, and answers 400)
// and when it runs. Errors are whole sentences for the user, AWS's own where one is known.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "portside/formats/csv.h"
#include "portside/jobs/job_work.h"
#include "portside/objects/object_access.h"

namespace portside::personalize {

template <typename T>
using SourceResult = Expected<T, std::string>;

// Personalize's CSV: the profile of Spark's reader.
inline constexpr CsvDialect kPersonalizeCsv{.backslash_escapes = true, .single_line_records = true};

struct SourceFile {
  S3Uri uri;
  std::uint64_t size = 0;
};

// `location` is one object, or a folder: then its files in order of their keys, without those in
// folders below it (developer guide). Never empty.
SourceResult<std::vector<SourceFile>> FindSourceFiles(const ObjectAccess& objects,
                                                      const std::string& location);

// For each field of the schema in order, the index of its column in the header row. Names are
// compared without case; order and further columns do not matter.
SourceResult<std::vector<std::size_t>> MapColumns(const AvroSchema& schema,
                                                  const std::vector<std::string>& header);

// Reads only the header row of a file and maps it.
SourceResult<void> CheckHeader(const ObjectAccess& objects, const SourceFile& file,
                               const AvroSchema& schema);

// Fails where a file begins as one of another format does, by that format's name: Personalize takes
// CSV, and its complaint about columns that are not there helps nobody. `start` are its first
// bytes, unpacked.
SourceResult<void> CheckFormat(std::string_view start, const S3Uri& uri);

// Whether the text of a file is packed: it begins as a gzip file does, or its name ends in .gz as
// that of such a file, by which the real service's reader goes. `start` are its first bytes.
bool IsPacked(std::string_view start, const S3Uri& uri);
// What is wrong with the packing of a file.
std::string PackingErrorText(const FormatError& error, const S3Uri& uri);

// What the real service checks before it answers: that it may read the data, and the header row. Of
// a folder only the first file; the job checks the others.
SourceResult<void> CheckSource(const ObjectAccess& objects, const std::string& location,
                               const AvroSchema& schema);

// The sentence that an object error means for the reader of a source.
std::string SourceErrorText(const ObjectError& error);
// What an object error means for a job that writes.
JobFailure OutputFailure(const ObjectError& error);

}  // namespace portside::personalize
