// A case at the page, and the files of its messages, in pieces. It is opened with a reason: one
// that is given, that of the search which found it, or that it waits at one of the reader's own
// desks. What was given counts for this case as long as the session does.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

class CaseAnswers {
 public:
  WebAnswer answer_case(const Visit& visit);  // kCase
  WebAnswer answer_part(const Visit& visit);  // kPart

 private:
  // Session, and case or file of a message: an answer seen has its rows in the audit log, and a
  // piece is of a file whose row is there.
  using Opened = std::pair<std::string, std::string>;
  std::optional<std::string> reason_for(const Visit& visit, const CaseNumber& number);

  std::map<Opened, std::string> reasons_;
  std::set<Opened> fetched_;
  struct Held {
    Opened what;
    mail::Bytes bytes;
  };
  std::optional<Held> held_;  // the file whose pieces are asked for
};

}  // namespace pouch::gateway
