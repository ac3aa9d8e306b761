// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "portside/base/limits.h"
#include "runners/watcher.h"

namespace portside {
namespace {

using Steady = std::chrono::steady_clock;

// How often a request to stop is looked for.
constexpr int kLook = 20;  // milliseconds

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  void Reset(int number) {
    Close();
    number_ = number;
  }
  void Close() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
    read.Reset(ends[0]);
    write.Reset(ends[1]);
  }
  Descriptor read, write;
};

// Sockets, since writing to one whose reader is gone need not raise a signal.
struct Channel {
  Channel() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      throw std::system_error(errno, std::generic_category(), "socketpair");
    }
    theirs.Reset(ends[0]);
    ours.Reset(ends[1]);
  }
  Descriptor theirs, ours;
};

// C's form of texts, valid as long as they are.
class Texts {
 public:
  void Add(std::string text) { texts_.push_back(std::move(text)); }
  char* const* Get() {
    pointers_.clear();
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
    return pointers_.data();
  }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

using Elapsed = std::chrono::milliseconds;

// Lines out of pieces, of bounded length.
class LineCutter {
 public:
  explicit LineCutter(const std::function<void(std::string_view, Elapsed)>& on_line)
      : on_line_(on_line) {}

  void Take(std::string_view piece, Elapsed elapsed) {
    for (std::size_t end = piece.find('\n'); end != std::string_view::npos;
         piece.remove_prefix(end + 1), end = piece.find('\n')) {
      Append(piece.substr(0, end));
      Tell(elapsed);
    }
    Append(piece);
  }
  void End(Elapsed elapsed) {
    if (!line_.empty()) Tell(elapsed);
  }

 private:
  void Append(std::string_view text) {
    line_ += text.substr(0, limits::kOutputLineBytes - line_.size());
  }
  void Tell(Elapsed elapsed) {
    if (line_.ends_with('\r')) line_.pop_back();
    if (on_line_) on_line_(line_, elapsed);
    line_.clear();
  }

  const std::function<void(std::string_view, Elapsed)>& on_line_;
  std::string line_;
};

class Run {
 public:
  explicit Run(const ProcessRequest& request) : request_(request), lines_(request.on_line) {}

  Expected<ProcessResult, std::string> operator()() {
    Start();
    Follow();
    lines_.End(Passed());
    WatcherReport report;
    const bool is_told =
        read(reports_.read.number(), &report, sizeof report) == static_cast<ssize_t>(sizeof report);
    while (waitpid(watcher_, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (!is_told) return Fail(Cannot("its process was killed from outside"));
    if (report.error != 0) return Fail(Cannot(std::generic_category().message(report.error)));
    result_.exit_code =
        WIFSIGNALED(report.status) ? 128 + WTERMSIG(report.status) : WEXITSTATUS(report.status);
    return result_;
  }

 private:
  [[nodiscard]] std::string Cannot(const std::string& why) const {
    return "The command " + request_.command.front() + " could not be run in " + request_.folder +
           ": " + why + ".";
  }

  void Start() {
    Texts arguments, environment;
    for (const std::string& argument : request_.command) arguments.Add(argument);
    for (const auto& [name, value] : request_.environment) environment.Add(name + "=" + value);
    const WatcherTask task{.program = request_.command.front().c_str(),
                           .arguments = arguments.Get(),
                           .environment = environment.Get(),
                           .folder = request_.folder.c_str(),
                           .orders = orders_.theirs.number(),
                           .reports = reports_.write.number(),
                           .output = output_.write.number()};
    watcher_ = fork();
    if (watcher_ == 0) Watch(task);
    if (watcher_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    orders_.theirs.Close();
    reports_.write.Close();
    output_.write.Close();
  }

  // Until the watcher reports; that is behind all output of whoever could still write.
  void Follow() {
    for (bool reported = false; !reported;) {
      pollfd waits[2] = {{output_.read.number(), POLLIN, 0}, {reports_.read.number(), POLLIN, 0}};
      const int ready = poll(waits, 2, kLook);
      if (ready > 0 && waits[0].revents != 0) {
        if (!ReadOutput()) output_.read.Close();
      } else if (ready > 0 && waits[1].revents != 0) {
        reported = true;
      }
      LookAtTime();
    }
  }

  bool ReadOutput() {
    char piece[64 * 1024];
    const ssize_t size = read(output_.read.number(), piece, sizeof piece);
    if (size < 0) return errno == EINTR;
    lines_.Take(std::string_view(piece, static_cast<std::size_t>(size)), Passed());
    return size > 0;
  }

  void LookAtTime() {
    const Steady::time_point now = std::chrono::steady_clock::now();
    if (!is_killed_ && request_.kill.stop_requested()) {
      result_.end = ProcessEnd::kStopped;
      is_killed_ = true;
      ends_at_ = now;
      Order(WatcherOrder::kKill);
    }
    if (!ends_at_) {
      const bool is_stopped = request_.stop.stop_requested();
      const bool is_late = request_.longest && now - begun_ >= *request_.longest;
      if (!is_stopped && !is_late) return;
      result_.end = is_stopped ? ProcessEnd::kStopped : ProcessEnd::kTooLong;
      ends_at_ = now + request_.grace;
      Order(WatcherOrder::kEnd);
    } else if (!is_killed_ && now >= *ends_at_) {
      is_killed_ = true;
      Order(WatcherOrder::kKill);
    }
  }

  [[nodiscard]] Elapsed Passed() const {
    return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - begun_);
  }

  void Order(WatcherOrder order) {
    // A watcher that is just ending reads no more.
    send(orders_.ours.number(), &order, 1, MSG_NOSIGNAL);
  }

  const ProcessRequest& request_;
  LineCutter lines_;
  Channel orders_;
  Pipe reports_, output_;
  pid_t watcher_ = 0;
  Steady::time_point begun_ = std::chrono::steady_clock::now();
  std::optional<Steady::time_point> ends_at_;
  bool is_killed_ = false;
  ProcessResult result_;
};

}  // namespace

Expected<ProcessResult, std::string> RunProcess(const ProcessRequest& request) {
  return Run(request)();
}

}  // namespace portside
