#include <cstdlib>
#include <optional>
#include <vector>

#include "gateway/web/http/form.hpp"
#include "gateway/web/http/request.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

using namespace gateway::http;

struct Read {
  std::vector<Request> requests{};
  int refused = 0;
};

// Given so many octets at a time.
Read read_in_pieces(std::string_view input, std::size_t piece, const RequestBounds& bounds) {
  Read read;
  RequestReader reader(bounds);
  while (!input.empty()) {
    auto part = input.substr(0, piece);
    input.remove_prefix(part.size());
    while (!part.empty()) {
      const auto before = part.size();
      switch (reader.take(part)) {
        case RequestReader::State::kMore:
          if (!part.empty()) std::abort();
          break;
        case RequestReader::State::kWhole:
          read.requests.push_back(reader.whole());
          break;
        case RequestReader::State::kRefused:
          read.refused = reader.status();
          return read;
      }
      if (part.size() == before) std::abort();  // it takes nothing, and says that it wants more
    }
  }
  return read;
}

}  // namespace

// Requests of strangers: however they are cut into pieces, they are the same, within their bounds,
// and of one host.
void web_request_target(std::string_view input) {
  const RequestBounds bounds{512, 128, 8, 256};
  const auto whole = read_in_pieces(input, input.size() + 1, bounds);
  const auto pieces = read_in_pieces(input, 1, bounds);
  if (whole.requests.size() != pieces.requests.size() ||
      (whole.refused == 0) != (pieces.refused == 0)) {
    std::abort();
  }
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    const auto& one = whole.requests[i];
    if (one.path != pieces.requests[i].path || one.body != pieces.requests[i].body) std::abort();
    if (!one.path.starts_with('/') || one.path.size() + one.query.size() > bounds.target ||
        one.body.size() > bounds.body) {
      std::abort();
    }
    static_cast<void>(read_form(one.body));
    static_cast<void>(read_form(one.query));
    static_cast<void>(cookie_named(one.cookie, "__Host-pouch"));
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::web_request_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
