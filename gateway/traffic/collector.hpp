// Collecting mail from where it lies (SPEC section 2 step 1): an IMAP mailbox or a Maildir. What is
// there is taken durably into the spool, once, under the name of its place; it leaves that place
// only after that (Maildir) or when its final state is known (IMAP: moved to Done, Refused, Held).
// So a crash anywhere leaves it there or in the spool, and it is never taken twice.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/site/runtime.hpp"
#include "gateway/site/waiter.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

// The spool as collectors use it.
class Taker {
 public:
  Taker(std::string source, const Runtime& runtime, Database& database);
  std::optional<Taken> taken(std::string_view origin) { return spool_.taken(origin); }
  // Fault (transient) when the disk has no room for so many octets: it stays where it is.
  void need_room(std::size_t octets) const { spool_.need_room(octets); }
  void take(std::string_view bytes, std::string_view origin);
  // The same of a mail that is read in pieces, of which `head` has the first octets.
  SpoolMail begin() { return spool_.begin(); }
  std::size_t head() const;  // so many hold every header that can be read
  void take(SpoolMail& mail, std::string_view head, std::string_view origin);
  std::size_t limit() const;  // octets of one mail

 private:
  std::string source_;  // "imap", "maildir"
  const Runtime& runtime_;
  SpoolWriter spool_;
};

class Collector {
 public:
  virtual ~Collector() = default;
  // Takes what is new, moves what is settled; how many it did. Throws mail::Fault, Fault.
  virtual std::size_t once() = 0;
  // Waits for news, a wake-up, or `time`.
  virtual void wait(std::chrono::milliseconds time, Waiter& waiter) = 0;
  // After a fault: what was open is of no use any more.
  virtual void give_up() = 0;
};

// `stop`: once this descriptor is readable nothing is waited for any more; -1: none.
std::unique_ptr<Collector> make_collector(const std::string& uri, const Runtime& runtime,
                                          Database& database, int stop = -1);

// The life of the process: collects until it is asked to stop; after a fault it tries again, with
// growing pauses.
void collect(std::unique_ptr<Collector> collector, const std::string& uri, const Runtime& runtime,
             Waiter& waiter);

// Private to this folder.
std::unique_ptr<Collector> imap_collector(const std::string& uri, const Runtime& runtime,
                                          Database& database, int stop);
std::unique_ptr<Collector> maildir_collector(const std::string& uri, const Runtime& runtime,
                                             Database& database);

}  // namespace pouch::gateway
