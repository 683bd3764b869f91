// What reports said of letters that others took (SECURITY section 2 class 11), each kept sealed as
// evidence. The worst word stands, in whatever order words come: "failed" ends a delivery, also one
// that was confirmed before (an address behind the first one refused it); nothing undoes "failed"
// but the operator's retry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct DeliveryNews;  // commit.hpp

class Reports {
 public:
  Reports(Database& database, Audit& audit, CaseKeys& keys, Cases& cases, Notices& notices);

  // True: that very report came before, or more came than one delivery can have.
  bool is_known(const DeliveryNews& news);
  std::vector<std::string> of(const std::string& letter_id);  // raw, by time

  // --- for a commit: sealed before its transaction, written within it
  std::string seal_report(const DeliveryNews& news);
  void write(const DeliveryNews& news, std::string_view sealed_report, Time at);

 private:
  void apply(const DeliveryNews& news, const QueuedLetter& letter, Time at);

  Database& database_;
  Audit& audit_;
  CaseKeys& keys_;
  Cases& cases_;
  Notices& notices_;
};

}  // namespace pouch::gateway
