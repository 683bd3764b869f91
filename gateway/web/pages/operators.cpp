// What operators and auditors look at, the directory, and oneself.
#include <algorithm>
#include <array>

#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/times.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

Html cell(const Html& content) { return element(Tag::kTd, {}, content); }

Html line_of(std::initializer_list<Html> cells) {
  Html all;
  for (const auto& one : cells) {
    all += cell(one);
  }
  return element(Tag::kTr, {}, all);
}

Html table_of(const Look& look, Say title, std::initializer_list<Say> columns, const Html& rows) {
  Html names;
  for (const auto column : columns) {
    names += element(Tag::kTh, {{Named::kScope, "col"}}, look.words(column));
  }
  return rows.empty() ? rows
                      : element(Tag::kTable, {of_class("sheet block")},
                                element(Tag::kCaption, {}, heading(title, look)),
                                element(Tag::kThead, {}, element(Tag::kTr, {}, names)),
                                element(Tag::kTbody, {}, rows));
}

std::string when(const Look& look, const std::optional<Time>& time) {
  return time ? day_and_time(look.words, *time, look.zone) : std::string();
}

Html names_of(const std::vector<std::string>& names) {
  Html all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    all += i == 0 ? "" : ", ";
    all += said(names[i]);
  }
  return all;
}

Html keys_of(const Look& look, const std::vector<DeskKey>& keys) {
  Html all;
  for (const auto& key : keys) {
    all += element(Tag::kSpan, {of_class("num")}, said(key.fingerprint, 100));
    if (key.expires != Time{}) {
      all += element(Tag::kSmall, {}, look.words(Say::kUntil), " ",
                     day_of_year(look.words, key.expires, look.zone));
    }
  }
  return all;
}

Html filter_input(const Look& look, Say label, std::string_view id, std::string_view value) {
  return element(Tag::kDiv, {}, element(Tag::kLabel, {{Named::kFor, id}}, look.words(label)),
                 element(Tag::kInput, {of_class("text"),
                                       {Named::kId, id},
                                       {Named::kName, id},
                                       {Named::kValue, value},
                                       {Named::kMaxlength, 64}}));
}

Html entries(const Look& look, Say title, const std::vector<DirectoryEntry>& all) {
  Html rows;
  for (const auto& one : all) {
    Html name = element(Tag::kB, {}, said(one.name));
    name += element(Tag::kSmall, {}, said(one.id), " ", said(one.address));
    Html where = country(one.country);
    where += element(Tag::kSmall, {}, said(one.community), " ",
                     one.agency == one.community ? Html() : said(one.agency));
    Html works = names_of(one.desks);
    works += element(Tag::kSmall, {}, names_of(one.rights));
    if (!one.substitute.empty()) {
      works += element(Tag::kSmall, {}, look.words(Say::kSubstitute), " ", said(one.substitute));
    }
    Html days = said(one.from, 20);
    if (!one.until.empty()) {
      days += " – ";
      days += said(one.until, 20);
    }
    rows += line_of({name, where, works, days, keys_of(look, one.keys)});
  }
  return table_of(look, title,
                  {Say::kName, Say::kCountry, Say::kDeskAndRights, Say::kRegistered, Say::kKeys},
                  rows);
}

}  // namespace

std::string status_page(const Look& look, const StatusPage& page) {
  Html content = element(Tag::kDiv, {of_class("head")},
                         element(Tag::kH1, {}, look.words(Say::kStatus)), soft(when(look, page.at)),
                         element(Tag::kSpan, {of_class("tag")},
                                 look.words(page.serving ? Say::kServing : Say::kNotServing)));
  Html attention, processes, queues, servers, keys;
  for (const auto& one : page.attention) {
    attention += element(Tag::kP, {of_class("note")}, element(Tag::kB, {}, said(one.what)), " ",
                         said(one.hint, 1000));
  }
  for (const auto& one : page.processes) {
    processes +=
        line_of({said(one.name), said(one.state), said(one.doing), std::to_string(one.restarts)});
  }
  for (const auto& one : page.queues) {
    queues += line_of({said(one.name), std::to_string(one.length), when(look, one.oldest)});
  }
  for (const auto& one : page.servers) {
    servers += line_of({said(one.uri, 1000), said(one.state), said(one.error, 1000)});
  }
  for (const auto& one : page.keys) {
    keys += line_of({said(one.holder), said(one.fingerprint, 100),
                     day_of_year(look.words, one.expires, look.zone)});
  }
  content += element(Tag::kDiv, {of_class("talk")}, attention);
  content += table_of(look, Say::kQueues, {Say::kWhat, Say::kLength, Say::kOldest}, queues);
  content += table_of(look, Say::kProcesses, {Say::kName, Say::kState, Say::kDoing, Say::kRestarts},
                      processes);
  content += table_of(look, Say::kServers, {Say::kName, Say::kState, Say::kWhat}, servers);
  content += table_of(look, Say::kKeysThatEnd, {Say::kName, Say::kKeys, Say::kUntil}, keys);
  if (page.free) {
    content += element(Tag::kP, {of_class("soft small")},
                       look.words(Say::kFreeSpace, std::to_string(*page.free / 1000000)));
  }
  return framed(look, Room::kStatus, look.words(Say::kStatus), content);
}

