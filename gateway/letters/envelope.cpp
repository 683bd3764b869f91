#include "gateway/letters/envelope.hpp"

#include <array>
#include <string_view>

namespace pouch::gateway::detail {
namespace {

constexpr std::string_view kOutsideACase = "[Pouch]";

// By LetterKind: what everybody on the way may read. That cases are linked is nobody's there.
constexpr std::array<std::string_view, 23> kKinds{
    "request",  "copy",         "answer", "note",     "group note", "change", "information",
    "receipt",  "not accepted", "notice", "question", "notice",     "digest", "reminder",
    "overview", "late answer",  "notice", "review",   "erasure",    "key",    "welcome to a group",
    "way in",   "welcome"};
static_assert(kKinds.size() == static_cast<std::size_t>(LetterKind::kWelcome) + 1);

}  // namespace

std::string outer_name(const config::Site& site, LetterKind kind) {
  return site.letters.outside == config::Letters::Outside::kNumber
             ? site.name
             : site.name + ", " + std::string(kKinds.at(static_cast<std::size_t>(kind)));
}

mail::Draft envelope(const config::Site& site, LetterKind kind, const CaseNumber* number,
                     const LetterThread& thread, Time now) {
  mail::Draft draft;
  draft.from = {site.name, site.address};
  draft.outer_name = outer_name(site, kind);
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  draft.date = now;
  draft.outer_subject = kOutsideACase;
  if (number != nullptr) {
    const auto root = thread_root(site, *number);
    draft.references.push_back(root);
    if (draft.in_reply_to.empty()) {
      draft.in_reply_to = root;
    }
    draft.outer_subject = "[" + number->text() + "]";
  }
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  return draft;
}

mail::Draft automatic(const config::Site& site, LetterKind kind, const CaseNumber* number,
                      const Party& to, const LetterThread& thread, Time now) {
  auto draft = envelope(site, kind, number, thread, now);
  draft.to.push_back({to.name, to.address});
  draft.automatic = true;
  return draft;
}

}  // namespace pouch::gateway::detail
