// A case among Romania, Bulgaria and Serbia as the writers of letters see it: with real forms, and
// with the audiences that a decision would give.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"
#include "templates/reading/reader.hpp"
#include "tests/unit/gateway/shipped.hpp"

namespace pouch::test {

inline const gateway::Time kReceived{std::chrono::seconds(1795683600)};  // 2026-11-26 09:00 UTC

class Scene {
 public:
  Scene() {
    site.address = "requests@pouch.example";
    for (const auto* pair : {"RO Romania", "BG Bulgaria", "RS Serbia"}) {
      const std::string text(pair);
      directory.countries.push_back({text.substr(0, 2), text.substr(3), {}});
    }
    for (const auto* code : {"RO", "BG", "RS"}) {
      config::Desk desk;
      desk.country = code;
      desk.community = "police";
      desk.id = "nfp-" + std::string(code);
      for (auto& c : desk.id) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      desk.address = desk.id + "@desks.example";
      desk.time_zone = desk.country == "BG" ? "Europe/Sofia" : "";
      directory.desks.push_back(desk);
    }
    add_member("ana", "Ana Ionescu", "police");
    add_member("radu", "Radu Marin", "prosecution");
    add_member("vesna", "Vesna Ilić", "prosecution");
    directory.groups.push_back(
        {"seepag", "seepag@pouch.example", "prosecution", {}, {"radu", "vesna"}});
    subject.requester = "ana";
    subject.requester_country = "RO";
    subject.requester_desk = "nfp-ro";
    subject.handling = {"H1"};
    subject.priority = "URGENT";
    subject.messages = 1;
    subject.opened = kReceived;
    add_leg("BG", gateway::LegState::kSent);
    add_leg("RS", gateway::LegState::kSent);
    opening = read(request_text());
    opening_contents.subject = "Re: heroin at Giurgiu";
  }

  static std::string request_text() {
    return "Form: request\nTo: BG, RS\nUrgency: urgent\nUrgency reason: U3\n"
           "Urgency explained: custody ends on 1 December\nOur reference: 4417/2026\n"
           "Crime area: drugs\nPurpose: investigation\nHandling: H1\n"
           "Information wanted:\n1. Who is the registered owner of the vehicle CA 1234 AB, and who "
           "drove it last?\n2. Border crossings since 1 October 2026.\n"
           "Facts: A lorry with heroin hidden under the floor was stopped at the border "
           "crossing of Giurgiu on 20 November 2026 in the morning.\n"
           "Reasons: The lorry has Bulgarian plates.\n\n[Vehicle 1]\nPlate: CA 1234 AB\n";
  }

  static templates::Form read(const std::string& text) {
    templates::ReadOptions options;
    options.now = kReceived;
    const auto found = templates::recognise(text, shipped(), options);
    return templates::read_form(text, *shipped().find(found.name), shipped(), options);
  }

  gateway::Receiver receiver(const std::string& id, gateway::Role role) const {
    const auto who = sender(id);
    return {id, who.name, who.country, role};
  }

  gateway::Sender sender(const std::string& id) const {
    auto who = gateway::as_sender(*directory.principal_by_id(id), directory,
                                  std::chrono::floor<std::chrono::days>(kReceived));
    who.reads = language.empty() ? who.reads : language;
    return who;
  }

  gateway::LetterPlan plan(gateway::LetterKind kind, const std::string& id) const {
    gateway::LetterPlan result;
    result.kind = kind;
    const auto* desk = directory.desk(id);
    gateway::Party party;
    party.id = id;
    party.name = sender(id).name;
    party.address = sender(id).address;
    party.language = language;
    party.time_zone = desk == nullptr || desk->time_zone.empty() ? "UTC" : desk->time_zone;
    result.to = {party};
    result.country = desk != nullptr ? desk->country : "";
    return result;
  }

