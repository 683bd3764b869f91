#include "gateway/site/current_task.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kSlot = 4096;
constexpr std::size_t kMostWords = 300;  // of a server's error or hint
constexpr int kTries = 3;                // a slot may be read while it is written

// This process's own.
int descriptor = -1;
off_t place = 0;
DoingNote own;

Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }
Time time_of(const Json& value) { return Time(std::chrono::seconds(value.get<std::int64_t>())); }

std::filesystem::path file_of(const std::filesystem::path& state) { return state / "doing"; }

Json json_of(const ServerNote& server) {
  return {{"uri", server.uri},
          {"paused", server.paused},
          {"since", seconds(server.since)},
          {"until", server.until ? Json(seconds(*server.until)) : Json(nullptr)},
          {"error", server.error},
          {"hint", server.hint}};
}

ServerNote server_of(const Json& json) {
  ServerNote server{json.at("uri"), json.at("paused"), time_of(json.at("since"))};
  if (!json.at("until").is_null()) {
    server.until = time_of(json.at("until"));
  }
  server.error = json.at("error");
  server.hint = json.at("hint");
  return server;
}

// One line; what stands behind it is of an earlier, longer one.
void tell() noexcept {
  if (descriptor < 0) {
    return;
  }
  try {
    Json json{{"pid", own.pid},
              {"what", own.what},
              {"item", own.item},
              {"since", seconds(own.since)},
              {"servers", Json::array()}};
    for (const auto& server : own.servers) {
      json["servers"].push_back(json_of(server));
    }
    auto line = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    if (line.size() > kSlot) {  // more servers than there is room for: the work alone
      json["servers"] = Json::array();
      line = json.dump() + "\n";
    }
    (void)!pwrite(descriptor, line.data(), line.size(), place);
  } catch (const std::exception&) {
  }
}

ServerNote& note_of(const std::string& uri) {
  const auto found = std::find_if(own.servers.begin(), own.servers.end(),
                                  [&](const ServerNote& one) { return one.uri == uri; });
  return found != own.servers.end() ? *found : own.servers.emplace_back(ServerNote{uri});
}

std::optional<DoingNote> parsed(std::string_view text) {
  const auto json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (json.is_discarded()) {
    return std::nullopt;
  }
  DoingNote note{json.at("pid").get<pid_t>(), json.at("what"), json.at("item"),
                 time_of(json.at("since"))};
  for (const auto& server : json.at("servers")) {
    note.servers.push_back(server_of(server));
  }
  return note;
}

}  // namespace

void clear_doings(const std::filesystem::path& state, std::size_t slots) noexcept {
  const int file = open(file_of(state).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file >= 0) {
    // Room for all of them now, so that a disk that fills later changes nothing.
    (void)!posix_fallocate(file, 0, static_cast<off_t>(slots * kSlot));
    close(file);
  }
}

void tell_doings(const std::filesystem::path& state, std::size_t slot) noexcept {
  descriptor = open(file_of(state).c_str(), O_WRONLY | O_CLOEXEC);
  place = static_cast<off_t>(slot * kSlot);
  own = DoingNote{getpid(), "", "", now()};
  tell();
}

std::optional<DoingNote> read_doing(const std::filesystem::path& state, std::size_t slot) {
  const int file = open(file_of(state).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return std::nullopt;
  }
  std::optional<DoingNote> note;
  for (int i = 0; i < kTries && !note; ++i) {
    std::array<char, kSlot> bytes{};
    const auto got = pread(file, bytes.data(), bytes.size(), static_cast<off_t>(slot * kSlot));
    const std::string_view all(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    try {
      note = parsed(all.substr(0, all.find('\n')));
    } catch (const Json::exception&) {
    }
  }
  close(file);
  return note;
}

CurrentTask::CurrentTask(std::string_view what, std::string_view item)
    : outer_what_(std::exchange(own.what, what)),
      outer_item_(std::exchange(own.item, item)),
      outer_since_(std::exchange(own.since, now())) {
  tell();
}

CurrentTask::~CurrentTask() {
  own.what = std::move(outer_what_);
  own.item = std::move(outer_item_);
  own.since = own.what.empty() ? now() : outer_since_;
  tell();
}

void server_works(const std::string& uri) {
  auto& server = note_of(uri);
  if (server.paused || server.since == Time{}) {
    server.paused = false;
    server.since = now();
    server.until.reset();
    tell();
  }
}

void server_paused(const std::string& uri, Time until, std::string_view error,
                   std::string_view hint) {
  auto& server = note_of(uri);
  if (!server.paused) {
    server.since = now();
  }
  server.paused = true;
  server.until = until;
  server.error = error.substr(0, kMostWords);
  server.hint = hint.substr(0, kMostWords);
  tell();
}

}  // namespace pouch::gateway
