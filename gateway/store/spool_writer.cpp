// The intake's side of the spool: file, row, accepted.
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

std::int64_t SpoolWriter::accept(std::string_view source, std::string_view from,
                                 const std::vector<std::string>& to, std::string_view raw, Time now,
                                 std::string_view origin) {
  need_room(raw.size());
  const auto lock = FolderLock::shared(folder_);  // against a sweep between file and row
  const auto name = random_hex(kNameOctets);
  const auto file = folder_ / name;
  std::int64_t id = 0;
  try {
    std::string named = name;
    named += raw;
    write_durably(file, seal_for_spool(public_key_, named),
                  [](std::string_view step) { reached("spool." + std::string(step)); });
    Transaction transaction(database_);
    database_
        .prepare(
            "INSERT INTO spool (file, source, sender, received, state, origin)"
            " VALUES (?,?,?,?,'waiting',nullif(?,''))")
        .bind(1, name)
        .bind(2, source)
        .bind(3, from)
        .bind(4, now.time_since_epoch().count())
        .bind(5, origin)
        .run();
    id = database_.last_row();
    auto recipients =
        database_.prepare("INSERT INTO spool_recipients (spool, position, address) VALUES (?,?,?)");
    for (std::size_t i = 0; i < to.size(); ++i) {
      recipients.bind(1, id).bind(2, static_cast<std::int64_t>(i)).bind(3, to[i]).run();
    }
    transaction.commit();
  } catch (...) {
    // Not accepted: the source keeps the mail. A full disk is not filled further.
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    throw;
  }
  reached("spool.accepted");
  return id;
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
