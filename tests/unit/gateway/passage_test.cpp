// The way of a mail through a worker when OpenPGP fails on it, with a stand-in for the engine: what
// it cannot do for now leaves all as it was, what it cannot do at all ends in a hold, and a key
// that has ended keeps no one else's letter back.
#include "gateway/work/worker.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "gateway/store/cases.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/signatures.hpp"
#include "gateway/store/spool.hpp"
#include "tests/unit/gateway/scene.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Opened;
using test::kReceived;
using test::Scene;

const std::string kSignature = "the signature of Ana's mail";

// With all that a form must have.
std::string request_text() { return Scene::request_text() + "Kind: lorry\nPlate country: BG\n"; }

mail::Fault fault(mail::Permanence permanence) {
  return {permanence, "the agent does not answer", "look at gpg-agent"};
}

// Says yes to all until it is told otherwise.
class StandIn : public Crypto {
 public:
  std::set<std::string> ended;          // keys that are known to have ended
  std::optional<std::string> ends_now;  // a key of which that shows when a letter is sealed to it
  int calls = 0;
  int fails_at = 0;  // the call that fails, from 1; 0: none
  mail::Permanence how = mail::Permanence::kTransient;

  Opened open(const mail::Bytes&) override {
    count();
    Opened opened;
    opened.verdict = mail::openpgp::Verdict::kProved;
    opened.signer = mail::openpgp::Signer{"KEY-ana", "KEY-ana", kReceived, "SHA256"};
    opened.signature_identities = {kSignature};
    opened.headers_signed = opened.recipients_signed = true;
    opened.headers.from = opened.outer.from = {"Ana", "ana@police.example"};
    opened.headers.to = opened.outer.to = {{"", "requests@pouch.example"}};
    opened.headers.subject = "heroin at Giurgiu";
    opened.headers.message_id = opened.outer.message_id = "<1@police.example>";
    opened.content.text = request_text();
    return opened;
  }
  std::vector<mail::openpgp::Evidence> evidence(const Opened&) override {
    count();
    return {{"original.asc", "text/plain", std::string("signed")}};
  }
  bool can_seal_to(const std::string& fingerprint) override {
    count();
    return ended.count(fingerprint) == 0;
  }
  std::string seal(std::string_view, const std::string&,
                   const std::vector<std::string>& recipients) override {
    count();
    if (ends_now && std::count(recipients.begin(), recipients.end(), *ends_now) > 0) {
      ended.insert(*ends_now);
      throw mail::openpgp::UnusableKey(*std::exchange(ends_now, std::nullopt));
    }
    return "-----BEGIN PGP MESSAGE-----\r\n\r\nsealed\r\n-----END PGP MESSAGE-----\r\n";
  }
  void seal_into(int, const mail::Give&, std::size_t, const std::string&,
                 const std::vector<std::string>&) override {
    FAIL("no letter of these is large");
  }
  std::string sign(std::string_view, const std::string&, mail::openpgp::SignedAs) override {
    count();
    return "-----BEGIN PGP SIGNATURE-----\n\nsigned\n-----END PGP SIGNATURE-----\n";
  }
  std::string public_key(const std::string& fingerprint) override { return fingerprint; }
  mail::openpgp::Offered look_at_offered(std::string_view, std::string_view) override {
    count();
    return {};
  }

 private:
  void count() {
    if (++calls == fails_at) {
      throw fault(how);
    }
  }
};

