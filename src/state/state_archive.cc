// SPDX-License-Identifier: Apache-2.0

#include "portside/state/state_archive.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/store/state_rows.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAbout = "portside-state.json";
constexpr std::string_view kRows = "rows.sqlite3";
constexpr std::size_t kAboutBytes = 64 * 1024;
constexpr std::size_t kPieceBytes = 256 * 1024;

bool IsPlainName(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.size() <= limits::kFileNameBytes &&
         name.find('\0') == std::string_view::npos;
}

bool IsStatePath(std::string_view path) {
  if (path == kRows) return true;
  if (!path.starts_with("objects/visible/") && !path.starts_with("objects/hidden/")) return false;
  const std::vector<std::string_view> names = Split(path, '/');
  return std::all_of(names.begin(), names.end(), IsPlainName);
}

class Reader {
 public:
  Reader(TarFile::Source source, ArchiveSink& sink) : tar_(std::move(source)), sink_(sink) {}

  Expected<Json, std::string> Read() {
    const Json about = TRY(ReadAbout());
    bool has_rows = false;
    while (const std::optional<TarFile::Member> member = TRY(Next())) {
      if (!member->is_file || !IsStatePath(member->path)) {
        return Fail("it holds '" + Shown(member->path) + "', which is no part of a state");
      }
      if (++members_ > limits::kStateArchiveMembers)
        return Fail(std::string("it has too many files"));
      if (!sink_.Begin(member->path)) {
        return Fail("its file '" + Shown(member->path) + "' cannot be put beside the others");
      }
      has_rows = has_rows || member->path == kRows;
      TRY(CopyBytes());
    }
    if (members_ != about.value("members", std::uint64_t{0}) ||
        bytes_ != about.value("bytes", std::uint64_t{0})) {
      return Fail("it is cut off or was changed: it has " + std::to_string(members_) +
                  " files of together " + std::to_string(bytes_) + " bytes, and says otherwise");
    }
    if (!has_rows) return Fail(std::string("it holds no database"));
    return about;
  }

 private:
  static std::string Shown(const std::string& path) {
    constexpr std::size_t kShown = 200;
    return IsValidUtf8(path) ? path.substr(0, kShown) : "a name that is not UTF-8";
  }

  Expected<std::optional<TarFile::Member>, std::string> Next() {
    FormatResult<std::optional<TarFile::Member>> member = tar_.Next();
    if (!member) return Fail(std::move(member.error().message));
    return std::move(*member);
  }

  Expected<std::string_view, std::string> Piece() {
    const FormatResult<std::string_view> piece = tar_.Read();
    if (!piece) return Fail(std::string(piece.error().message));
    return *piece;
  }

  Expected<Json, std::string> ReadAbout() {
    const std::optional<TarFile::Member> first = TRY(Next());
    if (!first || !first->is_file || first->path != kAbout) {
      return Fail("it does not begin with " + std::string(kAbout) +
                  ", so it is no archive of Portside's state");
    }
    std::string text;
    for (auto piece = TRY(Piece()); !piece.empty(); piece = TRY(Piece())) {
      text += piece;
      if (text.size() > kAboutBytes) return Fail(std::string(kAbout) + " is too large");
    }
    std::optional<Json> about = ParseJson(text);
    if (!about || !about->is_object()) return Fail(std::string(kAbout) + " is no JSON object");
    for (const char* name : {"format", "schema", "members", "bytes"}) {
      const auto member = about->find(name);
      if (member == about->end() || !member->is_number_unsigned()) {
        return Fail(std::string(kAbout) + " does not say its " + name);
      }
    }
    const auto format = about->at("format").get<std::uint64_t>();
    const auto schema = about->at("schema").get<std::uint64_t>();
    const std::string by = "it was saved by Portside " + StringOr(*about, "version", "unknown");
    if (format != kStateArchiveFormat) {
      return Fail(by + " in the format " + std::to_string(format) + "; this one reads the format " +
                  std::to_string(kStateArchiveFormat));
    }
    if (schema > static_cast<std::uint64_t>(CurrentSchema())) {
      return Fail(by + " with the schema " + std::to_string(schema) + "; this one's is " +
                  std::to_string(CurrentSchema()));
    }
    return std::move(*about);
  }

