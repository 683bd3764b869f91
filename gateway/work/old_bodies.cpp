#include "gateway/work/old_bodies.hpp"

#include "gateway/archive/attached_words.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"

namespace pouch::gateway {

bool move_old_body(Bodies& bodies) {
  const auto message = bodies.next_unmoved();
  if (!message) {
    return false;
  }
  const CurrentTask doing("old message", std::to_string(*message));
  try {
    PdfTexts pdfs;
    bodies.move(*message, [&](std::vector<StoredPart>& parts) { return read_words(parts, pdfs); });
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
  return true;
}

}  // namespace pouch::gateway
