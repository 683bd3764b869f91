#include "search/index/connection.hpp"

#include <future>

namespace pouch::search {
namespace {

// A number of what is not ours to believe.
std::uint64_t number_in(const std::string& text) {
  constexpr std::size_t kDigits = 18;
  const bool number = !text.empty() && text.size() <= kDigits &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoull(text) : 0;
}

Connected connect(const RemoteShard& shard, const Blind& blind) {
  Connected result;
  result.look.year = shard.year;
  try {
    constexpr auto kPatience = static_cast<useconds_t>(kShardPatience.count());
    result.database = Xapian::Remote::open(shard.host, shard.port, kPatience, kPatience);
    require_same_key(result.database, blind);
    result.look.messages = number_in(result.database.get_metadata(kMessagesKey));
    result.look.changes = number_in(result.database.get_metadata(kChangesKey));
  } catch (const Xapian::Error& error) {
    result.look.flaw = flaw_of(error);
  } catch (const Fault&) {
    result.look.flaw = "was written with another key or by another version of Pouch";
  } catch (const std::bad_alloc&) {
    result.look.flaw = "answers what is no answer";
  }
  return result;
}

}  // namespace

std::vector<Connected> connect_all(const std::vector<RemoteShard>& shards, const Blind& blind) {
  std::vector<std::future<Connected>> going;
  going.reserve(shards.size());
  for (const auto& shard : shards) {
    going.push_back(std::async(shards.size() > 1 ? std::launch::async : std::launch::deferred,
                               [&shard, &blind] { return connect(shard, blind); }));
  }
  std::vector<Connected> all;
  all.reserve(going.size());
  for (auto& one : going) {
    all.push_back(one.get());
  }
  return all;
}

bool is_remote(const Xapian::Error& error) { return error.get_context().starts_with("remote:"); }

std::string flaw_of(const Xapian::Error& error) {
  const std::string type = error.get_type();
  if (type == "NetworkTimeoutError") {
    return "does not answer within " + std::to_string(kShardPatience.count() / 1000) + " seconds";
  }
  return type == "NetworkError" ? "cannot be reached" : "answers what is no answer";
}

}  // namespace pouch::search