// A request of Ana's to Bulgaria and Serbia lies in the spool.
struct Office {
  Office() {
    Scene scene;
    runtime.site = scene.site;
    runtime.directory = scene.directory;
    runtime.templates = test::shipped();
    runtime.gateway_key = "KEY-gateway";
    runtime.now = [this] { return now; };
    for (auto& desk : runtime.directory.desks) {
      desk.keys = {"KEY-" + desk.id};
    }
    for (auto& member : runtime.directory.members) {
      member.keys = {"KEY-" + member.id};
      member.rights = {"send"};
    }
    auto database = Database::open_store(folder.state());
    spool = SpoolWriter(folder.state(), database)
                .take({"smtp", "ana@police.example", {"requests@pouch.example"}}, "raw", kReceived);
  }
  std::vector<Case> cases() { return store.cases().list({}, now); }
  LegState leg(const std::string& country) {
    const auto all = cases();
    REQUIRE(all.size() == 1);
    const auto& legs = all.front().legs;
    const auto found = std::find_if(legs.begin(), legs.end(),
                                    [&](const Leg& one) { return one.country == country; });
    REQUIRE(found != legs.end());
    return found->state;
  }
  // "request nfp-bg@desks.example", in order.
  std::vector<std::string> letters() {
    std::vector<std::string> all;
    for (const auto& letter : store.letters().queue(true)) {
      all.push_back(letter.kind + " " + letter.recipient);
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  // A mail was not acted upon in any way.
  void check_untouched() {
    CHECK(cases().empty());
    CHECK(letters().empty());
    CHECK_FALSE(store.signatures().seen(kSignature));
    CHECK(store.held().list(true).empty());
    CHECK(folder.spool_files() == 1);
  }

  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Time now = kReceived;
  std::int64_t spool = 0;
  StandIn crypto;
  Worker worker{runtime, store, crypto};
};

const std::vector<std::string> kLetters = {
    "receipt ana@police.example", "request nfp-bg@desks.example", "request nfp-rs@desks.example"};

int calls_of_a_passage() {
  Office office;
  REQUIRE(office.worker.work_one() == Work::kDone);
  REQUIRE(office.letters() == kLetters);
  REQUIRE(office.crypto.calls > 4);
  return office.crypto.calls;
}

}  // namespace

TEST_CASE("whatever OpenPGP cannot do for now, the mail waits and nothing of it stands") {
  const int calls = calls_of_a_passage();
  for (int call = 1; call <= calls; ++call) {
    INFO("the call " << call << " of " << calls << " fails");
    Office office;
    office.crypto.fails_at = call;
    CHECK(office.worker.work_one() == Work::kPutBack);
    office.check_untouched();
    CHECK(office.worker.work_one() == Work::kNothing);  // not at once again
    office.now = office.store.spool().next_due().value();
    CHECK(office.now == kReceived + pause_after(0));
    CHECK(office.worker.work_one() == Work::kDone);
    CHECK(office.letters() == kLetters);
    CHECK(office.leg("BG") == LegState::kSent);
    CHECK(office.folder.spool_files() == 0);
  }
}

TEST_CASE("whatever OpenPGP can never do, the mail is held, and nothing else of it stands") {
  const int calls = calls_of_a_passage();
  for (int call = 1; call <= calls; ++call) {
    INFO("the call " << call << " of " << calls << " fails");
    Office office;
    office.crypto.fails_at = call;
    office.crypto.how = mail::Permanence::kPermanent;
    CHECK(office.worker.work_one() == Work::kDone);
    CHECK(office.cases().empty());
    CHECK(office.letters().empty());
    const auto held = office.store.held().list();
    REQUIRE(held.size() == 1);
    CHECK(held.front().spool == office.spool);
    CHECK(held.front().reason == "fault");
    CHECK(held.front().detail == "the agent does not answer");
    CHECK(office.store.held().raw(office.spool) == "raw");
  }
}

TEST_CASE("a key that ends between the look at it and the letter lets its leg wait, no other") {
  Office office;
  office.crypto.ends_now = "KEY-nfp-bg";
  CHECK(office.worker.work_one() == Work::kDone);
  CHECK(office.leg("BG") == LegState::kWaiting);
  CHECK(office.leg("RS") == LegState::kSent);
  CHECK(office.letters() ==
        std::vector<std::string>{"receipt ana@police.example", "request nfp-rs@desks.example"});
}

TEST_CASE("nothing is sealed to a sender whose only key has ended: the mail is held") {
  Office office;
  office.crypto.ended = {"KEY-ana"};
  CHECK(office.worker.work_one() == Work::kDone);
  const auto held = office.store.held().list();
  REQUIRE(held.size() == 1);
  CHECK(held.front().reason == "no-usable-key");
  CHECK(office.letters().empty());
}

TEST_CASE("a leg waits for a key that can be sealed to, and goes with the first that can") {
  Office office;
  office.crypto.ended = {"KEY-nfp-bg"};
  REQUIRE(office.worker.work_one() == Work::kDone);
  REQUIRE(office.leg("BG") == LegState::kWaiting);
  CHECK(office.worker.send_waiting_legs() == 0);
  CHECK(office.leg("BG") == LegState::kWaiting);

  SECTION("it is renewed") {
    office.crypto.ended.clear();
    CHECK(office.worker.send_waiting_legs() == 1);
    CHECK(office.leg("BG") == LegState::kSent);
    const auto letters = office.letters();
    CHECK(std::count(letters.begin(), letters.end(), "request nfp-bg@desks.example") == 1);
    CHECK(office.worker.send_waiting_legs() == 0);
  }
  SECTION("it seems renewed, and has ended when the letter is sealed") {
    office.crypto.ended.clear();
    office.crypto.ends_now = "KEY-nfp-bg";
    const auto before = office.letters();
    CHECK(office.worker.send_waiting_legs() == 0);
    CHECK(office.leg("BG") == LegState::kWaiting);
    CHECK(office.letters() == before);
  }
  SECTION("OpenPGP cannot do it for now, whatever it is asked") {
    office.crypto.ended.clear();
    const auto before = office.letters();
    for (const int call : {1, 2, 3}) {
      INFO(call);
      office.crypto.calls = 0;
      office.crypto.fails_at = call;
      CHECK(office.worker.send_waiting_legs() == 0);
      CHECK(office.leg("BG") == LegState::kWaiting);
      CHECK(office.letters() == before);
    }
    office.crypto.fails_at = 0;
    CHECK(office.worker.send_waiting_legs() == 1);
    CHECK(office.leg("BG") == LegState::kSent);
  }
}

}  // namespace pouch::gateway
