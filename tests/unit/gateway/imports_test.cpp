// Groups of an archive's mails in the store: once, in order, beside whoever else writes.
#include <catch2/catch.hpp>
#include <fstream>

#include "gateway/fault.hpp"
#include "gateway/importing/importer.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/imports.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch::gateway;

namespace {

struct Scene {
  StateFolder site;
  Runtime runtime;
  ImportOrder order;
  Openers openers;
  ImportTold told{[](double, std::size_t) {}, [](const std::string&, const std::string&) {}};

  explicit Scene(int mails) {
    runtime.site.state = site.state();
    runtime.site.gnupg = site.state() / "gnupg";
    runtime.site.prefix = "SEL";
    runtime.now = [] { return at(0); };
    order.importer.id = "ana.ionescu";
    order.readers = {"desk:nfp-bg"};
    for (int n = 0; n < 3; ++n) {
      openers.push_back(
          std::make_unique<Opener>(runtime, OpenerKeys{pouch::mail::openpgp::Helper::own()}));
    }
    order.archives = {site.state().parent_path() / "old.mbox"};
    std::ofstream out(order.archives.front());
    for (int n = 0; n < mails; ++n) {
      out << "From a Thu Nov 26 10:00:00 2015\nFrom: a@old.example\nSubject: mail " << n
          << "\n\nbody\n\n";
    }
  }
};

Case only_case(Store& store) {
  const auto cases = store.cases().list({}, at(0));
  REQUIRE(cases.size() == 1);
  return cases.front();
}

}  // namespace

TEST_CASE("an archive opens one case with its mails in order, and sends nothing") {
  Scene scene(300);
  auto store = scene.site.open();
  const auto report = import_archives(scene.runtime, store, scene.order, scene.openers, scene.told);
  CHECK(report.taken == 300);
  const auto subject = only_case(store);
  CHECK(subject.kind == CaseKind::kArchive);
  CHECK(subject.messages == 300);
  for (const auto& message : store.messages().of(subject.number)) {
    CHECK(store.bodies().text(message.number).subject ==
          "mail " + std::to_string(message.number.message - 1));
    CHECK(message.readers == scene.order.readers);
    CHECK(message.signer.empty());
    CHECK(message.sender == "a@old.example (not proved)");
  }
  CHECK(store.letters().of(subject.number).empty());
  CHECK(scene.site.everything().find("mail 17") == std::string::npos);
}

TEST_CASE("an import into a case that others write into takes the next numbers") {
  Scene scene(600);
  auto store = scene.site.open();
  REQUIRE(store.commit(new_case(store, scene.site.accept("m"))) == CommitResult::kDone);
  const auto number = only_case(store).number;
  scene.order.as_case = number;
  int wrote = 0;
  scene.told.far = [&](double, std::size_t) {
    if (wrote < 2) {
      ++wrote;
      auto other = scene.site.open();
      const auto spool = scene.site.accept("m" + std::to_string(wrote));
      REQUIRE(other.commit(next_message(*other.cases().find(number), spool)) ==
              CommitResult::kDone);
    }
  };
  CHECK(import_archives(scene.runtime, store, scene.order, scene.openers, scene.told).taken == 600);
  CHECK(wrote == 2);
  const auto messages = store.messages().of(number);
  REQUIRE(messages.size() == 603);
  int mails = 0;
  for (const auto& message : messages) {
    const auto subject = store.bodies().text(message.number).subject;
    mails += subject == "mail " + std::to_string(mails) ? 1 : 0;
  }
  CHECK(mails == 600);
}

TEST_CASE("an import that had ended is another one, one that was broken off is gone on with") {
  Scene scene(300);
  auto store = scene.site.open();
  scene.told.far = [](double, std::size_t taken) {
    if (taken > 0) {
      throw Fault(true, "the disk is full", "");
    }
  };
  CHECK_THROWS_AS(import_archives(scene.runtime, store, scene.order, scene.openers, scene.told),
                  Fault);
  const auto begun = only_case(store);
  CHECK(begun.messages == 256);
  scene.told.far = [](double, std::size_t) {};
  const auto rest = import_archives(scene.runtime, store, scene.order, scene.openers, scene.told);
  CHECK(rest.went_on);
  CHECK(rest.taken == 44);
  CHECK(rest.known == 256);
  CHECK(rest.number == begun.number);
  std::ofstream(scene.order.archives.front(), std::ios::app)
      << "From a Thu Nov 26 10:00:00 2015\nSubject: later\n\nbody\n";
  const auto later = import_archives(scene.runtime, store, scene.order, scene.openers, scene.told);
  CHECK(later.taken == 1);
  CHECK_FALSE(later.went_on);
  CHECK(later.number != begun.number);
}

TEST_CASE("there is no import into a case that is not there") {
  Scene scene(1);
  auto store = scene.site.open();
  scene.order.as_case = store.reservations().reserve(0, "SEL", at(0)).number;
  CHECK_THROWS_AS(import_archives(scene.runtime, store, scene.order, scene.openers, scene.told),
                  Fault);
}
