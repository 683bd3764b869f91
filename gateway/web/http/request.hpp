// One HTTP/1.1 or 1.0 request (RFC 9112), from octets that strangers send. Boost.Beast reads it;
// what two programs could read in two ways is refused, for the proxy before us is one of them: no
// Host or two, a folded field, a space before a colon, a bare CR or LF, NUL, Content-Length twice,
// signed or beside Transfer-Encoding, a field that we read standing twice. A body has a
// Content-Length: a proxy that holds requests back until they are whole (both that we describe do)
// sends none in chunks. What is refused is answered once, and its connection closed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace pouch::gateway::http {

struct RequestBounds {
  std::size_t head = 16u << 10, target = 2u << 10, fields = 60, body = 64u << 10;  // octets, number
};

enum class Method { kGet, kHead, kPost };

struct Request {
  Method method = Method::kGet;
  std::string path;   // begins with "/"; as sent, in visible ASCII
  std::string query;  // what stands behind "?"
  // Values of fields, empty when absent. Nobody has looked at what they say.
  std::string host, cookie, user_agent, languages, origin, fetch_site, purpose, forwarded_for,
      content_type;
  std::string body;
  bool ahead = false;  // fetched before anybody asked, in the words of older browsers
  bool keep_alive = true;
};

// Reads one request after the other of a connection.
class RequestReader {
 public:
  explicit RequestReader(const RequestBounds& bounds);
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  enum class State { kMore, kWhole, kRefused };
  // Takes the octets of this request off the beginning of `octets`; what is left belongs to the
  // next one.
  State take(std::string_view& octets);
  bool begun() const;      // an octet has come
  bool head_read() const;  // all but the body has come
  int status() const;      // of what was refused: 400, 405, 411, 413, 414, 431
  Request whole();         // once, when it is; then the next one is read

 private:
  struct Reading;
  RequestBounds bounds_;
  std::unique_ptr<Reading> reading_;
};

}  // namespace pouch::gateway::http