std::string directory_page(const Look& look, const DirectoryPage& page) {
  Html content = element(Tag::kH1, {}, look.words(Say::kDirectory));
  content +=
      element(Tag::kDiv, {of_class("talk")}, entries(look, Say::kCountries, page.countries),
              entries(look, Say::kDesks, page.desks), entries(look, Say::kMembers, page.members));
  return framed(look, Room::kDirectory, look.words(Say::kDirectory), content);
}

// Read by GET: what is asked for stands in the address, codes and days, no content.
std::string log_page(const Look& look, const LogPage& page) {
  Html rows;
  for (const auto& row : page.rows) {
    rows +=
        line_of({day_and_time(look.words, row.at, look.zone), said(row.actor), said(row.act, 100),
                 row.number.empty() ? Html() : number_link(row.number), said(row.detail, 1000)});
  }
  Html content = element(Tag::kH1, {}, look.words(Say::kLog));
  content += element(Tag::kForm, {of_class("sheet filter"), html::get_from(Url("/log"))},
                     filter_input(look, Say::kWho, "who", page.who),
                     filter_input(look, Say::kAct, "act", page.act),
                     filter_input(look, Say::kCase, "number", page.number),
                     filter_input(look, Say::kDay, "day", page.day),
                     element(Tag::kButton, {of_class("first")}, look.words(Say::kShowIt)));
  content += page.rows.empty()
                 ? element(Tag::kP, {of_class("note")}, look.words(Say::kNoRows))
                 : table_of(look, Say::kLog,
                            {Say::kWhen, Say::kWho, Say::kAct, Say::kCase, Say::kDetail}, rows);
  if (page.before > 0) {
    auto url = Url("/log").with("before", std::to_string(page.before));
    for (const auto& [name, value] : {std::pair(html::QueryName("who"), &page.who),
                                      std::pair(html::QueryName("act"), &page.act),
                                      std::pair(html::QueryName("number"), &page.number),
                                      std::pair(html::QueryName("day"), &page.day)}) {
      url = value->empty() ? url : url.with(name, *value);
    }
    content += element(Tag::kP, {}, element(Tag::kA, {href(url)}, look.words(Say::kOlder)));
  }
  return framed(look, Room::kLog, look.words(Say::kLog), content);
}

std::string me_page(const Look& look, const MePage& page) {
  Html rows;
  for (const auto& one : page.sessions) {
    Html end = one.this_one
                   ? Html(look.words(Say::kThisSession))
                   : element(Tag::kForm, {html::post_to(Url("/me/end"))}, token_field(look),
                             element(Tag::kInput, {{Named::kType, "hidden"},
                                                   {Named::kName, "session"},
                                                   {Named::kValue, one.id}}),
                             element(Tag::kButton, {}, look.words(Say::kEndIt)));
    rows += line_of({day_and_time(look.words, one.began, look.zone),
                     day_and_time(look.words, one.last, look.zone),
                     day_and_time(look.words, one.ends, look.zone), said(one.browser, 200),
                     said(one.network, 100), end});
  }
  Html facts = Html(Tag::kDt, {}, {look.words(Say::kAddresses)});
  facts += element(Tag::kDd, {}, names_of(page.addresses));
  facts += Html(Tag::kDt, {}, {look.words(Say::kRights)});
  facts += element(Tag::kDd, {}, names_of(page.rights));
  facts += Html(Tag::kDt, {}, {look.words(Say::kKeys)});
  facts += element(Tag::kDd, {of_class("num")}, names_of(page.keys));
  Html content = element(Tag::kH1, {}, look.words(Say::kMe));
  content += element(Tag::kDl, {of_class("form")}, facts);
  content += element(
      Tag::kDiv, {of_class("talk")},
      table_of(look, Say::kSessions,
               {Say::kBegan, Say::kLast, Say::kUntil, Say::kBrowser, Say::kNetwork, Say::kWhat},
               rows));
  content += element(Tag::kForm, {html::post_to(Url("/me/everywhere"))}, token_field(look),
                     element(Tag::kButton, {}, look.words(Say::kLeaveEverywhere)));
  return framed(look, Room::kMe, look.words(Say::kMe), content);
}

}  // namespace pouch::gateway::web
