// One question of a session: who asks, with which rights, and what must be written down before the
// answer leaves. It is made anew for each, so that a right that ended a moment ago is no right.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/web/answers.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway {

// Somebody who may enter today: registered, with a right to see something, and with a key that can
// be used.
struct Standing {
  config::Principal principal;
  std::string keys;  // what stands for his usable keys: another text, another state of them
};
std::optional<Standing> standing_of(const Runtime& runtime, const std::string& id);
// The member or desk with that address, whoever it is; nullopt: nobody has it.
std::optional<config::Principal> holder_of(const config::Directory& directory,
                                           std::string_view address);

struct Visit {
  const Runtime& runtime;
  Store& store;
  const WebQuestion& question;
  Time now{};
  Sender reader;
  std::vector<std::string> tags;  // of his rights
  WebSession session;
  std::chrono::milliseconds patience{2000};  // of a search

  // One transaction, durable: nothing that it speaks of is answered before. The actor is whoever
  // looks; each row says why.
  void note(std::vector<AuditEntry> looks, const std::string& reason) const;
  // One more of that kind; false: he has had enough of them for an hour. Whoever watches is told
  // once.
  [[nodiscard]] bool within_budget(std::string_view kind, std::string_view in_words,
                                   std::size_t most) const;
};

inline constexpr std::size_t kSearchesAnHour = 60, kCasesAnHour = 200;

// "Ana Ionescu", "Focal point of Bulgaria"; the identifier of who is in the directory no more.
std::string shown_name(const config::Directory& directory, const std::string& id, Time now);

// The strictest of all that was added.
void add_to(WebBanner& banner, const std::string& classification,
            const std::vector<std::string>& handling);

WebAnswer refused(WebOutcome outcome, std::string problem = {}, std::string hint = {});

}  // namespace pouch::gateway
