// What a message of the archive holds of the things by which cases are linked: those of its form,
// and its own words and files, in which a long number may stand. For comparing with a thing that
// somebody asks for, whoever may read the message: who is told what is decided elsewhere
// (gateway/decide/linked.hpp). Faults are those of the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/things.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct HeldThings {
  std::vector<Thing> things;
  std::string words;  // text and attachments
};

HeldThings held_in(Store& store, const MessageNumber& number,
                   const templates::TemplateSet& templates);
// The best that it has of that thing, in its own words.
std::optional<SharedThing> found_in(const HeldThings& held, const Thing& thing);

}  // namespace pouch::gateway
