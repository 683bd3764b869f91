// pouch show: a case or a message, to who may read it (verb.hpp).
#include "gateway/archive/read_case.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/reader_session.hpp"
#include "gateway/verbs/show_linked.hpp"

namespace pouch::gateway {
namespace {

struct ShowOptions {
  Asker asker;
  std::string number;
  bool linked = false, keys = false;
};

Json legs_json(const Case& subject, Time now) {
  auto legs = Json::array();
  for (const auto& leg : subject.legs) {
    legs.push_back({{"country", leg.country},
                    {"desk", or_null(leg.desk)},
                    {"state", name(leg.state)},
                    {"since", utc_time(leg.since)},
                    {"deadline", time_or_null(leg.deadline)},
                    {"overdue", leg.overdue(now)},
                    {"delivered", time_or_null(leg.clock.delivered)},
                    {"acknowledge_by", time_or_null(leg.clock.acknowledge_by)},
                    {"first_deadline", time_or_null(leg.clock.first_deadline)},
                    {"paused", time_or_null(leg.clock.paused)},
                    {"last_message", leg.last_message}});
  }
  return legs;
}

Json acknowledged_json(const ReadMessage& shown) {
  auto list = Json::array();
  for (const auto& one : shown.acknowledged) {
    list.push_back({{"by", one.by}, {"at", utc_time(one.at)}});
  }
  return list;
}

Json message_json(const ReadMessage& shown) {
  const auto& message = shown.message;
  const auto& said = shown.text;
  const auto& files = shown.files;
  auto attachments = Json::array();
  for (const auto& part : files) {
    const auto* replaced = replaced_by(shown, part);
    auto facts = Json::array();
    for (const auto& fact : part.file_facts) {
      facts.push_back({{"field", fact.field}, {"value", fact.value}});
    }
    attachments.push_back(
        {{"name", part.name},
         {"media_type", part.media_type},
         {"size", part.size},
         {"sha256", part.sha256},
         {"evidence", part.evidence},
         {"replaces", replaced == nullptr ? Json(nullptr) : Json(earlier_text(shown, *replaced))},
         {"unread", or_null(part.unread)},
         {"facts", std::move(facts)}});
  }
  return {{"number", message.number.text()},
          {"form", message.form},
          {"sender", message.sender},
          {"country", or_null(message.sender_country)},
          {"signer", or_null(message.signer)},
          {"signing_key", or_null(message.signing_key)},
          {"signed", message.signer.empty() ? Json(nullptr) : Json(utc_time(message.signed_at))},
          {"received", utc_time(message.received)},
          {"audience", Json::parse(audience_json(message.audience))},
          {"acknowledged", acknowledged_json(shown)},
          {"subject", or_null(said.subject)},
          {"text", said.text},
          {"content", said.form_json.empty() ? Json(nullptr) : Json::parse(said.form_json)},
          {"attachments", attachments},
          {"raw_sha256", message.raw_sha256},
          {"body_sha256", message.body_sha256}};
}

// A reader sees letters to his own side and the fact of the others, as the case's parties know it.
Json letters_json(const std::vector<ReadLetter>& letters) {
  auto list = Json::array();
  for (const auto& [letter, sealing] : letters) {
    list.push_back({{"kind", letter.kind},
                    {"number", or_null(letter.number)},
                    {"signed_with", or_null(sealing.signed_with)},
                    {"keys", sealing.keys},
                    {"to", letter.recipient},
                    {"message_id", letter.message_id},
                    {"state", letter.state},
                    {"attempts", letter.attempts},
                    {"status", or_null(letter.status)},
                    {"confirmed", time_or_null(letter.confirmed)},
                    {"delayed", time_or_null(letter.delayed)}});
  }
  return list;
}

void print_message(const config::Directory& directory, const ReadMessage& shown,
                   const std::string& zone) {
  const auto& message = shown.message;
  const auto name_at = [&](const std::string& id, Time at) {
    const auto who = directory.principal_by_id(id);
    return who ? as_sender(*who, directory, std::chrono::floor<std::chrono::days>(at)).name : id;
  };
  ViewedMessage viewed{message.number.message, name_at(message.sender, message.received),
                       message.received, message.audience};
  for (const auto& one : shown.acknowledged) {
    viewed.acknowledged.push_back({name_at(one.by, one.at), one.at});
  }
  print("\n" + message.form + "\n");
  print(message_lines(message.number.number, {viewed}, zone));
  print(detail::indent(shown.text.text, 2) + "\n");
  for (const auto& part : shown.files) {
    const auto* replaced = replaced_by(shown, part);
    print("  attached: " + part.name + " (" + std::to_string(part.size) + " octets)" +
          (replaced == nullptr ? "" : ", replaces " + earlier_text(shown, *replaced)) + "\n");
    for (const auto& fact : part.file_facts) {
      print("    " + fact.field + ": " + fact.value + "\n");
    }
    if (!part.unread.empty()) {
      print("    not all of its text is searched: " + part.unread + "\n");
    }
  }
}

void print_keys(const Message& message) {
  print(detail::row("  signed with", message.signing_key) +
        detail::row("  of the key", message.signer));
}

void print_text(const config::Directory& directory, const Case& subject,
                const std::vector<ReadMessage>& messages, const std::vector<ReadLetter>& letters,
                Time now, const std::string& zone, bool keys) {
  print(subject.number.text() + "  " + std::string(name(subject.kind)) + ", " + subject.community +
        ", opened " + spoken_time(subject.opened, zone) + " by " + subject.requester + "\n");
  print(detail::row("Handling", detail::join(subject.handling, ", ")) +
        detail::row("Classification", subject.classification) +
        detail::row("Priority", subject.priority));
  print(leg_lines(subject.legs, directory, zone, now));
  for (const auto& message : messages) {
    print_message(directory, message, zone);
    if (keys) {
      print_keys(message.message);
    }
  }
  print("\n");
  for (const auto& [letter, sealing] : letters) {
    print("  letter " + letter.kind + " to " + letter.recipient + ": " + letter.state +
          (letter.status.empty() ? "" : " " + letter.status) +
          (letter.confirmed ? ", confirmed " + spoken_time(*letter.confirmed, zone)
           : letter.delayed ? ", delay reported " + spoken_time(*letter.delayed, zone)
                            : "") +
          "\n");
    if (keys) {
      print(detail::row("    signed with", sealing.signed_with) +
            detail::row("    opened by", detail::join(sealing.keys, ", ")));
    }
  }
}

int show_case(const Call& call, const ShowOptions& options) {
  (void)number_in(options.number, kLastEpoch);  // before the agent is asked
  ReaderSession session(call.config, options.asker);
  const auto wanted = number_in(options.number, session.store().epochs().current());
  const auto found = read_case(session.store(), wanted, session.tags());
  session.note("shown", options.number,
               std::to_string(found ? found->messages.size() : 0) + " messages");
  if (!found) {
    // The same words whether it does not exist or may not be seen.
    throw Refusal(kNo,
                  "nothing under " + options.number + " that " + options.asker.as + " may read");
  }
  const auto& [subject, messages, letters] = *found;
  const auto now = session.runtime().now();
  if (!call.json) {
    print_text(session.runtime().directory, subject, messages, letters, now,
               session.runtime().site.time_zone, options.keys);
    return kDone;
  }
  auto json = versioned(4);
  json["case"] = subject.number.text();
  json["kind"] = name(subject.kind);
  json["community"] = subject.community;
  json["requester"] = subject.requester;
  json["country"] = or_null(subject.requester_country);
  json["opened"] = utc_time(subject.opened);
  json["priority"] = subject.priority;
  json["handling"] = subject.handling;
  json["classification"] = subject.classification;
  json["legs"] = legs_json(subject, now);
  json["messages"] = Json::array();
  for (const auto& message : messages) {
    json["messages"].push_back(message_json(message));
  }
  json["letters"] = letters_json(letters);
  print(json);
  return kDone;
}

}  // namespace

void add_show(Verb& pouch) {
  auto& verb = pouch.add("show", "Show a case or a message: legs, deadlines, messages, letters");
  auto& options = verb.keep<ShowOptions>();
  verb.option("number", options.number, "SEL-2026-004217-42 or SEL-2026-004217-42/3").required();
  options.asker.add_options(verb);
  verb.flag("--linked", options.linked, "cases that share a person, plate, number … with it");
  verb.flag("--keys", options.keys,
            "which key signed each message and letter, and which keys open each letter");
  verb.json("show.json; with --linked, linked.json");
  verb.footer("Example: pouch show SEL-2026-000001-17 --as nfp-bg --reason 'answer due'");
  verb.action([&options](const Call& call) {
    return options.linked ? show_linked(call, options.asker, options.number)
                          : show_case(call, options);
  });
}

}  // namespace pouch::gateway
