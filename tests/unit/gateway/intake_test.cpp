// What the listeners give to the spool: together when it fits, else each alone.
#include "gateway/traffic/intake.hpp"
#include "gateway/store/spool.hpp"

#include <sys/resource.h>

#include <csignal>
#include <memory>
#include <optional>
#include <set>

#include "gateway/store/free_space.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

// What a listener does with mails that end together; each comes in pieces of so many octets.
std::vector<mail::Reply> send(Intake& intake, const mail::Envelope& envelope,
                              const std::vector<std::string>& mails, std::size_t piece = 1460) {
  std::vector<std::unique_ptr<mail::MailSink>> sinks;
  std::vector<mail::Submission> submissions;
  for (const auto& bytes : mails) {
    sinks.push_back(intake.begin());
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      sinks.back()->write(std::string_view(bytes).substr(at, piece));
    }
    submissions.push_back({envelope, *sinks.back(), bytes.size()});
  }
  return intake.accept(submissions);
}

struct Door {
  StateFolder folder;
  config::Site site;
  Addresses addresses{Runtime()};
  std::optional<Intake> intake;

  Door() {
    site.state = folder.state();
    intake.emplace(site, "smtp", addresses, [] { return at(7); });
  }
};

const mail::Envelope kEnvelope{"a@x.example", {"us@pouch.example"}, "", false};

}  // namespace

TEST_CASE("mails that come together are taken together, in their order") {
  Door door;
  const mail::Envelope one = kEnvelope;
  const mail::Envelope two{"b@x.example", {"us@pouch.example", "group@pouch.example"}, "", false};
  const auto first = door.intake->begin(), second = door.intake->begin();
  first->write("the first");
  second->write("the second");
  const auto replies = door.intake->accept({{one, *first, 9}, {two, *second, 10}});
  REQUIRE(replies.size() == 2);
  CHECK(replies[0].text == "taken 1");
  CHECK(replies[1].text == "taken 2");
  auto store = door.folder.open();
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
  Door door;
  const auto status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1u << 20, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string large(2u << 20, 'x');
    const auto replies = send(*door.intake, kEnvelope, {"small", large, "small too"});
    return replies.size() == 3 && replies[0].code == 250 && replies[1].code == 452 &&
                   replies[2].code == 250
               ? 0
               : 1;
  });
  CHECK(exit_code(status) == 0);
  CHECK(door.folder.spool_files() == 2);
}

TEST_CASE("however a mail is cut on its way, the spool holds the same") {
  std::string mail;
  for (int line = 0; mail.size() < 300'000; ++line) {
    mail += "line " + std::to_string(line) + "\r\n";
  }
  Door door;
  std::set<std::uintmax_t> sizes;
  for (const std::size_t piece : {1u, 2u, 3u, 7u, 1460u, 65536u, 1'000'000u}) {
    INFO(piece);
    REQUIRE(send(*door.intake, kEnvelope, {mail}, piece).front().code == 250);
  }
  for (const auto& file : std::filesystem::directory_iterator(door.folder.state() / "spool")) {
    if (file.path().filename() != ".lock") {
      sizes.insert(file.file_size());
    }
  }
  CHECK(sizes.size() == 1);
  auto store = door.folder.open();
  for (std::int64_t id = 1; id <= 7; ++id) {
    CHECK((store.spool().raw(id) == mail));
  }
}

TEST_CASE("a mail that is given up leaves nothing, however much of it there was") {
  Door door;
  for (const std::size_t octets : {0u, 1u, 65'536u, 65'537u, 1'000'000u}) {
    {
      const auto sink = door.intake->begin();
      sink->write(std::string(octets, 'x'));
      CHECK(door.folder.spool_files() == (octets > 65'536 ? 1U : 0U));
    }
    CHECK(door.folder.spool_files() == 0);
  }
  CHECK(send(*door.intake, kEnvelope, {"the next"}).front().code == 250);
}

TEST_CASE("a disk with too little room takes the beginning of a large mail, and leaves nothing") {
  Door door;
  const auto space = free_space(door.folder.state());
  door.site.limits.free_space = space - std::min(space, std::uint64_t{200'000});
  door.intake.emplace(door.site, "smtp", door.addresses, [] { return at(7); });
  const auto replies = send(*door.intake, kEnvelope, {std::string(50'000'000, 'x'), "small"});
  CHECK(replies[0].code == 452);
  CHECK(door.folder.spool_files() <= 1);  // others use this disk: the small one may fit, or not
}

TEST_CASE("without a key to seal to, or without a store, each mail is answered at its end") {
  Door door;
  std::filesystem::rename(door.folder.state() / "spool.pub", door.folder.state() / "away");
  CHECK(send(*door.intake, kEnvelope, {"one", "two"}).back().code == 451);
  std::filesystem::rename(door.folder.state() / "away", door.folder.state() / "spool.pub");
  CHECK(send(*door.intake, kEnvelope, {"three"}).front().code == 250);
}

}  // namespace pouch::gateway
