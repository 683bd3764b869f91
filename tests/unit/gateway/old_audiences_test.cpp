// The audience of a message of an older version: what its letters prove.
#include "gateway/work/old_audiences.hpp"
#include "gateway/store/queued_letter.hpp"

#include <catch2/catch.hpp>

#include "people.hpp"

using namespace pouch::gateway;
using pouch::test::People;

namespace {

using Ids = std::vector<std::string>;

const CaseNumber kNumber("SEL", 2026, 1);

Case request() {
  Case subject{kNumber};
  subject.requester = "ana";
  subject.requester_country = "RO";
  subject.requester_desk = "nfp-ro";
  Leg bg, rs;
  bg.country = "BG";
  rs.country = "RS";
  subject.legs = {bg, rs};
  return subject;
}

Case group_note() {
  auto subject = request();
  subject.kind = CaseKind::kGroupNote;
  subject.requester = "pfp-ro";
  subject.group = "seepag";
  subject.legs.clear();
  return subject;
}

Message message(int number, const std::string& form = "request") {
  Message row{number, {kNumber, number}};
  row.form = form;
  row.received = Time(std::chrono::seconds(1'790'000'000));
  return row;
}

// What `letters_of` says of a letter of that message.
QueuedLetter letter(int message, const std::string& kind, const std::string& to) {
  QueuedLetter result;
  result.kind = kind;
  result.recipient = to;
  result.number = message == 0 ? kNumber.text() : MessageNumber{kNumber, message}.text();
  return result;
}

Ids ids(const Audience& audience) {
  Ids result;
  for (const auto& one : audience.to) {
    result.push_back(one.id + ": " + std::string(name(one.role)));
  }
  return result;
}

Audience derived(People& people, const Case& subject, const Message& row,
                 const std::vector<QueuedLetter>& letters) {
  return audience_by_letters(subject, row, letters, people.directory);
}

}  // namespace

TEST_CASE("a request reached the desks that got its letters, copies last, nobody by receipts") {
  People people;
  people.add_desk("lo-bg", "BG", "police", pouch::config::DeskKind::kLiaison);
  people.add_desk("ocu", "", "headquarters", pouch::config::DeskKind::kOperationalCentre);
  const auto audience = derived(
      people, request(), message(1),
      {letter(1, "copy", "lo-bg@desks.example"), letter(1, "copy", "ocu@desks.example"),
       letter(1, "request", "nfp-bg@desks.example"),
       letter(0, "request", "nfp-rs@desks.example"),  // had waited
       letter(1, "receipt", "ana@police.ro.example"), letter(1, "answer", "pfp-bg@desks.example"),
       letter(2, "reply", "nfp-ro@desks.example")});
  CHECK(audience.ground == Ground::kForm);
  CHECK(ids(audience) ==
        Ids{"nfp-bg: asked desk", "nfp-rs: asked desk", "lo-bg: liaison", "ocu: headquarters"});
  CHECK(audience.to[0].country == "BG");
}

TEST_CASE("an answer reached the requester and his desk") {
  People people;
  const auto audience = derived(
      people, request(), message(2, "reply"),
      {letter(1, "request", "nfp-bg@desks.example"), letter(2, "reply", "ANA@police.ro.example"),
       letter(2, "reply", "nfp-ro@desks.example")});
  CHECK(audience.ground == Ground::kAnswer);
  CHECK(ids(audience) == Ids{"ana: requester", "nfp-ro: requester's desk"});
  CHECK(audience.to[0].name == "Ana Ionescu");
}

TEST_CASE("a group's note reached the group, an answer to its writer him alone") {
  People people;
  const auto note = derived(people, group_note(), message(1, "case-note"),
                            {letter(1, "case-note", "pfp-bg@desks.example")});
  CHECK(note.ground == Ground::kGroup);
  CHECK(note.group == "seepag");
  CHECK(ids(note) == Ids{"pfp-bg: group"});
  const auto aside = derived(people, group_note(), message(2, "case-note"),
                             {letter(2, "note", "pfp-ro@desks.example")});
  CHECK(aside.ground == Ground::kAuthor);
  CHECK(aside.group.empty());
  CHECK(ids(aside) == Ids{"pfp-ro: author"});
  CHECK(aside.of == aside.to[0].name);
}

TEST_CASE("a fresh note reached the own focal point, also when it had waited for one") {
  People people;
  auto subject = request();
  subject.kind = CaseKind::kNote;
  subject.requester_desk = "";
  for (const int number : {0, 1}) {
    const auto audience = derived(people, subject, message(1, "note"),
                                  {letter(number, "note", "nfp-ro@desks.example")});
    CHECK(audience.ground == Ground::kOwnFocalPoint);
    CHECK(ids(audience) == Ids{"nfp-ro: own focal point"});
  }
}

TEST_CASE("more by the requester's side went to whom it went, orders to the parties") {
  People people;
  const auto more = derived(
      people, request(), message(3, "note"),
      {letter(3, "note", "nfp-bg@desks.example"), letter(3, "note", "nfp-rs@desks.example")});
  CHECK(more.ground == Ground::kSame);
  CHECK(ids(more) == Ids{"nfp-bg: asked desk", "nfp-rs: asked desk"});
  auto one = request();
  one.legs.pop_back();
  CHECK(derived(people, one, message(3, "note"), {letter(3, "note", "nfp-bg@desks.example")})
            .ground == Ground::kOnlyCountry);
  const auto order = derived(people, request(), message(4, "control"),
                             {letter(4, "control", "nfp-bg@desks.example")});
  CHECK(order.ground == Ground::kParties);
  CHECK(derived(people, request(), message(5), {}).ground == Ground::kNobody);
}

TEST_CASE("an address that nobody has any more stands for itself, one of two by its day") {
  People people;
  const auto gone = derived(people, request(), message(1), {letter(1, "request", "old@x.example")});
  CHECK(ids(gone) == Ids{"old@x.example: asked desk"});
  using std::chrono::sys_days;
  using std::chrono::year;
  auto& before =
      people.add_desk("nfp-bg-2020", "BG", "police", pouch::config::DeskKind::kFocalPoint);
  before.address = "shared@desks.example";
  before.validity.until = sys_days(year{2020} / 12 / 31);
  auto& since =
      people.add_desk("nfp-bg-2021", "BG", "police", pouch::config::DeskKind::kFocalPoint);
  since.address = "shared@desks.example";
  since.validity.from = sys_days(year{2021} / 1 / 1);
  auto row = message(1);
  const auto desk = [&](int of_year) {
    row.received = sys_days(year{of_year} / 6 / 1);
    return derived(people, request(), row, {letter(1, "request", "shared@desks.example")}).to[0].id;
  };
  CHECK(desk(2020) == "nfp-bg-2020");
  CHECK(desk(2026) == "nfp-bg-2021");
}
