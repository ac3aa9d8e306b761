// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/transfer/data_source.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/formats/gzip.h"
#include "services/personalize/choices.h"
#include "services/personalize/errors.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string MissingText(const S3Uri& uri) {
  return InvalidDataLocationText("There is no object " + uri.ToString() +
                                 " and no file in a folder of that name.");
}

SourceResult<std::vector<SourceFile>> FindFolderFiles(const ObjectAccess& objects,
                                                      const S3Uri& uri) {
  ListQuery query;
  query.prefix = uri.key;
  if (!query.prefix.empty() && !query.prefix.ends_with('/')) query.prefix += '/';
  query.delimiter = "/";

  std::vector<SourceFile> files;
  while (files.size() <= kMaxSourceFiles) {
    const auto page = objects.List(uri.bucket, query);
    if (!page) return Fail(SourceErrorText(page.error()));
    for (const ObjectInfo& object : page->objects) {
      // The empty object that stands for a folder in S3 consoles.
      if (object.key.ends_with('/')) continue;
      files.push_back({{uri.bucket, object.key}, object.size});
    }
    if (!page->truncated) {
      if (files.empty()) return Fail(MissingText(uri));
      return files;
    }
    query.start_after = page->last;
  }
  return Fail(InvalidDataLocationText(uri.ToString() + " has more than " +
                                      std::to_string(kMaxSourceFiles) + " files."));
}

std::optional<std::size_t> FindColumn(const std::vector<std::string>& header,
                                      std::string_view name) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string_view column = TrimSpace(header[i]);
    if (column == name) return i;
    if (!found && EqualsIgnoreCase(column, name)) found = i;
  }
  return found;
}

// What the first bytes of a packed file unpack to, as much as a header row may have. `is_whole`
// says whether they are the whole file, and then whether that is its whole text.
SourceResult<std::string> UnpackStart(std::string_view packed, const S3Uri& uri, bool& is_whole) {
  GunzipInput input([rest = packed]() mutable { return std::exchange(rest, {}); });
  std::string start;
  std::string_view piece = input();
  for (; !piece.empty() && start.size() < kHeaderRowBytes; piece = input()) start += piece;
  // Of a longer file the bytes end somewhere, and the job reads it to its end.
  if (input.error() && (is_whole || !IsGzip(packed))) {
    return Fail(PackingErrorText(*input.error(), uri));
  }
  is_whole = is_whole && piece.empty();
  return start;
}

}  // namespace

std::string SourceErrorText(const ObjectError& error) {
  switch (error.code) {
    case ObjectErrorCode::kNoSuchBucket:
    case ObjectErrorCode::kAccessDenied:
      // A role that may not list a bucket cannot tell a missing one from a closed one.
      return InsufficientPrivilegesText(error.bucket, error.Describe());
    default: return InvalidDataLocationText(error.Describe());
  }
}

JobFailure OutputFailure(const ObjectError& error) {
  switch (error.code) {
    case ObjectErrorCode::kNoSuchBucket:
    case ObjectErrorCode::kAccessDenied:
      return {InsufficientPrivilegesText(error.bucket, error.Describe())};
    case ObjectErrorCode::kInvalidBucketName:
    case ObjectErrorCode::kKeyTooLong: return {InvalidOutputPathText(error.Describe())};
    default: return ToJobFailure(error);
  }
}

SourceResult<std::vector<SourceFile>> FindSourceFiles(const ObjectAccess& objects,
                                                      const std::string& location) {
  const auto uri = S3Uri::Parse(location);
  if (!uri) {
    return Fail(InvalidDataLocationText("'" + location +
                                        "' is not of the form s3://bucket/key or "
                                        "s3://bucket/folder/."));
  }
  if (uri->key.empty() || uri->key.ends_with('/')) return FindFolderFiles(objects, *uri);
  const auto object = objects.Head(uri->bucket, uri->key);
  if (object) return std::vector<SourceFile>{{*uri, object->size}};
  if (object.error().code == ObjectErrorCode::kNoSuchKey) return FindFolderFiles(objects, *uri);
  return Fail(SourceErrorText(object.error()));
}

SourceResult<std::vector<std::size_t>> MapColumns(const AvroSchema& schema,
                                                  const std::vector<std::string>& header) {
  std::vector<std::size_t> columns;
  std::string missing;
  for (const AvroField& field : schema.fields) {
    const auto column = FindColumn(header, field.name);
    if (column) {
      columns.push_back(*column);
      continue;
    }
    // Also where the field allows null: a file must have every column of the schema.
    if (!missing.empty()) missing += ", ";
    missing += field.name;
  }
  if (!missing.empty()) return Fail(MissingColumnsText(missing));
  return columns;
}

SourceResult<void> CheckFormat(std::string_view start, const S3Uri& uri) {
  struct Format {
    std::string_view begin;
    std::string_view name;
  };
  static constexpr Format kFormats[] = {
      {"PAR1\x15", "an Apache Parquet"}, {"PK\x03\x04", "a zip"}, {"Obj\x01", "an Apache Avro"}};
  for (const Format& format : kFormats) {
    if (!start.starts_with(format.begin)) continue;
    return Fail(InvalidDataLocationText(uri.ToString() + " is " + std::string(format.name) +
                                        " file. It must be a CSV file, plain or in gzip."));
  }
  return {};
}

bool IsPacked(std::string_view start, const S3Uri& uri) {
  return IsGzip(start) || uri.key.ends_with(".gz");
}

std::string PackingErrorText(const FormatError& error, const S3Uri& uri) {
  return InvalidDataLocationText(uri.ToString() + " cannot be unpacked: " + error.Describe() + ".");
}

SourceResult<void> CheckHeader(const ObjectAccess& objects, const SourceFile& file,
                               const AvroSchema& schema) {
  const auto reader = objects.Open(file.uri.bucket, file.uri.key);
  if (!reader) return Fail(SourceErrorText(reader.error()));
  std::string start = (*reader)->Read(0, kHeaderRowBytes);
  bool is_whole = start.size() == (*reader)->info().size;
  if (IsPacked(start, file.uri)) start = TRY(UnpackStart(start, file.uri, is_whole));
  TRY(CheckFormat(start, file.uri));

  // Blank lines before the header are skipped, as the reader of the whole file does.
  const std::size_t text = start.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::size_t begin = std::min(start.find_first_not_of("\r\n", text), start.size());
  const std::size_t end = start.find_first_of("\r\n", begin);
  if (end == std::string::npos && !is_whole) {
    return Fail(InvalidDataLocationText("The first " + std::to_string(kHeaderRowBytes) +
                                        " bytes of " + file.uri.ToString() +
                                        " hold no complete header row."));
  }
  start.resize(std::min(end, start.size()));

  CsvReader csv(start, kPersonalizeCsv);
  std::vector<std::string> header;
  const auto found = csv.Next(header);
  if (!found) {
    return Fail(
        InvalidDataLocationText(file.uri.ToString() + ", " + found.error().Describe() + "."));
  }
  if (!*found) header.clear();
  TRY(MapColumns(schema, header));
  return {};
}

SourceResult<void> CheckSource(const ObjectAccess& objects, const std::string& location,
                               const AvroSchema& schema) {
  const auto files = TRY(FindSourceFiles(objects, location));
  return CheckHeader(objects, files.front(), schema);
}

}  // namespace portside::personalize
