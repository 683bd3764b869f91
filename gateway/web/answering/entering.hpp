// How a session begins: somebody asks for a letter with his address, and presses
// the link in it or types its code. For an address that nobody has, the same is done and said, and
// nothing is sent. Whoever asks for more than kLettersOfMember an hour for one address gets no
// further letter, and is not told; from one network kLettersOfNetwork are taken, and
// kTriesOfNetwork links and codes that are none.
#pragma once

#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/web/answers.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kLettersOfMember = 5, kLettersOfNetwork = 20, kTriesOfNetwork = 100;

// Of kEnter, kSeeLink, kSpendLink, kSpendCode.
WebAnswer answer_entering(const Runtime& runtime, Store& store, const WebQuestion& question);

}  // namespace pouch::gateway
