// A case as plain values: what the store keeps readable (numbers, states, dates, who wrote when)
// and what it keeps sealed (Contents). SPEC sections 1 and 6.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/audience.hpp"
#include "gateway/cases/leg_clock.hpp"
#include "gateway/cases/number.hpp"
#include "mail/bytes.hpp"

namespace pouch::gateway {

using Time = std::chrono::sys_seconds;

enum class LegState {
  kWaiting,  // no focal point or no usable key yet: nothing has gone out
  kSent,
  kAcknowledged,
  kPartlyAnswered,
  kAnswered,
  kRefused,
  kClarificationAsked,
  kWithdrawn,
  kNotDelivered,  // the letter to its desk came to nothing: nobody there has it
  kEnded,         // what was sent counted until a time, and that is over: nothing is owed
};
std::string_view name(LegState state);  // "sent", "partly answered" …
std::optional<LegState> leg_state(std::string_view name);
bool is_open(LegState state);  // an answer is still owed
bool is_over(LegState state);  // withdrawn or ended: no word opens it again

struct Leg {
  std::string country;
  std::string desk;  // id; empty while waiting without a focal point
  LegState state = LegState::kSent;
  Time since{};  // of the state
  std::optional<Time> deadline;
  int last_message = 0;
  LegClock clock{};
  // Not while its clock stands: what is asked back is not the desk's to answer.
  bool overdue(Time now) const {
    return deadline && is_open(state) && !clock.paused && now > *deadline;
  }
  ClockedLeg clocked() const;
};

enum class CaseKind {
  kRequest,
  kNote,
  kGroupNote,
  kArchive,  // mails of an older archive: no mail is written to it
};
std::string_view name(CaseKind kind);
std::optional<CaseKind> case_kind(std::string_view name);

struct Case {
  CaseNumber number;
  CaseKind kind = CaseKind::kRequest;
  std::string community{};
  std::string requester{};          // principal id
  std::string requester_address{};  // where answers go
  std::string requester_country{};
  std::string requester_desk{};  // own focal point at the time; empty when none
  std::string group{};           // of a group note
  std::string priority = "NORMAL";
  std::string crime_area{};
  std::string classification = "UNCLASSIFIED";
  std::vector<std::string> handling{};  // strictest set so far
  Time opened{};
  std::optional<Time> closed{};  // a note; writing to it opens it again
  std::int64_t version = 0;      // optimistic lock (DECISIONS 19)
  int messages = 0;              // highest message number
  std::vector<Leg> legs{};
};

// What a file says of itself: a field of the search, and its value ("taken", "2026-11-03
// 14:22:05").
struct FileFact {
  std::string field, value;
};

// Where a file stands in the evidence of its mail: so it need not be kept a second time.
struct TakenFrom {
  std::uint64_t evidence = 0;          // the position of that part in its message
  bool message = false;                // it is an OpenPGP message, in whose text the file stands
  std::uint64_t offset = 0, size = 0;  // of the file as it is encoded there
  std::string encoding{};              // of transfer: "base64"; empty: none
};

struct StoredPart {
  std::string name, media_type;
  mail::Bytes bytes;
  bool evidence = false;  // original.pgp and its kind
  bool signed_separately = false;
  std::string origin{};   // the earlier mail that brought it; empty: the mail itself
  std::string charset{};  // of a text, as its part named it; empty: it did not
  // The text in it, for searches; empty: there is none, nullopt: nobody has looked yet.
  std::optional<std::string> words{};
  std::string unread{};  // why its text, or the text of a file in it, could not be read
  std::vector<FileFact> file_facts{};
  // Said by who read the mail; whether it holds is looked at before anything is left out.
  std::optional<TakenFrom> taken{};
};

// The same without its octets.
struct PartFacts {
  int position = 0;  // in its message, from 0
  std::string name, media_type;
  std::uint64_t size = 0;
  std::string sha256;  // hex
  bool evidence = false, signed_separately = false;
  std::string origin, charset;
  std::string unread{};
  std::vector<FileFact> file_facts{};
};

// Files of a message that its writer takes back: from then on the archive gives them to nobody.
struct WithdrawnFiles {
  MessageNumber of;
  std::vector<int> positions;
};

// What a message says, without its files.
struct MessageText {
  std::string subject;    // the officer's own
  std::string text;       // as read from his mail
  std::string form_json;  // templates::to_json; empty for a mail without form
};

// A whole message, files and all: for letters that carry it, and on its way into the store.
struct Contents {
  std::string subject, text, form_json;  // as in MessageText
  std::vector<StoredPart> parts{};
};

struct Message {
  std::int64_t id = 0;  // of the row; the search index names it by this
  MessageNumber number;
  std::string form{};    // template name: request, reply, note …
  std::string sender{};  // principal id
  std::string sender_country{};
  std::string acting_desk{};  // desk on which he acted; may be empty
  std::string signer{};       // primary fingerprint
  std::string signing_key{};  // fingerprint of the key that made the signature
  Time received{}, signed_at{};
  std::string message_id{};            // of his mail
  std::string raw_sha256{};            // hex, of the mail as received
  std::string body_sha256{};           // hex, of the decrypted bytes
  std::vector<std::string> readers{};  // search rights: "member:…", "desk:…", "community:…"
  Audience audience{};                 // whom it reached, and why; the readers follow from it
  // What an answered message of somebody else lays on it (gateway/cases/inherited.hpp).
  std::vector<std::string> inherited{};
  int acknowledges = 0;  // the message of its case that this one says it has read, and no more
};

}  // namespace pouch::gateway
