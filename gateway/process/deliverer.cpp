#include "gateway/process/deliverer.hpp"

#include <algorithm>

#include "gateway/process/log.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kGroup = 100;

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

Deliverer::Deliverer(const Runtime& runtime, Store& store) : runtime_(runtime), store_(store) {
  for (const auto& uri : runtime.site.outbox) {
    outboxes_.push_back(mail::make_outbox(uri, runtime.site.folder, server_access(runtime.site)));
  }
}

// The first outbox that does not say "later" has the word.
mail::HandoverResult Deliverer::try_outboxes(const QueuedLetter& letter) {
  const auto wire = store_.wire(letter.id);
  mail::HandoverResult result;
  for (const auto& outbox : outboxes_) {
    // Letters to machines and people alike go out with the null sender: no bounce of a bounce
    // (RFC 3834 section 3.3); the letter's own state is what the operator watches.
    result = outbox->hand_over({letter.id, "", letter.recipient, wire});
    if (result.state != mail::Handover::kTryLater) {
      break;
    }
  }
  return result;
}

void Deliverer::record(const QueuedLetter& letter, const mail::HandoverResult& result) {
  const auto now = runtime_.now();
  switch (result.state) {
    case mail::Handover::kDelivered:
      store_.record_handover(letter.id, letter.recipient, "delivered", result.answer, now,
                             std::nullopt);
      return;
    case mail::Handover::kFailed:
      store_.record_handover(letter.id, letter.recipient, "failed", result.answer, now,
                             std::nullopt);
      log(Level::kError, "not-delivered", {{"letter", letter.id}, {"answer", result.answer}});
      return;
    case mail::Handover::kTryLater: {
      const auto next = next_try(runtime_.site.delivery, letter.created, now, letter.attempts + 1);
      store_.record_handover(letter.id, letter.recipient, next ? "queued" : "failed", result.answer,
                             now, next);
      log(next ? Level::kWarning : Level::kError, next ? "delayed" : "gave-up",
          {{"letter", letter.id}, {"answer", result.answer}});
      return;
    }
  }
}

std::size_t Deliverer::work() {
  std::size_t tried = 0;
  for (;;) {
    const auto letters = store_.due(runtime_.now(), kGroup);
    for (const auto& letter : letters) {
      record(letter, try_outboxes(letter));
      ++tried;
    }
    if (letters.size() < kGroup) {
      return tried;
    }
  }
}

}  // namespace pouch::gateway