  // A message of the case by that sender; its form, when it has one, from this text.
  void says(const std::string& id, int number, const std::string& mail_subject,
            const std::string& text, bool is_form) {
    writer = sender(id);
    message = gateway::Message{0, {subject.number, number}};
    message.sender = id;
    message.signer = message.signing_key = std::string(40, 'A');
    message.received = message.signed_at = kReceived;
    message.raw_sha256 = message.body_sha256 = std::string(64, 'a');
    contents = gateway::Contents{mail_subject, text, "", {}};
    form = is_form ? std::optional(read(text)) : std::nullopt;
  }

  void asks() {
    says("ana", 1, opening_contents.subject, request_text(), true);
    message.audience.ground = gateway::Ground::kForm;
    message.audience.to = {receiver("nfp-bg", gateway::Role::kAskedDesk),
                           receiver("nfp-rs", gateway::Role::kAskedDesk)};
  }

  void answers(const std::string& text, bool is_form) {
    subject.messages = 2;
    says("nfp-bg", 2,
         "Re: [" + subject.number.text() + "/1] Romania asks Bulgaria: 4417/2026, " +
             "heroin at Giurgiu, urgent",
         text, is_form);
    message.audience.ground = gateway::Ground::kAnswer;
    message.audience.to = {receiver("ana", gateway::Role::kRequester),
                           receiver("nfp-ro", gateway::Role::kRequesterDesk)};
  }

  gateway::LetterSource source() const {
    const bool first = message.number.message == 1;
    return {site,
            directory,
            shipped(),
            &subject,
            &message,
            &contents,
            form ? &*form : nullptr,
            writer,
            kReceived,
            first || !opening ? nullptr : &*opening,
            first ? std::string_view() : std::string_view(opening_contents.subject),
            &warnings};
  }

  mail::Draft letter(const gateway::LetterPlan& which) const {
    return gateway::write_letter(which, source(), thread());
  }

  static gateway::LetterThread thread() {
    return {"<pouch.5eed-1@pouch.example>", "<1@police.ro.example>", "5eed-1"};
  }

  void add_leg(const std::string& country, gateway::LegState state) {
    gateway::Leg leg;
    leg.country = country;
    leg.state = state;
    leg.since = kReceived;
    leg.deadline = kReceived + std::chrono::hours(72);
    for (const auto& desk : directory.desks) {
      leg.desk = desk.country == country ? desk.id : leg.desk;
    }
    subject.legs.push_back(leg);
  }

  std::string language;  // of every reader; empty: as the directory says
  config::Directory directory;
  config::Site site;
  gateway::Case subject{gateway::CaseNumber("SEL", 2026, 1)};
  gateway::Message message{0, {gateway::CaseNumber("SEL", 2026, 1)}};
  gateway::Contents contents, opening_contents;
  gateway::Sender writer;
  std::optional<templates::Form> form, opening;
  std::vector<templates::Problem> warnings;

 private:
  void add_member(const std::string& id, const std::string& name, const std::string& community) {
    config::Member member;
    member.id = id;
    member.name = name;
    member.addresses = {id + "@police.example"};
    member.country = id == "vesna" ? "RS" : "RO";
    member.agency = member.community = community;
    directory.members.push_back(member);
  }
};

// --- properties of a letter's text -------------------------------------------------------------

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline std::size_t width_of(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

inline std::string first_screen(const std::string& text, std::size_t count = 25) {
  std::string screen;
  for (const auto& line : lines_of(text)) {
    if (count-- == 0) break;
    screen += line + "\n";
  }
  return screen;
}

// A text as if it had never been folded: continuation lines joined.
inline std::string unfolded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!result.empty() && result.back() != ' ')) result += blank ? ' ' : c;
  }
  return result;
}

// The value of the row with that label, folded lines joined.
inline std::string row_of(const std::string& text, const std::string& label) {
  std::string value;
  bool in = false;
  for (const auto& line : lines_of(text)) {
    if (in && line.starts_with("  ")) {
      value += " " + line.substr(2);
    } else if (in) {
      break;
    }
    if (!in && line.starts_with(label + ": ")) {
      in = true;
      value = line.substr(label.size() + 2);
    }
  }
  return value;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace pouch::test
