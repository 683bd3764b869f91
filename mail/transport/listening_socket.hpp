// The socket of a source that is listened on: smtp://HOST:PORT, lmtp://HOST:PORT, lmtp:/PATH (and
// of the metrics: tcp://HOST:PORT, unix:/PATH). It is
// either bound here, or adopted: handed over by whoever started us (systemd's socket activation, or
// the supervisor to its intake), after it was proved to be the one that the URI names. A Unix
// socket bound here has mode 0660, and its file is removed with the object; a file of a dead one is
// replaced, one on which somebody listens or that is no socket never. Every failure is a
// mail::Fault (permanent) that says how to mend it.
#pragma once

#include <string>

namespace pouch::mail {

class ListeningSocket {
 public:
  // `group`: whose members may connect to a Unix socket besides our own user; empty: our group.
  // Port 0 is allowed.
  static ListeningSocket bind(const std::string& uri, const std::string& group = {});
  // Takes the descriptor over; the file of a Unix socket stays when the object goes.
  static ListeningSocket adopt(const std::string& uri, int descriptor);
  ListeningSocket(ListeningSocket&& other) noexcept;
  ListeningSocket& operator=(ListeningSocket&&) = delete;
  ~ListeningSocket();

  const std::string& uri() const { return uri_; }  // with the real port
  int descriptor() const { return descriptor_; }
  bool is_lmtp() const { return uri_.compare(0, 5, "lmtp:") == 0; }
  bool is_unix() const { return is_unix_; }

 private:
  ListeningSocket(std::string uri, int descriptor)
      : uri_(std::move(uri)), descriptor_(descriptor) {}
  std::string uri_, owned_path_;
  int descriptor_ = -1;
  bool is_unix_ = false;
};

// Whether this descriptor is a listening stream socket at the place that the URI names.
bool listens_at(int descriptor, const std::string& uri);
// What a descriptor is, for an error: "/run/pouch/lmtp.sock", "127.0.0.1:24", "no listening
// socket".
std::string place_of(int descriptor);

}  // namespace pouch::mail
