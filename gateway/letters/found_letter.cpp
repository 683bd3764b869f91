// What the archive holds for the asker, page by page.
#include <algorithm>

#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/read_as.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway {

std::size_t most_carried(const config::Site& site) {
  return site.delivery.max_size / 2;  // base64 within base64
}

std::string whom_to_contact(const std::vector<std::string>& countries,
                            const config::Directory& directory, const std::string& own,
                            const Words& words) {
  std::vector<std::string> whom;
  whom.reserve(countries.size());
  for (const auto& code : countries) {
    whom.push_back(code == own
                       ? words("your_own_focal_point")
                       : words("the_liaison_desk",
                               {{"country", detail::country_name(directory, code, words)}}));
  }
  return whom.empty() ? std::string()
                      : words("something_not_yours", {{"whom", detail::join(whom, ", ")}});
}

std::string said_file(const MetFile& file, const Words& words) {
  return file.page == 0
             ? words("in_text_of", {{"file", file.name}})
             : words("in_text_of_page", {{"file", file.name}, {"page", std::to_string(file.page)}});
}

namespace detail {
namespace {

// The messages themselves, as far as one mail may carry them.
void attach_full(const LetterSource& source, const ArchiveAnswer& found, const Words& words,
                 mail::Draft& draft) {
  const auto most = most_carried(source.site);
  std::size_t size = draft.text.size();
  std::vector<std::string> left_out;
  for (const auto& hit : found.hits) {
    const auto stem =
        hit.message.number.number.text() + "-" + std::to_string(hit.message.number.message) + "-";
    std::size_t needed = hit.text.text.size() + hit.text.form_json.size();
    for (const auto& part : hit.files.value_or(std::vector<StoredPart>{})) {
      needed += part.bytes.size();
    }
    if (!hit.files || size + needed > most) {
      left_out.push_back(std::to_string(hit.item));
      continue;
    }
    size += needed;
    draft.attachments.push_back({.name = stem + "text.txt",
                                 .media_type = "text/plain",
                                 .bytes = hit.text.text,
                                 .charset = "utf-8"});
    if (!hit.text.form_json.empty()) {
      draft.attachments.push_back({.name = stem + hit.message.form + ".json",
                                   .media_type = "application/json",
                                   .bytes = hit.text.form_json});
    }
    for (const auto& part : *hit.files) {
      draft.attachments.push_back({.name = stem + part.name,
                                   .media_type = part.media_type,
                                   .bytes = part.bytes,
                                   .charset = part.charset});
    }
  }
  if (!left_out.empty()) {
    draft.text += "\n" + paragraph(words("too_large_together", {{"first", left_out.front()},
                                                                {"all", join(left_out, ", ")}}));
  }
}

// Numbers that were asked for and are not among what he may read today.
std::string missing(const ArchiveQuestion& question, const ArchiveAnswer& found,
                    const Words& words) {
  std::vector<std::string> items;
  for (const auto& wanted : question.only) {
    const bool there = std::any_of(found.hits.begin(), found.hits.end(),
                                   [&](const ArchiveHit& hit) { return hit.item == wanted.item; });
    if (!there) {
      items.push_back(std::to_string(wanted.item));
    }
  }
  return items.empty() ? std::string()
                       : "\n" + paragraph(words("not_among_yours", {{"items", join(items, ", ")}}));
}

// What a Reply to this page may say.
std::string how_to_go_on(const ArchiveQuestion& question, const ArchiveAnswer& found,
                         const Words& words) {
  std::vector<std::string> ways;
  const auto seen = question.offset + (question.only.empty() ? found.hits.size() : question.limit);
  if (found.total > seen && question.only.empty()) {
    ways.push_back(words("next_for_more"));
  }
  if (!question.full && question.only.empty() && !found.hits.empty()) {
    const auto last = found.hits.back().item, first = found.hits.front().item;
    const Place one{"first", std::to_string(first)};
    ways.push_back(last > first ? words("fetch_these", {one, {"last", std::to_string(last)}})
                                : words("fetch_this", {one}));
  }
  ways.push_back(words("keep_this_search"));
  return "\n" + paragraph(words("reply_one_of", {{"ways", join(ways, ", ")}}));
}

void write_list(const LetterSource& source, const ArchiveQuestion& question,
                const ArchiveAnswer& found, const Words& words, mail::Draft& draft) {
  const bool picked = !question.only.empty();
  for (const auto& hit : found.hits) {
    draft.text += hit_lines(hit, source.directory, words);
  }
  draft.text += missing(question, found, words);
  if (found.hits.empty()) {
    draft.text += picked ? std::string() : how_to_go_on(question, found, words);
    return;
  }
  if (!picked && (found.total > found.hits.size())) {
    draft.text +=
        "\n" + paragraph(words("these_are", {{"first", std::to_string(found.hits.front().item)},
                                             {"last", std::to_string(found.hits.back().item)},
                                             {"all", number_of_hits(found)}}));
  }
  draft.text += how_to_go_on(question, found, words);
  if (question.full || picked) {
    attach_full(source, found, words, draft);
  }
}

// The rest is shown all the same.
std::string not_read(const ArchiveAnswer& found, const Words& words) {
  std::string text;
  if (found.unreadable > 0) {
    text +=
        "\n" + paragraph(words("cannot_be_read_today", {{"count", std::size_t{found.unreadable}}}));
  }
  if (found.unfiled > 0 && found.hits.empty()) {
    text += "\n" + paragraph(words("newest_search_again"));
  }
  return text;
}

// Years that could not be asked, before anything is said of the others.
std::string not_asked(const ArchiveAnswer& found, const Words& words) {
  if (found.missing.empty()) {
    return {};
  }
  return "\n" + paragraph(words("not_asked", {{"years", names_of_years(found.missing)}})) + "\n";
}

// What a count is made of, for people: names where there are any.
std::string facet_lines(const LetterSource& source, const ArchiveAnswer& found,
                        const Words& words) {
  const auto said = [&](const search::Facet& facet, const std::string& value) {
    if (facet.field == "country") {
      return country_name(source.directory, value, words);
    }
    const auto* form = facet.field == "form" ? source.templates.find(value) : nullptr;
    return form != nullptr
               ? templates::title_in(*form, source.templates.language(source.sender.reads))
               : value;
  };
  std::string text;
  for (const auto& facet : found.facets) {
    std::vector<std::string> counts;
    for (const auto& value : facet.values) {
      counts.push_back(said(facet, value.value) + " " + std::to_string(value.count));
    }
    if (!counts.empty()) {
      const auto by = facet.field == "is"    ? words("by_state")
                      : facet.field == "has" ? words("by_contents")
                                             : facet.field;
      text += row("  " + words("row_by", {{"field", by}}), join(counts, ", "));
    }
  }
  return text.empty() || found.counted >= found.total
             ? text
             : text + paragraph("  (" +
                                words("of_the_first", {{"count", std::to_string(found.counted)}}) +
                                ")");
}

// "Димитров ~ dimitrov (other script)", each that met otherwise than as written; and in which
// files.
std::string how_met(const ArchiveHit& hit, const Words& words) {
  std::vector<std::string> ways;
  for (const auto& one : hit.met) {
    if (const auto way = why_met({one}); !way.empty()) {
      ways.push_back(known_sentence(way, words));
    }
  }
  if (ways.empty()) {
    ways.push_back(hit.why.empty() ? words("by_its_fields") : known_sentence(hit.why, words));
  }
  for (const auto& file : hit.met_files) {
    ways.push_back(said_file(file, words));
  }
  return join(ways, "; ");
}

}  // namespace

std::string hit_lines(const ArchiveHit& hit, const config::Directory& directory,
                      const Words& words) {
  const auto& message = hit.message;
  auto text = heading(std::to_string(hit.item) + ". " + message.number.text() + ", " +
                      utc_time(message.received).substr(0, 10) + ", " + message.form);
  text += row("  " + words("row_from"),
              name_of(directory, message.sender, words) +
                  (message.sender_country.empty()
                       ? std::string()
                       : ", " + country_name(directory, message.sender_country, words)));
  text += row("  " + words("row_to"), names_of(message.audience, false, words));
  text += row("  " + words("row_handling"), join(hit.handling, ", "));
  if (!hit.text.subject.empty()) {
    text += row("  " + words("row_subject"), hit.text.subject);
  }
  if (!hit.snippet.empty()) {
    text += row("  " + words("row_text"), hit.snippet);
  }
  if (hit.percent == 0) {
    return text;  // fetched by its number: nothing was compared
  }
  return text + row("  " + words("row_matched"),
                    how_met(hit, words) + ", " + std::to_string(hit.percent) + " %");
}

void write_found(const LetterSource& source, const Answer& answer, const ArchiveAnswer& found,
                 mail::Draft& draft) {
  const auto& words = Words::in(source.sender.reads);
  const auto& question = *answer.question;
  const bool later = question.offset > 0 && question.only.empty();
  const bool any = found.total > 0 && (!found.hits.empty() || later || found.unreadable > 0);
  draft.subject = (found.hits.empty() && later ? words("search_no_more_hits")
                   : any                       ? words("search_hit")
                                               : words("search_no_hit")) +
                  (found.missing.empty() ? "" : "," + without_years(found.missing));
  draft.text = words("search_in_the_archive") + "\n\n" + row(words("row_query"), question.words) +
               row(words("row_read_as"), read_as(question.query, words)) +
               row(words("row_justification"), question.justification);
  if (!question.for_case.empty()) {
    draft.text += row(words("row_for_case"), question.for_case);
  }
  if (!question.only.empty()) {
    draft.text += row(words("row_fetched"),
                      words("some_of_all", {{"some", std::to_string(found.hits.size())},
                                            {"all", std::to_string(question.only.size())}}));
    draft.text += not_read(found, words);
    write_list(source, question, found, words, draft);
    return;
  }
  const auto without = without_years(found.missing);
  draft.text += row(words("row_result"), (any ? words("hit") : words("no_hit")) +
                                             (without.empty() ? "" : "," + without));
  draft.text += not_asked(found, words);
  if (!found.contacts.empty()) {
    draft.text +=
        paragraph(whom_to_contact(found.contacts, source.directory, source.sender.country, words));
  }
  if (question.mode == SearchMode::kHitOrNot) {
    return;
  }
  draft.text += row(words("row_messages"), any ? number_of_hits(found) : std::string("0"));
  if (question.mode == SearchMode::kCount) {
    draft.text += facet_lines(source, found, words);
    return;
  }
  if (!any && question.scope == "MY_CASES") {
    draft.text += "\n" + paragraph(words("these_were_your_cases"));
  }
  draft.text += not_read(found, words);
  write_list(source, question, found, words, draft);
}

}  // namespace detail
}  // namespace pouch::gateway
