#include "gateway/work/old_bodies.hpp"

#include <map>

#include "gateway/archive/attached_words.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"

namespace pouch::gateway {

namespace {

constexpr int kTries = 3;

// Of this process, for messages whose files could not be looked into.
std::map<std::int64_t, int>& tries() {
  static std::map<std::int64_t, int> counted;
  return counted;
}

bool is_moved(Bodies& bodies, std::int64_t message) {
  const bool last = ++tries()[message] >= kTries;
  FileTexts files;
  const auto moved = bodies.move(message, [&](std::vector<StoredPart>& parts) {
    return read_words(parts, files, last ? Unanswered::kForGood : Unanswered::kLater);
  });
  if (moved != Bodies::MoveResult::kUnread) {
    tries().erase(message);
  }
  return moved != Bodies::MoveResult::kUnread;
}

}  // namespace

MoveResult move_old_body(Bodies& bodies) {
  const auto message = bodies.next_unmoved();
  if (!message) {
    return MoveResult::kNone;
  }
  const CurrentTask doing("old message", std::to_string(*message));
  try {
    if (!is_moved(bodies, *message)) {
      return MoveResult::kLater;
    }
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    bodies.leave(*message);
    log(Level::kWarning, "not-moved",
        {{"message", std::to_string(*message)}, {"what", fault.what()}});
  }
  if (!bodies.next_unmoved()) {
    log(Level::kInfo, "messages-moved");
  }
  return MoveResult::kMoved;
}

}  // namespace pouch::gateway
