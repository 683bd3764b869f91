// What the archive holds for the asker, page by page.
#include <algorithm>

#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {

std::size_t most_carried(const config::Site& site) {
  return site.delivery.max_size / 2;  // base64 within base64
}

std::string whom_to_contact(const std::vector<std::string>& countries,
                            const config::Directory& directory, const std::string& own) {
  std::vector<std::string> whom;
  for (const auto& code : countries) {
    whom.push_back(code == own ? "your own focal point"
                               : "the liaison desk of " + detail::country_name(directory, code));
  }
  return whom.empty() ? std::string()
                      : "There is something on this that you may not read: contact " +
                            detail::join(whom, ", ") + ".";
}

namespace detail {
namespace {

// The messages themselves, as far as one mail may carry them.
void attach_full(const LetterSource& source, const ArchiveAnswer& found, mail::Draft& draft) {
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
    draft.text +=
        "\n" +
        paragraph("Too large for one mail together; reply for each by itself, as in `fetch " +
                  left_out.front() + "`: " + join(left_out, ", "));
  }
}

// Numbers that were asked for and are not among what he may read today.
std::string missing(const ArchiveQuestion& question, const ArchiveAnswer& found) {
  std::vector<std::string> items;
  for (const auto& wanted : question.only) {
    const bool there = std::any_of(found.hits.begin(), found.hits.end(),
                                   [&](const ArchiveHit& hit) { return hit.item == wanted.item; });
    if (!there) {
      items.push_back(std::to_string(wanted.item));
    }
  }
  return items.empty()
             ? std::string()
             : "\n" + paragraph("Not among what you may read today: " + join(items, ", ") + ".");
}

// What a Reply to this page may say.
std::string how_to_go_on(const ArchiveQuestion& question, const ArchiveAnswer& found) {
  std::vector<std::string> ways;
  const auto seen = question.offset + (question.only.empty() ? found.hits.size() : question.limit);
  if (found.total > seen && question.only.empty()) {
    ways.push_back("`next` for more");
  }
  if (!question.full && question.only.empty() && !found.hits.empty()) {
    const auto last = found.hits.back().item, first = found.hits.front().item;
    ways.push_back("`fetch " + std::to_string(first) +
                   (last > first ? ", " + std::to_string(last) : std::string()) + "` for " +
                   (last > first ? "these messages" : "this message") + " in full");
  }
  ways.push_back("`keep` to keep this search and see later what is new");
  return "\n" + paragraph("Reply " + join(ways, ", ") + ".");
}

void write_list(const LetterSource& source, const ArchiveQuestion& question,
                const ArchiveAnswer& found, mail::Draft& draft) {
  const bool picked = !question.only.empty();
  for (const auto& hit : found.hits) {
    draft.text += hit_lines(hit, source.directory);
  }
  draft.text += missing(question, found);
  if (found.hits.empty()) {
    draft.text += picked ? std::string() : how_to_go_on(question, found);
    return;
  }
  if (!picked && (found.total > found.hits.size())) {
    draft.text += "\n" + paragraph("These are " + std::to_string(found.hits.front().item) + " to " +
                                   std::to_string(found.hits.back().item) + " of " +
                                   number_of_hits(found) + ".");
  }
  draft.text += how_to_go_on(question, found);
  if (question.full || picked) {
    attach_full(source, found, draft);
  }
}

// The rest is shown all the same.
std::string not_read(const ArchiveAnswer& found) {
  std::string text;
  if (found.unreadable > 0) {
    text += "\n" + paragraph(std::to_string(found.unreadable) +
                             " of them cannot be read in the store today. Please tell the "
                             "operator of the gateway, who can see why.");
  }
  if (found.unfiled > 0 && found.hits.empty()) {
    text += "\n" + paragraph(
                       "The newest messages were not searched yet. Please search again in "
                       "some minutes.");
  }
  return text;
}

// Years that could not be asked, before anything is said of the others.
std::string not_asked(const ArchiveAnswer& found) {
  if (found.missing.empty()) {
    return {};
  }
  return "\n" +
         paragraph("NOT ASKED: messages of " + names_of_years(found.missing) +
                   ". That part of the archive lies on another machine, which cannot be "
                   "reached just now. There may be more in it. Please search again later; "
                   "the operator of the gateway can see why.") +
         "\n";
}

// What a count is made of, for people: names where there are any.
std::string facet_lines(const LetterSource& source, const ArchiveAnswer& found) {
  const auto said = [&](const search::Facet& facet, const std::string& value) {
    if (facet.field == "country") {
      return country_name(source.directory, value);
    }
    const auto* form = facet.field == "form" ? source.templates.find(value) : nullptr;
    return form != nullptr ? form->title : value;
  };
  std::string text;
  for (const auto& facet : found.facets) {
    std::vector<std::string> counts;
    for (const auto& value : facet.values) {
      counts.push_back(said(facet, value.value) + " " + std::to_string(value.count));
    }
    if (!counts.empty()) {
      text += row("  By " + (facet.field == "is"    ? "state"
                             : facet.field == "has" ? std::string("contents")
                                                    : facet.field),
                  join(counts, ", "));
    }
  }
  return text.empty() || found.counted >= found.total
             ? text
             : text + paragraph("  (of the first " + std::to_string(found.counted) + ")");
}

}  // namespace

