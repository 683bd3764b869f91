#include "gateway/store/steps.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace pouch::gateway {
namespace {

constexpr std::array<std::string_view, 23> kSteps = {
    "spool.written",     // accept: the sealed bytes are in tmp-…
    "spool.synced",      // … and on the disk
    "spool.renamed",     // … and have their name, the folder is synced
    "spool.accepted",    // … and have a row: from here on the mail is ours
    "claim.counted",     // an attempt is counted
    "reserve.numbered",  // case number and letter seed are promised
    "reserve.keyed",     // the case has its key
    "commit.begin",      // all is sealed, nothing is written
    "commit.before",     // all is written, nothing is committed
    "commit.after",      // all is committed, the spool's file is still there
    "file.before",       // the file of a finished entry is about to go
    "file.removed",      // … has gone
    "handover.before",   // a letter was handed over, the store does not know yet
    "handover.after",    // … knows
    "notice.due",        // letters that wait too long are marked, their notices made
    "notice.claimed",    // a worker has notices to write
    "putback.after",     // an entry waits again
    "index.before",      // documents are made, the index is not committed
    "index.after",       // … is
    "reindex.built",     // a rebuilt index is whole and durable
    "reindex.named",     // … and waits for its place
    "reindex.placed",    // … has it; the old one is still there
    "reindex.cleared",   // … is gone
};

}  // namespace

std::span<const std::string_view> steps() { return kSteps; }

void reached(std::string_view step) {
  if (std::find(kSteps.begin(), kSteps.end(), step) == kSteps.end()) {
    throw std::logic_error("an undeclared step: " + std::string(step));
  }
  const char* stop_at = std::getenv("POUCH_STOP_AT");
  if (stop_at == nullptr || step != stop_at) {
    return;
  }
  const char* once = std::getenv("POUCH_STOP_ONCE");
  if (once == nullptr || unlink(once) == 0) {
    std::raise(SIGKILL);
  }
}

}  // namespace pouch::gateway
