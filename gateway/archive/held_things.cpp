#include "gateway/archive/held_things.hpp"

#include <iterator>
#include <utility>

#include "gateway/archive/attached_words.hpp"
#include "gateway/store/bodies.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNamed = 200;  // persons in the plain words of one message

}  // namespace

HeldThings held_in(Store& store, const MessageNumber& number,
                   const templates::TemplateSet& templates) {
  auto body = store.bodies().open(number);
  HeldThings held;
  held.words = body.text().subject + "\n" + body.text().text;
  std::string plain;  // where no form says who is who
  if (!body.text().form_json.empty()) {
    held.things = things_of(templates::from_json(body.text().form_json), templates);
  } else {
    plain = body.text().text;
  }
  for (const auto& part : body.parts()) {
    const auto words = part.evidence ? std::string() : words_in(body, part);
    held.words += "\n" + words;
    plain += "\n" + words;
  }
  auto named = persons_named(plain, kNamed);
  std::move(named.begin(), named.end(), std::back_inserter(held.things));
  return held;
}

std::optional<SharedThing> found_in(const HeldThings& held, const Thing& thing) {
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
