#include "mail/gnupg/context.hpp"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "mail/gnupg/child.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr const char* kGnupg = "/usr/bin/gpg";
constexpr const char* kLargePieces = "65536";  // octets that GPGME moves at once, of a file or pipe
// A process that is asked to stop ends within seven seconds (gateway/process/supervisor.cpp), and
// has to write down what became of its mail.
constexpr std::chrono::milliseconds kAfterStop{3000}, kLook{500};
// An operation that has just begun hears nothing yet, and has no gpg that could be killed.
constexpr std::chrono::milliseconds kAgain{50};

int line = -1;  // the asker is at its other end
std::function<void()> sign_of_life;

void demand(gpgme_error_t error, const char* tried) {
  if (error != 0) {
    fail(error, tried);
  }
}

// The home of every gpg that is started while this stands. At rest there is none, not even the
// user's own.
class HomeOfGpg {
 public:
  explicit HomeOfGpg(const char* home) { setenv(kVariable, home, 1); }
  ~HomeOfGpg() { none(); }
  HomeOfGpg(const HomeOfGpg&) = delete;
  HomeOfGpg& operator=(const HomeOfGpg&) = delete;
  static void none() { setenv(kVariable, "/nonexistent", 1); }

 private:
  static constexpr const char* kVariable = "GNUPGHOME";
};

// What GPGME found out of gpg when it began, or was told of it last.
gpgme_engine_info_t known_gpg() {
  gpgme_engine_info_t engine = nullptr;
  gpgme_get_engine_info(&engine);
  while (engine != nullptr && engine->protocol != GPGME_PROTOCOL_OpenPGP) {
    engine = engine->next;
  }
  return engine;
}

// GPGME looks in $PATH, which is main.cpp's but in tests; and a gpg that was killed while it said
// its version is to GPGME one of an old kind for good, "1.0.0".
bool knows_gpg() {
  const auto* engine = known_gpg();
  return engine != nullptr && text(engine->file_name) == kGnupg &&
         text(engine->version).starts_with("2.");
}

void initialise() {
  static std::mutex mutex;
  static bool begun = false, known = false;
  const std::lock_guard<std::mutex> lock(mutex);
  if (!begun) {
    signal(SIGPIPE, SIG_IGN);
    remember_inherited_pipes();
    // Else GPGME asks gpgconf for what we tell it ourselves: nine programs at every start.
    gpgme_set_global_flag("disable-gpgconf", "1");
    HomeOfGpg::none();
    begun = gpgme_check_version(nullptr) != nullptr;  // required once, before anything else
  }
  if (!known && !knows_gpg()) {
    demand(gpgme_set_engine_info(GPGME_PROTOCOL_OpenPGP, kGnupg, nullptr), "find /usr/bin/gpg");
  }
  known = known || knows_gpg();
  if (!known) {
    throw Fault(Permanence::kTransient, "gpg does not say its version",
                "is /usr/bin/gpg of GnuPG 2 there, and memory?");
  }
}

// One thread that cancels the operation in hand at its deadline. It is kept: a thread for each
// operation costs more than the deadline is worth. It is woken only for a deadline that is earlier
// than the one that it sleeps for, and sleeps for good when it finds nothing in hand.
class Watchdog {
 public:
  Watchdog() = default;
  ~Watchdog() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stop_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void arm(gpgme_ctx_t context, Bound bound) {
    const std::lock_guard<std::mutex> lock(mutex_);
    context_ = context;
    stop_descriptor_ = bound.stop;
    if (bound.stop < 0) {
      stop_seen_.reset();
    }
    cancelled_ = false;
    deadline_ = Steady::now() + bound.time;
    if (bound.until) {
      deadline_ = std::min(deadline_, *bound.until);
    }
    if (!thread_.joinable()) {
      thread_ = std::thread([this] { watch(); });
    } else if (!looks_at_ || next_look() < *looks_at_) {
      wake_.notify_one();
    }
  }

  enum class End { kItsOwn, kTooLate, kStopped };
  End disarm() {
    const std::lock_guard<std::mutex> lock(mutex_);
    context_ = nullptr;
    return !cancelled_ ? End::kItsOwn : stop_seen_ ? End::kStopped : End::kTooLate;
  }

 private:
  using Steady = std::chrono::steady_clock;

