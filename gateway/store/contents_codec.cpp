#include "gateway/store/contents_codec.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/cbor_reader.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1, kTextFormat = 2;

std::string cbor(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

[[noreturn]] void not_understood(std::string_view what) {
  throw Fault(false, "store: sealed " + std::string(what) + " is not in a form known here",
              "it was written by a newer pouch, or the store is damaged");
}

// Runs `read` on the decoded map; nlohmann's own exceptions may quote what they read, so they end
// here.
template <typename Read>
auto decoded(std::string_view what, std::string_view bytes, Read read) {
  try {
    const auto json = Json::from_cbor(bytes.begin(), bytes.end());
    if (json.at("v") == kFormat) {
      return read(json);
    }
  } catch (const Json::exception&) {
    not_understood(what);
  }
  not_understood(what);
}

// The same of what is read for each message of a list: by the entries of the map, all of which must
// be there once.
template <typename Read>
void read_entries(std::string_view what, std::string_view bytes, int format, std::size_t needed,
                  Read read) {
  try {
    CborReader reader(bytes);
    std::size_t seen = 0;
    reader.each_entry([&](std::string_view key) {
      if (key != "v") {
        seen += read(reader, key) ? 1U : 0U;
      } else if (reader.number() != static_cast<std::uint64_t>(format)) {
        not_understood(what);
      } else {
        ++seen;
      }
    });
    reader.need_end();
    if (seen != needed + 1) {
      not_understood(what);
    }
  } catch (const CborReader::NotRead&) {
    not_understood(what);
  }
}

std::vector<std::string> texts_in(CborReader& reader) {
  std::vector<std::string> texts;
  reader.each_item([&] { texts.emplace_back(reader.text()); });
  return texts;
}

Json binary(std::string_view bytes) {
  return Json::binary(Json::binary_t::container_type(bytes.begin(), bytes.end()));
}

std::string octets(const Json& json) {
  const auto& bytes = json.get_binary();
  return {bytes.begin(), bytes.end()};
}

Json encoded(const std::vector<StoredPart>& parts) {
  auto list = Json::array();
  for (const auto& part : parts) {
    list.push_back({{"name", part.name},
                    {"type", part.media_type},
                    {"bytes", binary(part.bytes)},
                    {"evidence", part.evidence},
                    {"separate", part.signed_separately},
                    {"origin", part.origin},
                    {"charset", part.charset}});
  }
  return list;
}

std::vector<StoredPart> parts_of(const Json& list) {
  std::vector<StoredPart> parts;
  for (const auto& part : list) {
    parts.push_back({part.at("name"),
                     part.at("type"),
                     octets(part.at("bytes")),
                     part.at("evidence"),
                     part.at("separate"),
                     part.value("origin", std::string()),
                     part.value("charset", std::string()),
                     {},
                     {},
                     {},
                     {}});
  }
  return parts;
}

constexpr std::array<std::string_view, 4> kReasons{"mending", "receivers", "case", "consent"};

KeptFor kept_for(const std::string& name) {
  const auto found = std::find(kReasons.begin(), kReasons.end(), name);
  if (found == kReasons.end()) {
    not_understood("kept mail");
  }
  return static_cast<KeptFor>(found - kReasons.begin());
}

Json encoded(const Audience& audience) {
  auto to = Json::array(), narrowed = Json::array();
  for (const auto& one : audience.to) {
    to.push_back(
        {{"id", one.id}, {"name", one.name}, {"country", one.country}, {"role", name(one.role)}});
  }
  for (const auto& one : audience.narrowed) {
    narrowed.push_back({{"id", one.id}, {"name", one.name}, {"code", one.code}});
  }
  return {{"ground", name(audience.ground)},
          {"group", audience.group},
          {"of", audience.of},
          {"to", std::move(to)},
          {"narrowed", std::move(narrowed)}};
}

template <typename Value>
Value known_of_message(std::optional<Value> value) {
  if (!value) {
    not_understood("facts of a message");
  }
  return *value;
}

// A map of these texts.
void read_texts(CborReader& reader,
                std::initializer_list<std::pair<std::string_view, std::string*>> fields) {
  std::size_t seen = 0;
  reader.each_entry([&](std::string_view key) {
    const auto* field = std::find_if(fields.begin(), fields.end(),
                                     [&](const auto& one) { return one.first == key; });
    if (field == fields.end()) {
      return reader.skip();
    }
    *field->second = reader.text();
    ++seen;
  });
  if (seen != fields.size()) {
    not_understood("facts of a message");
  }
}

Receiver receiver_in(CborReader& reader) {
  Receiver one;
  std::string as;
  read_texts(reader,
             {{"id", &one.id}, {"name", &one.name}, {"country", &one.country}, {"role", &as}});
  one.role = known_of_message(role(as));
  return one;
}

Narrowing narrowing_in(CborReader& reader) {
  Narrowing one;
  read_texts(reader, {{"id", &one.id}, {"name", &one.name}, {"code", &one.code}});
  return one;
}

Audience audience_in(CborReader& reader) {
  constexpr std::size_t kFields = 5;
  Audience audience;
  std::size_t seen = 0;
  reader.each_entry([&](std::string_view key) {
    ++seen;
    if (key == "ground") {
      audience.ground = known_of_message(ground(reader.text()));
    } else if (key == "group") {
      audience.group = reader.text();
    } else if (key == "of") {
      audience.of = reader.text();
    } else if (key == "to") {
      reader.each_item([&] { audience.to.push_back(receiver_in(reader)); });
    } else if (key == "narrowed") {
      reader.each_item([&] { audience.narrowed.push_back(narrowing_in(reader)); });
    } else {
      reader.skip();
      --seen;
    }
  });
  if (seen != kFields) {
    not_understood("facts of a message");
  }
  return audience;
}

}  // namespace

