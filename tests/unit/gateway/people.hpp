// A small directory and the mails of its people as `decide` sees them, for tests of decisions.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/permission_form.hpp"

namespace pouch::test {

class People {
 public:
  People() {
    for (const auto* code : {"RO", "BG", "RS"}) {
      directory.countries.push_back({code, code, {}});
    }
    for (const auto* code : {"ro", "bg", "rs"}) {
      std::string upper(code);
      for (auto& c : upper) {
        c = static_cast<char>(c - 'a' + 'A');
      }
      add_desk(std::string("nfp-") + code, upper, "police", config::DeskKind::kFocalPoint);
      add_desk(std::string("pfp-") + code, upper, "prosecution", config::DeskKind::kFocalPoint);
    }
    add_member("ana", "Ana Ionescu", "ana@police.ro.example", "RO", "police");
    config::Group group;
    group.id = "seepag";
    group.address = "seepag@pouch.example";
    group.community = "prosecution";
    group.desks = {"pfp-ro", "pfp-bg"};
    directory.groups.push_back(group);
    site.address = "requests@pouch.example";
    ana.id = "ana";
    ana.name = "Ana Ionescu";
    ana.country = "RO";
    ana.community = "police";
    ana.agency = "police";
    ana.address = "ana@police.ro.example";
    ana.keys = {"KEY-ANA"};
    ana.rights = {"send", "search"};
    request_template.name = "request";
    request_template.goes_to = "countries";
    request_template.deadlines = {{"NORMAL", "7d"}, {"URGENT", "3d"}, {"FLASH", "8h"}};
    reply_template.name = "reply";
    reply_template.goes_to = "requester";
  }

