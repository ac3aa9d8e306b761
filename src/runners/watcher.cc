// SPDX-License-Identifier: Apache-2.0

#include "runners/watcher.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace portside {
namespace {

// Where the watcher keeps what it was given, above the usual three.
constexpr int kOrders = 3, kReports = 4, kOutput = 5;

// Out of the way first, then into place: the given numbers may be those wanted.
void PlaceDescriptors(const WatcherTask& task) {
  const int orders = fcntl(task.orders, F_DUPFD, 16);
  const int reports = fcntl(task.reports, F_DUPFD, 16);
  const int output = fcntl(task.output, F_DUPFD, 16);
  dup2(orders, kOrders);
  dup2(reports, kReports);
  dup2(output, kOutput);
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  // None of the program's files and sockets stay open behind it.
  syscall(SYS_close_range, kOutput + 1, ~0U, 0);
}

void ResetSignals() {
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGCHLD, SIGQUIT, SIGUSR1, SIGUSR2}) {
    sigaction(number, &usual, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void RunCommand(const WatcherTask& task, int failure) {
  setpgid(0, 0);
  close(kOrders);
  close(kReports);
  close(kOutput);
  if (chdir(task.folder) == 0) execvpe(task.program, task.arguments, task.environment);
  const int error = errno;
  [[maybe_unused]] const auto written = write(failure, &error, sizeof error);
  _exit(127);
}

// What has left the group (a daemon) became a child of this process: by the kernel's list of them.
// False: the kernel has no such list.
bool KillChildren() {
  char text[4096];
  const int list = open("/proc/thread-self/children", O_RDONLY);
  if (list < 0) return false;
  const ssize_t size = read(list, text, sizeof text);
  close(list);
  pid_t child = 0;
  for (ssize_t at = 0; at < size; ++at) {
    if (text[at] >= '0' && text[at] <= '9') {
      child = child * 10 + (text[at] - '0');
      continue;
    }
    if (child > 0) kill(child, SIGKILL);
    child = 0;
  }
  return true;
}

// Until there is nobody any more: what is killed may leave children of its own.
void EndEverything(pid_t group) {
  kill(-group, SIGKILL);
  for (;;) {
    const int how = KillChildren() ? 0 : WNOHANG;
    const pid_t ended = waitpid(-1, nullptr, how);
    if (ended == 0 || (ended < 0 && errno == ECHILD)) return;
  }
}

// Waits for the command and does what it is told meanwhile; gives its status.
int WaitFor(pid_t command, int ended) {
  bool listens = true;
  for (;;) {
    pollfd waits[2] = {{ended, POLLIN, 0}, {listens ? kOrders : -1, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0) continue;
    if (waits[1].revents != 0) {
      char order = 0;
      const bool told = read(kOrders, &order, 1) == 1;
      if (!told) listens = false;
      const bool may_end = told && order == static_cast<char>(WatcherOrder::kEnd);
      // As a container's first process alone is asked; its group is killed.
      kill(may_end ? command : -command, may_end ? SIGTERM : SIGKILL);
    }
    if (waits[0].revents != 0) break;
  }
  int status = 0;
  while (waitpid(command, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

void Watch(const WatcherTask& task) {
  PlaceDescriptors(task);
  ResetSignals();
  setsid();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  WatcherReport report;
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0) _exit(1);
  const pid_t command = fork();
  if (command == 0) RunCommand(task, failure[1]);
  setpgid(command, command);
  close(failure[1]);
  close(kOutput);
  close(STDOUT_FILENO);
  close(STDERR_FILENO);
  if (command < 0) report.error = errno;
  if (command > 0 && read(failure[0], &report.error, sizeof report.error) <= 0) {
    const int ended = static_cast<int>(syscall(SYS_pidfd_open, command, 0));
    report.status = WaitFor(command, ended);
  }
  if (command > 0) EndEverything(command);
  [[maybe_unused]] const auto written = write(kReports, &report, sizeof report);
  _exit(0);
}

}  // namespace portside
