#include "gateway/extract/pdf_text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <thread>

#include "gateway/extract/pdf_columns.hpp"
#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook{2};

[[noreturn]] void nothing_left() {
  throw Fault(true, "no program can be started", "raise the limit of open files or of processes");
}

struct Descriptor {
  explicit Descriptor(int given) : value(given) {
    if (given < 0) {
      nothing_left();
    }
  }
  ~Descriptor() { shut(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void shut() {
    if (value >= 0) {
      close(value);
    }
    value = -1;
  }
  int value;
};

int file_of(std::string_view bytes) {
  const int file = memfd_create("pdf", MFD_CLOEXEC);
  while (file >= 0 && !bytes.empty()) {
    const auto put = write(file, bytes.data(), bytes.size());
    if (put <= 0) {
      close(file);
      nothing_left();
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

constexpr int kNotStarted = 127;  // as shells say it

// In the child: nothing here allocates.
[[noreturn]] void become(const char* program, int in, int out, int nowhere, const Cage& cage) {
  const char* const arguments[] = {"pdftotext", "-layout", "-nopgbrk", "-enc", "UTF-8",
                                   "-q",        "-",       "-",        nullptr};
  const char* const environment[] = {nullptr};
  sigset_t none;
  sigemptyset(&none);
  for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP}) {
    signal(number, SIG_DFL);
  }
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setpgid(0, 0);
  if (dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(nowhere, 2) == 2 && chdir("/") == 0 &&
      close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0 && cage.enter()) {
    execve(program, const_cast<char* const*>(arguments), const_cast<char* const*>(environment));
  }
  _exit(kNotStarted);
}

enum class Said { kAll, kTooMuch, kTooLate };

// What comes out of `pipe` until it ends.
Said listen(int pipe, Clock::time_point until, std::size_t most, std::string& text) {
  std::array<char, 16U << 10> buffer{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    pollfd wait{pipe, POLLIN, 0};
    const int ready = left.count() > 0 ? poll(&wait, 1, static_cast<int>(left.count())) : 0;
    if (ready == 0) {
      return Said::kTooLate;
    }
    const auto got = ready < 0 ? -1 : read(pipe, buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return Said::kAll;
    }
    text.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (text.size() > most) {
      return Said::kTooMuch;
    }
  }
}

// Its wait status; nothing when it is still there.
std::optional<int> ended(pid_t child, int options) {
  int status = 0;
  pid_t got = 0;
  while ((got = waitpid(child, &status, options)) < 0 && errno == EINTR) {
  }
  return got == 0 ? std::nullopt : std::optional(status);
}

// A program may close its output and stay.
int end(pid_t child, Clock::time_point until, Said& said) {
  while (said == Said::kAll && Clock::now() < until) {
    if (const auto status = ended(child, WNOHANG)) {
      kill(-child, SIGKILL);
      return *status;
    }
    std::this_thread::sleep_for(kLook);
  }
  said = said == Said::kAll ? Said::kTooLate : said;
  kill(-child, SIGKILL);
  return ended(child, 0).value_or(0);
}

// pdftotext(1): 1 cannot be opened, 3 its author forbids copying.
std::string failure_of(Said said, int status, std::string_view text) {
  if (said != Said::kAll) {
    return said == Said::kTooMuch ? "the text of the file is too long"
                                  : "reading the file took too long";
  }
  if (!WIFEXITED(status)) {
    return "reading the file takes too much time or memory";
  }
  if (WEXITSTATUS(status) == kNotStarted) {
    return "this gateway does not read PDF: pdftotext does not start";
  }
  if (WEXITSTATUS(status) == 3) {
    return "the file does not allow its text to be copied";
  }
  if (WEXITSTATUS(status) != 0) {
    return "the file is damaged, or locked with a password";
  }
  const bool empty = text.find_first_not_of(" \t\r\n\f") == text.npos;
  return empty ? "the file holds no text (is it a scan?)" : "";
}

}  // namespace

Extracted pdf_text(std::string_view bytes, const PdfLimits& limits) {
  if (bytes.size() > limits.file) {
    return {{}, "the file is too large"};
  }
  if (access(limits.program, X_OK) != 0) {
    return {{}, "this gateway does not read PDF: pdftotext is not installed"};
  }
  const Cage cage(limits.cage);
  Descriptor in(file_of(bytes));
  Descriptor nowhere(open("/dev/null", O_RDWR | O_CLOEXEC));
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    nothing_left();
  }
  Descriptor out(ends[0]), given(ends[1]);
  const pid_t child = fork();
  if (child < 0) {
    nothing_left();
  }
  if (child == 0) {
    become(limits.program, in.value, given.value, nowhere.value, cage);
  }
  setpgid(child, child);  // both do: whoever comes first
  given.shut();
  const auto until = Clock::now() + limits.time;
  Extracted result;
  auto said = listen(out.value, until, limits.text, result.text);
  const int status = end(child, until, said);
  result.failure = failure_of(said, status, result.text);
  result.text = result.failure.empty() ? with_columns(result.text) : std::string();
  return result;
}

}  // namespace pouch::gateway
