// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/job_folder.h"

#include <algorithm>
#include <fstream>

#include "portside/formats/tar_gz.h"
#include "portside/objects/object_stream.h"

namespace portside::sagemaker {
namespace {

namespace fs = std::filesystem;

bool IsPlainPath(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  while (true) {
    const std::size_t end = path.find('/');
    const std::string_view segment = path.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (end == std::string_view::npos) return true;
    path.remove_prefix(end + 1);
  }
}

JobFailure CannotStage(const S3Uri& uri, const std::string& why) {
  return {"ClientError: Data download failed:Failed to download data. " + uri.ToString() + " " +
          why + "."};
}

Expected<void, JobFailure> CopyObject(const WorkContext& context, const InputObject& object,
                                      const fs::path& target) {
  auto reader = context.objects.Open(object.uri.bucket, object.uri.key);
  if (!reader) return Fail(DownloadFailure(object.uri, reader.error()));
  std::ofstream file(target, std::ios::binary);
  ObjectInput input(**reader);
  for (std::string_view piece = input(); !piece.empty(); piece = input()) {
    if (context.stop.stop_requested()) return Fail(Stopped());
    file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  }
  file.close();
  if (!file) return Fail(CannotStage(object.uri, "cannot be written to a file"));
  return {};
}

// Empty, or what is wrong with it. There are no symbolic links in the folder, so that plain paths
// stay in it.
std::string UnpackMember(TarGzReader& members, const TarGzReader::Member& member,
                         const fs::path& folder) {
  if (!IsPlainPath(member.path)) return "has '" + member.path + "', which is no path of a file";
  const fs::path target = folder / member.path;
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error || fs::is_directory(target, error)) {
    return "has a file where another needs a folder: " + member.path;
  }
  if (member.link) {
    const fs::path linked = folder / *member.link;
    if (!IsPlainPath(*member.link) || !fs::is_regular_file(linked, error) ||
        (linked != target &&
         !fs::copy_file(linked, target, fs::copy_options::overwrite_existing, error))) {
      return "has a link that leads to no file of it: " + member.path;
    }
    return {};
  }
  std::ofstream file(target, std::ios::binary);
  for (;;) {
    const auto piece = members.Read();
    if (!piece) return "is damaged: " + piece.error().Describe();
    if (piece->empty()) break;
    file.write(piece->data(), static_cast<std::streamsize>(piece->size()));
  }
  file.close();
  return file ? "" : "cannot be written to a file: " + member.path;
}

}  // namespace

JobFolder::JobFolder(const std::string& scratch, const Resource& job)
    : JobFolder(scratch, std::to_string(job.sequence)) {}

JobFolder::JobFolder(const std::string& scratch, const std::string& name)
    : root_(fs::path(scratch) / name) {
  fs::remove_all(root_);
  fs::create_directories(root_);
}

JobFolder::~JobFolder() {
  std::error_code ignored;  // the next start removes it
  fs::remove_all(root_, ignored);
}

fs::path JobFolder::At(std::string_view container_path) const {
  // Made absolute first, so that ".." leads no higher than the root.
  return root_ / (fs::path("/") / container_path).lexically_normal().relative_path();
}

fs::path JobFolder::MakeFolder(std::string_view container_path) const {
  fs::path folder = At(container_path);
  fs::create_directories(folder);
  return folder;
}

void JobFolder::Write(std::string_view container_path, std::string_view bytes) const {
  const fs::path path = At(container_path);
  fs::create_directories(path.parent_path());
  std::ofstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
}

std::string JobFolder::ReadText(std::string_view container_path, std::size_t bytes) const {
  std::ifstream file(At(container_path), std::ios::binary);
  std::string text(bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(bytes));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

Expected<void, JobFailure> JobFolder::Stage(const WorkContext& context, InputForm form,
                                            const std::string& location,
                                            std::string_view container_path) const {
  const fs::path folder = MakeFolder(container_path);
  return VisitInput(context.objects, form, location, PathRule::kBelowFolder,
                    [&](const InputObject& object) -> Expected<void, JobFailure> {
                      if (!IsPlainPath(object.path)) {
                        return Fail(CannotStage(object.uri, "has a key that is no path of a file"));
                      }
                      const fs::path target = folder / object.path;
                      std::error_code error;
                      fs::create_directories(target.parent_path(), error);
                      if (error || fs::is_directory(target, error)) {
                        return Fail(CannotStage(
                            object.uri, "would be a file where another object needs a folder"));
                      }
                      return CopyObject(context, object, target);
                    });
}

Expected<void, JobFailure> JobFolder::Unpack(const WorkContext& context, const S3Uri& archive,
                                             std::string_view container_path) const {
  const fs::path folder = MakeFolder(container_path);
  auto reader = context.objects.Open(archive.bucket, archive.key);
  if (!reader) return Fail(DownloadFailure(archive, reader.error()));
  ObjectInput bytes(**reader);
  TarGzReader members([&] { return bytes(); });
  for (;;) {
    if (context.stop.stop_requested()) return Fail(Stopped());
    const auto member = members.Next();
    if (!member) return Fail(CannotStage(archive, "is no archive: " + member.error().Describe()));
    if (!*member) return {};
    if (const std::string why = UnpackMember(members, **member, folder); !why.empty()) {
      return Fail(CannotStage(archive, why));
    }
  }
}

Expected<std::vector<FolderFile>, JobFailure> FilesBelow(const fs::path& folder) {
  std::vector<FolderFile> files;
  std::error_code error;
  const fs::path base = fs::canonical(folder, error);
  if (error) return files;
  for (fs::recursive_directory_iterator at(base, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code unknown;
    const std::string name = at->path().lexically_relative(base).generic_string();
    if (at->is_symlink(unknown)) {
      const fs::path target = fs::canonical(at->path(), unknown);
      const auto [mark, rest] =
          std::mismatch(base.begin(), base.end(), target.begin(), target.end());
      if (unknown || mark != base.end() || !fs::is_regular_file(target, unknown)) {
        return Fail(JobFailure{"ClientError: Artifact upload failed:" + name +
                               " is a link that leads to no file of its folder."});
      }
    } else if (at->is_directory(unknown)) {
      continue;
    } else if (!at->is_regular_file(unknown)) {
      return Fail(JobFailure{"ClientError: Artifact upload failed:" + name + " is no file."});
    }
    files.push_back({at->path(), name, fs::file_size(at->path(), unknown)});
  }
  if (error) {
    return Fail(JobFailure{"ClientError: Artifact upload failed:" + error.message() + "."});
  }
  std::sort(files.begin(), files.end(),
            [](const FolderFile& a, const FolderFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace portside::sagemaker
