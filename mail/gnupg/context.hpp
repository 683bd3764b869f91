// GPGME as session.cpp uses it: handles by RAII, settings of SECURITY section 3, capped output,
// deadlines, errors translated once. Private to this folder.
#pragma once

#include <gpgme.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mail/fault.hpp"

namespace pouch::mail::openpgp {

struct ContextCloser {
  void operator()(gpgme_ctx_t context) const { gpgme_release(context); }
};
using Context = std::unique_ptr<gpgme_context, ContextCloser>;

struct KeyCloser {
  void operator()(gpgme_key_t key) const { gpgme_key_unref(key); }
};
using KeyHandle = std::unique_ptr<_gpgme_key, KeyCloser>;

// GPGME's strings may be null.
inline std::string text(const char* pointer) {
  return pointer == nullptr ? std::string() : std::string(pointer);
}

// Bytes given to GPGME; the view must outlive it.
class Source {
 public:
  explicit Source(std::string_view bytes);
  ~Source() { gpgme_data_release(data_); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  gpgme_data_t get() const { return data_; }

 private:
  gpgme_data_t data_ = nullptr;
};

// Bytes that GPGME gives, at most `cap`; over it the operation ends with EFBIG (SECURITY class 12).
// Kept here, or put into a file from its beginning on, which may hold as many.
class Sink {
 public:
  explicit Sink(std::size_t cap, int file = -1);
  ~Sink();  // wipes what was not taken
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  gpgme_data_t get() const { return data_; }
  bool exceeded() const { return exceeded_; }
  std::size_t length() const { return length_; }
  std::string take() { return std::move(bytes_); }

 private:
  static ssize_t write(void* self, const void* buffer, size_t size);

  gpgme_data_t data_ = nullptr;
  std::string bytes_;
  std::size_t cap_, length_ = 0;
  int file_;
  bool exceeded_ = false;
};

// A context for this home: offline, no pinentry, no key retrieval, armour on.
Context make_context(const std::filesystem::path& home);

// How long an operation may take, and until when at most. Once `stop` (a descriptor; -1: none) is
// readable it has a few seconds more, and the next ones what is left of them.
struct Bound {
  std::chrono::seconds time;
  int stop = -1;
  std::optional<std::chrono::steady_clock::time_point> until{};
};

// Whoever hangs up at the other end of this socket has no use for an operation any more: it ends.
// `sign_of_life` is called after each of those that are not bound by an `until`.
void serve_line(int socket, std::function<void()> sign_of_life);

// Runs an operation; at the deadline cancels it and kills its gpg. Throws a transient Fault when it
// was ended so. One operation at a time in a process.
gpgme_error_t with_deadline(gpgme_ctx_t context, Bound bound, const char* what,
                            const std::function<gpgme_error_t()>& operation);

// True for errors of the agent, of memory, of time: trying again can help.
bool is_transient(gpgme_error_t error);
[[noreturn]] void fail(gpgme_error_t error, const std::string& tried);
std::string words(gpgme_error_t error);

}  // namespace pouch::mail::openpgp
