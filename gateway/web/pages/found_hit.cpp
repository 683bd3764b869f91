#include "gateway/web/pages/found_hit.hpp"

#include <algorithm>
#include <chrono>

#include "gateway/web/words/codes.hpp"
#include "gateway/web/words/times.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::of_class;
using html::Tag;

// "BG due in 6 h", "BG 5 h late", "answered".
Html state_of(const Look& look, const FoundHit& hit) {
  constexpr std::chrono::hours kSoon{48};
  if (!hit.due) {
    return hit.answered
               ? element(Tag::kSpan, {of_class("tag good")}, look.words(Say::kStateAnswered))
               : Html();
  }
  const auto left = *hit.due - look.now;
  if (!hit.overdue && left > kSoon) {
    return {};
  }
  const auto text =
      hit.due_country + " " +
      (hit.overdue ? look.words(Say::kLateBy, span(look.words, -left))
                   : look.words(Say::kDueIn, span(look.words, std::max(left, left.zero()))));
  return hit.overdue ? element(Tag::kSpan, {of_class("tag late")}, said(text, 100))
                     : element(Tag::kSpan, {of_class("tag due")}, said(text, 100));
}

Html where(const Look& look, const FoundHit& hit, const std::string& search) {
  Html line = number_link(hit.number, search);
  line += tag(hit.form);
  Html way = country(hit.country);
  if (!hit.to.empty()) {
    way += " " + std::string(look.words(Say::kTo));
    for (const auto& to : hit.to) {
      way += " ";
      way += country(to);
    }
  }
  line += element(Tag::kSpan, {}, way);
  line += handling_tags(hit.handling);
  line += state_of(look, hit);
  line += time_element(look, hit.received, day_and_time(look.words, hit.received, look.zone));
  return element(Tag::kP, {of_class("where")}, line);
}

// "in the text of manifest.pdf, page 4", which leads there.
Html in_file(const Look& look, const FoundHit& hit, const FileMet& file,
             const std::string& search) {
  auto url = file_url(hit.number, file.part);
  url = search.empty() ? url : url.with("s", search);
  url = file.page == 0 ? url : url.with("p", std::to_string(file.page));
  const auto page = file.page == 0 ? std::string()
                                   : ", " + look.words(Say::kPageOfFile, std::to_string(file.page));
  return element(Tag::kSpan, {}, look.words(Say::kInTextOf), " ",
                 element(Tag::kA, {href(url)}, said(file.name), page));
}

Html why(const Look& look, const FoundHit& hit, const std::string& search) {
  constexpr std::size_t kMostFiles = 3;
  Html reasons;
  for (const auto& met : hit.met) {
    reasons += element(Tag::kSpan, {}, look.words(Say::kMatched), " ",
                       element(Tag::kB, {}, said(met.found)), ": ",
                       said(how_in_words(look.words, met.how)));
  }
  if (hit.met.empty() && !hit.why.empty()) {
    reasons += element(Tag::kSpan, {}, said(how_in_words(look.words, hit.why)));
  }
  for (std::size_t at = 0; at < std::min(hit.met_files.size(), kMostFiles); ++at) {
    reasons += in_file(look, hit, hit.met_files[at], search);
  }
  if (hit.files > 0) {
    reasons += element(Tag::kSpan, {}, look.words(Say::kFiles, std::to_string(hit.files)));
  }
  return element(Tag::kP, {of_class("why")}, reasons);
}

}  // namespace

Html shown_hit(const Look& look, const FoundHit& hit, const std::string& search) {
  Html snippet;
  std::size_t left = 2000;  // octets of it
  for (const auto& piece : hit.snippet) {
    const auto text = said(piece.text, left);
    snippet += piece.hit ? element(Tag::kMark, {}, text) : text;
    left -= std::min(left, piece.text.size());
    if (left == 0) {
      break;
    }
  }
  return element(
      Tag::kLi, {of_class("hit")}, where(look, hit, search),
      element(Tag::kH3, {},
              element(Tag::kA, {href(case_url(hit.number, search))},
                      hit.subject.empty() ? Html(look.words(Say::kNoSubject)) : said(hit.subject))),
      element(Tag::kP, {}, snippet), why(look, hit, search));
}

}  // namespace pouch::gateway::web
