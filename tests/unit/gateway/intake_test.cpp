// What the listeners give to the spool: together when it fits, else each alone.
#include "gateway/traffic/intake.hpp"

#include <sys/resource.h>

#include <csignal>

#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {

TEST_CASE("mails that come together are taken together, in their order") {
  StateFolder folder;
  config::Site site;
  site.state = folder.state();
  const Addresses addresses{Runtime()};
  Intake intake(site, "smtp", addresses, [] { return at(7); });
  const mail::Envelope one{"a@x.example", {"us@pouch.example"}, "", false};
  const mail::Envelope two{"b@x.example", {"us@pouch.example", "group@pouch.example"}, "", false};
  const auto replies = intake.accept({{one, "the first"}, {two, "the second"}});
  REQUIRE(replies.size() == 2);
  CHECK(replies[0].text == "taken 1");
  CHECK(replies[1].text == "taken 2");
  auto store = folder.open();
  for (const auto* bytes : {"the first", "the second"}) {
    const auto entry = store.spool().claim(at(8), 3);
    REQUIRE(entry);
    CHECK(store.spool().raw(entry->id) == bytes);
    CHECK(entry->from == (entry->id == 1 ? "a@x.example" : "b@x.example"));
    CHECK(entry->to.size() == static_cast<std::size_t>(entry->id));
    CHECK(entry->received == at(7));
  }
}

TEST_CASE("a mail that the disk does not take keeps none out that came with it") {
  StateFolder folder;
  const auto status = in_child([&] {
    config::Site site;
    site.state = folder.state();
    const Addresses addresses{Runtime()};
    Intake intake(site, "smtp", addresses, [] { return at(0); });
    const mail::Envelope envelope{"a@x.example", {"us@pouch.example"}, "", false};
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1u << 20, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string large(2u << 20, 'x');
    const auto replies =
        intake.accept({{envelope, "small"}, {envelope, large}, {envelope, "small too"}});
    return replies.size() == 3 && replies[0].code == 250 && replies[1].code == 452 &&
                   replies[2].code == 250
               ? 0
               : 1;
  });
  CHECK(exit_code(status) == 0);
  CHECK(folder.spool_files() == 2);
}

}  // namespace pouch::gateway
