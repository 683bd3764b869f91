// Who finds a message: its writer and those whom it reached, and no more than they.
#include "gateway/decide/readers.hpp"

#include <catch2/catch.hpp>

#include "gateway/archive/archive.hpp"
#include "people.hpp"

using namespace pouch::gateway;
using pouch::test::People;

namespace {

using Tags = std::vector<std::string>;

Case request_of(const std::string& requester) {
  Case subject{CaseNumber("SEL", 2026, 1)};
  subject.community = "police";
  subject.requester = requester;
  subject.requester_country = "RO";
  subject.requester_desk = "nfp-ro";
  return subject;
}

Case group_case() {
  Case subject{CaseNumber("SEL", 2026, 2)};
  subject.kind = CaseKind::kGroupNote;
  subject.community = "prosecution";
  subject.requester = "pfp-ro";
  subject.group = "seepag";
  return subject;
}

Audience to(const std::vector<Receiver>& receivers, const std::string& group = "") {
  Audience audience;
  audience.to = receivers;
  audience.group = group;
  return audience;
}

const Receiver kBulgaria{"nfp-bg", "Focal point of Bulgaria", "BG", Role::kAskedDesk};
const Receiver kProsecutors{"pfp-bg", "Prosecutorial focal point of Bulgaria", "BG", Role::kGroup};

bool finds(People& people, const std::string& id, const Tags& readers) {
  Message message{0, {CaseNumber("SEL", 2026, 1), 1}};
  message.readers = readers;
  return may_read(message, reader_tags(people.sender(id), people.directory));
}

}  // namespace

TEST_CASE("a request is found by its two ends and their states' desks") {
  People people;
  const auto readers =
      readers_of(request_of("ana"), to({kBulgaria}), people.ana, {"H0"}, people.directory);
  CHECK(readers ==
        Tags{"desk:nfp-bg", "desk:nfp-ro", "principal:ana", "state:BG:police", "state:RO:police"});
  CHECK(finds(people, "ana", readers));
  CHECK(finds(people, "nfp-bg", readers));
  CHECK(finds(people, "nfp-ro", readers));
  CHECK_FALSE(finds(people, "nfp-rs", readers));
  CHECK_FALSE(finds(people, "pfp-bg", readers));
}

TEST_CASE("an answer is not found by another country that was asked") {
  People people;
  auto subject = request_of("ana");
  subject.legs.resize(2);
  subject.legs[0].desk = "nfp-bg";
  subject.legs[1].desk = "nfp-rs";
  const Receiver ana{"ana", "Ana Ionescu", "RO", Role::kRequester};
  const auto readers =
      readers_of(subject, to({ana}), people.sender("nfp-bg"), {}, people.directory);
  CHECK(finds(people, "nfp-bg", readers));
  CHECK(finds(people, "ana", readers));
  CHECK_FALSE(finds(people, "nfp-rs", readers));
}

TEST_CASE("under H2 only those who were named find it") {
  People people;
  people.add_desk("lo-bg", "BG", "police", pouch::config::DeskKind::kLiaison);
  const auto subject = request_of("ana");
  const auto open = readers_of(subject, to({kBulgaria}), people.ana, {}, people.directory);
  const auto closed =
      readers_of(subject, to({kBulgaria}), people.ana, {"H1", "H2"}, people.directory);
  CHECK(finds(people, "lo-bg", open));
  CHECK_FALSE(finds(people, "lo-bg", closed));
  CHECK(finds(people, "nfp-bg", closed));
  CHECK(std::none_of(closed.begin(), closed.end(),
                     [](const std::string& tag) { return tag.starts_with("state:"); }));
}

TEST_CASE("a police desk with which prosecutors share is the only one of its state that finds it") {
  People people;
  people.add_desk("pfp2-bg", "BG", "prosecution", pouch::config::DeskKind::kFocalPoint);
  auto subject = request_of("pfp-ro");
  subject.community = "prosecution";
  subject.requester_desk = "";
  auto police = kBulgaria;
  police.role = Role::kPolice;
  const auto readers =
      readers_of(subject, to({police}), people.sender("pfp-ro"), {}, people.directory);
  CHECK(finds(people, "nfp-bg", readers));
  CHECK_FALSE(finds(people, "pfp2-bg", readers));
}

