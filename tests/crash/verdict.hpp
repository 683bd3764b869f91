// The judgement when all is quiet: every promise of SPEC section 2 and of the README of this folder
// looked at from outside, by what the mail server has, what the command line says, and what lies in
// the site's folders.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/crash/mails.hpp"
#include "tests/crash/sink.hpp"

namespace pouch::test {

// One letter as its receiver has it.
struct Received {
  std::string message_id, bytes;
  std::set<std::string> recipients;
  std::size_t copies = 0;  // more than one: handed over again
};

class Verdict {
 public:
  Verdict(const Site& site, const Correspondence& correspondence);
  void judge(const std::vector<TakenLetter>& taken);
  const std::vector<std::string>& faults() const { return faults_; }
  const std::vector<std::pair<std::string, std::string>>& figures() const { return figures_; }

 private:
  void wrong(const std::string& what);
  void collect(const std::vector<TakenLetter>& taken);
  void compare_with_queue();
  void open_letters();
  void compare_with_control();
  void look_at_held();
  void look_at_audit();
  void look_at_files();
  void rebuild_index();
  std::vector<std::string> answers_of_the_archive() const;
  nlohmann::json asked(const std::vector<std::string>& arguments) const;

  const Site& site_;
  const Correspondence& correspondence_;
  std::map<std::string, Received> letters_;                 // by Message-ID
  std::map<std::string, std::vector<std::string>> led_to_;  // token: recipients
  std::map<std::string, std::string> readers_;              // address: person
  std::vector<std::string> faults_;
  std::vector<std::pair<std::string, std::string>> figures_;
};

}  // namespace pouch::test
