// The books of a store, in the order in which they stand on one another. All of them write to one
// database, so that one transaction spans them (store_commit.cpp). Private to the store.
#pragma once

#include <filesystem>

#include "gateway/store/absences.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/case_days.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/counted_cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/imports.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/reports.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/store/signatures.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/store.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/store/web_letters.hpp"

namespace pouch::gateway {

struct Store::Books {
  Books(const std::filesystem::path& state, const Secret& data_key, StoreFor what);

  Database database;
  Database keys_database;
  CaseKeys keys;
  Audit audit;
  Spool spool;
  Epochs epochs;
  Reservations reservations;
  Signatures signatures;
  Cases cases;
  IndexLog index_log;
  Messages messages;
  Bodies bodies;
  CountedCases counted_cases;
  Imports imports;
  KeptMails kept_mails;
  KeptSearches kept_searches;
  Erasures erasures;
  Held held;
  Notices notices;
  Letters letters;
  LetterFiles letter_files;
  Reports reports;
  Links links;
  Overviews overviews;
  Reminders reminders;
  Digests digests;
  Receipts receipts;
  AuditHeads audit_heads;
  Retention retention;
  KeyLetters key_letters;
  KeyUpdates key_updates;
  GroupMembers group_members;
  WebLetters web_letters;
  Absences absences;
  CaseDays case_days;
  std::filesystem::path folder;
  Secret web_key;
  std::optional<WebBook> web_book;
};

}  // namespace pouch::gateway
