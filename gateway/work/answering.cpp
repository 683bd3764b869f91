#include "gateway/work/answering.hpp"

#include <algorithm>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/member_search.hpp"
#include "gateway/archive/pointing.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/letters/answer.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/work/kept_search_orders.hpp"
#include "gateway/work/opening.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kCountLimit = 100;  // up to so many a count is exact

Sender writer_of(const Runtime& runtime, const Message& row) {
  const auto principal = runtime.directory.principal_by_id(row.sender);
  if (principal) {
    return as_sender(*principal, runtime.directory,
                     std::chrono::floor<std::chrono::days>(row.received));
  }
  Sender former;
  former.id = former.name = row.sender;
  former.country = row.sender_country;
  return former;
}

HitDetail detail_of(const ArchiveQuestion& question) {
  if (question.mode == SearchMode::kCount || question.mode == SearchMode::kHitOrNot) {
    return HitDetail::kNumber;
  }
  return question.full ? HitDetail::kFiles : HitDetail::kLines;
}

ArchiveAnswer ask(const Runtime& runtime, Store& store, const ArchiveQuestion& question,
                  const std::string& query) {
  if (!runtime.index_key) {
    throw Fault(false, "this process cannot ask the archive", "it holds no key of the index");
  }
  ArchiveRequest request;
  request.query = query;
  request.words = question.near ? query : question.words;
  request.now = runtime.now();
  request.readers = question.readers;
  request.limit = question.mode == SearchMode::kCount ? kCountLimit : question.limit;
  request.offset = question.offset;
  request.facets = question.mode == SearchMode::kCount;
  request.without = question.without;
  request.same_script = question.same_script;
  request.detail = detail_of(question);
  request.carried = most_carried(runtime.site);
  request.elsewhere = shards_elsewhere(runtime);
  request.partial = true;  // the letter names the years: an answer today is worth more than all
  auto found = ask_archive(store, runtime.site.state, *runtime.index_key, request);
  if (!found.problem.empty()) {
    throw Fault(false, "the archive did not read a query that was read before", found.hint);
  }
  return found;
}

// Whom else to ask, on the first page alone.
void point(const Runtime& runtime, Store& store, const ArchiveQuestion& question,
           const Sender& sender, ArchiveAnswer& found, std::vector<AuditEntry>& audit) {
  if (question.offset > 0 || !question.only.empty()) {
    return;
  }
  const auto pointed = point_to(runtime, store, *runtime.index_key, question.about, sender);
  found.contacts = countries_of(pointed);
  for (auto& row : pointed_rows(pointed)) {
    row.actor = sender.id;
    row.detail += "; by mail; reason: " + question.justification;
    audit.push_back(std::move(row));
  }
}

// Directive 2016/680 Article 25: who, when, why, with which words, what was seen.
void note_search(Audit& log, const Sender& sender, const ArchiveQuestion& question,
                 const ArchiveAnswer& found, std::vector<AuditEntry>& audit) {
  const bool full = question.full || !question.only.empty();
  const bool shown = question.mode == SearchMode::kList || question.mode == SearchMode::kFetch;
  audit.push_back(
      {.actor = sender.id,
       .act = "searched",
       .number = question.for_case,
       .detail = "by mail, " + std::to_string(found.total) + " found" +
                 without_years(found.missing) + "; reason: " + question.justification + "; words " +
                 log.seal_words(question.query, cases_shown(found, question.for_case))});
  for (const auto& hit : found.hits) {
    if (shown) {
      audit.push_back({.actor = sender.id,
                       .act = full ? "fetched" : "found",
                       .number = hit.message.number.text(),
                       .detail = "search hit"});
    }
  }
}

// What is asked, and then said to have been asked: the next page is asked with the same words.
ArchiveAnswer look(const Runtime& runtime, Store& store, ArchiveQuestion& question) {
  if (!question.only.empty()) {
    return fetch_messages(store, question.only, question.readers, most_carried(runtime.site));
  }
  auto found = ask(runtime, store, question, question.query);
  if (found.hits.empty() && question.offset == 0 && !question.near_query.empty()) {
    question.query = std::move(question.near_query);
    question.near = true;
    found = ask(runtime, store, question, question.query);
  }
  question.near_query.clear();
  for (auto& hit : found.hits) {
    hit.why = question.near ? "one letter apart" : hit.why;
    const auto known = std::find_if(question.shown.begin(), question.shown.end(),
                                    [&](const auto& entry) { return entry.item == hit.item; });
    if (known != question.shown.end()) {
      question.shown.erase(known);  // as it stands on the newest page
    }
    question.shown.push_back({hit.item, hit.message.number});
  }
  return found;
}

}  // namespace