std::string encode_text(const MessageText& text) {
  return cbor({{"v", kTextFormat},
               {"subject", text.subject},
               {"text", text.text},
               {"form", text.form_json}});
}

MessageText decode_text(std::string_view bytes) {
  MessageText text;
  read_entries("text of a message", bytes, kTextFormat, 3,
               [&](CborReader& reader, std::string_view key) {
                 auto* field = key == "subject" ? &text.subject
                               : key == "text"  ? &text.text
                               : key == "form"  ? &text.form_json
                                                : nullptr;
                 field != nullptr ? void(*field = reader.text()) : reader.skip();
                 return field != nullptr;
               });
  return text;
}

std::string encode_part_facts(const PartFacts& part) {
  auto facts = Json::array();
  for (const auto& fact : part.file_facts) {
    facts.push_back({fact.field, fact.value});
  }
  return cbor({{"v", kFormat},
               {"name", part.name},
               {"type", part.media_type},
               {"size", part.size},
               {"sha256", part.sha256},
               {"evidence", part.evidence},
               {"separate", part.signed_separately},
               {"origin", part.origin},
               {"charset", part.charset},
               {"unread", part.unread},
               {"facts", std::move(facts)}});
}

PartFacts decode_part_facts(std::string_view bytes) {
  return decoded("facts of a file", bytes, [](const Json& json) {
    PartFacts facts{0,
                    json.at("name"),
                    json.at("type"),
                    json.at("size"),
                    json.at("sha256"),
                    json.at("evidence"),
                    json.at("separate"),
                    json.at("origin"),
                    json.at("charset"),
                    json.value("unread", std::string())};
    for (const auto& fact : json.value("facts", Json::array())) {
      facts.file_facts.push_back({fact.at(0), fact.at(1)});
    }
    return facts;
  });
}

std::string encode_taken(const TakenFrom& taken) {
  return cbor({{"v", kFormat},
               {"evidence", taken.evidence},
               {"message", taken.message},
               {"offset", taken.offset},
               {"size", taken.size},
               {"encoding", taken.encoding}});
}

TakenFrom decode_taken(std::string_view bytes) {
  return decoded("place of a file", bytes, [](const Json& json) {
    return TakenFrom{.evidence = json.at("evidence"),
                     .message = json.at("message"),
                     .offset = json.at("offset"),
                     .size = json.at("size"),
                     .encoding = json.at("encoding")};
  });
}

Contents decode_contents(std::string_view bytes) {
  return decoded("content", bytes, [](const Json& json) {
    return Contents{json.at("subject"), json.at("text"), json.at("form"),
                    parts_of(json.at("parts"))};
  });
}

std::string encode_kept(const KeptParts& kept) {
  return cbor({{"v", kFormat},
               {"why", kReasons.at(static_cast<std::size_t>(kept.why))},
               {"own_ref", kept.own_ref},
               {"form", kept.form},
               {"text", kept.text},
               {"words", kept.words},
               {"subject", kept.subject},
               {"number", kept.number},
               {"before", kept.before},
               {"parts", encoded(kept.parts)}});
}

