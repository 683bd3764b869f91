// The durable steps of the program (`pouch process steps`), which test stops at which, and what is
// compared afterwards. Every step stands in one place here (steps_reached_by), under the name of
// the test that kills at it; a test fails when the program has a step that stands nowhere, or a
// test takes none of those that stand under its name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

std::vector<std::string> program_steps();  // as the program lists them

// Of the test case that runs; an empty list ends it with a failure.
std::vector<std::string> steps_reached_here();
// By name of test case.
const std::map<std::string, std::vector<std::string>>& steps_reached_by();

// The end of each case, oldest first: its state, its letters (to whom, in what state, how often
// they lie in the recipient's Maildir by their Message-ID), its audit rows. Names that differ from
// mail to mail are left out, and so are rows on a mail's second copy: a source that was told
// nothing sends again.
std::vector<std::string> ends_of_cases(const Site& site);
// Ends with a failure unless all is quiet: nothing waits or is held, the audit chain is whole, no
// stray file lies in spool, outbox or state, and the archive finds as many messages as are there.
void is_at_rest(const Site& site, std::size_t messages);
// How often the audit log has that act.
std::size_t acts(const Site& site, const std::string& act);

// Steps at which one process of a daemon ends, once each (POUCH_STOP_ONCE).
class Stops {
 public:
  explicit Stops(const Site& site);
  Environment environment() const;
  void set(const std::string& step) const;
  bool was_reached(const std::string& step) const;  // waits
  void clear() const;                               // whatever was not reached

 private:
  fs::path folder_;
};

Ran killed_at(const Site& site, const std::string& step, std::vector<std::string> command,
              const std::string& input = {}, Environment environment = {});

std::string form_with_reference(const std::string& reference);
// A file that no compression makes small: the letters with it are too large for a row.
std::string large_file();

}  // namespace pouch::test
