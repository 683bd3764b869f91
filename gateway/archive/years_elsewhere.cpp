#include "gateway/archive/years_elsewhere.hpp"

#include "gateway/archive/readable.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"

namespace pouch::gateway {

int year_now(const Runtime& runtime) {
  return search::shard_year(std::chrono::floor<std::chrono::days>(runtime.now()));
}

std::vector<search::RemoteShard> shards_elsewhere(const Runtime& runtime) {
  std::vector<search::RemoteShard> shards;
  for (const auto& shard : runtime.site.search.shards) {
    if (shard.year < year_now(runtime)) {
      shards.push_back({shard.year, shard.host, shard.port});
    }
  }
  return shards;
}

std::set<int> years_elsewhere(const Runtime& runtime) {
  return search::years_of(shards_elsewhere(runtime));
}

int year_of(const Message& message) {
  return search::shard_year(std::chrono::floor<std::chrono::days>(message.received));
}

std::string said_missing(const std::vector<search::MissingYear>& missing) {
  std::string text;
  for (const auto& one : missing) {
    text += (text.empty() ? "" : ", ") + std::to_string(one.year) + " (" + one.why + ")";
  }
  return text;
}

std::string names_of_years(const std::vector<search::MissingYear>& missing) {
  std::string text;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    text += (i == 0                    ? ""
             : i + 1 == missing.size() ? " and "
                                       : ", ") +
            std::to_string(missing[i].year);
  }
  return text;
}

std::string without_years(const std::vector<search::MissingYear>& missing) {
  return missing.empty() ? std::string() : " without " + names_of_years(missing);
}

std::size_t late_changes(Store& store, const std::map<int, std::uint64_t>& served,
                         std::size_t most) {
  std::size_t late = 0;
  if (served.empty()) {
    return late;
  }
  for (const auto& one : store.index_log().waiting(most)) {
    static_cast<void>(is_readable([&] {
      const auto message = store.messages().find(one.message);
      const auto shard = message ? served.find(year_of(*message)) : served.end();
      late += shard != served.end() && static_cast<std::uint64_t>(one.id) > shard->second ? 1U : 0U;
    }));
  }
  return late;
}

}  // namespace pouch::gateway
