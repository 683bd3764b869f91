#include "gateway/traffic/intake.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/tallies.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kTellAgain{60};

}  // namespace

Addresses::Addresses(Runtime runtime) : runtime_(std::move(runtime)) {}

void Addresses::replace(Runtime runtime) {
  const std::lock_guard<std::mutex> lock(mutex_);
  runtime_ = std::move(runtime);
}

bool Addresses::ours(std::string_view address) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return is_ours(runtime_, address);
}

Intake::Intake(const config::Site& site, std::string source, const Addresses& addresses, Clock now)
    : state_(site.state),
      source_(std::move(source)),
      addresses_(addresses),
      now_(std::move(now)),
      kept_free_(site.limits.free_space) {}

SpoolWriter& Intake::spool() {
  if (!database_) {
    database_.emplace(Database::open_store(state_));
  }
  if (!spool_) {
    spool_.emplace(state_, *database_, kept_free_);
  }
  return *spool_;
}

// Mail servers ask again and again: the operator hears of it once a minute.
mail::Reply Intake::room(std::size_t octets) {
  try {
    spool().need_room(octets);
    if (std::exchange(no_room_, std::nullopt)) {
      log(Level::kInfo, "room-again", {{"source", source_}});
    }
    return {250, "2.1.0", "ok"};
  } catch (const Fault& fault) {
    if (!no_room_ || now_() >= *no_room_ + kTellAgain || now_() < *no_room_) {
      no_room_ = now_();
      log(Level::kError, "no-room",
          {{"source", source_}, {"what", fault.what()}, {"hint", fault.hint()}});
    }
    return {452, "4.3.1", "no room for mail now"};
  }
}

mail::Reply Intake::recipient(std::string_view address) {
  if (addresses_.ours(address)) {
    return {250, "2.1.5", "ok"};
  }
  return {550, "5.1.1", "no such address here"};
}

std::vector<std::int64_t> Intake::take(const std::vector<mail::Submission>& mails) {
  std::vector<Arrival> arrivals;
  arrivals.reserve(mails.size());
  for (const auto& mail : mails) {
    arrivals.push_back({source_, mail.envelope.from, mail.envelope.to, mail.bytes});
  }
  auto ids = spool().accept(arrivals, now_());
  wake(state_, Wake::kSpool);
  for (std::size_t i = 0; i < mails.size(); ++i) {
    log(Level::kInfo, "taken",
        {{"spool", std::to_string(ids[i])},
         {"source", source_},
         {"octets", std::to_string(mails[i].bytes.size())}});
  }
  return ids;
}

mail::Reply Intake::refused(const Fault& fault) const {
  log(Level::kError, "not-taken", {{"what", fault.what()}, {"hint", fault.hint()}});
  return {fault.transient() ? 452 : 451, fault.transient() ? "4.3.1" : "4.3.0",
          "cannot take mail now"};
}

// What does not fit together may fit alone: a large mail keeps no small one out.
std::vector<mail::Reply> Intake::accept(const std::vector<mail::Submission>& mails) {
  std::vector<mail::Reply> replies;
  try {
    for (const auto id : take(mails)) {
      replies.push_back({250, "2.0.0", "taken " + std::to_string(id)});
    }
  } catch (const Fault& fault) {
    if (mails.size() == 1) {
      return {refused(fault)};
    }
    for (const auto& mail : mails) {
      replies.push_back(accept(std::vector{mail}).front());
    }
  }
  return replies;
}

void Intake::trouble(const std::string& what) {
  log(Level::kWarning, "not-accepting", {{"source", source_}, {"what", what}});
}

// Counted each time, said once a minute: whoever fills the listener does not fill the log.
void Intake::turned_away(std::size_t count, const std::string& peer) {
  try {
    if (!database_) {
      database_.emplace(Database::open_store(state_));
    }
    count_up(*database_, "connection-turned-away", count);
  } catch (const Fault&) {
    // Then the figure is too small; the disk has worse to tell.
  }
  if (!full_ || now_() >= *full_ + kTellAgain || now_() < *full_) {
    full_ = now_();
    log(Level::kWarning, "full",
        {{"source", source_},
         {"peer", peer.substr(0, peer.rfind(':'))},
         {"count", std::to_string(count)}});
  }
}

}  // namespace pouch::gateway
