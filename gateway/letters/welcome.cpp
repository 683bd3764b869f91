#include "gateway/letters/welcome.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

using detail::heading;
using detail::paragraph;
using detail::row;

std::string addresses(const WelcomeSource& source) {
  auto text = row("Gateway", source.site.address);
  for (const auto* group : source.groups) {
    text += row("Group " + group->id, group->address);
  }
  return text + row("You are registered as", source.member.name + ", " + source.member.address);
}

std::string first_steps(const WelcomeSource& source) {
  return paragraph(
             "1. Import the attached file pouch-key.asc into your mail program. It is the "
             "key for every address below.") +
         paragraph("2. Write a mail to " + source.site.address +
                   " with the subject \"help\". Sign it and encrypt it.") +
         paragraph("3. Within minutes an answer comes. Then everything works.");
}

std::string how_to_write(const WelcomeSource& source) {
  const auto example = "example-" + source.form + ".txt";
  auto text = heading("HOW TO WRITE");
  if (source.groups.empty()) {
    text += paragraph("Write to " + source.site.address +
                      ", always signed and encrypted. The attached file " + example +
                      " is a form filled in: the line \"To\" names the countries that you ask.");
  } else {
    text += paragraph("A mail to " + source.groups.front()->address +
                      ", signed and encrypted, goes to all of your group. A plain text will do; "
                      "the attached file " +
                      example + " is a form filled in.");
  }
  return text + paragraph("For an empty form send a mail with the subject \"template " +
                          source.form + "\".");
}

std::string how_to_answer(const WelcomeSource& source) {
  const bool desk = source.member.officer.empty();
  return heading("HOW TO ANSWER") +
         (desk ? paragraph("What others ask of you comes as a letter like this one.") : "") +
         paragraph(
             "Press Reply, type your answer on top, send it signed and encrypted. It goes to "
             "those whom the letter came from; the letter says who they are.");
}

std::string did_it_arrive() {
  return heading("DID IT ARRIVE?") +
         paragraph(
             "A receipt comes within minutes and says to whom your mail went. No receipt "
             "means that it did not arrive. Look then whether it was signed with your own "
             "key, encrypted, and sent from the address above; if it was, call the operator "
             "of the gateway.");
}

std::string the_key(const WelcomeSource& source) {
  return heading("IS IT THE RIGHT KEY?") +
         paragraph(
             "Its fingerprint is below. Compare it with the operator by telephone before you "
             "send the first case.") +
         "  " + detail::spoken(source.fingerprint) + "\n";
}

}  // namespace

mail::Draft write_welcome(const Party& to, const WelcomeSource& source,
                          const LetterThread& thread) {
  auto draft = detail::envelope(source.site, LetterKind::kWelcome, nullptr, thread, source.now);
  draft.to.push_back({to.name, to.address});
  draft.subject = "Welcome to " + source.site.name + ": please do three things";
  draft.text = draft.subject + "\n\n" + first_steps(source) + "\n" + addresses(source) +
               detail::reply_line({}) + how_to_write(source) + how_to_answer(source) +
               did_it_arrive() + heading("HELP") +
               paragraph(
                   "A mail with the subject \"help\" is answered with all that you can ask "
                   "the gateway.") +
               the_key(source);
  draft.attachments.push_back(
      {.name = "pouch-key.asc", .media_type = "application/pgp-keys", .bytes = source.key});
  draft.attachments.push_back({.name = "example-" + source.form + ".txt",
                               .media_type = "text/plain",
                               .bytes = source.example,
                               .charset = "utf-8"});
  return draft;
}

}  // namespace pouch::gateway
