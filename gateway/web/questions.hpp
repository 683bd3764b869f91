// What the page asks, and what it is answered: plain values between the process web, which speaks
// HTTP and holds nothing, and the process answering, which holds the store and knows who may see
// what. An answer holds only what its member may read, already cut: web never
// filters. Nothing in a question is believed; every text of it has its longest length
// (questions_codec.hpp), and none is a file, a tag or a right. Texts are as people wrote them,
// UTF-8 and never HTML; times are UTC; codes are those of the directory and of the forms.
//
// Unknown and forbidden are one outcome. An outcome other than kDone brings no page, but kBadInput
// may: what was typed, to be mended.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/figures/tables.hpp"

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

enum class WebOutcome {
  kDone,
  kNoSession,   // none, ended, or another browser: to /enter; the cookie is of no use
  kNotFound,    // it does not exist, or may not be seen
  kBadInput,    // problem and hint say what to mend
  kNeedReason,  // say why first; then ask again
  kTooMany,     // a budget of this hour is used up
  kTooBroad,    // it took too long: narrow it
  kNotNow,      // something is in the way that passes by itself
};

// "RESTRICTED · H2": the strictest of what the page shows.
struct WebBanner {
  std::string classification{};  // as letters say it: "UNCLASSIFIED", "RESTRICTED"
  std::string handling{};        // code, "H2"; empty: none
  std::string provider{};        // whose permission it needs: "Romania"; empty: several, or nobody
};

// Who looks; of every answer with a session.
struct WebViewer {
  std::string id{}, name{}, country{}, language{};
  std::vector<std::string> desks{};  // ids of desks that he may look at, his own first
  bool operates = false, audits = false;
  Time ends{};                // of his session, as things stand
  std::string form_token{};   // to be put into each form of the page
  std::string reason{};       // the last one of this session
  std::uint64_t overdue = 0;  // legs of his desks
};

// --- enter

struct AskedInPage {
  std::string address{};  // as it was typed
  std::string network{}, browser{};
  Time asked{}, until{};
  bool with_code = false;  // the site takes codes too
};

// A session has begun.
struct EnteredPage {
  std::string wanted{};  // where its browser was on the way to; empty: nowhere
};

struct LinkPage {
  std::string name{}, country{};  // whose session begins: "Илияна Георгиева", "BG"
  Time until{};
};

// --- my desk

struct DeskLeg {
  std::string number{};           // of the case
  std::string country{}, from{};  // who asks
  std::string to{};               // whose answer is owed
  std::string subject{};
  std::string form{}, crime_area{};  // as they are called in the reader's language
  std::string priority{};            // code
  std::vector<std::string> handling{};
  LegState state = LegState::kSent;
  Time opened{}, since{};  // of the case; of the state
  std::optional<Time> deadline{};
  bool stopped = false;  // its clock, while the other side owes
  bool overdue = false;
};

struct DeskNews {
  std::string number{};  // of a message
  std::string country{}, from{}, subject{};
  std::string form{};  // as it is called
  Time received{};
};

struct DeskKey {  // that ends soon
  std::string holder{}, fingerprint{};
  Time expires{};
};

struct DeskPerson {
  std::string id{}, name{};
  bool you = false;
  std::optional<Time> away_until{};
  std::string substitute{};
};

struct KeptLine {
  std::string name{}, query{}, reason{};
  Time kept{};
  // Messages that it found since the last look at it; nullopt: it could not be asked now.
  std::optional<std::uint64_t> fresh{};
};

struct DeskPage {
  std::string desk{}, name{}, country{};
  Time at{};
  // Legs that this desk owes; all of the first two, and as many of the third as are shown.
  std::vector<DeskLeg> overdue{}, soon{}, later{};
  std::vector<DeskLeg> asked{};  // by this desk and its members: what others owe
  std::uint64_t open = 0, due_soon = 0, late = 0, stopped = 0, asked_open = 0, asked_late = 0;
  std::vector<DeskNews> news{};  // since the last look, the newest first
  std::optional<Time> last_look{};
  std::vector<DeskKey> keys{};
  std::vector<KeptLine> kept{};
  std::vector<DeskPerson> people{};
};

