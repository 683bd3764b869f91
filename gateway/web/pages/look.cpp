#include "gateway/web/pages/look.hpp"

#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/web/static/static_files.hpp"
#include "gateway/web/words/times.hpp"
#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

std::string_view of_handling(const PageWords& words, std::string_view code) {
  return code == "H1"   ? words(Say::kHandlingH1)
         : code == "H2" ? words(Say::kHandlingH2)
         : code == "H3" ? words(Say::kHandlingH3)
                        : words(Say::kHandlingH0);
}

// With whose permission it is, where that is known.
std::string of_handling_by(const Look& look) {
  const auto& [classification, handling, provider] = look.banner;
  const auto by = std::string(mail::utf8_head(provider, kLongestName));
  return by.empty()         ? std::string(of_handling(look.words, handling))
         : handling == "H1" ? look.words(Say::kHandlingH1By, by)
         : handling == "H2" ? look.words(Say::kHandlingH2By, by)
                            : std::string(of_handling(look.words, handling));
}

Html banner(const Look& look) {
  const auto& [classification, handling, provider] = look.banner;
  if (classification.empty() && handling.empty()) {
    return element(Tag::kP, {of_class("banner plain")}, look.words(Say::kNothingOfACase));
  }
  auto head = classification;
  if (!handling.empty()) {
    head += (head.empty() ? "" : " · ") + handling;
  }
  Html text(look.words(Say::kStrictest));
  if (!handling.empty()) {
    text += " ";
    text += handling + ": ";
    text += of_handling_by(look);
    text += ".";
  }
  return element(Tag::kP, {of_class("banner")}, element(Tag::kB, {}, head), " ",
                 element(Tag::kSpan, {}, text));
}

Html place(const Look& look, Room here, Room room, const Url& url, Say say) {
  Html name(look.words(say));
  if (room == Room::kDesk && look.viewer->overdue > 0) {
    name += " ";
    name += element(Tag::kB, {}, std::to_string(look.viewer->overdue));
  }
  return here == room ? element(Tag::kA, {href(url), {Named::kAriaCurrent, "page"}}, name)
                      : element(Tag::kA, {href(url)}, name);
}

Html places(const Look& look, Room here) {
  Html links = place(look, here, Room::kDesk, desk_url(), Say::kMyDesk);
  links += place(look, here, Room::kSearch, search_url(), Say::kSearch);
  links += place(look, here, Room::kDirectory, Url("/directory"), Say::kDirectory);
  if (look.viewer->operates) {
    links += place(look, here, Room::kStatus, Url("/status"), Say::kStatus);
  }
  if (look.viewer->operates || look.viewer->audits) {
    links += place(look, here, Room::kStatistics, Url("/statistics"), Say::kStatistics);
  }
  if (look.viewer->audits) {
    links += place(look, here, Room::kLog, Url("/log"), Say::kLog);
  }
  links += place(look, here, Room::kMe, Url("/me"), Say::kMe);
  return element(Tag::kNav, {{Named::kAriaLabel, look.words(Say::kMainPlaces)}}, links);
}

Html find_box(const Look& look, Room here) {
  if (here == Room::kSearch) {
    return {};
  }
  const auto label = look.words(Say::kFindLabel);
  return element(Tag::kForm,
                 {of_class("find"), html::post_to(search_url()), {Named::kRole, "search"}},
                 token_field(look),
                 element(Tag::kInput, {{Named::kName, "q"},
                                       {Named::kMaxlength, 2000},
                                       {Named::kAutocomplete, "off"},
                                       {Named::kAriaLabel, label},
                                       {Named::kPlaceholder, look.words(Say::kFindPlaceholder)}}));
}

Html whose_session(const Look& look) {
  const auto& viewer = *look.viewer;
  return element(Tag::kDiv, {of_class("me")}, element(Tag::kStrong, {}, said(viewer.name)),
                 viewer.country.empty() ? Html() : Html(" · " + viewer.country),
                 element(Tag::kBr, {}),
                 look.words(Say::kSessionEnds, clock_time(viewer.ends, look.zone)), " · ",
                 element(Tag::kForm, {of_class("as-link"), html::post_to(Url("/leave"))},
                         token_field(look), element(Tag::kButton, {}, look.words(Say::kLeave))));
}

