// A mail of one of the people of a scene, read and decided as a worker does it, but for the keys:
// what came of it in one line. Romania (Ana) asked Bulgaria and Serbia; Bulgaria has answered in
// its message 2, which is H1; a liaison desk of Romania has copies.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/permission_form.hpp"
#include "gateway/decide/reading.hpp"
#include "mail/content/content.hpp"
#include "tests/unit/gateway/real_letters.hpp"

namespace pouch::test {

struct PostedMail {
  std::string from;       // id
  std::string text;       // of the body, or a whole entity beginning with "Content-Type:"
  std::string subject{};  // empty: "Re: " and the letter's, when one is answered
  std::string answers{};  // Message-ID
  std::vector<std::string> groups{};
};

class Posted {
 public:
  Posted() {
    scene.asks();
    for (auto& desk : scene.directory.desks) desk.keys = {"KEY-" + desk.id};
    for (auto& member : scene.directory.members) member.keys = {"KEY-" + member.id};
    for (auto& member : scene.directory.members) member.rights = {"send", "search"};
    for (auto& desk : scene.directory.desks) desk.rights = {"send", "search"};
    auto& legs = scene.subject.legs;
    for (auto& leg : legs) leg.state = gateway::LegState::kSent;
    scene.subject.messages = 2;
    past.push_back({.message = 1, .form = "request", .sender = "ana", .desk = ""});
    past.back().audience = scene.message.audience;
    past.push_back({.message = 2, .form = "reply", .sender = "nfp-bg", .desk = "nfp-bg"});
    past.back().handling = {"H1"};
    past.back().audience.to = {scene.receiver("ana", gateway::Role::kRequester),
                               scene.receiver("nfp-ro", gateway::Role::kRequesterDesk)};
  }

  // A letter of ours that may be answered, of that message of the case; its Message-ID.
  std::string letter(const std::string& kind, int message, const std::string& text) {
    gateway::AnsweredLetter one;
    one.id = "<pouch.letter-" + std::to_string(letters.size()) + "@pouch.example>";
    one.letter = Scene::thread().letter;
    one.kind = kind;
    one.number = gateway::MessageNumber{scene.subject.number, message};
    one.text = text;
    one.created = kReceived;
    letters[one.id] = one;
    return one.id;
  }

  gateway::Reading read(const PostedMail& mail) const {
    const mail::Limits limits;
    const auto entity = mail.text.starts_with("Content-Type:")
                            ? mail.text
                            : "Content-Type: text/plain; charset=utf-8\r\n\r\n" + mail.text;
    const auto scanned = mail::scan(entity, limits);
    mail::openpgp::Opened opened;
    opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits);
    opened.headers.in_reply_to = mail.answers;
    const auto found = letters.find(mail.answers);
    opened.headers.subject =
        !mail.subject.empty() || found == letters.end()
            ? mail.subject
            : "Re: " + found->second.text.substr(0, found->second.text.find('\n'));
    opened.headers_signed = true;
    gateway::Lookups lookups;
    lookups.thread.letter = [&](const std::string& id) {
      const auto one = letters.find(id);
      return one == letters.end() ? std::nullopt : std::optional(one->second);
    };
    lookups.find_case = [&](const gateway::CaseNumber& number) { return find(number); };
    lookups.opening_form = [&](const gateway::CaseNumber& number) {
      return number == scene.subject.number ? scene.opening : std::nullopt;
    };
    if (kept) {
      lookups.kept = [&](const std::string& id) {
        return id == kept->letter ? kept : std::optional<gateway::KeptParts>();
      };
    }
    return gateway::read_mail(opened, sender(mail.from), mail.groups, shipped(), scene.site,
                              kReceived, lookups);
  }