// --- search

struct SnippetPiece {
  std::string text{};
  bool hit = false;
};

struct WordMet {
  std::string found{}, asked{}, how{};  // "other script": search::name of it
};

struct FoundHit {
  std::string number{};  // of the message
  std::string form{};    // as it is called
  std::string sender{}, country{};
  std::vector<std::string> to{}, handling{};
  Time received{};
  std::string subject{};
  std::vector<SnippetPiece> snippet{};
  std::string why{};  // "as written", "other spelling", "similar sound"
  std::vector<WordMet> met{};
  std::uint64_t percent = 0, files = 0;
  // How its request stands: whose answer is due first, or that nothing is owed any more.
  std::string due_country{};
  std::optional<Time> due{};
  bool overdue = false, answered = false;
};

struct FacetCount {
  std::string value{};
  std::uint64_t count = 0;
  std::string name{};  // as the value is called in the reader's language; empty: as it stands
};

struct FoundFacet {
  std::string field{};
  std::vector<FacetCount> values{};
};

// A value of a facet that hits must have.
struct FacetChoice {
  std::string field{}, value{};
  std::string name{};  // as in FacetCount
};

// "RS", "2026-11", "partly-answered": what may stand in an address.
inline bool is_facet_code(std::string_view value) {
  constexpr std::string_view kMore = "_.-";
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !value.empty() && value.size() <= 40 && is_alnum(value[0]) &&
         std::all_of(value.begin(), value.end(),
                     [&](char c) { return is_alnum(c) || kMore.find(c) != kMore.npos; });
}

struct FoundPage {
  std::string search{};  // id, his alone; empty: the query could not be read
  std::string query{}, reason{}, understood{};
  std::uint64_t total = 0;
  bool at_least = false;                         // so many, or more
  std::uint64_t cases = 0;                       // to which the hits belong; 0: not counted
  std::uint64_t page = 1, pages = 1, first = 0;  // number of the first hit
  bool by_date = false;
  std::vector<FoundHit> hits{};
  std::vector<FacetChoice> narrowed{};
  std::vector<FoundFacet> facets{};           // "month": as if no month were chosen
  std::uint64_t counted = 0;                  // hits that the facets are of
  std::string suggestion{};                   // a query that would find something
  std::string contact{};                      // whom to ask about what he may not read: a sentence
  std::uint64_t unreadable = 0, unfiled = 0;  // messages that were not looked at
  std::vector<std::string> missing{};         // years that were not asked
};

// --- a case

struct CaseLegRow {
  std::string country{}, desk{}, desk_name{};
  LegState state = LegState::kSent;
  Time since{};
  std::optional<Time> deadline{}, delivered{}, acknowledge_by{}, paused{};
  bool overdue = false;
  std::optional<Time> acknowledged{};
};

// A question of a request, and which of the asked countries have answered it.
struct CaseAsked {
  std::uint64_t number = 0;
  std::string text{};
  std::vector<std::string> answered{}, open{};  // codes of countries
};

struct CaseField {
  std::string block{}, label{}, value{};
  std::string query{};             // that searches for the thing; empty: it is none
  std::vector<CaseAsked> asked{};  // of a field with questions; then `value` says the same
};

struct CaseFile {
  std::uint64_t part = 0;  // what kPart asks for
  std::string name{}, media_type{}, sha256{};
  std::uint64_t size = 0;
  bool evidence = false;
  std::string replaces{};  // an earlier version: "plan_v1.pdf of SEL-…/2"
  std::string unread{};    // why its text is not searched
  std::vector<FileFact> facts{};
};

// Somebody who says that he has read a message.
struct CaseAcknowledged {
  std::string name{};
  Time at{};
};

