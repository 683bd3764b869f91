#include "gateway/work/later_letter.hpp"

#include <algorithm>
#include <utility>

#include "gateway/decide/reach.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/bodies.hpp"

namespace pouch::gateway {
namespace {

WiderAudience widened(const Runtime& runtime, const CaseStart& opening, const LetterPlan& plan) {
  const auto& party = plan.to.front();
  const bool note = plan.kind == LetterKind::kNote;
  auto audience = opening.message.audience;
  if (audience.ground == Ground::kNobody) {
    audience.ground = note ? Ground::kOwnFocalPoint : Ground::kForm;
  }
  std::erase_if(audience.narrowed, [&](const Narrowing& one) { return one.id == plan.country; });
  const auto* desk = runtime.directory.desk(party.id);
  audience.to.insert(audience.to.begin(),
                     {.id = party.id,
                      .name = desk != nullptr ? display_name(*desk, runtime.directory) : party.name,
                      .country = plan.country,
                      .role = note ? Role::kOwnFocalPoint : Role::kAskedDesk});
  auto readers = readers_of(opening.subject, audience, opening.sender, opening.subject.handling,
                            runtime.directory);
  readers.insert(readers.end(), opening.message.readers.begin(), opening.message.readers.end());
  std::sort(readers.begin(), readers.end());
  readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
  return {opening.message.id, std::move(audience), std::move(readers)};
}

}  // namespace

LaterLetter write_later(const Runtime& runtime, Store& store, Crypto& crypto,
                        const CaseStart& opening, LetterPlan plan, const std::string& seed,
                        std::size_t number) {
  const auto contents = store.bodies().open(opening.message.number).whole();
  const auto form = contents.form_json.empty()
                        ? std::nullopt
                        : std::optional(templates::from_json(contents.form_json));
  const LetterSource source{.site = runtime.site,
                            .directory = runtime.directory,
                            .templates = runtime.templates,
                            .subject = &opening.subject,
                            .message = &opening.message,
                            .contents = &contents,
                            .form = form ? &*form : nullptr,
                            .sender = opening.sender,
                            .now = runtime.now()};
  LaterLetter later;
  later.message_id = letter_message_id(runtime.site, seed, number);
  later.wider = widened(runtime, opening, plan);
  PastMessage past{.message = opening.message.number.message,
                   .form = opening.message.form,
                   .sender = opening.message.sender,
                   .desk = opening.message.acting_desk};
  past.audience = later.wider.audience;
  say_where_replies_go(runtime.directory, opening.subject, past, plan);
  const auto id = letter_id(seed, number);
  later.letter =
      seal_letter(write_letter(plan, source, {.message_id = later.message_id, .letter = id}), plan,
                  id, runtime.gateway_key, crypto, runtime.site.state);
  return later;
}

}  // namespace pouch::gateway