  void watch() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stop_) {
      if (context_ != nullptr && !stop_seen_ && is_readable(stop_descriptor_)) {
        stop_seen_ = Steady::now();
      }
      if (context_ != nullptr && stop_seen_ && !cancelled_) {
        deadline_ = std::min(deadline_, *stop_seen_ + kAfterStop);
      }
      if (context_ != nullptr && has_hung_up() && !cancelled_) {
        stop_seen_ = deadline_ = Steady::now();
      }
      if (context_ != nullptr && Steady::now() >= deadline_) {
        cancelled_ = true;
        gpgme_cancel_async(context_);
        kill_gpg_of_this_process();
        deadline_ = Steady::now() + kAgain;
      }
      if (context_ != nullptr) {
        looks_at_ = next_look();
        wake_.wait_until(lock, *looks_at_);
      } else {
        looks_at_.reset();
        wake_.wait(lock);
      }
    }
  }

  Steady::time_point next_look() const {
    return stop_descriptor_ < 0 && line < 0 ? deadline_
                                            : std::min(deadline_, Steady::now() + kLook);
  }

  static bool has_hung_up() {
    pollfd wait{line, 0, 0};
    return line >= 0 && poll(&wait, 1, 0) > 0 && (wait.revents & POLLHUP) != 0;
  }

  static bool is_readable(int descriptor) {
    pollfd wait{descriptor, POLLIN, 0};
    return descriptor >= 0 && poll(&wait, 1, 0) > 0;
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
  gpgme_ctx_t context_ = nullptr;  // of the operation in hand
  int stop_descriptor_ = -1;
  Steady::time_point deadline_;
  std::optional<Steady::time_point> stop_seen_;
  std::optional<Steady::time_point> looks_at_;  // nullopt: only when it is woken
  bool cancelled_ = false, stop_ = false;
};

}  // namespace

Source::Source(std::string_view bytes) {
  initialise();
  demand(gpgme_data_new_from_mem(&data_, bytes.data(), bytes.size(), 0), "hand data to GnuPG");
}

PipeSource::PipeSource(int pipe, std::size_t size) : pipe_(pipe), size_(size) {
  initialise();
  static gpgme_data_cbs callbacks{&PipeSource::read, nullptr, nullptr, nullptr};
  demand(gpgme_data_new_from_cbs(&data_, &callbacks, this), "hand a letter to GnuPG");
  gpgme_data_set_flag(data_, "io-buffer-size", kLargePieces);
}

ssize_t PipeSource::read(void* self, void* buffer, size_t size) {
  auto& source = *static_cast<PipeSource*>(self);
  ssize_t got = -1;
  while ((got = ::read(source.pipe_, buffer, size)) < 0 && errno == EINTR) {
  }
  source.got_ += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  source.ended_ = got == 0;
  if (source.broken()) {
    errno = EPIPE;
    return -1;
  }
  return got;
}

Sink::Sink(std::size_t cap, const Output& output) : cap_(cap), output_(output) {
  initialise();
  static gpgme_data_cbs callbacks{nullptr, &Sink::write, nullptr, nullptr};
  demand(gpgme_data_new_from_cbs(&data_, &callbacks, this), "take data from GnuPG");
  if (output.file >= 0) {
    gpgme_data_set_flag(data_, "io-buffer-size", kLargePieces);
  }
}

Sink::~Sink() {
  gpgme_data_release(data_);
  explicit_bzero(bytes_.data(), bytes_.size());
}

ssize_t Sink::write(void* self, const void* buffer, size_t size) {
  auto& sink = *static_cast<Sink*>(self);
  const std::string_view bytes(static_cast<const char*>(buffer), size);
  bool done = false;
  if (sink.output_.crlf) {
    std::string lines;
    lines.reserve(size + size / 32 + 2);
    for (const char c : bytes) {
      lines += c == '\n' ? "\r\n" : std::string_view(&c, 1);
    }
    done = sink.put(lines);
  } else {
    done = sink.put(bytes);
  }
  return done ? static_cast<ssize_t>(size) : -1;
}