struct CaseMessage {
  std::string number{}, form{};
  std::string title{};  // of the form, for people: "Request for assistance"; may be empty
  std::string kind{};   // of an answer, a code of the form: "PARTIAL"; empty: it is none
  std::string grade{};  // of source and information: "A1"; may be empty
  std::string sender{}, name{}, country{};
  Time received{};
  std::string signer{}, signing_key{};  // fingerprints; empty: nobody signed
  std::optional<Time> signed_at{};
  std::vector<std::string> to{};  // names of receivers, copies last
  std::string audience{};         // why these: a sentence
  std::string subject{}, text{};
  std::vector<CaseField> fields{};
  std::vector<CaseFile> files{};
  std::string raw_sha256{}, body_sha256{};
  std::vector<CaseAcknowledged> acknowledged{};
};

// A receipt of the case (cases/case_receipt.hpp).
struct CaseReceiptLine {
  std::string of{};       // number of the message or case
  std::string title{};    // "R3 DELIVERED"
  std::string country{};  // of the leg; may be empty
  std::string detail{};   // what the mail server said, why not
  Time at{};
  bool is_signed = false;
};

// Whom a message of the case reached, and what he is to it.
struct CaseReader {
  std::string name{};
  Role role = Role::kAskedDesk;
};

struct CaseLetter {
  std::string kind{}, number{}, to{}, state{}, status{};
  std::optional<Time> confirmed{}, delayed{};
};

struct CaseLook {
  std::string who{}, name{}, act{}, detail{};
  Time at{};
};

// What two messages have in common.
struct CaseThing {
  std::string kind{}, value{};  // "plate", "CA 1234 AB"
  std::string how{};            // "as written"
  std::string query{};          // that searches for it
};

// Of the other case its number and what both have: its content is opened there, for a reason.
struct CaseLinked {
  std::string own{}, number{};  // messages
  std::string country{};
  Time at{};
  std::vector<CaseThing> things{};
};

// He may not read it, and its owner lets him know that there is something.
struct CaseContact {
  std::string own{}, country{};
  std::vector<CaseThing> things{};
};

// The archive of its evidence that this member has asked for.
enum class EvidenceState {
  kNone,     // nobody has asked, or it is of an earlier state of the case
  kWaiting,  // it is being made
  kMade,
  kFailed,  // it cannot be made for the page; the operator can (pouch receipts)
};

struct CaseEvidence {
  EvidenceState state = EvidenceState::kNone;
  std::optional<Time> made{};
  std::uint64_t size = 0;
};

// Where a case stands among the hits of the search from which it was opened.
struct CaseHit {
  std::string search{};           // id; empty: it was opened from elsewhere
  std::uint64_t at = 0;           // from 1
  std::string of{};               // how many: "22", "10000+"
  std::string before{}, after{};  // numbers of messages of other cases; empty: none on that page
};

struct CasePage {
  std::string number{};
  CaseKind kind = CaseKind::kRequest;
  std::string subject{};
  std::string community{}, requester{}, name{}, country{};
  Time opened{}, at{};
  std::string priority{}, crime_area{}, classification{};
  std::vector<std::string> handling{};
  std::vector<CaseLegRow> legs{};
  std::vector<CaseMessage> messages{};  // that he may read, by their numbers
  std::vector<CaseLetter> letters{};
  std::vector<CaseReceiptLine> receipts{};  // in the order of their chain
  std::vector<CaseReader> readers{};        // whom its messages reached
  std::vector<CaseLook> looks{};            // at this case, the newest first
  std::vector<CaseLinked> linked{};         // cases that share a thing with it
  std::vector<CaseContact> contacts{};      // whom to ask about what shares one
  CaseEvidence evidence{};
  CaseHit hit{};
  std::string urgency{};           // why it is urgent: "U3, custody ends on 26 November"
  std::vector<CaseField> facts{};  // of the request: our file, purpose, use in court
  std::optional<Time> review{};    // day by which it is reviewed
  std::string reason{};            // with which it is shown
  std::string mail_to{}, mail_subject{}, mail_form{};  // to answer in one's own mail program
};

