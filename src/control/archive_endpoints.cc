// SPDX-License-Identifier: Apache-2.0

#include "portside/control/archive_endpoints.h"

#include <fstream>

#include "control/state_answers.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

void Download(StateKeeper& state, const ControlRespond& respond) {
  state.Export([respond](const StateResult<StateKeeper::Archive>& archive) {
    if (!archive) return respond(Fail(ErrorOf(archive.error())));
    ControlAnswer answer;
    answer.content_type = "application/x-tar";
    answer.content = FileBody{archive->file, 0, archive->size};
    answer.headers.Add("Content-Disposition", "attachment; filename=\"portside-state.tar\"");
    respond(std::move(answer));
  });
}

// An archive on its way in: a file of the data directory until it is loaded.
class ArchiveSinkFile final : public BodySink {
 public:
  explicit ArchiveSinkFile(StateKeeper& state)
      : state_(state),
        path_(state.NextStaged()),
        file_(path_, std::ios::binary | std::ios::trunc) {}
  ~ArchiveSinkFile() override {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  ControlResult<void> Write(std::string_view piece) override {
    file_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    return Check();
  }
  void Finish(const ControlRespond& respond) override {
    file_.close();
    if (const auto written = Check(); !written) return respond(Fail(written.error()));
    state_.Import(path_, [respond](const StateResult<Snapshot>& loaded) {
      if (!loaded) return respond(Fail(ErrorOf(loaded.error())));
      respond(ControlAnswer{
          .body = {{"status", "ok"},
                   {"loaded", {{"resources", loaded->resources}, {"objects", loaded->objects}}}}});
    });
  }

 private:
  ControlResult<void> Check() {
    if (file_) return {};
    return Fail(ControlError{500, "The archive could not be written to the data directory.", ""});
  }

  StateKeeper& state_;
  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace

std::vector<Endpoint> ArchiveEndpoints(StateKeeper& state) {
  Endpoint upload{"PUT", "/_portside/state", "LoadArchive", nullptr};
  upload.receive_limit = limits::kStateArchiveBytes;
  upload.receive = [&state]() -> ControlResult<std::unique_ptr<BodySink>> {
    if (state.HasFolder()) return std::make_unique<ArchiveSinkFile>(state);
    return Fail(ControlError{
        409, "This server keeps its state in memory; archives need a data directory.", ""});
  };
  return {
      {"GET", "/_portside/state", "SaveArchive",
       [&state](const ControlCall&, const ControlRespond& respond) { Download(state, respond); }},
      std::move(upload)};
}

}  // namespace portside
