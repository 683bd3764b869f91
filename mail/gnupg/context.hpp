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
#include <vector>

#include "mail/fault.hpp"
#include "mail/gnupg/output.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::mail::openpgp {

// GPGME for one home: offline, no pinentry, no key retrieval, armour on. Its gpg hears of the home
// by the environment, in with_deadline alone: a context that is told of one asks gpg for its
// version, a process for each context and for each key that is looked up.
class Context {
 public:
  Context() = default;
  explicit Context(std::filesystem::path home);
  gpgme_ctx_t get() const { return raw_.get(); }
  const std::filesystem::path& home() const { return home_; }
  bool operator==(std::nullptr_t) const { return raw_ == nullptr; }

 private:
  struct Closer {
    void operator()(gpgme_ctx_t context) const { gpgme_release(context); }
  };
  std::unique_ptr<gpgme_context, Closer> raw_;
  std::filesystem::path home_;
};

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

// What comes out of a pipe: `size` octets and then its end, else the operation fails.
class PipeSource {
 public:
  PipeSource(int pipe, std::size_t size);
  ~PipeSource() { gpgme_data_release(data_); }
  PipeSource(const PipeSource&) = delete;
  PipeSource& operator=(const PipeSource&) = delete;
  gpgme_data_t get() const { return data_; }
  bool whole() const { return ended_ && got_ == size_; }
  bool broken() const { return got_ > size_ || (ended_ && got_ < size_); }

 private:
  static ssize_t read(void* self, void* buffer, size_t size);

  gpgme_data_t data_ = nullptr;
  int pipe_;
  std::size_t size_, got_ = 0;
  bool ended_ = false;
};

// Bytes that GPGME gives, at most `cap`; over it the operation ends with EFBIG (SECURITY class 12).
// Kept here, or put into a file, which may hold as many.
class Sink {
 public:
  explicit Sink(std::size_t cap, const Output& output = {});
  ~Sink();  // wipes what was not taken
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  gpgme_data_t get() const { return data_; }
  bool exceeded() const { return exceeded_; }
  void tell(Output& output) const;  // how much there is, and its checksum
  std::string take() { return std::move(bytes_); }

 private:
  static ssize_t write(void* self, const void* buffer, size_t size);
  bool put(std::string_view bytes);

  gpgme_data_t data_ = nullptr;
  std::string bytes_;
  std::size_t cap_, length_ = 0;
  Output output_;
  Checksum sum_;
  bool exceeded_ = false;
};

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
// was ended so. One operation at a time in a process; outside of it, gpg has no home.
gpgme_error_t with_deadline(const Context& context, Bound bound, const char* what,
                            const std::function<gpgme_error_t()>& operation);

// Keys of the context's ring, public or secret ones; `what`: a fingerprint, or all of them.
gpgme_error_t list_keys(const Context& context, Bound bound, const std::optional<std::string>& what,
                        bool secret, std::vector<KeyHandle>& keys);
// The one of this fingerprint; GPG_ERR_EOF: it is not there.
gpgme_error_t find_key(const Context& context, Bound bound, const std::string& fingerprint,
                       bool secret, KeyHandle& key);

// "2.2.40"; "none".
std::string installed_gnupg();

// True for errors of the agent, of memory, of time: trying again can help.
bool is_transient(gpgme_error_t error);
[[noreturn]] void fail(gpgme_error_t error, const std::string& tried);
std::string words(gpgme_error_t error);

}  // namespace pouch::mail::openpgp