  Expected<void, std::string> CopyBytes() {
    for (auto piece = TRY(Piece()); !piece.empty(); piece = TRY(Piece())) {
      bytes_ += piece.size();
      if (bytes_ > limits::kStateArchiveBytes) return Fail(std::string("it is too large"));
      sink_.Write(piece);
    }
    return {};
  }

  TarFile tar_;
  ArchiveSink& sink_;
  std::uint64_t members_ = 0;
  std::uint64_t bytes_ = 0;
};

class FolderSink final : public ArchiveSink {
 public:
  explicit FolderSink(fs::path folder) : folder_(std::move(folder)) {}

  bool Begin(const std::string& path) override {
    Close();
    const fs::path place = folder_ / path;
    std::error_code error;
    fs::create_directories(place.parent_path(), error);
    // Also where a file and a folder have one name.
    if (error || fs::exists(fs::symlink_status(place, error))) return false;
    file_.open(place, std::ios::binary | std::ios::trunc);
    return file_.is_open();
  }
  void Write(std::string_view piece) override {
    file_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!file_) throw std::runtime_error("writing a file of the archive failed");
  }
  void Close() {
    if (!file_.is_open()) return;
    file_.close();
    if (!file_) throw std::runtime_error("writing a file of the archive failed");
  }

 private:
  fs::path folder_;
  std::ofstream file_;
};

// What goes into an archive, as (path in it, size), in order.
std::vector<std::pair<std::string, std::uint64_t>> FilesOf(const fs::path& folder) {
  std::vector<std::pair<std::string, std::uint64_t>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::string path = entry.path().lexically_relative(folder).string();
    if (IsStatePath(path)) files.emplace_back(std::move(path), entry.file_size());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void Append(std::ofstream& archive, const fs::path& path, std::uint64_t size) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, kPieceBytes> piece;
  for (std::uint64_t left = size; left > 0;) {
    const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left, piece.size()));
    if (!file.read(piece.data(), wanted)) throw std::runtime_error("reading " + path.string());
    archive.write(piece.data(), wanted);
    left -= static_cast<std::uint64_t>(wanted);
  }
}

}  // namespace

Expected<Json, std::string> ReadStateArchive(TarFile::Source source, ArchiveSink& sink) {
  return Reader(std::move(source), sink).Read();
}

Expected<Json, std::string> UnpackState(const fs::path& archive, const fs::path& folder) {
  std::ifstream file(archive, std::ios::binary);
  const auto source = [&file] {
    std::string piece(kPieceBytes, '\0');
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(file.gcount()));
    return piece;
  };
  fs::create_directories(folder);
  FolderSink sink(folder);
  Json about = TRY(ReadStateArchive(source, sink));
  sink.Close();
  return about;
}

void PackState(const fs::path& folder, Json about, const fs::path& archive) {
  const auto files = FilesOf(folder);
  std::uint64_t bytes = 0;
  for (const auto& [path, size] : files) bytes += size;
  about["format"] = kStateArchiveFormat;
  about["schema"] = CurrentSchema();
  about["members"] = files.size();
  about["bytes"] = bytes;
  std::ofstream out(archive, std::ios::binary | std::ios::trunc);
  const std::string text = DumpJson(about) + "\n";
  out << TarHeader(kAbout, text.size()) << text << TarPadding(text.size());
  for (const auto& [path, size] : files) {
    out << TarHeader(path, size);
    Append(out, folder / path, size);
    out << TarPadding(size);
  }
  out << TarEnd() << std::flush;
  if (!out) throw std::runtime_error("writing " + archive.string() + " failed");
}

}  // namespace portside
