#include "gateway/store/spool_writer.hpp"

#include <system_error>
#include <utility>

#include "gateway/store/durable_file.hpp"
#include "gateway/store/free_space.hpp"
#include "gateway/store/spool_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNameOctets = 16;
constexpr std::size_t kMostSpoolKeyFile = 128;
constexpr std::size_t kBeginSync = 1u << 20;  // what the disk may write while more comes

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

struct SpoolMail::Sealing {
  explicit Sealing(SpoolWriter& writer)
      : spool(writer),
        lock(writer.lock()),
        name(random_hex(kNameOctets)),
        file(writer.folder_ / name),
        sealer(writer.public_key_, name, [this](std::string_view sealed) { put(sealed); }) {}
  void put(std::string_view sealed) {
    spool.need_room(sealed.size());
    file.write(sealed);
    unsynced += sealed.size();
    if (unsynced >= kBeginSync) {
      file.begin_sync();
      unsynced = 0;
    }
  }

  const SpoolWriter& spool;
  std::shared_ptr<FolderLock> lock;
  std::string name;
  NewFile file;
  SpoolFileSealer sealer;
  std::size_t unsynced = 0;
};

SpoolMail::SpoolMail(SpoolWriter& writer) : writer_(&writer) {}
SpoolMail::~SpoolMail() = default;
SpoolMail::SpoolMail(SpoolMail&& other) noexcept = default;

// A full disk is not filled further.
template <typename Act>
void SpoolMail::attempt(Act act) {
  if (fault_) {
    return;
  }
  try {
    act();
  } catch (const Fault& fault) {
    fail(fault);
  }
}

void SpoolMail::fail(const Fault& fault) {
  fault_ = fault;
  waiting_ = std::string();
  sealing_.reset();
}

SpoolMail::Sealing& SpoolMail::sealing() {
  if (!sealing_) {
    sealing_ = std::make_unique<Sealing>(*writer_);
    sealing_->sealer.write(std::exchange(waiting_, {}));
  }
  return *sealing_;
}

// A small mail needs a file only when it is whole.
void SpoolMail::write(std::string_view octets) {
  octets_ += octets.size();
  attempt([&] {
    if (!sealing_ && waiting_.size() + octets.size() <= kStreamChunk) {
      waiting_ += octets;
    } else {
      sealing().sealer.write(octets);
    }
  });
}

void SpoolMail::finish() {
  attempt([&] { sealing().sealer.finish(); });
}

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

std::shared_ptr<FolderLock> SpoolWriter::lock() {
  const std::lock_guard<std::mutex> alone(mutex_);
  auto lock = lock_.lock();
  if (!lock) {
    lock = std::make_shared<FolderLock>(FolderLock::shared(folder_));
    lock_ = lock;
  }
  return lock;
}

// A journal takes all their syncs for the price of few.
std::vector<std::int64_t> SpoolWriter::make_durable(const std::vector<Offer>& whole, Time now) {
  reached("spool.written");
  if (whole.size() > 1) {
    for (const auto& offer : whole) {
      offer.mail.sealing_->file.begin_sync();
    }
  }
  for (const auto& offer : whole) {
    offer.mail.sealing_->file.sync();
  }
  reached("spool.synced");
  sync_folder(folder_);
  reached("spool.named");
  std::vector<std::int64_t> ids;
  Transaction transaction(database_, "spool");
  for (const auto& offer : whole) {
    ids.push_back(add_row(offer.arrival, offer.mail.sealing_->name, now));
  }
  transaction.commit();
  for (const auto& offer : whole) {
    offer.mail.sealing_->file.keep();
  }
  return ids;
}

std::vector<Accepted> SpoolWriter::accept(const std::vector<Offer>& offers, Time now) {
  std::vector<Offer> whole;
  for (const auto& offer : offers) {
    offer.mail.finish();
    if (!offer.mail.fault_) {
      whole.push_back(offer);
    }
  }
  std::vector<std::int64_t> ids;
  try {
    if (!whole.empty()) {
      ids = make_durable(whole, now);
    }
  } catch (const Fault& fault) {
    for (const auto& offer : whole) {
      offer.mail.fail(fault);
    }
  }
  std::vector<Accepted> results;
  auto id = ids.begin();
  for (const auto& offer : offers) {
    results.push_back(offer.mail.fault_ ? Accepted{0, offer.mail.fault_} : Accepted{*id++, {}});
  }
  return results;
}

std::int64_t SpoolWriter::accept(const Arrival& arrival, SpoolMail& mail, Time now) {
  const auto accepted = accept({Offer{arrival, mail}}, now).front();
  if (accepted.fault) {
    throw Fault(*accepted.fault);
  }
  return accepted.id;
}

std::int64_t SpoolWriter::take(const Arrival& arrival, std::string_view raw, Time now) {
  auto mail = begin();
  mail.write(raw);
  return accept(arrival, mail, now);
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
