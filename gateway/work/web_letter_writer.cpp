#include "gateway/work/web_letter_writer.hpp"

#include <string>

#include "gateway/letters/enter_letter.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

// A browser has a cookie.
bool is_asked_by_mail(const WebLetterAsk& asked) { return asked.mark.empty(); }

WebChallenge fresh_challenge(const Runtime& runtime, const WebLetter& row) {
  WebChallenge challenge;
  challenge.letter = row.id;
  challenge.who = row.asked.who;
  challenge.link = WebBook::fresh_secret();
  challenge.code = WebBook::fresh_code();
  challenge.browser = runtime.site.web.code ? row.asked.mark : std::string();
  challenge.until = runtime.now() + kChallengeLife;
  return challenge;
}

void let_in(const Runtime& runtime, Store& store, Crypto& crypto, const WebLetter& row) {
  const auto now = runtime.now();
  auto& letters = store.web_letters();
  const auto give_up = [&](std::string_view state, std::string_view why) {
    letters.end(row, state, why, now);
  };
  const auto principal = runtime.directory.principal_by_id(row.asked.who);
  if (!principal) {
    return give_up("untold", "nobody has that address");
  }
  if (runtime.site.web.listen.empty()) {
    return give_up("untold", "the site has no page");
  }
  if (now >= row.created + kChallengeLife) {
    return give_up("overtaken", "it was asked for long ago");
  }
  const auto reader = reachable(runtime, crypto, *principal);
  if (!reader) {
    return give_up("untold", "nothing can be sealed to them today");
  }
  // What the page lets ask for is counted there.
  if (is_asked_by_mail(row.asked) &&
      has_enough_letters(runtime, store.letters(), reader->address)) {
    return give_up("untold", "limits.letters_per_hour is reached");
  }
  auto party = principal->desk != nullptr
                   ? party_of(*principal->desk, runtime.directory, runtime.site)
                   : party_of(*reader, runtime.site);
  party.keys = reader->keys;
  const auto challenge = fresh_challenge(runtime, row);
  store.web_book().add(challenge, now);
  const WayIn way{.origin = runtime.site.web.origin,
                  .link = challenge.link,
                  .code = challenge.browser.empty() ? std::string() : challenge.code,
                  .network = row.asked.network,
                  .browser = row.asked.browser,
                  .by_mail = is_asked_by_mail(row.asked),
                  .asked = row.created,
                  .until = challenge.until};
  const auto seed = letters.seed(row);
  const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, 1)};
  Commit commit;
  commit.at = now;
  commit.web_letter = row.id;
  commit.letters.push_back(seal_letter(write_way_in({runtime.site, now}, party, way, thread),
                                       {.kind = LetterKind::kEnter, .to = {party}},
                                       letter_id(seed, 1), runtime.gateway_key, crypto,
                                       runtime.site.state));
  commit.audit.push_back(
      {.actor = "gateway", .act = "told", .detail = "way in to the page, to " + row.asked.who});
  store.commit_alone(commit);
}

void tell_of_alarm(const Runtime& runtime, Store& store, Crypto& crypto, const WebLetter& row) {
  const auto now = runtime.now();
  auto& letters = store.web_letters();
  Commit commit;
  commit.at = now;
  commit.web_letter = row.id;
  const auto principal = runtime.directory.principal_by_id(row.asked.who);
  const auto name = !principal                   ? row.asked.who
                    : principal->desk != nullptr ? display_name(*principal->desk, runtime.directory)
                                                 : principal->member->name;
  commit.letters =
      notices_to(reachable_security(runtime, crypto), runtime, store.letters(), crypto,
                 many_looks_note({name, row.asked.who}, row.asked.what), letters.seed(row), 1);
  if (commit.letters.empty()) {
    return letters.end(row, "untold", "nobody with the right security or operate can be told", now);
  }
  commit.audit.push_back({.actor = "gateway",
                          .act = "told",
                          .detail = "alarm of the page: " + row.asked.who + ", " + row.asked.what});
  store.commit_alone(commit);
}

}  // namespace

bool write_next_web_letter(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.web_letters(), [&](const WebLetter& row) {
    row.asked.alarm ? tell_of_alarm(runtime, store, crypto, row)
                    : let_in(runtime, store, crypto, row);
  });
}

}  // namespace pouch::gateway