  config::Member& add_member(const std::string& id, const std::string& name,
                             const std::string& address, const std::string& country,
                             const std::string& community) {
    config::Member member;
    member.id = id;
    member.name = name;
    member.addresses = {address};
    member.keys = {"KEY-" + id};
    for (auto& c : member.keys.front()) {
      c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    member.country = country;
    member.agency = member.community = community;
    directory.members.push_back(member);
    return directory.members.back();
  }

  config::Desk& add_desk(const std::string& id, const std::string& country,
                         const std::string& community, config::DeskKind kind) {
    config::Desk desk;
    desk.id = id;
    desk.kind = kind;
    desk.country = country;
    desk.community = community;
    desk.address = id + "@desks.example";
    std::string key = "KEY-" + id;
    for (auto& c : key) {
      c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    desk.keys = {key};
    directory.desks.push_back(desk);
    return directory.desks.back();
  }

  config::Desk& desk(const std::string& id) {
    for (auto& entry : directory.desks) {
      if (entry.id == id) {
        return entry;
      }
    }
    throw std::logic_error("no desk " + id);
  }

  gateway::Sender sender(const std::string& id) {
    if (id == "ana") {
      return ana;
    }
    gateway::Sender result;
    if (const auto* member = directory.member(id)) {
      return gateway::as_sender({member, nullptr}, directory, std::chrono::sys_days{});
    }
    const auto& entry = desk(id);
    result.id = result.name = id;
    result.country = entry.country;
    result.community = entry.community;
    result.agency = entry.community;
    result.address = entry.address;
    result.keys = entry.keys;
    result.rights = {"send", "search"};
    result.desks = {id};
    return result;
  }

  gateway::Decision request(const std::vector<std::string>& to,
                            const std::vector<std::string>& handling = {"H0"}) {
    templates::Form form;
    form.name = "request";
    add(form, "to_states", to);
    add(form, "handling", handling);
    add(form, "urgency", {"NORMAL"});
    add(form, "classification", {classification});
    return run("ana", &request_template, &form, std::nullopt, {});
  }

  gateway::Decision answer(const std::string& desk_id, std::optional<gateway::Case> thread,
                           const std::string& kind, const std::vector<std::string>& handling = {},
                           const std::string& expected_by = {}) {
    templates::Form form;
    form.name = "reply";
    add(form, "reply_kind", {kind});
    if (!expected_by.empty()) {
      add(form, "expected_by", {expected_by});
    }
    add(form, "handling", handling);
    return run(desk_id, &reply_template, &form, std::move(thread), {});
  }

  gateway::Decision plain(const std::string& id, std::optional<gateway::Case> thread) {
    return run(id, nullptr, nullptr, std::move(thread), {});
  }

  gateway::Decision group_mail(const std::string& id, std::optional<gateway::Case> thread) {
    return run(id, nullptr, nullptr, std::move(thread), {"seepag"});
  }

  using Fields = std::vector<std::pair<std::string, std::string>>;

  // A form to the gateway itself; the case that it names, when `thread` knows it.
  gateway::Decision control(const std::string& id, const Fields& fields,
                            std::optional<gateway::Case> thread = std::nullopt, int message = 0) {
    return to_gateway("control", id, fields, std::move(thread), message);
  }

  gateway::Decision search(const std::string& id, const Fields& fields) {
    return to_gateway("search", id, fields, std::nullopt, 0);
  }

  // A Reply to an answer of the archive.
  gateway::Decision continued(const std::string& id, const std::string& context,
                              const gateway::Order& more) {
    const auto writer = sender(id);
    return gateway::continue_search(
        {.directory = directory,
         .site = site,
         .now = now,
         .sender = writer,
         .fresh = gateway::CaseNumber("SEL", 2026, 7),
         .key_usable = [this](const std::string& key) { return unusable.count(key) == 0; },
         .templates = template_set},
        context, more);
  }

  // Any form, to any address.
  gateway::Decision form(const std::string& id, const templates::Template& which,
                         const Fields& fields, std::vector<std::string> groups,
                         std::optional<gateway::Case> thread = std::nullopt) {
    const auto filled = filled_form(which.name, fields);
    return run(id, &which, &filled, std::move(thread), std::move(groups));
  }

  // A form as it was read, with its blocks.
  gateway::Decision filled(const std::string& id, const templates::TemplateSet& set,
                           const templates::Form& form) {
    template_set = &set;
    return run(id, set.find(form.name), &form, std::nullopt, {});
  }

  // Letters that went out for `opened`, and the messages in it, as the store would say them.
  std::vector<gateway::SentLetter> sent;
  std::vector<gateway::PastMessage> past;
  std::vector<gateway::Case> known;

  // What is said besides in the next mail.
  std::string answers_kind;           // of the letter of ours that it answers
  int answers = 0;                    // the message that the letter carried
  std::vector<std::string> to_names;  // a line `To:` on top
  std::optional<gateway::Order> order;
  std::optional<gateway::KeyOffer> key_offer;
  std::optional<gateway::KeyAnswer> key_answer;
  bool empty = false;
  bool acknowledges = false;  // its words are a plain "noted"
  std::optional<gateway::MessageNumber> same;
  const templates::TemplateSet* template_set = nullptr;

  void carried(const gateway::Decision& decision, const std::string& writer,
               const templates::Form* form = nullptr) {
    gateway::PastMessage message{decision.message, decision.form, writer, decision.acting_desk, {}};
    message.audience = decision.audience;
    message.inherited = decision.inherited;
    message.acknowledges = decision.acknowledges;
    if (form != nullptr) {
      message.handling = form->list("handling");
      message.privileged = form->yes("privileged");
      gateway::take_permission(*form, message);
    }
    past.push_back(std::move(message));
    carried(decision);
  }

  void carried(const gateway::Decision& decision) {
    for (const auto& letter : decision.letters) {
      for (const auto& party : letter.to) {
        sent.push_back({std::string(gateway::name(letter.kind)), party.address, decision.message});
      }
    }
    known.push_back(*decision.the_case());
  }

  config::Directory directory;
  config::Site site;
  gateway::Sender ana;
  templates::Template request_template, reply_template;
  std::set<std::string> unusable;
  std::string classification = "UNCLASSIFIED";
  std::string expects;                    // of the thread's countries
  gateway::RetentionView retention{};     // of any case
  std::optional<gateway::Time> erased{};  // so is any case
  std::string letter_context{};           // of the letter that is answered
  gateway::Time now{std::chrono::seconds(1795683600)};

 private:
  static templates::Form filled_form(const std::string& name, const Fields& fields) {
    templates::Form form;
    form.name = name;
    for (const auto& [id, value] : fields) {
      if (id == "free_text") {
        form.free_text = value;
      } else {
        add(form, id, {value});
        form.fields.back().label = id;
      }
    }
    return form;
  }

  gateway::Decision to_gateway(const std::string& name, const std::string& id, const Fields& fields,
                               std::optional<gateway::Case> thread, int message) {
    templates::Template which;
    which.name = name;
    which.goes_to = "gateway";
    which.right = name == "search" ? "search" : "send";
    named = thread ? std::optional(gateway::MessageNumber{thread->number, message}) : std::nullopt;
    const auto form = filled_form(name, fields);
    auto decision = run(id, &which, &form, std::move(thread), {});
    named.reset();
    return decision;
  }

  std::optional<gateway::MessageNumber> named;
  gateway::Records records() {
    return {[this](const gateway::CaseNumber& number) {
              const auto found =
                  std::find_if(known.begin(), known.end(),
                               [&](const gateway::Case& one) { return one.number == number; });
              return found == known.end() ? std::nullopt : std::optional(*found);
            },
            [this](const gateway::CaseNumber&) { return sent; },
            [this](const gateway::CaseNumber&) { return past; },
            [this](const std::string&, const std::vector<std::string>&) { return known; },
            [](const gateway::CaseNumber&) { return std::vector<gateway::LinkedPair>(); },
            [this](const gateway::CaseNumber&) { return retention; },
            [this](const gateway::CaseNumber&) { return erased; }};
  }

  static void add(templates::Form& form, const std::string& id,
                  const std::vector<std::string>& values) {
    templates::Value value;
    value.id = id;
    value.values = values;
    form.fields.push_back(value);
  }

  gateway::Decision run(const std::string& id, const templates::Template* which,
                        const templates::Form* form, std::optional<gateway::Case> thread,
                        std::vector<std::string> groups) {
    const auto writer = sender(id);
    const auto answered = answers > 0 && thread
                              ? std::optional(gateway::MessageNumber{thread->number, answers})
                              : named;
    return gateway::decide(
        {.directory = directory,
         .site = site,
         .now = now,
         .sender = writer,
         .groups = std::move(groups),
         .which = which,
         .form = form,
         .thread = std::move(thread),
         .fresh = gateway::CaseNumber("SEL", 2026, 7),
         .key_usable = [this](const std::string& key) { return unusable.count(key) == 0; },
         .named = answered,
         .templates = template_set,
         .expects = expects,
         .records = records(),
         .answers_kind = answers_kind,
         .context = letter_context,
         .to_names = to_names,
         .order = order,
         .empty = empty,
         .acknowledges = acknowledges,
         .same = same,
         .key_offer = key_offer,
         .key_answer = key_answer,
         .signed_with = writer.keys.empty() ? std::string() : writer.keys.front()});
  }
};

// Whom letters of that kind are to, in the order of their names.
inline std::vector<std::string> told(const gateway::Decision& decision, gateway::LetterKind kind) {
  std::vector<std::string> ids;
  for (const auto& letter : decision.letters) {
    for (const auto& party : letter.to) {
      if (letter.kind == kind) {
        ids.push_back(party.id);
      }
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace pouch::test
