#include "gateway/store/steps.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::array<std::string_view, 150> kSteps = {
    // A mail comes in.
    "spool.written",  // the sealed bytes are in a file that is nobody's
    "spool.synced",   // … and on the disk
    "spool.named",    // … and so is its name
    "spool.before",   // … and have a row: from here on the mail is ours
    "spool.after",
    "maildir.before",  // a collected mail leaves its Maildir
    "maildir.after",
    "maildir.aside.before",  // one that is too large is set aside there
    "maildir.aside.after",
    "imap.before",  // a collected mail is moved to the folder of its end
    "imap.after",
    "imap.copied",   // … by a server without MOVE: it is in both folders
    "imap.flagged",  // … and marked as deleted
    // It is worked on.
    "claim.before",  // an attempt is counted
    "claim.after",
    "putback.before",  // it waits again
    "putback.after",
    "retry-mail.before",  // what was in the way is mended: it is due at once
    "retry-mail.after",
    "reserve.before",  // case number and letter seed are promised
    "reserve.after",
    "case-key.before",  // the case has its key
    "case-key.after",
    "letter.written",  // a large letter is in its file, under a temporary name
    "letter.synced",   // … and on the disk
    "letter.renamed",  // … and has its name, the folder is synced
    "commit.begin",    // all is sealed, nothing is written
    "commit.before",   // case, message, letters, audit rows, the entry's end: one transaction
    "commit.after",
    "file.before",  // the file of a finished entry goes
    "file.after",
    "sweep.before",  // a file that is nobody's goes
    "sweep.after",
    // Letters go out.
    "handover.begin",   // a letter is about to be handed over
    "outbox.written",   // the Maildir has its bytes in tmp
    "outbox.synced",    // … on the disk
    "outbox.renamed",   // … in new
    "handover.before",  // the store knows that it was handed over
    "handover.after",
    "forget-letters.before",  // nobody can ask for a large letter any more
    "forget-letters.after",
    "letter-file.before",  // … and its file goes
    "letter-file.after",
    "putoff.before",  // letters wait for a server in trouble
    "putoff.after",
    "index.before",  // found by searches
    "index.after",
    "links.before",  // what a new message has in common with others, and who is to be told
    "links.after",
    // Clocks, and what they lead to.
    "overdue.before",  // a deadline has passed
    "overdue.after",
    "tick.before",  // a reminder is owed
    "tick.after",
    "digest.before",  // the hour of digests has come
    "digest.after",
    "head.before",  // the audit log has its head of the day
    "head.after",
    "receipts.claim.before",  // a worker has receipts to sign
    "receipts.claim.after",
    "receipts.before",  // … and they are signed, the keys of writers kept
    "receipts.after",
    "retention.before",  // when a case is to be erased is noted, and who is to be asked
    "retention.after",
    "key-step.before",  // a key ends soon, and somebody is to be told
    "key-step.after",
    "key-lapse.before",  // a new key was not proved in time
    "key-lapse.after",
    "joined.before",  // somebody is in a group from now on, or no more
    "joined.after",
    "web-letter.before",  // the page asks for a letter
    "web-letter.after",
    "web.before",  // … and keeps challenges, sessions, searches, budgets
    "web.after",
    "forget.before",  // kept mails are forgotten
    "forget.after",
    "forget-orders.before",  // files of orders are needed no more
    "forget-orders.after",
    "delayed.before",  // letters that wait too long are marked, their notices made
    "delayed.after",
    "notice.claim.before",  // a worker has notices to write
    "notice.claim.after",
    "notice.postpone.before",  // … later: the recipient has had enough for an hour
    "notice.postpone.after",
    "notice.end.before",  // … or never: it was overtaken, or nobody can be told
    "notice.end.after",
    // What the operator does.
    "release.before",  // a held mail goes through again
    "release.after",
    "drop-held.before",  // … or is dropped
    "drop-held.after",
    "retry.before",  // a letter is tried at once
    "retry.after",
    "drop-letter.before",  // … or is dropped
    "drop-letter.after",
    "hold.before",  // a legal hold is laid on a case, or taken off
    "hold.after",
    "erase.before",  // a case is erased, and what speaks of it
    "erase.after",
    "erase-key.before",  // … and its key is gone
    "erase-key.after",
    "import.before",  // a group of an archive's mails
    "import.after",
    "import.end.before",  // … and all of them are in
    "import.end.after",
    "note.before",  // a look into the archive is written down
    "note.after",
    "key-file.before",  // a public key lies beside the directory
    "key-file.after",
    "key-directory.before",  // a new key stands in directory.toml for the old one
    "key-directory.after",
    "key-addresses.before",  // the gateway's key gets new addresses: who must get it is noted
    "key-addresses.after",
    "data-key.before",  // the data key is wrapped for a new key of the gateway, too
    "data-key.after",
    "own-keys.next.before",  // the gateway's key gets a successor
    "own-keys.next.after",
    "own-keys.taken.before",  // … which takes its place
    "own-keys.taken.after",
    "own-keys.done.before",  // … and all is done
    "own-keys.done.after",
    "ring.staged",      // the new ring is written
    "ring.swapped",     // … has its place
    "ring.marked",      // … and is known to be of this directory
    "reindex.built",    // a rebuilt index is whole and durable
    "reindex.named",    // … and waits for its place
    "reindex.placed",   // … has it, the old one is still there
    "reindex.cleared",  // … is gone
    // A site is made.
    "schema.before",  // a database has its tables
    "schema.after",
    "audience.before",  // a message of an older version has its audience
    "audience.after",
    "parts.before",  // … and its files are rows of their own
    "parts.after",
    "codes.before",  // what the figures count of messages of an older version is noted
    "codes.after",
    "introduce.before",  // the store knows its keys.db
    "introduce.after",
    "restore.before",  // a restored site has a new epoch
    "restore.after",
    "bind.before",  // the audit log has its beginning
    "bind.after",
    "witness.before",  // the store is bound to its data key
    "witness.after",
    "init.spool-key.before",  // the key that mail is sealed to
    "init.spool-key.after",
    "init.data-key.before",  // the wrapped data key: from here on it is a store
    "init.data-key.after",
    "init.directory.before",  // the empty directory
    "init.directory.after",
    "init.site.before",  // the configuration: from here on it is a site
    "init.site.after",
};

}  // namespace

std::span<const std::string_view> steps() { return kSteps; }

void reached(std::string_view step) {
  if (std::find(kSteps.begin(), kSteps.end(), step) == kSteps.end()) {
    throw std::logic_error("an undeclared step: " + std::string(step));
  }
  const char* always = std::getenv("POUCH_STOP_AT");
  const char* once = std::getenv("POUCH_STOP_ONCE");
  if ((always != nullptr && step == always) ||
      (once != nullptr && unlink((once + ("/" + std::string(step))).c_str()) == 0)) {
    std::raise(SIGKILL);
  }
}

std::function<void(std::string_view)> steps_of(std::string prefix) {
  return [prefix = std::move(prefix)](std::string_view step) {
    reached(prefix + "." + std::string(step));
  };
}

std::function<void(std::string_view)> around_rename(std::string step) {
  return [step = std::move(step)](std::string_view at) {
    if (at == "synced") {
      reached(step + ".before");
    } else if (at == "renamed") {
      reached(step + ".after");
    }
  };
}

}  // namespace pouch::gateway
