#include "gateway/archive/held_things.hpp"

#include "gateway/archive/attached_words.hpp"
#include "gateway/store/bodies.hpp"

namespace pouch::gateway {

Held held_in(Store& store, const MessageNumber& number, const templates::TemplateSet& templates) {
  auto body = store.bodies().open(number);
  Held held;
  held.words = body.text().subject + "\n" + body.text().text;
  if (!body.text().form_json.empty()) {
    held.things = things_of(templates::from_json(body.text().form_json), templates);
  }
  for (const auto& part : body.parts()) {
    held.words += part.evidence ? std::string() : "\n" + words_in(body, part);
  }
  return held;
}

std::optional<SharedThing> found_in(const Held& held, const Thing& thing) {
  std::optional<SharedThing> there;
  for (const auto& one : held.things) {
    const auto how = meet(thing, one);
    if (how && (!there || *how < there->how)) {
      there = SharedThing{one.kind, one.value, one.birth, *how};
    }
  }
  if (!there && stands_in(thing, held.words)) {
    there = SharedThing{thing.kind, thing.number, "", Meeting::kAsWritten};
  }
  return there;
}

}  // namespace pouch::gateway
