// What who opens a case is answered: its legs, the messages that he may read, and what stands
// beside them: receipts, readers, looks, cases that share a thing with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct CaseLegRow {
  std::string country{}, desk{}, desk_name{};
  LegState state = LegState::kSent;
  Time since{};
  std::optional<Time> deadline{}, delivered{}, acknowledge_by{}, paused{};
  bool overdue = false;
  std::optional<Time> acknowledged{};
};

// A question of a request, and which of the asked countries have answered it.
struct CaseAsked {
  std::uint64_t number = 0;
  std::string text{};
  std::vector<std::string> answered{}, open{};  // codes of countries
};

// How a field of a block stands in its line: behind its label; beside the name of the block, what
// kind of thing that is; as the thing itself, which needs no label.
enum class CaseFieldAs { kLabelled, kKind, kThing };

struct CaseField {
  std::string block{}, label{}, value{};
  std::string query{};             // that searches for the thing; empty: it is none
  std::vector<CaseAsked> asked{};  // of a field with questions; then `value` says the same
  CaseFieldAs as = CaseFieldAs::kLabelled;
};

struct CaseFile {
  std::uint64_t part = 0;  // what kPart asks for
  std::string name{}, media_type{}, sha256{};
  std::string kind{};  // archive/attachment_kind.hpp: "pdf", "photo" …
  std::uint64_t size = 0;
  bool evidence = false;
  std::string replaces{};  // an earlier version: "plan_v1.pdf of SEL-…/2"
  std::string unread{};    // why its text is not searched
  bool small = false;      // kSmallPicture can be asked for
  std::vector<FileFact> facts{};
};

// Somebody who says that he has read a message.
struct CaseAcknowledged {
  std::string name{};
  Time at{};
};

struct CaseMessage {
  std::string number{}, form{};
  std::string title{};  // of the form, for people: "Request for assistance"; may be empty
  std::string kind{};   // of an answer, a code of the form: "PARTIAL"; empty: it is none
  std::string grade{};  // of source and information: "A1"; may be empty
  std::string sender{}, name{}, country{};
  Time received{};
  std::string signer{}, signing_key{};  // fingerprints; empty: nobody signed
  std::optional<Time> signed_at{};
  std::vector<std::string> to{};  // names of receivers, copies last
  std::string audience{};         // why these: a sentence
  std::string subject{}, text{};
  std::vector<CaseField> fields{};
  std::vector<CaseFile> files{};
  std::string raw_sha256{}, body_sha256{};
  std::vector<CaseAcknowledged> acknowledged{};
};

// A receipt of the case (cases/case_receipt.hpp).
struct CaseReceiptLine {
  std::string of{};       // number of the message or case
  std::string title{};    // "R3 DELIVERED"
  std::string country{};  // of the leg; may be empty
  std::string detail{};   // what the mail server said, why not
  Time at{};
  bool is_signed = false;
};

// Whom a message of the case reached, and what he is to it.
struct CaseReader {
  std::string name{};
  Role role = Role::kAskedDesk;
};

struct CaseLetter {
  std::string kind{}, number{}, to{}, state{}, status{};
  std::optional<Time> confirmed{}, delayed{};
};

struct CaseLook {
  std::string who{}, name{}, act{}, detail{};
  Time at{};
};

// What two messages have in common.
struct CaseThing {
  std::string kind{}, value{};  // "plate", "CA 1234 AB"
  std::string how{};            // "as written"
  std::string query{};          // that searches for it
};

// Of the other case its number and what both have: its content is opened there, for a reason.
struct CaseLinked {
  std::string own{}, number{};  // messages
  std::string country{};
  Time at{};
  std::vector<CaseThing> things{};
};

// He may not read it, and its owner lets him know that there is something.
struct CaseContact {
  std::string own{}, country{};
  std::vector<CaseThing> things{};
};

// The archive of its evidence that this member has asked for.
enum class EvidenceState {
  kNone,     // nobody has asked, or it is of an earlier state of the case
  kWaiting,  // it is being made
  kMade,
  kFailed,  // it cannot be made for the page; the operator can (pouch receipts)
};

struct CaseEvidence {
  EvidenceState state = EvidenceState::kNone;
  std::optional<Time> made{};
  std::uint64_t size = 0;
};

// Where a case stands among the hits of the search from which it was opened.
struct CaseHit {
  std::string search{};           // id; empty: it was opened from elsewhere
  std::uint64_t at = 0;           // from 1
  std::string of{};               // how many: "22", "10000+"
  std::string before{}, after{};  // numbers of messages of other cases; empty: none on that page
};

struct CasePage {
  std::string number{};
  CaseKind kind = CaseKind::kRequest;
  std::string subject{};
  std::string community{}, requester{}, name{}, country{};
  Time opened{}, at{};
  std::string priority{}, crime_area{}, classification{};
  std::vector<std::string> handling{};
  std::vector<CaseLegRow> legs{};
  std::vector<CaseMessage> messages{};  // that he may read, by their numbers
  std::vector<CaseLetter> letters{};
  std::vector<CaseReceiptLine> receipts{};  // in the order of their chain
  std::vector<CaseReader> readers{};        // whom its messages reached
  std::vector<CaseLook> looks{};            // at this case, the newest first
  std::vector<CaseLinked> linked{};         // cases that share a thing with it
  std::vector<CaseContact> contacts{};      // whom to ask about what shares one
  CaseEvidence evidence{};
  CaseHit hit{};
  std::string urgency{};           // why it is urgent: "U3, custody ends on 26 November"
  std::vector<CaseField> facts{};  // of the request: our file, purpose, use in court
  std::optional<Time> review{};    // day by which it is reviewed
  std::string reason{};            // with which it is shown
  std::string mail_to{}, mail_subject{}, mail_form{};  // to answer in one's own mail program
};

}  // namespace pouch::gateway
