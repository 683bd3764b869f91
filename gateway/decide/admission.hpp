// Who wrote it and whether it counts (SPEC section 2 steps 2 and 3; SECURITY section 1 items 4, 5;
// DECISIONS 1, 9, 10, 12): from the one verdict of the mail room to a sender who may act today, or
// to a refusal or a hold. Pure: directory, day and envelope are parameters; replays are looked up
// by the caller. A letter is owed only to a proved principal valid today, at his configured
// address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/outcome.hpp"
#include "gateway/cases/spool_entry.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::gateway {

struct Sender {
  std::string id, name, country, community, agency;
  std::string unit, phone, language;
  std::string reads{};             // the language of letters to him; empty: English
  std::string officer;             // the member's name; empty for a desk
  std::string address;             // configured; letters go here, never to text of the mail
  std::vector<std::string> keys;   // to which his letters are sealed
  std::vector<std::string> desks;  // ids of desks on which he acts today
  std::vector<std::string> rights;
  // Members and desks in whose place he speaks in what came to him, while they are absent and a
  // while afterwards; he has no other right of theirs.
  std::vector<std::string> stands_in{};
  // Of several desks the one for which this mail speaks; empty: it does not say.
  std::string speaks_for{};
  bool has_right(std::string_view right) const;
  bool acts_for(std::string_view desk) const;
};

struct Admission {
  Outcome outcome = Outcome::kHeld;  // kAccepted: go on
  std::string reason;                // short code of SPEC section 3
  std::string detail;                // for the operator
  std::string marks{};               // of automatic mail, outside the signature: they do not count
  std::optional<Sender> sender;      // proved and valid today
  bool owes_letter = false;          // the sender is told
  std::string remedy{};              // of kRefused, `unreadable`: what the writer can do
  bool stranger = false;  // the fixed text of SPEC section 9 may go to the envelope sender
  std::vector<std::string> groups;  // ids of groups that the mail is for, beyond doubt
};

Admission admit(const mail::openpgp::Opened& opened, const SpoolEntry& envelope,
                const config::Directory& directory, const config::Site& site);

// "Focal point of Bulgaria": desks have no names in the directory.
std::string display_name(const config::Desk& desk, const config::Directory& directory);
// Own addresses and those of their desks, to which letters may have gone.
std::vector<std::string> addresses_of(const Sender& sender, const config::Directory& directory);
Sender as_sender(const config::Principal& principal, const config::Directory& directory,
                 config::Day day);

}  // namespace pouch::gateway
