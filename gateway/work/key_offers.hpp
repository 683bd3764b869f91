// What a mail says of a new key (cases/key_update.hpp), found out for `decide`: the attached key,
// as GnuPG reads it in a throw-away home, with a fresh code sealed to it; a code that came back;
// the word that stops an update. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "gateway/work/arrived.hpp"

namespace pouch::gateway {

// Of the form `control` with a key update; nullopt: it is none, or has no such attachment. What is
// sealed to the key beside the code is in the words of who offers it.
std::optional<KeyOffer> key_offer_of(const Arrived& arrived, const Reading& reading,
                                     const Words& words);
// `context`: of the letter that is answered, when it went to this writer.
std::optional<KeyAnswer> key_answer_of(Store& store, const Reading& reading,
                                       const std::string& context);

// Of a letter about a key update: what a Reply to it is about.
std::string key_context(std::int64_t update);

}  // namespace pouch::gateway
