#include "gateway/traffic/intake.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/tallies.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kTellAgain{60};

// A mail on its way into the spool, or why there is none.
struct Incoming : mail::MailSink {
  void write(std::string_view octets) override {
    if (mail) {
      mail->write(octets);
    }
  }
  std::optional<SpoolMail> mail;
  std::optional<Fault> fault;
};

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

Database& Intake::store() {
  const std::lock_guard<std::mutex> lock(opening_);
  if (!database_) {
    database_.emplace(Database::open_store(state_));
  }
  return *database_;
}

SpoolWriter& Intake::spool() {
  auto& database = store();
  const std::lock_guard<std::mutex> lock(opening_);
  if (!spool_) {
    spool_.emplace(state_, database, kept_free_);
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

std::unique_ptr<mail::MailSink> Intake::begin() {
  auto incoming = std::make_unique<Incoming>();
  try {
    incoming->mail.emplace(spool().begin());
  } catch (const Fault& fault) {
    incoming->fault = fault;
  }
  return incoming;
}

mail::Reply Intake::taken(std::int64_t id, const mail::Submission& mail) const {
  log(Level::kInfo, "taken",
      {{"spool", std::to_string(id)},
       {"source", source_},
       {"octets", std::to_string(mail.octets)}});
  return {250, "2.0.0", "taken " + std::to_string(id)};
}

mail::Reply Intake::refused(const Fault& fault) const {
  log(Level::kError, "not-taken", {{"what", fault.what()}, {"hint", fault.hint()}});
  return {fault.transient() ? 452 : 451, fault.transient() ? "4.3.1" : "4.3.0",
          "cannot take mail now"};
}

std::vector<mail::Reply> Intake::accept(const std::vector<mail::Submission>& mails) {
  std::vector<mail::Reply> replies(mails.size());
  std::vector<std::size_t> begun;
  std::vector<Offer> offers;
  for (std::size_t i = 0; i < mails.size(); ++i) {
    const auto& [envelope, sink, octets] = mails[i];
    auto& incoming = static_cast<Incoming&>(sink);
    if (incoming.fault) {
      replies[i] = refused(*incoming.fault);
    } else {
      begun.push_back(i);
      offers.push_back({{source_, envelope.from, envelope.to}, *incoming.mail});
    }
  }
  if (offers.empty()) {
    return replies;
  }
  auto& spool = this->spool();
  const auto results = [&] {
    const std::lock_guard<std::mutex> lock(writing_);
    return spool.accept(offers, now_());
  }();
  wake(state_, Wake::kSpool);
  for (std::size_t i = 0; i < begun.size(); ++i) {
    const auto& result = results[i];
    replies[begun[i]] = result.fault ? refused(*result.fault) : taken(result.id, mails[begun[i]]);
  }
  return replies;
}

void Intake::trouble(const std::string& what) {
  log(Level::kWarning, "not-accepting", {{"source", source_}, {"what", what}});
}

// Counted each time, said once a minute: whoever fills the listener does not fill the log.
void Intake::turned_away(std::size_t count, const std::string& peer) {
  try {
    auto& database = store();
    const std::lock_guard<std::mutex> lock(writing_);
    count_up(database, "connection-turned-away", count);
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
