#include "mail/openpgp/gpgme_context.hpp"

#include <signal.h>
#include <string.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "mail/openpgp/child.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr const char* kGnupg = "/usr/bin/gpg";

void initialise() {
  static const bool done = [] {
    signal(SIGPIPE, SIG_IGN);
    return gpgme_check_version(nullptr) != nullptr;  // required once, before anything else
  }();
  (void)done;
}

void demand(gpgme_error_t error, const char* tried) {
  if (error != 0) {
    fail(error, tried);
  }
}

}  // namespace

Source::Source(std::string_view bytes) {
  initialise();
  demand(gpgme_data_new_from_mem(&data_, bytes.data(), bytes.size(), 0), "hand data to GnuPG");
}

Sink::Sink(std::size_t cap) : cap_(cap) {
  initialise();
  static gpgme_data_cbs callbacks{nullptr, &Sink::write, nullptr, nullptr};
  demand(gpgme_data_new_from_cbs(&data_, &callbacks, this), "take data from GnuPG");
}

Sink::~Sink() {
  gpgme_data_release(data_);
  explicit_bzero(bytes_.data(), bytes_.size());
}

ssize_t Sink::write(void* self, const void* buffer, size_t size) {
  auto& sink = *static_cast<Sink*>(self);
  if (size > sink.cap_ - sink.bytes_.size()) {
    sink.exceeded_ = true;
    errno = EFBIG;
    return -1;
  }
  sink.bytes_.append(static_cast<const char*>(buffer), size);
  return static_cast<ssize_t>(size);
}

Context make_context(const std::filesystem::path& home) {
  initialise();
  gpgme_ctx_t raw = nullptr;
  demand(gpgme_new(&raw), "start GPGME");
  Context context(raw);
  demand(gpgme_set_protocol(raw, GPGME_PROTOCOL_OpenPGP), "choose OpenPGP");
  demand(gpgme_ctx_set_engine_info(raw, GPGME_PROTOCOL_OpenPGP, kGnupg, home.c_str()),
         "find /usr/bin/gpg");
  gpgme_set_offline(raw, 1);
  gpgme_set_armor(raw, 1);
  demand(gpgme_set_pinentry_mode(raw, GPGME_PINENTRY_MODE_ERROR), "forbid pinentry");
  demand(gpgme_set_ctx_flag(raw, "auto-key-retrieve", "0"), "forbid key retrieval");
  demand(gpgme_set_keylist_mode(raw, GPGME_KEYLIST_MODE_LOCAL), "list local keys only");
  return context;
}

gpgme_error_t with_deadline(gpgme_ctx_t context, std::chrono::seconds time, const char* what,
                            const std::function<gpgme_error_t()>& operation) {
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false, cancelled = false;
  std::thread watchdog([&] {
    std::unique_lock<std::mutex> lock(mutex);
    if (!ended.wait_for(lock, time, [&] { return done; })) {
      cancelled = true;
      gpgme_cancel_async(context);
      kill_gpg_of_this_process();
    }
  });
  const auto error = operation();
  {
    const std::lock_guard<std::mutex> lock(mutex);
    done = true;
  }
  ended.notify_one();
  watchdog.join();
  if (cancelled) {
    throw Fault(Permanence::kTransient, std::string(what) + " took too long and was stopped",
                "is gpg-agent hung? see limits.crypto_time");
  }
  return error;
}

bool is_transient(gpgme_error_t error) {
  switch (gpgme_err_code(error)) {
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
