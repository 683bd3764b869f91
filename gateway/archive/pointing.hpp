// Hit / no-hit (SPEC section 8): which countries hold a message about a thing that somebody asks
// for, which he may not read, and let others know that much. Which messages these may be is decided
// by decide/linked.hpp alone, before any of them is opened; that a thing is the same, by the rules
// of the cross-check without those that are less than sure (sounds, look-alikes, partial dates). A
// country is named when it allows it, and nothing else about what it holds; which message it was
// goes into the audit log only.
//
// Bounded: kLooked messages of each question to the index, the newest first, kOpened opened in all.
// Faults of the index become this room's own.
#pragma once

#include <string>
#include <vector>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/asked_about.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct Pointer {
  std::string country;   // ISO 3166; the reader's own when its other desks have it
  MessageNumber number;  // one of those found, of the newest day: for the audit log alone
};

// One for each country, by its code. `runtime` has the forms.
std::vector<Pointer> point_to(const Runtime& runtime, Store& store, const search::Key& key,
                              const AskedThings& asked, const Sender& reader);

std::vector<std::string> countries_of(const std::vector<Pointer>& pointers);
// A row for each at the message that it was about: whoever is responsible for that finds who was
// sent to them. Without an actor.
std::vector<AuditEntry> pointed_rows(const std::vector<Pointer>& pointers);

}  // namespace pouch::gateway
