#include "gateway/traffic/deliverer.hpp"

#include <poll.h>

#include <algorithm>
#include <cstdlib>
#include <exception>

#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kGroup = 100, kAll = 1000000;
// A server in trouble is left alone so long, twice as long each time that it still is, but never
// longer than a letter.
constexpr std::chrono::seconds kFirstPause{15}, kLongestPause{600};
// Servers report that a letter did not arrive within five days (RFC 5321 section 4.5.4.1); the rest
// is for an operator, who can try it again then.
constexpr std::chrono::hours kReportTime{7 * 24};
constexpr std::chrono::seconds kLongestOfDisk{60};  // of a Maildir: there is nobody to be spared

}  // namespace

std::optional<Time> next_try(const config::Delivery& delivery, Time created, Time now,
                             int attempts) {
  if (now >= created + delivery.give_up) {
    return std::nullopt;
  }
  auto wait = delivery.first_retry;
  for (int i = 1; i < attempts && wait < delivery.longest_retry; ++i) {
    wait *= 2;
  }
  return std::min(now + std::min(wait, delivery.longest_retry), created + delivery.give_up);
}

Deliverer::Deliverer(const Runtime& runtime, Letters& letters, LetterFiles& files, int stop)
    : runtime_(runtime), letters_(letters), files_(files), stop_(stop) {
  auto access = server_access(runtime.site);
  access.stop = stop;
  for (const auto& uri : runtime.site.outbox) {
    ways_.push_back({uri, mail::make_outbox(uri, runtime.site.folder, access, steps_of("outbox"))});
  }
}

Deliverer::Deliverer(const Runtime& runtime, Letters& letters, LetterFiles& files,
                     std::vector<Way> ways)
    : runtime_(runtime), letters_(letters), files_(files), ways_(std::move(ways)) {}

bool Deliverer::stop_asked() const {
  pollfd wait{stop_, POLLIN, 0};
  return stop_ >= 0 && poll(&wait, 1, 0) > 0;
}

Time Deliverer::ready() const {
  return std::min_element(
             ways_.begin(), ways_.end(),
             [](const Way& left, const Way& right) { return left.ready < right.ready; })
      ->ready;
}

// The first outbox that does not say "later" has the word; one in trouble is not asked. A word
// about the letter stands above another server's trouble. Nothing: no outbox was ready.
std::optional<mail::HandoverResult> Deliverer::try_outboxes(const QueuedLetter& letter) try {
  const auto wire = files_.wire(letter.id);
  // What comes back to that address is a report on this very letter. The null sender asks for none
  // (RFC 3834 section 3.3).
  const auto from = letter_rule(letter.kind).null_sender
                        ? std::string()
                        : letters_.return_path(runtime_.site.address, letter);
  std::optional<mail::HandoverResult> result;
  for (auto& way : ways_) {
    if (runtime_.now() < way.ready) {
      continue;
    }
    reached("handover.begin");
    auto answer = way.outbox->hand_over({letter.id, from, letter.recipient, wire, !from.empty()});
    if (answer.server && stop_asked()) {
      return answer;
    }
    heed(way, answer);
    if (!result || !answer.server) {
      result = std::move(answer);
    }
    if (result->state != mail::Handover::kTryLater) {
      break;
    }
  }
  return result;
} catch (const LostLetter& lost) {  // of the others there is nothing wrong
  mail::HandoverResult result;
  result.state = mail::Handover::kFailed;
  result.answer = lost.what();
  return result;
}

void Deliverer::heed(Way& way, const mail::HandoverResult& result) {
  if (result.server) {
    const auto& delivery = runtime_.site.delivery;
    const auto longest = way.uri.starts_with("maildir:") ? kLongestOfDisk : kLongestPause;
    way.pause = way.pause.count() == 0 ? std::min(kFirstPause, delivery.first_retry)
                                       : std::min({way.pause * 2, longest, delivery.longest_retry});
    way.ready = runtime_.now() + way.pause;
    trouble_ = result;
    server_paused(way.uri, way.ready, result.answer, result.hint);
    log(Level::kWarning, "server-trouble",
        {{"outbox", way.uri},
         {"answer", result.answer},
         {"hint", result.hint},
         {"pause", std::to_string(way.pause.count())}});
    return;
  }
  server_works(way.uri);
  if (way.pause.count() != 0) {
    way.pause = std::chrono::seconds(0);
    log(Level::kInfo, "server-back", {{"outbox", way.uri}});
  }
}

