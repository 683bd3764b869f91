// The mails that officers write for the crash test, each signed and encrypted by its own gpg run,
// and the letters that each kind must lead to: told by a control run in which nothing is disturbed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

enum class Kind { kRequest, kNote, kProblem, kReply, kStranger };
std::string name(Kind kind);

struct Mail {
  std::string id;      // Message-ID
  std::string writer;  // id of the person
  std::string from;    // address
  std::string token;   // a word that stands in every letter made of it
  std::string bytes;
  Kind kind = Kind::kRequest;
};

class Correspondence {
 public:
  // Writes `count` mails, and carries one of each (writer, kind) through the undisturbed site.
  Correspondence(const Site& site, std::size_t count, unsigned seed);
  const std::vector<Mail>& mails() const { return mails_; }
  // The outcome ("accepted", "refused", "held") and the recipients of the letters that a mail leads
  // to, sorted; one entry per letter and recipient.
  const std::string& outcome(const Mail& mail) const;
  const std::vector<std::string>& recipients(const Mail& mail) const;
  std::size_t control_letters() const { return control_letters_; }
  std::size_t control_mails() const { return ends_.size() + 1; }
  std::size_t control_held() const;
  std::size_t control_refused() const;

 private:
  struct End {
    std::string outcome;
    std::vector<std::string> recipients;
  };
  using Sort = std::pair<std::string, Kind>;
  Mail plan(std::size_t number, unsigned seed) const;
  Mail write(const Site& site, Mail mail) const;
  End carry(const Site& site, const Mail& mail);
  std::size_t count(const std::string& outcome) const;

  std::vector<Mail> mails_;
  std::map<Sort, End> ends_;
  std::string case_;  // the one to which all replies go
  std::size_t control_letters_ = 0;
};

}  // namespace pouch::test
