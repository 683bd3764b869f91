#include "gateway/process/intake.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/process/log.hpp"
#include "gateway/process/wake.hpp"

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
    if (!no_room_ || now_() >= *no_room_ + kTellAgain) {
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

mail::Reply Intake::accept(const mail::Envelope& envelope, std::string_view bytes) {
  try {
    const auto id = spool().accept(source_, envelope.from, envelope.to, bytes, now_());
    wake(state_, Wake::kSpool);
    log(Level::kInfo, "taken",
        {{"spool", std::to_string(id)},
         {"source", source_},
         {"octets", std::to_string(bytes.size())}});
    return {250, "2.0.0", "taken " + std::to_string(id)};
  } catch (const Fault& fault) {
    log(Level::kError, "not-taken", {{"what", fault.what()}, {"hint", fault.hint()}});
    return {fault.transient() ? 452 : 451, fault.transient() ? "4.3.1" : "4.3.0",
            "cannot take mail now"};
  }
}

void Intake::trouble(const std::string& what) {
  log(Level::kWarning, "not-accepting", {{"source", source_}, {"what", what}});
}

}  // namespace pouch::gateway
