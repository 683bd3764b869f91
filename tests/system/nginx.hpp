// A private nginx on loopback before the page of a site, by config/examples/nginx with our paths
// and ports put in, and a certificate of a test authority. As root its workers are www-data, as
// Debian has them. Ends with the object.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/system/dovecot.hpp"

namespace pouch::test {

class Nginx {
 public:
  // `socket`: web.listen without "unix:"; whoever runs nginx may connect there.
  Nginx(const fs::path& folder, const std::string& socket);
  ~Nginx();
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

  static constexpr const char* kHost = "pouch.example";
  // web.group for it.
  static std::string group();
  int port() const { return port_; }              // TLS
  int plain_port() const { return plain_port_; }  // in the clear
  std::string access_log() const;
  std::string error_log() const;
  // curl of https://pouch.example with these options, the certificate verified; the last one is
  // the path.
  Ran curl(std::vector<std::string> options) const;
  // So many clients who say this over TLS, and then nothing more, until the object ends.
  void keep_waiting(std::size_t clients, const std::string& octets);

 private:
  fs::path folder_;
  TestAuthority authority_;
  int port_, plain_port_;
  pid_t master_ = -1;
  std::vector<std::shared_ptr<void>> slow_;
};

}  // namespace pouch::test
