// What the page asks: plain values from the process web, which speaks HTTP and holds nothing, to
// the process answering, which holds the store and knows who may see what; what it is answered:
// answers.hpp. Nothing in a question is believed; every text of it has its longest length
// (questions_codec.hpp), and none is a file, a tag or a right.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace pouch::gateway {

enum class WebAsk {
  kEnter,            // address: send me a sealed mail
  kSeeLink,          // secret: whose session would begin? Spends nothing
  kSpendLink,        // secret: begin it
  kSpendCode,        // secret, as it was typed; cookie of the browser that asked
  kDesk,             // desk: id, empty for the first of his
  kSearch,           // query, reason: makes a search, and answers with its id
  kFound,            // search, narrow, page, by_date: a page of it
  kHits,             // search, narrow, by_date: its first hits as CSV
  kKeep,             // search, narrow, name: keeps it, as `pouch search --keep`
  kCase,             // number; reason or search, else the leg of his own desk is the reason
  kPart,             // number of a message, part, offset: a piece of an attachment; as kCase
  kReceived,         // number of a message, offset: a piece of the mail as it came; as kCase
  kAskEvidence,      // number of a case: a worker is to make the archive of its evidence; as kCase
  kEvidence,         // number of a case, offset: a piece of that archive; as kCase
  kFile,             // number of a message, part, page: what an attachment says; as kCase
  kPicture,          // number of a message, part, page: a page of it as a picture; as kCase
  kSmallPicture,     // number of a message, part: a small picture of it, beside a case just shown
  kStatus,           // right `operate`
  kDirectory,        //
  kStatistics,       // right `operate` or `audit`: year (0: this one), country (empty: all)
  kLog,              // right `audit`: who, act, number, day; before
  kMe,               //
  kLeave,            //
  kLeaveEverywhere,  //
  kEndSession,       // secret: id of one of his sessions at /me
};

struct WebQuestion {
  WebAsk what = WebAsk::kEnter;
  // --- of every request
  std::string cookie{};   // the one cookie of the browser, of a session or of who asked to enter
  std::string browser{};  // User-Agent
  std::string network{};  // IP address from which the browser asks, as the proxy says; may be empty
  std::string form_token{};  // of a POST with a session: as the answer before gave it
  // --- what was typed, or stands in the address
  std::string address{}, secret{};
  std::string desk{};
  std::string wanted{};  // the place of ours that he was on his way to when he had to enter
  std::string query{}, reason{}, search{};
  std::string narrow{};    // values of facets: "country:RS month:2026-11" (narrowing.hpp)
  std::string name{};      // under which a search is kept
  std::uint64_t page = 1;  // from 1
  bool by_date = false;    // else the best first
  std::string number{};    // of a case or message
  std::uint64_t part = 0, offset = 0;
  std::string who{}, act{}, day{};  // of the log; day: "2026-11-10"
  std::uint64_t before = 0;         // sequence number in the log; 0: the newest
  std::string country{};            // of statistics
  std::uint64_t year = 0;
  // Of the page, where its member's own is none that it speaks: names of codes are said in it.
  std::string language{};
};

// BCP 47, the first is the one of all others.
inline constexpr std::array<std::string_view, 2> kPageLanguages{"en", "ro"};

}  // namespace pouch::gateway