mail::Draft letter_again(const Runtime& runtime, Store& store, const Case& subject,
                         const LetterPlan& plan, const LetterThread& thread) {
  const auto row = store.messages().find({subject.number, plan.again});
  if (!row) {
    throw Fault(false, "store: a message of " + subject.number.text() + " is missing",
                "restore the store from its backup");
  }
  const auto contents = store.bodies().open(row->number).whole();
  const auto form = contents.form_json.empty()
                        ? std::nullopt
                        : std::optional(templates::from_json(contents.form_json));
  const auto writer = writer_of(runtime, *row);
  const auto opening = plan.again > 1 ? opening_of(store.bodies(), subject.number) : Opening{};
  LetterSource source{.site = runtime.site,
                      .directory = runtime.directory,
                      .templates = runtime.templates,
                      .subject = &subject,
                      .message = &*row,
                      .contents = &contents,
                      .form = form ? &*form : nullptr,
                      .sender = writer,
                      .now = runtime.now()};
  source.opening = opening.form ? &*opening.form : nullptr;
  source.opening_subject = opening.subject;
  PastMessage past{.message = row->number.message,
                   .form = row->form,
                   .sender = row->sender,
                   .desk = row->acting_desk};
  past.audience = row->audience;
  auto again = plan;
  say_where_replies_go(runtime.directory, subject, past, again);
  return write_letter(again, source, thread);
}

void answer_into(const Runtime& runtime, Store& store, Crypto& crypto, const Decision& decision,
                 const Sender& sender, const Reservation& reserved, const std::string& answered,
                 Commit& commit) {
  auto answer = *decision.answer;
  std::optional<ArchiveAnswer> found;
  std::optional<KeptResult> kept;
  if (answer.kind == AnswerKind::kWeb) {
    commit.web_asked = WebLetterAsk{.who = sender.id};
    commit.audit.push_back({.actor = sender.id, .act = "asked-in", .detail = "by mail"});
  }
  if (answer.kind == AnswerKind::kKept) {
    kept = carry_out(runtime, store, sender, reserved.letter_seed, answer, commit.audit);
  } else if (answer.question) {
    found = look(runtime, store, *answer.question);
    note_search(store.audit(), sender, *answer.question, *found, commit.audit);
    point(runtime, store, *answer.question, sender, *found, commit.audit);
  }
  const LetterSource source{.site = runtime.site,
                            .directory = runtime.directory,
                            .templates = runtime.templates,
                            .sender = sender,
                            .now = runtime.now()};
  for (std::size_t n = 0; n < decision.letters.size(); ++n) {
    const auto& plan = decision.letters[n];
    const auto id = letter_message_id(runtime.site, reserved.letter_seed, n + 1);
    const auto letter = letter_id(reserved.letter_seed, n + 1);
    const auto draft =
        plan.again > 0
            ? letter_again(runtime, store, *answer.of, plan, {.message_id = id, .letter = letter})
            : write_answer(plan, source, answer, found ? &*found : nullptr,
                           {.message_id = id, .answered = answered, .letter = letter},
                           kept ? &*kept : nullptr);
    commit.letters.push_back(
        seal_letter(draft, plan, letter, runtime.gateway_key, crypto, runtime.site.state));
    const bool only_kept =
        answer.kind == AnswerKind::kKept && answer.kept.what == KeptOrder::What::kKeep;
    if (answer.question && !only_kept) {
      commit.letters.back().context = search_context(*answer.question);
    }
    if (answer.of) {
      commit.thread_ids.push_back(id);
      if (plan.again > 0) {
        commit.about = MessageNumber{answer.of->number, plan.again};
      }
    }
  }
  commit.changed = answer.of;  // its letters belong to the case
}

}  // namespace pouch::gateway