void Deliverer::record(const QueuedLetter& letter, const mail::HandoverResult& result) {
  const auto now = runtime_.now();
  switch (result.state) {
    case mail::Handover::kDelivered:
      letters_.record_handover(letter.id, letter.recipient, "delivered", result.answer, now,
                               std::nullopt, result.status);
      return;
    case mail::Handover::kFailed:
      letters_.record_handover(letter.id, letter.recipient, "failed", result.answer, now,
                               std::nullopt, result.status);
      log(Level::kError, "not-delivered", {{"letter", letter.id}, {"answer", result.answer}});
      return;
    case mail::Handover::kTryLater: {
      auto next = next_try(runtime_.site.delivery, letter.created, now, letter.attempts + 1);
      if (!next && clock_jumped()) {
        next = now + runtime_.site.delivery.longest_retry;
      }
      letters_.record_handover(letter.id, letter.recipient, next ? "queued" : "failed",
                               result.answer, now, next, result.status);
      log(next ? Level::kWarning : Level::kError, next ? "delayed" : "gave-up",
          {{"letter", letter.id}, {"answer", result.answer}});
      return;
    }
  }
}

// No outbox is ready: what is due waits for the first that will be, untried, and is none the worse
// for it; what has waited too long is given up.
std::size_t Deliverer::put_off() {
  const auto now = runtime_.now();
  const auto give_up = runtime_.site.delivery.give_up;
  std::size_t ended = 0;
  for (const auto& letter : letters_.due(now, kAll)) {
    if (now >= letter.created + give_up && !clock_jumped()) {
      record(letter, trouble_);
      ++ended;
    }
  }
  letters_.put_off(now, ready(), give_up, trouble_.answer);
  return ended;
}

void Deliverer::write_down(const QueuedLetter& letter, const mail::HandoverResult& result) {
  owed_.emplace(letter, result);
  record(letter, result);
  owed_.reset();
}

void Deliverer::settle() noexcept {
  try {
    if (owed_) {
      record(owed_->first, owed_->second);
      owed_.reset();
    }
  } catch (const std::exception&) {
    // The letter is handed over once more, under its own Message-ID.
  }
}

// Then an age says nothing: nothing is given up for it.
bool Deliverer::clock_jumped() const {
  return std::abs(runtime_.watch.drift().count()) > runtime_.site.limits.clock_skew.count();
}

// After a clock that ran ahead: no pause is longer than these, neither in the store nor here.
void Deliverer::heed_clock() {
  const auto now = runtime_.now();
  letters_.bring_forward(now, std::max(runtime_.site.delivery.longest_retry, kLongestPause));
  for (auto& way : ways_) {
    way.ready = way.ready > now + kLongestPause ? now : way.ready;
  }
}

std::chrono::seconds Deliverer::files_kept() const {
  const bool may_report = std::any_of(
      ways_.begin(), ways_.end(), [](const Way& way) { return !way.uri.starts_with("maildir:"); });
  return may_report ? kReportTime : std::chrono::seconds(0);
}

void Deliverer::forget_files() { files_.forget(runtime_.now() - files_kept()); }

std::optional<Time> Deliverer::next_work() {
  const auto delivery = letters_.next_delivery(), forgetting = files_.next_forgetting(files_kept());
  return delivery && forgetting ? std::min(*delivery, *forgetting)
         : delivery             ? delivery
                                : forgetting;
}

std::size_t Deliverer::work() {
  std::size_t done = 0;
  heed_clock();
  if (owed_) {
    record(owed_->first, owed_->second);
    owed_.reset();
    ++done;
  }
  for (;;) {
    const auto letters = letters_.due(runtime_.now(), kGroup);
    for (const auto& letter : letters) {
      if (stop_asked()) {
        return done;
      }
      const CurrentTask doing("letter", letter.id);
      const auto result = try_outboxes(letter);
      if (result && result->server && stop_asked()) {
        return done;  // we hung up on the server: that says nothing about it
      }
      if (result && (!result->server || result->begun)) {
        write_down(letter, *result);
        ++done;
      }
      if (ready() > runtime_.now()) {
        return done + put_off();
      }
    }
    if (letters.size() < kGroup) {
      break;
    }
  }
  for (const auto& way : ways_) {
    way.outbox->rest();
  }
  return done;
}

}  // namespace pouch::gateway