// By links, for there is no session yet that could keep which was chosen.
Html languages(const Look& look) {
  Html names;
  for (const auto language : kLanguages) {
    const PageWords words(language);
    const html::Attribute in(Named::kLang, words.code());
    names += names.empty() ? "" : " · ";
    names += language == look.words.language()
                 ? element(Tag::kSpan, {in, {Named::kAriaCurrent, "true"}}, words.own_name())
                 : element(Tag::kA, {href(look.again->with("lang", words.code())), in},
                           words.own_name());
  }
  return element(Tag::kDiv,
                 {of_class("me"),
                  {Named::kRole, "navigation"},
                  {Named::kAriaLabel, look.words(Say::kWhichLanguage)}},
                 names);
}

// They work where the script runs, which shows them.
Html key_hints(const Look& look, Room room, const Html& hints) {
  Html all = key_hint({"/"}, look.words(Say::kKeyToSearch));
  all += key_hint({"j", "k"}, look.words(Say::kKeyNext));
  all += key_hint({"Enter"}, look.words(Say::kKeyOpen));
  all += hints;
  all += room == Room::kDesk ? Html() : key_hint({"g", "d"}, look.words(Say::kKeyDesk));
  all += key_hint({"?"}, look.words(Say::kKeyAll));
  return element(Tag::kSpan, {of_class("keys")}, all);
}

}  // namespace

Html key_hint(std::initializer_list<std::string_view> keys, std::string_view act) {
  Html names;
  for (const auto key : keys) {
    names += element(Tag::kKbd, {}, key);
    names += " ";
  }
  return element(Tag::kSpan, {}, names, act);
}

std::string framed(const Look& look, Room room, std::string_view title, const Html& content,
                   const Html& hints) {
  Html bar = element(Tag::kA, {of_class("brand"), href(desk_url())}, "Pouch");
  if (look.viewer) {
    bar += places(look, room);
    bar += find_box(look, room);
    bar += whose_session(look);
  } else if (look.again) {
    bar += languages(look);
  }
  Html foot = element(Tag::kSpan, {}, look.words(Say::kEveryLook));
  foot += look.viewer ? key_hints(look, room, hints) : Html();
  foot += element(Tag::kSpan, {}, look.words(Say::kTimes, look.zone));
  foot += element(Tag::kSpan, {}, "Pouch " + look.version);
  Html body = element(Tag::kA, {of_class("off"), href(Url("#main"))}, look.words(Say::kSkip));
  body += element(Tag::kHeader, {}, banner(look), element(Tag::kDiv, {of_class("bar")}, bar));
  body += element(Tag::kMain, {{Named::kId, "main"}}, content);
  body += element(Tag::kFooter, {}, foot);
  const auto sheet = style_sheet_url(), icon = icon_url(), script = script_url();
  return html::document(look.words.code(), std::string(title) + " · Pouch", {sheet, icon, script},
                        body);
}

Html said(std::string_view text, std::size_t longest) {
  const auto head = mail::utf8_head(text, longest);
  return html::written_by_people(std::string(head) + (head.size() < text.size() ? "…" : ""));
}

Html soft(const Html& content) { return element(Tag::kSpan, {of_class("soft")}, content); }

Html tag(std::string_view text) { return element(Tag::kSpan, {of_class("tag")}, said(text, 100)); }

