// Somebody on the line between Pouch and a mail server who does not want them to use TLS. Takes
// what the client says in the clear down. Loopback only; the thread ends with the object.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace pouch::test {

class Meddler {
 public:
  enum class Trick {
    kStrip,   // the server's offer of STARTTLS does not reach the client
    kLie,     // says "begin TLS" himself, and goes on without
    kInject,  // adds answers of his own in the clear before TLS begins (CVE-2021-22947)
  };
  Meddler(int server_port, Trick trick);
  ~Meddler();
  Meddler(const Meddler&) = delete;
  Meddler& operator=(const Meddler&) = delete;
  int port() const { return port_; }
  std::string heard() const;  // octets of the client

 private:
  void serve();
  void relay(int client, int server);
  std::string from_client(const std::string& octets, int client);
  std::string from_server(std::string octets);

  int server_port_, listener_ = -1, port_ = 0;
  Trick trick_;
  bool asked_ = false;
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

}  // namespace pouch::test
