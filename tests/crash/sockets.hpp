// Sockets of the loopback for both ends of the test: a descriptor that closes itself, lines out of
// a stream, everything with a time limit.
#pragma once

#include <string>

namespace pouch::test {

class Socket {
 public:
  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// -1 when nobody listens there. `where`: a path of a Unix socket, or a port of 127.0.0.1.
int connect_to(const std::string& where);
int listen_on(int& port);  // 0: any; throws when it cannot be had
bool readable(int descriptor, int milliseconds);
bool put(int descriptor, const std::string& bytes);

// One line without its CRLF; false: the other end is gone or silent too long. `rest` keeps what
// came beyond it.
bool get_line(int descriptor, std::string& rest, std::string& line, int milliseconds);

}  // namespace pouch::test
