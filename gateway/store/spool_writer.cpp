// The intake's side of the spool: files, rows, accepted.
#include <system_error>

#include "gateway/store/durable_file.hpp"
#include "gateway/store/free_space.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNameOctets = 16;
constexpr std::size_t kMostSpoolKeyFile = 128;

std::string read_public_key(const std::filesystem::path& state) {
  const auto file = state / "spool.pub";
  auto text = read_whole(file);
  if (!text || text->size() > kMostSpoolKeyFile) {
    throw Fault(false, "spool: " + file.string() + " is missing or no key",
                "make the site with pouch init, or restore the file from the backup");
  }
  while (!text->empty() && text->back() == '\n') {
    text->pop_back();
  }
  return octets_of_hex(*text);
}

}  // namespace

SpoolWriter::SpoolWriter(const std::filesystem::path& state, Database& database,
                         std::uint64_t kept_free)
    : folder_(state / "spool"),
      database_(database),
      public_key_(read_public_key(state)),
      kept_free_(kept_free) {}

void SpoolWriter::need_room(std::size_t octets) const { need_space(folder_, kept_free_, octets); }

std::int64_t SpoolWriter::add_row(const Arrival& arrival, const std::string& file, Time now) {
  database_
      .prepare(
          "INSERT INTO spool (file, source, sender, received, state, origin)"
          " VALUES (?,?,?,?,'waiting',nullif(?,''))")
      .bind(1, file)
      .bind(2, arrival.source)
      .bind(3, arrival.from)
      .bind(4, now.time_since_epoch().count())
      .bind(5, arrival.origin)
      .run();
  const auto id = database_.last_row();
  auto recipients =
      database_.prepare("INSERT INTO spool_recipients (spool, position, address) VALUES (?,?,?)");
  std::int64_t position = 0;
  for (const auto& address : arrival.to) {
    recipients.bind(1, id).bind(2, position++).bind(3, address).run();
  }
  return id;
}

std::vector<std::int64_t> SpoolWriter::accept(const std::vector<Arrival>& arrivals, Time now) {
  std::size_t octets = 0;
  for (const auto& arrival : arrivals) {
    octets += arrival.raw.size();
  }
  need_room(octets);
  const auto lock = FolderLock::shared(folder_);  // against a sweep between file and row
  std::vector<std::string> names;
  std::vector<std::int64_t> ids;
  try {
    DurableGroup group(folder_);
    for (const auto& arrival : arrivals) {
      names.push_back(random_hex(kNameOctets));
      std::string named = names.back();
      named += arrival.raw;
      group.write(names.back(), seal_for_spool(public_key_, named));
    }
    group.commit(steps_of("spool"));
    Transaction transaction(database_, "spool");
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
      ids.push_back(add_row(arrivals[i], names[i], now));
    }
    transaction.commit();
  } catch (...) {
    // Not accepted: the source keeps the mail. A full disk is not filled further.
    std::error_code ignored;
    for (const auto& name : names) {
      std::filesystem::remove(folder_ / name, ignored);
    }
    throw;
  }
  return ids;
}

std::optional<Taken> SpoolWriter::taken(std::string_view origin) {
  auto statement = database_.prepare("SELECT state FROM spool WHERE origin = ?");
  if (!statement.bind(1, origin).step()) {
    return std::nullopt;
  }
  const auto state = statement.text(0);
  return state == "waiting" || state == "claimed" ? Taken::kUnfinished
         : state == "refused"                     ? Taken::kRefused
         : state == "held"                        ? Taken::kHeld
                                                  : Taken::kAccepted;
}

}  // namespace pouch::gateway
