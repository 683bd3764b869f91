// A case at the page, the mails of it as they came and the files of its messages: to be saved, in
// pieces, or to be looked at as text and pictures (extract/picture.hpp). It is opened with a
// reason: one that is given, that of the search which found it, or that it waits at one of the
// reader's own desks. What was given counts for this case as long as the session does.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/held_files.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

class CaseAnswers {
 public:
  WebAnswer answer_case(const Visit& visit);      // kCase
  WebAnswer answer_part(const Visit& visit);      // kPart
  WebAnswer answer_received(const Visit& visit);  // kReceived
  WebAnswer answer_file(const Visit& visit);      // kFile
  WebAnswer answer_picture(const Visit& visit);   // kPicture

 private:
  // Session, and case or file of a message: an answer seen has its rows in the audit log, and a
  // piece is of a file whose row is there.
  using Opened = HeldFiles::Which;
  // A message that was asked for and may be read, and why it is opened.
  struct Wanted {
    Message message;
    std::string reason;
  };
  using Open = std::function<std::optional<HeldFile>(const Visit&, const Wanted&)>;

  std::optional<std::string> reason_for(const Visit& visit, const CaseNumber& number);
  // What a question about a message has in common. `begun`: its row is written, and its budget
  // spent. An answer, when it is not to be had.
  std::variant<Wanted, WebAnswer> wanted(const Visit& visit, bool begun);
  bool has_begun(const Visit& visit, const Opened& which) const;
  // The piece that is asked for; with its first one, a row of the audit log.
  WebAnswer send(const Visit& visit, const std::string& what, const Open& open);
  // The file itself, as it is looked at page after page.
  const HeldFile* look_at(const Visit& visit, const Wanted& wanted);

  std::map<Opened, std::string> reasons_;
  std::set<Opened> fetched_;
  HeldFiles held_;
};

}  // namespace pouch::gateway
