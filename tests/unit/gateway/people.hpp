// A small directory and the mails of its people as `decide` sees them, for tests of decisions.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"

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
    directory.members.push_back({"ana",
                                 "Ana Ionescu",
                                 {"ana@police.ro.example"},
                                 {"KEY-ANA"},
                                 "RO",
                                 "police",
                                 "police",
                                 {"send", "search"},
                                 {},
                                 "",
                                 "",
                                 "",
                                 "",
                                 {}});
    directory.groups.push_back(
        {"seepag", "seepag@pouch.example", "prosecution", {"pfp-ro", "pfp-bg"}, {}});
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
                           const std::string& kind, const std::vector<std::string>& handling = {}) {
    templates::Form form;
    form.name = "reply";
    add(form, "reply_kind", {kind});
    add(form, "handling", handling);
    return run(desk_id, &reply_template, &form, std::move(thread), {});
  }

  gateway::Decision plain(const std::string& id, std::optional<gateway::Case> thread) {
    return run(id, nullptr, nullptr, std::move(thread), {});
  }

  gateway::Decision group_mail(const std::string& id, std::optional<gateway::Case> thread) {
    return run(id, nullptr, nullptr, std::move(thread), {"seepag"});
  }

  config::Directory directory;
  config::Site site;
  gateway::Sender ana;
  templates::Template request_template, reply_template;
  std::set<std::string> unusable;
  std::string classification = "UNCLASSIFIED";

 private:
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
    return gateway::decide({directory, site, gateway::Time{std::chrono::seconds(1795683600)},
                            writer, std::move(groups), which, form, std::move(thread), false,
                            gateway::CaseNumber("SEL", 2026, 7),
                            [this](const std::string& key) { return unusable.count(key) == 0; }});
  }
};

}  // namespace pouch::test