// Of what is saved: an attachment, a mail, an archive, a table.
struct FilePiece {
  std::string name{}, media_type{}, sha256{}, sender{};
  std::uint64_t size = 0, offset = 0;
  std::string octets{};  // at most kFilePiece; of a table the whole
};

// An attachment, looked at without running it.
struct FilePage {
  std::string number{};  // of the message
  std::uint64_t part = 0, page = 1;
  std::string name{}, media_type{}, sha256{}, sender{};
  std::uint64_t size = 0;
  std::uint64_t pictures = 0;  // pages that can be shown; 0: none
  std::string text{}, unread{};
  bool cut = false;  // the text goes on
};

struct PicturePage {
  std::string octets{};  // JPEG
};

// --- operators, auditors, oneself

struct StatusProcess {
  std::string name{}, state{}, doing{};
  std::uint64_t restarts = 0;
};

struct StatusQueue {
  std::string name{};  // "mail to be worked on", "letters to be delivered" …
  std::uint64_t length = 0;
  std::optional<Time> oldest{};
};

struct StatusServer {
  std::string uri{}, state{}, error{};
  bool out = false;
};

struct StatusAttention {
  std::string what{}, hint{};
};

struct StatusPage {
  Time at{};
  bool serving = false;
  std::string version{};
  std::optional<Time> since{};
  std::vector<StatusProcess> processes{};
  std::vector<StatusQueue> queues{};
  std::vector<StatusServer> servers{};
  std::optional<std::uint64_t> free{};  // octets of the disk
  std::vector<DeskKey> keys{};          // that end soon
  std::vector<StatusAttention> attention{};
};

struct DirectoryEntry {
  std::string id{}, name{}, kind{}, country{}, community{}, agency{}, address{};
  std::vector<std::string> desks{}, rights{};
  std::string from{}, until{};  // days; empty: open
  std::string substitute{};
  std::vector<DeskKey> keys{};  // `expires` of the beginning of time: never, or unknown
};

struct DirectoryPage {
  std::vector<DirectoryEntry> countries{}, desks{}, members{};
};

struct LogRow {
  std::uint64_t sequence = 0;
  Time at{};
  std::string actor{}, act{}, number{}, detail{};
};

struct LogPage {
  std::string who{}, act{}, number{}, day{};
  std::vector<LogRow> rows{};  // the newest first
  std::uint64_t before = 0;    // asks for the next page; 0: that was all
};

struct NamedCountry {
  std::string code{}, name{};
};

struct StatisticsPage {
  figures::Report report{};
  std::vector<NamedCountry> countries{};  // all
  std::vector<NamedCountry> codes{};      // of forms and crime areas, as they are called
};

struct MeSession {
  std::string id{};  // to end it
  bool this_one = false;
  Time began{}, last{}, ends{};
  std::string browser{}, network{}, way{};  // "link", "code"
};

struct MePage {
  std::vector<std::string> rights{};
  std::vector<std::string> addresses{}, keys{};
  std::vector<MeSession> sessions{};
};

using WebPage = std::variant<std::monostate, AskedInPage, LinkPage, EnteredPage, DeskPage,
                             FoundPage, CasePage, FilePiece, FilePage, PicturePage, StatusPage,
                             DirectoryPage, LogPage, StatisticsPage, MePage>;

struct WebAnswer {
  WebOutcome outcome = WebOutcome::kNotFound;
  std::string problem{}, hint{};
  std::uint64_t column = 0;  // of the problem in the query, from 1; 0: of the whole
  // The browser's cookie from now on: set it when there is one, clear it with `clear`.
  std::string cookie{};
  bool clear = false;
  std::optional<WebViewer> viewer{};
  WebBanner banner{};
  WebPage page{};
};

}  // namespace pouch::gateway
