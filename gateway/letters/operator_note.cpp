#include "gateway/letters/operator_note.hpp"

#include <algorithm>
#include <array>

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/known_sentences.hpp"

namespace pouch::gateway {
namespace {

using detail::paragraph;
using detail::row;

struct ByTelephone {
  std::string_view reason;
  Phrase say;
};
constexpr std::array<ByTelephone, 16> kByTelephone{{
    {"not-encrypted", "advice_not_encrypted"},
    {"not-signed", "advice_not_signed"},
    {"unknown-signer", "advice_unknown_signer"},
    {"undecryptable", "advice_undecryptable"},
    {"bad-signature", "advice_bad_signature"},
    {"sender-mismatch", "advice_sender_mismatch"},
    {"expired-key", "advice_expired_key"},
    {"revoked-key", "advice_revoked_key"},
    {"expired-signature", "advice_expired_signature"},
    {"weak-algorithm", "advice_weak_algorithm"},
    {"malformed", "advice_malformed"},
    {"mixed-content", "advice_mixed_content"},
    {"too-large", "advice_too_large"},
    {"group-in-doubt", "advice_group_in_doubt"},
    {"replayed", "advice_replayed"},
    {"no-usable-key", "advice_no_usable_key"},
}};

std::string joined(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (const auto number : numbers) {
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  }
  return text;
}

}  // namespace

std::string Whom::in(const Words& words) const {
  return known_name(name, words) + (id.empty() ? "" : " (" + id + ")");
}

OperatorNoteFor unknown_letter_note(Whom who, std::string letter) {
  return [who, letter](const Words& words) {
    return OperatorNote{
        words("note_unknown_letter"),
        paragraph(words("note_unknown_letter_text", {{"who", who.in(words)}, {"letter", letter}}))};
  };
}

std::optional<OperatorNoteFor> mistake_note(std::string_view reason, Whom who, std::string detail) {
  const auto* advice = std::find_if(kByTelephone.begin(), kByTelephone.end(),
                                    [&](const ByTelephone& one) { return one.reason == reason; });
  if (advice == kByTelephone.end()) {
    return std::nullopt;
  }
  const auto say = advice->say;
  const bool proved = reason == "group-in-doubt";  // the writer; not what was meant
  return [proved, reason = std::string(reason), who, detail, say](const Words& words) {
    return OperatorNote{
        words("note_mail_refused", {{"reason", reason}}),
        row(words("row_from"),
            proved ? who.in(words) : words("as_the_mail_says", {{"who", who.in(words)}})) +
            row(words("row_why"), reason) + row(words("row_detail"), detail) +
            paragraph(proved ? words("told_nothing_yet") : words("told_nothing")) + "\n" +
            paragraph(words("call_and_say", {{"say", words(say)}})) + "\n" +
            paragraph(words("mail_is_held"))};
  };
}

OperatorNoteFor unchecked_note(std::string number, Whom who, std::vector<std::size_t> files,
                               std::string highest) {
  return [number, who, files, highest](const Words& words) {
    const Place of{"number", number};
    return OperatorNote{
        words("note_unchecked", {of}),
        paragraph(
            words("note_unchecked_text",
                  {of, {"who", who.in(words)}, {"files", joined(files)}, {"level", highest}})) +
            "\n" + paragraph(words("note_unchecked_do"))};
  };
}

OperatorNoteFor marked_note(Whom who, std::string level, std::string what, std::string highest,
                            bool writer_is_told) {
  return [who, level, what, highest, writer_is_told](const Words& words) {
    const auto told = writer_is_told ? " " + words("they_were_told") : std::string();
    return OperatorNote{words("note_marked", {{"level", level}}),
                        paragraph(words("note_marked_text", {{"who", who.in(words)},
                                                             {"what", known_sentence(what, words)},
                                                             {"level", highest}}) +
                                  told) +
                            "\n" + paragraph(words("note_marked_do"))};
  };
}

OperatorNoteFor many_looks_note(Whom who, std::string what) {
  return [who, what](const Words& words) {
    return OperatorNote{
        words("note_many_looks"),
        paragraph(words("note_many_looks_text",
                        {{"who", who.in(words)}, {"what", known_sentence(what, words)}})) +
            "\n" + paragraph(words("note_many_looks_do"))};
  };
}

OperatorNoteFor no_owner_note(const Review& review) {
  return [number = review.number.text(), end = review.end](const Words& words) {
    const Place of{"number", number};
    return OperatorNote{
        words("note_no_owner", {of}),
        paragraph(words("note_no_owner_text", {of, {"day", spoken_day(end, words)}})) + "\n" +
            paragraph(words("note_no_owner_do", {of}))};
  };
}

OperatorNoteFor not_reached_note(std::string number, std::vector<Unreached> whom) {
  return [number, whom](const Words& words) {
    std::string lines;
    for (const auto& one : whom) {
      const Places places{{"number", one.number},
                          {"who", Whom{one.who.name, one.who.id}.in(words)},
                          {"why", reason_of(one.who, words)}};
      lines += paragraph(one.waits ? words("waits_for", places) : words("could_not_go", places));
    }
    return OperatorNote{words("note_not_reached", {{"number", number}}),
                        lines + "\n" + paragraph(words("note_not_reached_do"))};
  };
}

}  // namespace pouch::gateway
