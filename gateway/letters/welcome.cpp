#include "gateway/letters/welcome.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

using detail::heading;
using detail::paragraph;
using detail::row;

std::string addresses(const WelcomeSource& source, const Words& words) {
  auto text = row(words("row_gateway"), source.site.address);
  for (const auto* group : source.groups) {
    text += row(words("row_group", {{"group", group->id}}), group->address);
  }
  return text + row(words("row_registered_as"),
                    known_name(source.member.name, words) + ", " + source.member.address);
}

std::string first_steps(const WelcomeSource& source, const Words& words) {
  return paragraph("1. " + words("import_the_key")) +
         paragraph("2. " + words("write_help_to", {{"address", source.site.address}})) +
         paragraph("3. " + words("then_everything_works"));
}

std::string how_to_write(const WelcomeSource& source, const Words& words) {
  const Place example{"file", "example-" + source.form + ".txt"};
  return heading(words("how_to_write")) +
         paragraph(source.groups.empty()
                       ? words("write_to_gateway", {example, {"address", source.site.address}})
                       : words("write_to_group",
                               {example, {"address", source.groups.front()->address}})) +
         paragraph(words("for_an_empty_form", {{"form", source.form}}));
}

std::string how_to_answer(const WelcomeSource& source, const Words& words) {
  const bool desk = source.member.officer.empty();
  return heading(words("how_to_answer")) + (desk ? paragraph(words("what_others_ask")) : "") +
         paragraph(words("type_your_answer_on_top"));
}

std::string the_key(const WelcomeSource& source, const Words& words) {
  return heading(words("is_it_the_right_key")) + paragraph(words("compare_with_operator")) + "  " +
         detail::spoken(source.fingerprint) + "\n";
}

}  // namespace

mail::Draft write_welcome(const Party& to, const WelcomeSource& source,
                          const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  auto draft = detail::envelope(source.site, LetterKind::kWelcome, nullptr, thread, source.now);
  draft.to.push_back({to.name, to.address});
  draft.subject = words("welcome", {{"gateway", source.site.name}});
  draft.text = draft.subject + "\n\n" + first_steps(source, words) + "\n" +
               addresses(source, words) + detail::reply_line(words) + how_to_write(source, words) +
               how_to_answer(source, words) + heading(words("did_it_arrive")) +
               paragraph(words("a_receipt_comes")) + heading(words("help_heading")) +
               paragraph(words("help_is_answered")) + the_key(source, words);
  draft.attachments.push_back(
      {.name = "pouch-key.asc", .media_type = "application/pgp-keys", .bytes = source.key});
  draft.attachments.push_back({.name = "example-" + source.form + ".txt",
                               .media_type = "text/plain",
                               .bytes = source.example,
                               .charset = "utf-8"});
  return draft;
}

}  // namespace pouch::gateway