bool Sink::put(std::string_view bytes) {
  if (bytes.size() > cap_ - length_) {
    exceeded_ = true;
    errno = EFBIG;
    return false;
  }
  sum_.add(bytes);
  if (output_.file < 0) {
    bytes_.append(bytes);
    length_ += bytes.size();
    return true;
  }
  while (!bytes.empty()) {
    const auto put = pwrite(output_.file, bytes.data(), bytes.size(),
                            output_.begin + static_cast<off_t>(length_));
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put <= 0) {
      return false;
    }
    length_ += static_cast<std::size_t>(put);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

void Sink::tell(Output& output) const {
  output.length = length_;
  output.sum = sum_.value();
}

Context::Context(std::filesystem::path home) : home_(std::move(home)) {
  initialise();
  gpgme_ctx_t raw = nullptr;
  demand(gpgme_new(&raw), "start GPGME");
  raw_.reset(raw);
  demand(gpgme_set_protocol(raw, GPGME_PROTOCOL_OpenPGP), "choose OpenPGP");
  gpgme_set_offline(raw, 1);
  gpgme_set_armor(raw, 1);
  demand(gpgme_set_pinentry_mode(raw, GPGME_PINENTRY_MODE_ERROR), "forbid pinentry");
  demand(gpgme_set_ctx_flag(raw, "auto-key-retrieve", "0"), "forbid key retrieval");
  demand(gpgme_set_keylist_mode(raw, GPGME_KEYLIST_MODE_LOCAL), "list local keys only");
}

void serve_line(int socket, std::function<void()> hook) {
  line = socket;
  sign_of_life = std::move(hook);
}

gpgme_error_t with_deadline(const Context& context, Bound bound, const char* what,
                            const std::function<gpgme_error_t()>& operation) {
  thread_local Watchdog watchdog;
  const HomeOfGpg home(context.home().c_str());
  watchdog.arm(context.get(), bound);
  const auto error = operation();
  switch (watchdog.disarm()) {
    case Watchdog::End::kItsOwn:
      break;
    case Watchdog::End::kTooLate:
      throw Fault(Permanence::kTransient, std::string(what) + " took too long and was stopped",
                  "is gpg-agent hung? see limits.crypto_time");
    case Watchdog::End::kStopped:
      throw Fault(Permanence::kTransient,
                  std::string(what) + " was stopped: this process is ending",
                  "it is done again after the next start");
  }
  if (!bound.until && sign_of_life) {
    sign_of_life();
  }
  return error;
}

std::string installed_gnupg() {
  try {
    initialise();
  } catch (const Fault&) {
    return "none";
  }
  return text(known_gpg()->version);
}

gpgme_error_t list_keys(const Context& context, Bound bound, const std::optional<std::string>& what,
                        bool secret, std::vector<KeyHandle>& keys) {
  const auto* doing = what ? "looking up a key" : "listing keys";
  const auto error = with_deadline(context, bound, doing, [&] {
    auto ended = gpgme_op_keylist_start(context.get(), what ? what->c_str() : nullptr, secret);
    while (ended == 0) {
      gpgme_key_t raw = nullptr;
      ended = gpgme_op_keylist_next(context.get(), &raw);
      if (ended == 0) {
        keys.emplace_back(raw);
      }
    }
    return ended;
  });
  return gpgme_err_code(error) == GPG_ERR_EOF ? gpgme_error(GPG_ERR_NO_ERROR) : error;
}

gpgme_error_t find_key(const Context& context, Bound bound, const std::string& fingerprint,
                       bool secret, KeyHandle& key) {
  std::vector<KeyHandle> keys;
  if (const auto error = list_keys(context, bound, fingerprint, secret, keys)) {
    return error;
  }
  if (keys.empty()) {
    return gpgme_error(GPG_ERR_EOF);
  }
  for (const auto& one : keys) {
    if (text(one->fpr) != text(keys.front()->fpr)) {
      return gpgme_error(GPG_ERR_AMBIGUOUS_NAME);
    }
  }
  key = std::move(keys.front());
  return gpgme_error(GPG_ERR_NO_ERROR);
}

bool is_transient(gpgme_error_t error) {
  const auto code = gpgme_err_code(error);
  // What the machine refused GPGME itself: processes, memory, pipes. Of a gpg that could not be
  // started the number says nothing: _gpgme_io_spawn leaves errno as it was. EFBIG is our own cap,
  // ENOENT a program or a home that is not there.
  if (gpgme_err_source(error) == GPG_ERR_SOURCE_GPGME && gpgme_err_code_to_errno(code) != 0) {
    return code != GPG_ERR_EFBIG && code != GPG_ERR_ENOENT;
  }
  switch (code) {
    case GPG_ERR_EOF:
    case GPG_ERR_ENOMEM:
    case GPG_ERR_NO_AGENT:
    case GPG_ERR_AGENT:
    case GPG_ERR_TIMEOUT:
    case GPG_ERR_ECONNREFUSED:
    case GPG_ERR_ASS_CONNECT_FAILED:
    case GPG_ERR_EAGAIN:
    case GPG_ERR_EMFILE:
    case GPG_ERR_ENFILE:
    case GPG_ERR_ENOSPC:
    case GPG_ERR_EPIPE:
      return true;
    default:
      return false;
  }
}

std::string words(gpgme_error_t error) {
  return std::string(gpgme_strerror(error)) + " (" + gpgme_strsource(error) + ")";
}

void fail(gpgme_error_t error, const std::string& tried) {
  const bool transient = is_transient(error);
  throw Fault(transient ? Permanence::kTransient : Permanence::kPermanent,
              "could not " + tried + ": " + words(error),
              transient ? "is gpg-agent alive, and is there memory?"
                        : "see the gateway's gnupg folder and pouch check");
}

}  // namespace pouch::mail::openpgp
