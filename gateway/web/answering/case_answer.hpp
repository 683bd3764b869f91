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
#include <vector>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/held_files.hpp"
#include "gateway/web/answering/small_pictures.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

std::optional<MessageNumber> asked_number(const Visit& visit);
WebAnswer opened_enough();  // for an hour
// The archive that this member has asked for, as it stands (evidence_answer.cpp).
CaseEvidence evidence_of(const Visit& visit, const CaseNumber& number);

class CaseAnswers {
 public:
  WebAnswer answer_case(const Visit& visit);      // kCase
  WebAnswer answer_part(const Visit& visit);      // kPart
  WebAnswer answer_received(const Visit& visit);  // kReceived
  WebAnswer ask_evidence(const Visit& visit);     // kAskEvidence (evidence_answer.cpp)
  WebAnswer answer_evidence(const Visit& visit);  // kEvidence
  WebAnswer answer_file(const Visit& visit);      // kFile
  WebAnswer answer_picture(const Visit& visit);   // kPicture
  WebAnswer answer_small(const Visit& visit);     // kSmallPicture
  // What a search has found, on the page that was shown last: its hits lead from one to the next.
  void remember_hits(const Visit& visit, const WebAnswer& found);

 private:
  // Session, and case or file of a message: an answer seen has its rows in the audit log, and a
  // piece is of a file whose row is there.
  using Opened = HeldFiles::Which;
  // What the question names, and why it is opened.
  struct AskedFor {
    MessageNumber number;
    std::string reason;
  };
  // A message that was asked for and may be read.
  struct Wanted {
    Message message;
    std::string reason;
  };
  using Open = std::function<std::optional<HeldFile>(const Visit&, const Wanted&)>;
  // The same of a whole case.
  struct WantedCase {
    CaseNumber number;
    std::string reason;
    std::vector<Message> messages;  // that may be read
  };

  std::optional<std::string> reason_for(const Visit& visit, const CaseNumber& number);
  // What questions about a message, or about a whole case, have in common. `begun`: its row is
  // written, and its budget spent. An answer, when it is not to be had.
  std::variant<AskedFor, WebAnswer> asked_for(const Visit& visit, bool begun, bool message);
  std::variant<Wanted, WebAnswer> wanted(const Visit& visit, bool begun);
  std::variant<WantedCase, WebAnswer> wanted_case(const Visit& visit, bool begun);
  bool has_begun(const Visit& visit, const Opened& which) const;
  // The piece that is asked for; with its first one, a row of the audit log.
  WebAnswer send(const Visit& visit, const std::string& what, const Open& open);
  void remember(const Opened& which);  // its row is there
  WebAnswer piece_of(const Visit& visit, const Opened& which, const HeldFile& held);
  // The file itself, as it is looked at page after page.
  const HeldFile* look_at(const Visit& visit, const Wanted& wanted);

  // The numbers of that page, and its first place; `of` as in CaseHit.
  struct Hits {
    std::vector<std::string> numbers;
    std::uint64_t first = 1;
    std::string of;
  };
  CaseHit hit_of(const Visit& visit, const CaseNumber& number) const;

  std::map<Opened, std::string> reasons_;
  std::map<Opened, Hits> hits_;  // by session and search
  std::set<Opened> fetched_;
  HeldFiles held_;
  SmallPictures small_;
};

}  // namespace pouch::gateway