std::string plain_code(std::string_view code) {
  auto text = mail::to_lower(mail::utf8_head(code, kLongestName));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

Html country(std::string_view code) {
  return code.empty() ? Html() : element(Tag::kSpan, {of_class("cc")}, said(code, 100));
}

Html priority_tag(std::string_view code) {
  return code.empty() || code == "NORMAL"
             ? Html()
             : element(Tag::kSpan, {of_class("tag flash")}, said(plain_code(code), 100));
}

Html handling_tags(const std::vector<std::string>& codes) {
  Html tags;
  for (const auto& code : codes) {
    tags += code == "H1"   ? element(Tag::kSpan, {of_class("tag h1")}, code)
            : code == "H2" ? element(Tag::kSpan, {of_class("tag h2")}, code)
            : code == "H3" ? element(Tag::kSpan, {of_class("tag h3")}, code)
                           : tag(code);
    tags += " ";
  }
  return tags;
}

Html token_field(const Look& look) {
  return look.viewer ? element(Tag::kInput, {{Named::kType, "hidden"},
                                             {Named::kName, "token"},
                                             {Named::kValue, look.viewer->form_token}})
                     : Html();
}

Html time_element(const Look&, Time time, std::string_view words) {
  return element(Tag::kTime, {{Named::kDatetime, utc_time(time)}}, words);
}

Html number_link(std::string_view number, std::string_view search) {
  return element(Tag::kA, {of_class("num"), href(case_url(number, search))}, said(number, 100));
}

Html heading(Say say, const Look& look) { return element(Tag::kH2, {}, look.words(say)); }

Url desk_url(std::string_view id) { return id.empty() ? Url("/desk") : Url("/desk").segment(id); }

// A message lies on the page of its case: "SEL-2026-004217-42/3".
Url case_url(std::string_view number, std::string_view search) {
  const auto slash = std::min(number.find('/'), number.size());
  auto url = Url("/case").segment(number.substr(0, slash));
  if (!search.empty()) {
    url = url.with("s", search);
  }
  return slash == number.size() ? url : url.at("m" + std::string(number.substr(slash + 1)));
}

Url search_url() { return Url("/search"); }
Url query_help_url() { return Url("/help/query"); }

namespace {

Url viewed(Url url, const FoundView& view) {
  std::string narrow;
  for (const auto& one : view.narrowed) {
    narrow += (narrow.empty() ? "" : " ") + one.field + ":" + one.value;
  }
  if (!narrow.empty()) {
    url = url.with("in", narrow);
  }
  if (view.by_date) {
    url = url.with("by", "date");
  }
  return view.page > 1 ? url.with("p", std::to_string(view.page)) : url;
}

Url message_url(std::string_view number) {
  const auto slash = std::min(number.find('/'), number.size());
  return Url("/case")
      .segment(number.substr(0, slash))
      .segment(number.substr(std::min(slash + 1, number.size())));
}

}  // namespace

Url found_url(std::string_view id, const FoundView& view) {
  return viewed(Url("/search").segment(id), view);
}

Url hits_url(std::string_view id, const FoundView& view) {
  return viewed(Url("/search").segment(id).segment("hits.csv"), view);
}

Url keep_url(std::string_view id, const FoundView& view) {
  return viewed(Url("/search").segment(id).segment("keep"), view);
}

Url file_url(std::string_view number, std::uint64_t part) {
  return message_url(number).segment("file").segment(std::to_string(part));
}

Url picture_url(std::string_view number, std::uint64_t part, std::uint64_t page) {
  return file_url(number, part).segment("page").segment(std::to_string(page));
}

Url small_picture_url(std::string_view number, std::uint64_t part) {
  return file_url(number, part).segment("small");
}

Url saved_url(std::string_view number, std::uint64_t part) {
  return file_url(number, part).segment("saved");
}

Url received_url(std::string_view number) { return message_url(number).segment("received.eml"); }

Url ask_evidence_url(std::string_view number) { return case_url(number).segment("evidence"); }
Url evidence_url(std::string_view number) { return case_url(number).segment("evidence.zip"); }

Url statistics_url(std::uint64_t year, std::string_view country, bool csv) {
  auto url = csv ? Url("/statistics.csv") : Url("/statistics");
  url = year == 0 ? url : url.with("year", std::to_string(year));
  return country.empty() ? url : url.with("country", country);
}

}  // namespace pouch::gateway::web