void decode_kept(std::string_view bytes, KeptParts& kept) {
  decoded("kept mail", bytes, [&](const Json& json) {
    kept.parts = parts_of(json.at("parts"));
    if (!json.contains("why")) {
      kept.own_ref = json.at("subject");
      return;
    }
    kept.why = kept_for(json.at("why"));
    kept.own_ref = json.at("own_ref");
    kept.form = json.at("form");
    kept.text = json.at("text");
    kept.words = json.at("words");
    kept.subject = json.at("subject");
    kept.number = json.at("number");
    if (json.contains("before")) {
      kept.before = json.at("before").get<std::vector<std::string>>();
    }
  });
}

std::string encode_letter_words(const SealedLetter& letter) {
  return cbor({{"v", kFormat}, {"text", letter.text}, {"context", letter.context}});
}

void decode_letter_words(std::string_view bytes, AnsweredLetter& letter) {
  decoded("text of a letter", bytes, [&](const Json& json) {
    letter.text = json.at("text");
    letter.context = json.at("context");
  });
}

std::string encode_case_facts(const Case& subject) {
  return cbor({{"v", kFormat},
               {"priority", subject.priority},
               {"crime_area", subject.crime_area},
               {"classification", subject.classification},
               {"handling", subject.handling}});
}

void decode_case_facts(std::string_view bytes, Case& subject) {
  read_entries("facts of a case", bytes, kFormat, 4, [&](CborReader& reader, std::string_view key) {
    if (key == "handling") {
      subject.handling = texts_in(reader);
      return true;
    }
    auto* field = key == "priority"         ? &subject.priority
                  : key == "crime_area"     ? &subject.crime_area
                  : key == "classification" ? &subject.classification
                                            : nullptr;
    field != nullptr ? void(*field = reader.text()) : reader.skip();
    return field != nullptr;
  });
}

std::string encode_message_facts(const Message& message) {
  Json facts{{"v", kFormat},
             {"form", message.form},
             {"body_sha256", message.body_sha256},
             {"audience", encoded(message.audience)},
             {"inherited", message.inherited}};
  if (message.acknowledges > 0) {
    facts["acknowledges"] = message.acknowledges;
  }
  return cbor(facts);
}

void decode_message_facts(std::string_view bytes, Message& message) {
  // Those of before had no audience.
  read_entries("facts of a message", bytes, kFormat, 2,
               [&](CborReader& reader, std::string_view key) {
                 if (key == "audience") {
                   message.audience = audience_in(reader);
                   return false;
                 }
                 if (key == "inherited") {
                   message.inherited = texts_in(reader);
                   return false;
                 }
                 if (key == "acknowledges") {
                   message.acknowledges = static_cast<int>(reader.number());
                   return false;
                 }
                 auto* field = key == "form"          ? &message.form
                               : key == "body_sha256" ? &message.body_sha256
                                                      : nullptr;
                 field != nullptr ? void(*field = reader.text()) : reader.skip();
                 return field != nullptr;
               });
}

std::string encode_things(const std::vector<SharedThing>& things) {
  auto list = Json::array();
  for (const auto& thing : things) {
    list.push_back({{"kind", name(thing.kind)},
                    {"value", thing.value},
                    {"birth", thing.birth},
                    {"how", name(thing.how)}});
  }
  return cbor({{"v", kFormat}, {"things", list}});
}

std::vector<SharedThing> decode_things(std::string_view bytes) {
  return decoded("link", bytes, [](const Json& json) {
    std::vector<SharedThing> things;
    for (const auto& entry : json.at("things")) {
      const auto kind = thing_kind(entry.at("kind").get<std::string>());
      const auto how = meeting(entry.at("how").get<std::string>());
      if (!kind || !how) {
        not_understood("link");
      }
      things.push_back({*kind, entry.at("value"), entry.at("birth"), *how});
    }
    return things;
  });
}

std::string encode_codes(const MessageCodes& codes) {
  auto moved = Json::array();
  for (const auto& [country, state] : codes.moved) {
    moved.push_back(Json::array({country, std::string(name(state))}));
  }
  return cbor({{"v", kFormat},
               {"form", codes.form},
               {"priority", codes.priority},
               {"area", codes.crime_area},
               {"kind", codes.reply_kind},
               {"ground", codes.ground},
               {"reason", codes.reason},
               {"moved", std::move(moved)}});
}

MessageCodes decode_codes(std::string_view bytes) {
  return decoded("codes of a message", bytes, [](const Json& json) {
    MessageCodes codes{json.at("form"), json.at("priority"), json.at("area"),
                       json.at("kind"), json.at("ground"),   json.at("reason")};
    for (const auto& entry : json.at("moved")) {
      const auto state = leg_state(entry.at(1).get<std::string>());
      if (!state) {
        not_understood("codes of a message");
      }
      codes.moved.emplace_back(entry.at(0), *state);
    }
    return codes;
  });
}

}  // namespace pouch::gateway