std::string hit_lines(const ArchiveHit& hit, const config::Directory& directory) {
  const auto& message = hit.message;
  auto text = heading(std::to_string(hit.item) + ". " + message.number.text() + ", " +
                      utc_time(message.received).substr(0, 10) + ", " + message.form);
  text += row("  From", name_of(directory, message.sender) +
                            (message.sender_country.empty()
                                 ? std::string()
                                 : ", " + country_name(directory, message.sender_country)));
  text += row("  To", names_of(message.audience));
  text += row("  Handling", join(hit.handling, ", "));
  if (!hit.text.subject.empty()) {
    text += row("  Subject", hit.text.subject);
  }
  if (!hit.snippet.empty()) {
    text += row("  Text", hit.snippet);
  }
  if (hit.percent == 0) {
    return text;  // fetched by its number: nothing was compared
  }
  const auto why = why_met(hit.met);
  const auto how = !why.empty() ? why : hit.why.empty() ? std::string("by its fields") : hit.why;
  return text + row("  Matched", how + ", " + std::to_string(hit.percent) + " %");
}

void write_found(const LetterSource& source, const Answer& answer, const ArchiveAnswer& found,
                 mail::Draft& draft) {
  const auto& question = *answer.question;
  const bool later = question.offset > 0 && question.only.empty();
  const bool any = found.total > 0 && (!found.hits.empty() || later || found.unreadable > 0);
  draft.subject = "Search: " +
                  std::string(found.hits.empty() && later ? "no more hits"
                              : any                       ? "hit"
                                                          : "no hit") +
                  (found.missing.empty() ? "" : "," + without_years(found.missing));
  draft.text = "SEARCH IN THE ARCHIVE\n\n" + row("Query", question.words) +
               row("Read as", understood(question.query)) +
               row("Justification", question.justification);
  if (!question.for_case.empty()) {
    draft.text += row("For case", question.for_case);
  }
  if (!question.only.empty()) {
    draft.text += row("Fetched", std::to_string(found.hits.size()) + " of " +
                                     std::to_string(question.only.size()));
    draft.text += not_read(found);
    write_list(source, question, found, draft);
    return;
  }
  const auto without = without_years(found.missing);
  draft.text += row("Result", (any ? "HIT" : "NO HIT") + (without.empty() ? "" : "," + without));
  draft.text += not_asked(found);
  if (!found.contacts.empty()) {
    draft.text +=
        paragraph(whom_to_contact(found.contacts, source.directory, source.sender.country));
  }
  if (question.mode == SearchMode::kHitOrNot) {
    return;
  }
  draft.text += row("Messages", any ? number_of_hits(found) : std::string("0"));
  if (question.mode == SearchMode::kCount) {
    draft.text += facet_lines(source, found);
    return;
  }
  if (!any && question.scope == "MY_CASES") {
    draft.text +=
        "\n" + paragraph(
                   "These were your own cases. Whether there is a hit in all that you may "
                   "read: the same with the line \"Mode: hit or no hit\". To see it: with "
                   "a line \"Case: \" and the number of the case that you need it for.");
  }
  draft.text += not_read(found);
  write_list(source, question, found, draft);
}

}  // namespace detail
}  // namespace pouch::gateway