  gateway::Decision decide(const PostedMail& mail, const gateway::Reading& reading) const {
    const auto writer = sender(mail.from);
    gateway::Situation now{.directory = scene.directory,
                           .site = scene.site,
                           .now = kReceived,
                           .sender = writer,
                           .groups = mail.groups,
                           .which = reading.which,
                           .form = reading.form ? &*reading.form : nullptr,
                           .thread = reading.thread,
                           .fresh = gateway::CaseNumber("SEL", 2026, 99),
                           .key_usable = [](const std::string&) { return true; },
                           .named = reading.named,
                           .templates = &shipped(),
                           .expects = reading.expects,
                           .answers_kind = reading.answers_kind,
                           .to_names = reading.to_names,
                           .order = reading.order,
                           .forwards = reading.forwards,
                           .empty = reading.empty,
                           .below_signature = reading.below_signature,
                           .added = reading.added,
                           .said = reading.said,
                           .acknowledges = reading.acknowledges};
    now.records.find_case = [&](const gateway::CaseNumber& number) { return find(number); };
    now.records.messages = [&](const gateway::CaseNumber&) { return past; };
    now.records.letters = [&](const gateway::CaseNumber&) { return sent(); };
    now.records.retention = [](const gateway::CaseNumber&) { return gateway::RetentionView{}; };
    now.records.erased = [](const gateway::CaseNumber&) { return std::optional<gateway::Time>(); };
    now.records.open = [&](const std::string&, const std::vector<std::string>&) {
      return std::vector<gateway::Case>{scene.subject};
    };
    if (reading.several.size() > 1 || reading.case_missing) {
      return gateway::ask_which_case(now, reading.several);
    }
    if (!reading.problems.empty()) {
      return gateway::refuse_with(now, "form-problems", reading.problems);
    }
    return gateway::decide(now);
  }

  // "note to nfp-bg: their words", "reply to ana, nfp-ro as NO_TRACE", "told not-sent", "refused
  // empty", "asked to-whom".
  std::string post(const PostedMail& mail) const {
    const auto reading = read(mail);
    const auto decision = decide(mail, reading);
    if (decision.outcome == gateway::Outcome::kRefused) {
      return (decision.ask ? "asked " : "refused ") + decision.reason;
    }
    if (decision.answer) {
      static const char* const kNames[] = {"help",   "blank",      "state", "open",
                                           "again",  "found",      "kept",  "not-sent",
                                           "erased", "key-update", "web",   "not-understood"};
      return std::string("told ") + kNames[static_cast<int>(decision.answer->kind)];
    }
    std::vector<std::string> ids;
    for (const auto& one : decision.letters) {
      for (const auto& party : one.to) {
        if (one.kind != gateway::LetterKind::kReceipt) ids.push_back(party.id);
      }
    }
    std::sort(ids.begin(), ids.end());
    std::string text = decision.form + " to";
    for (std::size_t i = 0; i < ids.size(); ++i) text += (i == 0 ? " " : ", ") + ids[i];
    const auto kind = reading.form ? reading.form->text("reply_kind") : std::string_view();
    return text + (kind.empty() ? "" : " as " + std::string(kind));
  }

  gateway::Sender sender(const std::string& id) const {
    auto who = scene.sender(id);
    who.rights = {"send", "search"};
    return who;
  }

  std::optional<gateway::Case> find(const gateway::CaseNumber& number) const {
    for (const auto& one : more) {
      if (one.number == number) return one;
    }
    return number == scene.subject.number ? std::optional(scene.subject) : std::nullopt;
  }

  Scene scene;
  std::vector<gateway::PastMessage> past;
  std::vector<gateway::Case> more;  // further cases
  std::map<std::string, gateway::AnsweredLetter> letters;
  std::optional<gateway::KeptParts> kept;

 private:
  // To the addresses of those whom each message reached.
  std::vector<gateway::SentLetter> sent() const {
    std::vector<gateway::SentLetter> all;
    for (const auto& one : past) {
      for (const auto& to : one.audience.to) {
        all.push_back({one.form, sender(to.id).address, one.message});
      }
    }
    return all;
  }
};

}  // namespace pouch::test