TEST_CASE("a group's note is found by those whom it reached, while they belong to the group") {
  People people;
  const auto readers = readers_of(group_case(), to({kProsecutors}, "seepag"),
                                  people.sender("pfp-ro"), {}, people.directory);
  CHECK(readers == Tags{"group:seepag:pfp-bg", "group:seepag:pfp-ro"});
  CHECK(finds(people, "pfp-ro", readers));
  CHECK(finds(people, "pfp-bg", readers));
  auto& group = people.directory.groups[0];
  group.desks.push_back("pfp-rs");  // joins afterwards
  CHECK_FALSE(finds(people, "pfp-rs", readers));
  group.desks = {"pfp-ro", "pfp-rs"};  // pfp-bg has left
  CHECK_FALSE(finds(people, "pfp-bg", readers));
  CHECK(finds(people, "pfp-ro", readers));
}

TEST_CASE("a group whose history is whole shows its new member what was written to all of it") {
  People people;
  auto& group = people.directory.groups[0];
  group.whole_history = true;
  const auto to_all = readers_of(group_case(), to({kProsecutors}, "seepag"),
                                 people.sender("pfp-ro"), {}, people.directory);
  const auto aside =
      readers_of(group_case(), to({kProsecutors}), people.sender("pfp-ro"), {}, people.directory);
  group.desks.push_back("pfp-rs");
  CHECK(finds(people, "pfp-rs", to_all));
  CHECK_FALSE(finds(people, "pfp-rs", aside));
  CHECK_FALSE(finds(people, "nfp-bg", to_all));
  group.desks = {"pfp-ro", "pfp-rs"};
  CHECK_FALSE(finds(people, "pfp-bg", to_all));
}

TEST_CASE("a side talk is found by its two ends alone") {
  People people;
  people.directory.groups[0].desks.push_back("pfp-rs");
  const Receiver writer{"pfp-ro", "Prosecutorial focal point of Romania", "RO", Role::kAuthor};
  const auto readers =
      readers_of(group_case(), to({writer}), people.sender("pfp-bg"), {}, people.directory);
  CHECK(finds(people, "pfp-ro", readers));
  CHECK(finds(people, "pfp-bg", readers));
  CHECK_FALSE(finds(people, "pfp-rs", readers));
}

TEST_CASE("whoever acts for a desk of a group finds what reached the desk or was written for it") {
  People people;
  Sender officer;
  officer.id = "radu";
  officer.country = "RO";
  officer.desks = {"pfp-ro", "nfp-ro"};
  const auto tags = reader_tags(officer, people.directory);
  for (const auto* tag : {"principal:radu", "desk:pfp-ro", "state:RO:prosecution", "group:seepag",
                          "group:seepag:radu", "group:seepag:pfp-ro"}) {
    INFO(tag);
    CHECK(std::count(tags.begin(), tags.end(), tag) == 1);
  }
  CHECK(std::count(tags.begin(), tags.end(), "group:seepag:nfp-ro") == 0);
  const auto written = readers_of(group_case(), to({kProsecutors}), officer, {}, people.directory);
  CHECK(written == Tags{"group:seepag:pfp-bg", "group:seepag:pfp-ro", "group:seepag:radu"});
  CHECK(finds(people, "pfp-ro", written));
}

TEST_CASE("whoever belongs to no group has no tag of one") {
  People people;
  for (const auto& tag : reader_tags(people.ana, people.directory)) {
    CHECK_FALSE(tag.starts_with("group:"));
  }
}

TEST_CASE("a desk's own tags are its mail and what reached it in its groups, no more") {
  People people;
  CHECK(desk_tags("nfp-bg", people.directory) == Tags{"desk:nfp-bg"});
  CHECK(desk_tags("pfp-bg", people.directory) == Tags{"desk:pfp-bg", "group:seepag:pfp-bg"});
  people.directory.groups[0].whole_history = true;  // a right to look back, and no news
  CHECK(desk_tags("pfp-bg", people.directory) == Tags{"desk:pfp-bg", "group:seepag:pfp-bg"});
  people.directory.groups[0].desks = {"pfp-ro"};
  CHECK(desk_tags("pfp-bg", people.directory) == Tags{"desk:pfp-bg"});
}
