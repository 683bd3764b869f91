// Receipts in the store: each once, in one chain, with the code that its end has.
#include "gateway/store/receipts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

const std::string kTo = "nfp@bg.example";

struct OneCase {
  StateFolder folder;
  Store store = folder.open();
  CaseNumber number = open_case();

  CaseNumber open_case() {
    auto commit = new_case(store, folder.accept("raw"));
    commit.letters.front().kind = "request";
    commit.letters.front().country = "BG";
    commit.letters.front().recipients = {kTo};
    auto receipt = commit.letters.front();
    receipt.id += "r";
    receipt.kind = "receipt";
    commit.letters.push_back(receipt);
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  void record(std::string_view state, std::string_view status, int second) {
    const auto letters = store.letters().queue(true);
    for (const auto& letter : letters) {
      store.letters().record_handover(letter.id, kTo, state, "an answer", at(second), std::nullopt,
                                      status);
    }
  }
  // Of deliveries: title and reason, each once in the chain.
  std::vector<std::string> deliveries() {
    std::vector<std::string> all;
    auto previous = kNoReceipt;
    int position = 0;
    for (const auto& row : store.receipts().of(number)) {
      CHECK(row.position == ++position);
      CHECK(row.text.ends_with("Previous: " + previous + "\n"));
      CHECK(sha256_hex(row.text) == row.hash);
      previous = row.hash;
      std::string title, reason;
      for (const auto& [label, value] : lines_of_receipt(row.text)) {
        title = label == "Receipt" ? value : title;
        reason = label == "Reason" ? " " + value : reason;
      }
      if (title.starts_with("R3")) {
        all.push_back(title + reason);
      }
    }
    return all;
  }
};

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("a letter of a case that arrives has one receipt, however often that is told") {
  OneCase one;
  CHECK(one.deliveries().empty());
  one.record("delivered", "2.0.0", 10);
  one.record("delivered", "2.0.0", 11);
  CHECK(one.deliveries() == Titles{"R3 DELIVERED"});  // none for the receipt letter
}

TEST_CASE("a letter that does not arrive says why: refused for good, or given up in time") {
  OneCase refused, late;
  refused.record("failed", "5.1.1", 10);
  CHECK(refused.deliveries() == Titles{"R3- NOT DELIVERED E404"});
  late.record("failed", "4.4.1", 10);
  CHECK(late.deliveries() == Titles{"R3- NOT DELIVERED E300"});
  for (const auto& letter : late.store.letters().queue(true)) {
    late.store.letters().retry(letter.id, at(20));
  }
  late.record("delivered", "2.0.0", 30);
  CHECK(late.deliveries() == Titles{"R3- NOT DELIVERED E300", "R3 DELIVERED"});
}

TEST_CASE("a deadline that passes without a word has one negative receipt for each desk") {
  OneCase one;
  auto& database = one.store.database();
  database.execute("UPDATE legs SET deadline = 1, state = 'sent', open = 1");
  const auto later = at(100);
  CHECK(one.store.cases().newly_overdue(later).size() == 2);
  CHECK(one.store.cases().newly_overdue(later).empty());
  database.execute("UPDATE legs SET overdue_told = NULL");
  CHECK(one.store.cases().newly_overdue(later).size() == 2);
  const auto rows = one.store.receipts().of(one.number);
  CHECK(std::count_if(rows.begin(), rows.end(), [](const ReceiptRow& row) {
          return row.text.find("R4- NOT READ") != std::string::npos;
        }) == 2);
}

TEST_CASE("a receipt is signed once, and the key of a writer kept once") {
  OneCase one;
  auto rows = one.store.receipts().claim(100);
  REQUIRE(!rows.empty());
  auto keys = one.store.receipts().unkept_keys(100);
  REQUIRE(keys.size() == 1);
  const auto message = keys.front().message;
  for (auto& row : rows) {
    row.signature = "first";
  }
  one.store.receipts().finish(rows, {{keys.front(), "block"}});
  for (auto& row : rows) {
    row.signature = "second";
  }
  one.store.receipts().finish(rows, {{keys.front(), "another block"}});
  CHECK_FALSE(one.store.receipts().waiting());
  CHECK(one.store.receipts().key_of(message) == "block");
  for (const auto& row : one.store.receipts().of(one.number)) {
    CHECK(row.signature == "first");
  }
}

TEST_CASE("each key of the gateway that has signed receipts is kept, as it was then") {
  OneCase one;
  auto& receipts = one.store.receipts();
  CHECK(receipts.gateway_keys().empty());
  CHECK_FALSE(receipts.keeps_gateway_key("OLD"));
  receipts.finish({}, {}, KeptKey{.fingerprint = "OLD", .block = "old block"});
  receipts.finish({}, {}, KeptKey{.fingerprint = "OLD", .block = "renewed"});
  receipts.finish({}, {}, KeptKey{.fingerprint = "NEW", .block = "new block"});
  CHECK(receipts.keeps_gateway_key("OLD"));
  const auto keys = receipts.gateway_keys();
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].block == "new block");
  CHECK(keys[1].fingerprint == "OLD");
  CHECK(keys[1].block == "old block");
}

}  // namespace pouch::gateway
