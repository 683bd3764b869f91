#include "gateway/web/questions_codec.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "gateway/extract/codec.hpp"
#include "mail/openpgp/wire.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail::openpgp {

template <>
inline constexpr gateway::WebAsk kLast<gateway::WebAsk> = gateway::WebAsk::kEndSession;
template <>
inline constexpr gateway::WebOutcome kLast<gateway::WebOutcome> = gateway::WebOutcome::kNotNow;
template <>
inline constexpr gateway::LegState kLast<gateway::LegState> = gateway::LegState::kNotDelivered;
template <>
inline constexpr gateway::Role kLast<gateway::Role> = gateway::Role::kSubstitute;
template <>
inline constexpr gateway::EvidenceState kLast<gateway::EvidenceState> =
    gateway::EvidenceState::kFailed;
template <>
inline constexpr gateway::CaseFieldAs kLast<gateway::CaseFieldAs> = gateway::CaseFieldAs::kThing;
template <>
inline constexpr gateway::CaseKind kLast<gateway::CaseKind> = gateway::CaseKind::kArchive;

}  // namespace pouch::mail::openpgp

namespace pouch::gateway::figures {

using mail::openpgp::Garbled;
using mail::openpgp::Packer;
using mail::openpgp::Unpacker;

// A cell is packed as all that it may be, for it is one of few.
void fields(Packer& side, Cell& one) {
  const auto* const text = std::get_if<std::string>(&one);
  const auto* const number = std::get_if<std::uint64_t>(&one);
  const auto* const duration = std::get_if<Duration>(&one);
  const auto* const share = std::get_if<Share>(&one);
  side(std::uint64_t{one.index()});
  side(text != nullptr ? *text : std::string());
  side(number != nullptr     ? *number
       : duration != nullptr ? static_cast<std::uint64_t>(duration->count())
       : share != nullptr    ? share->part.of
                             : std::uint64_t{0});
  side(share != nullptr ? share->part.part : std::uint64_t{0});
}
void fields(Unpacker& side, Cell& one) {
  const auto index = side.get<std::uint64_t>();
  auto text = side.get<std::string>();
  const auto number = side.get<std::uint64_t>(), part = side.get<std::uint64_t>();
  switch (index) {
    case 0:
      one = std::monostate{};
      return;
    case 1:
      one = std::move(text);
      return;
    case 2:
      one = number;
      return;
    case 3:
      one = Duration(static_cast<std::int64_t>(number));
      return;
    case 4:
      one = Share{{.of = number, .part = part}};
      return;
    default:
      throw Garbled("there is no such cell");
  }
}
template <typename Side>
void fields(Side& side, Column& one) {
  side(one.id), side(one.title), side(one.is_key);
}
template <typename Side>
void fields(Side& side, Table& one) {
  side(one.id), side(one.title), side(one.note), side(one.columns), side(one.rows);
}
void year(Packer& side, Year& one) {
  side(static_cast<std::uint64_t>(one.year)), side(one.begin), side(one.end);
}
void year(Unpacker& side, Year& one) {
  one.year = static_cast<int>(side.get<std::uint64_t>() % 10000);
  side(one.begin), side(one.end);
}
template <typename Side>
void fields(Side& side, Report& one) {
  year(side, one.year), side(one.zone), side(one.country), side(one.made), side(one.unknown);
  side(one.tables);
}

}  // namespace pouch::gateway::figures

namespace pouch::gateway {

using mail::openpgp::Garbled;
using mail::openpgp::Packer;
using mail::openpgp::Unpacker;

// Ahead of what lies in the file; not in the unnamed namespace, where Packer finds no fields().
template <typename Side>
void fields(Side& side, WebQuestion& one) {
  side(one.what), side(one.cookie), side(one.browser), side(one.network), side(one.form_token);
  side(one.address), side(one.secret), side(one.desk), side(one.query), side(one.reason);
  side(one.search), side(one.page), side(one.by_date), side(one.number), side(one.part);
  side(one.offset), side(one.who), side(one.act), side(one.day), side(one.before);
  side(one.wanted), side(one.narrow), side(one.name), side(one.country), side(one.year);
  side(one.language);
}
template <typename Side>
void fields(Side& side, WebBanner& one) {
  side(one.classification), side(one.handling), side(one.provider);
}
template <typename Side>
void fields(Side& side, WebViewer& one) {
  side(one.id), side(one.name), side(one.country), side(one.language), side(one.desks);
  side(one.operates), side(one.audits), side(one.ends), side(one.form_token), side(one.reason);
  side(one.overdue);
}
template <typename Side>
void fields(Side& side, AskedInPage& one) {
  side(one.address), side(one.network), side(one.browser), side(one.asked), side(one.until);
  side(one.with_code);
}
template <typename Side>
void fields(Side& side, EnteredPage& one) {
  side(one.wanted);
}
template <typename Side>
void fields(Side& side, LinkPage& one) {
  side(one.name), side(one.country), side(one.until);
}
template <typename Side>
void fields(Side& side, DeskLeg& one) {
  side(one.number), side(one.country), side(one.from), side(one.to), side(one.subject);
  side(one.form), side(one.priority), side(one.crime_area), side(one.handling), side(one.state);
  side(one.opened), side(one.since), side(one.deadline), side(one.stopped), side(one.overdue);
}
template <typename Side>
void fields(Side& side, DeskNews& one) {
  side(one.number), side(one.country), side(one.from), side(one.form), side(one.subject);
  side(one.received);
}
template <typename Side>
void fields(Side& side, DeskKey& one) {
  side(one.holder), side(one.fingerprint), side(one.expires);
}
template <typename Side>
void fields(Side& side, DeskPerson& one) {
  side(one.id), side(one.name), side(one.you), side(one.away_until), side(one.substitute);
}
template <typename Side>
void fields(Side& side, KeptLine& one) {
  side(one.name), side(one.query), side(one.reason), side(one.kept), side(one.fresh);
}
template <typename Side>
void fields(Side& side, DeskWeek& one) {
  side(one.monday), side(one.answered), side(one.late);
}
template <typename Side>
void fields(Side& side, DeskPage& one) {
  side(one.desk), side(one.name), side(one.country), side(one.at), side(one.overdue);
  side(one.soon), side(one.later), side(one.asked), side(one.open), side(one.due_soon);
  side(one.late), side(one.stopped), side(one.asked_open), side(one.asked_late), side(one.news);
  side(one.last_look), side(one.keys), side(one.kept), side(one.people);
  side(one.weeks), side(one.half);
}
template <typename Side>
void fields(Side& side, SnippetPiece& one) {
  side(one.text), side(one.hit);
}
template <typename Side>
void fields(Side& side, WordMet& one) {
  side(one.found), side(one.asked), side(one.how);
}
template <typename Side>
void fields(Side& side, FileMet& one) {
  side(one.name), side(one.part), side(one.page);
}
template <typename Side>
void fields(Side& side, FoundHit& one) {
  side(one.number), side(one.form), side(one.sender), side(one.country), side(one.to);
  side(one.handling), side(one.received), side(one.subject), side(one.snippet), side(one.why);
  side(one.met), side(one.met_files), side(one.percent), side(one.files);
  side(one.due_country), side(one.due), side(one.overdue), side(one.answered);
}
template <typename Side>
void fields(Side& side, FacetCount& one) {
  side(one.value), side(one.count), side(one.name);
}
template <typename Side>
void fields(Side& side, FacetChoice& one) {
  side(one.field), side(one.value), side(one.name);
}
template <typename Side>
void fields(Side& side, FoundFacet& one) {
  side(one.field), side(one.values);
}
template <typename Side>
void fields(Side& side, FoundPage& one) {
  side(one.search), side(one.query), side(one.reason), side(one.understood), side(one.total);
  side(one.at_least), side(one.page), side(one.pages), side(one.first), side(one.by_date);
  side(one.hits), side(one.facets), side(one.counted), side(one.suggestion), side(one.contact);
  side(one.unreadable), side(one.unfiled), side(one.missing), side(one.narrowed);
  side(one.cases);
}
template <typename Side>
void fields(Side& side, CaseLegRow& one) {
  side(one.country), side(one.desk), side(one.desk_name), side(one.state), side(one.since);
  side(one.deadline), side(one.delivered), side(one.acknowledge_by), side(one.paused);
  side(one.overdue), side(one.acknowledged);
}
template <typename Side>
void fields(Side& side, CaseAsked& one) {
  side(one.number), side(one.text), side(one.answered), side(one.open);
}
template <typename Side>
void fields(Side& side, CaseField& one) {
  side(one.block), side(one.label), side(one.value), side(one.query), side(one.asked);
  side(one.as);
}
template <typename Side>
void fields(Side& side, CaseFile& one) {
  side(one.part), side(one.name), side(one.media_type), side(one.sha256), side(one.size);
  side(one.evidence), side(one.replaces), side(one.unread), side(one.facts);
  side(one.small), side(one.kind);
}
template <typename Side>
void fields(Side& side, CaseAcknowledged& one) {
  side(one.name), side(one.at);
}
template <typename Side>
void fields(Side& side, CaseReceiptLine& one) {
  side(one.of), side(one.title), side(one.country), side(one.detail), side(one.at);
  side(one.is_signed);
}
template <typename Side>
void fields(Side& side, CaseReader& one) {
  side(one.name), side(one.role);
}
template <typename Side>
void fields(Side& side, CaseThing& one) {
  side(one.kind), side(one.value), side(one.how), side(one.query);
}
template <typename Side>
void fields(Side& side, CaseMessage& one) {
  side(one.title), side(one.kind), side(one.grade), side(one.acknowledged);
  side(one.number), side(one.form), side(one.sender), side(one.name), side(one.country);
  side(one.received), side(one.signer), side(one.signing_key), side(one.signed_at), side(one.to);
  side(one.audience), side(one.subject), side(one.text), side(one.fields), side(one.files);
  side(one.raw_sha256), side(one.body_sha256);
}
template <typename Side>
void fields(Side& side, CaseLetter& one) {
  side(one.kind), side(one.number), side(one.to), side(one.state), side(one.status);
  side(one.confirmed), side(one.delayed);
}
template <typename Side>
void fields(Side& side, CaseLook& one) {
  side(one.who), side(one.name), side(one.act), side(one.detail), side(one.at);
}
template <typename Side>
void fields(Side& side, CaseLinked& one) {
  side(one.own), side(one.number), side(one.country), side(one.at), side(one.things);
}
template <typename Side>
void fields(Side& side, CaseContact& one) {
  side(one.own), side(one.country), side(one.things);
}
template <typename Side>
void fields(Side& side, CaseEvidence& one) {
  side(one.state), side(one.made), side(one.size);
}
template <typename Side>
void fields(Side& side, CaseHit& one) {
  side(one.search), side(one.at), side(one.of), side(one.before), side(one.after);
}
template <typename Side>
void fields(Side& side, CasePage& one) {
  side(one.number), side(one.kind), side(one.subject), side(one.community), side(one.requester);
  side(one.name), side(one.country), side(one.opened), side(one.at), side(one.priority);
  side(one.crime_area), side(one.classification), side(one.handling), side(one.legs);
  side(one.messages), side(one.letters), side(one.readers), side(one.looks), side(one.reason);
  side(one.linked), side(one.contacts), side(one.evidence);
  side(one.receipts), side(one.urgency), side(one.facts), side(one.review);
  side(one.hit);
  side(one.mail_to), side(one.mail_subject), side(one.mail_form);
}
template <typename Side>
void fields(Side& side, FilePiece& one) {
  side(one.name), side(one.media_type), side(one.sha256), side(one.sender), side(one.size);
  side(one.offset), side(one.octets);
}
template <typename Side>
void fields(Side& side, FilePage& one) {
  side(one.number), side(one.part), side(one.page), side(one.name), side(one.media_type);
  side(one.sha256), side(one.sender), side(one.size), side(one.pictures), side(one.text);
  side(one.unread), side(one.cut);
}
template <typename Side>
void fields(Side& side, PicturePage& one) {
  side(one.octets);
}
template <typename Side>
void fields(Side& side, StatusProcess& one) {
  side(one.name), side(one.state), side(one.doing), side(one.restarts);
}
template <typename Side>
void fields(Side& side, StatusQueue& one) {
  side(one.name), side(one.length), side(one.oldest);
}
template <typename Side>
void fields(Side& side, StatusServer& one) {
  side(one.uri), side(one.state), side(one.error), side(one.out);
}
template <typename Side>
void fields(Side& side, StatusAttention& one) {
  side(one.what), side(one.hint);
}
template <typename Side>
void fields(Side& side, StatusPage& one) {
  side(one.at), side(one.serving), side(one.version), side(one.since), side(one.processes);
  side(one.queues), side(one.servers), side(one.free), side(one.keys), side(one.attention);
}
template <typename Side>
void fields(Side& side, DirectoryEntry& one) {
  side(one.id), side(one.name), side(one.kind), side(one.country), side(one.community);
  side(one.agency), side(one.address), side(one.desks), side(one.rights), side(one.from);
  side(one.until), side(one.substitute), side(one.keys);
}
template <typename Side>
void fields(Side& side, DirectoryPage& one) {
  side(one.countries), side(one.desks), side(one.members);
}
template <typename Side>
void fields(Side& side, LogRow& one) {
  side(one.sequence), side(one.at), side(one.actor), side(one.act), side(one.number);
  side(one.detail);
}
template <typename Side>
void fields(Side& side, LogPage& one) {
  side(one.who), side(one.act), side(one.number), side(one.day), side(one.rows), side(one.before);
}
template <typename Side>
void fields(Side& side, NamedCountry& one) {
  side(one.code), side(one.name);
}
template <typename Side>
void fields(Side& side, StatisticsPage& one) {
  side(one.report), side(one.countries), side(one.codes);
}
template <typename Side>
void fields(Side& side, MeSession& one) {
  side(one.id), side(one.this_one), side(one.began), side(one.last), side(one.ends);
  side(one.browser), side(one.network), side(one.way);
}
template <typename Side>
void fields(Side& side, MePage& one) {
  side(one.rights), side(one.addresses), side(one.keys), side(one.sessions);
}

namespace {

void which(Packer& side, WebPage& page) {
  side(std::uint64_t{page.index()});
  std::visit(
      [&](auto& one) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, std::monostate>) {
          side(one);
        }
      },
      page);
}

template <std::size_t... Index>
void take_page(Unpacker& side, std::uint64_t index, WebPage& page, std::index_sequence<Index...>) {
  const auto take = [&](auto place) {
    if constexpr (place == 0) {
      page.emplace<0>();
    } else {
      side(page.emplace<place>());
    }
  };
  ((index == Index ? take(std::integral_constant<std::size_t, Index>()) : void()), ...);
}

void which(Unpacker& side, WebPage& page) {
  const auto index = side.get<std::uint64_t>();
  if (index >= std::variant_size_v<WebPage>) {
    throw Garbled("there is no such page");
  }
  take_page(side, index, page, std::make_index_sequence<std::variant_size_v<WebPage>>());
}

struct Bound {
  std::string WebQuestion::*text;
  std::size_t octets;
};
constexpr std::array<Bound, 19> kBounds{{{&WebQuestion::cookie, 64},
                                         {&WebQuestion::browser, kLongestBrowser},
                                         {&WebQuestion::network, 45},
                                         {&WebQuestion::form_token, 64},
                                         {&WebQuestion::address, 254},  // RFC 5321 section 4.5.3.1
                                         {&WebQuestion::secret, 64},
                                         {&WebQuestion::desk, 64},
                                         {&WebQuestion::query, kLongestWebQuery},
                                         {&WebQuestion::reason, kLongestWebReason},
                                         {&WebQuestion::search, 64},
                                         {&WebQuestion::wanted, kLongestWanted},
                                         {&WebQuestion::narrow, kLongestNarrowing},
                                         {&WebQuestion::name, 80},
                                         {&WebQuestion::country, 2},
                                         {&WebQuestion::number, 64},
                                         {&WebQuestion::who, 64},
                                         {&WebQuestion::act, 32},
                                         {&WebQuestion::day, 10},
                                         {&WebQuestion::language, 2}}};

bool is_plain(const std::string& text) {
  return mail::is_utf8(text) && std::none_of(text.begin(), text.end(),
                                             [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool is_within(const WebQuestion& question) {
  return std::all_of(kBounds.begin(), kBounds.end(), [&](const Bound& bound) {
    const auto& text = question.*bound.text;
    return text.size() <= bound.octets && is_plain(text);
  });
}

}  // namespace

template <typename Side>
void fields(Side& side, WebAnswer& one) {
  side(one.outcome), side(one.problem), side(one.hint), side(one.column), side(one.cookie);
  side(one.clear), side(one.viewer), side(one.banner), which(side, one.page);
}

std::optional<std::string> encoded(const WebQuestion& question) {
  return is_within(question) ? std::optional(mail::openpgp::packed(question)) : std::nullopt;
}

std::string encoded(const WebAnswer& answer) { return mail::openpgp::packed(answer); }

std::optional<WebQuestion> question_in(std::string_view octets) {
  if (octets.size() > kLargestQuestion) {
    return std::nullopt;
  }
  try {
    auto question = mail::openpgp::unpacked<WebQuestion>(octets);
    return is_within(question) ? std::optional(std::move(question)) : std::nullopt;
  } catch (const Garbled&) {
    return std::nullopt;
  }
}

std::optional<WebAnswer> answer_in(std::string_view octets) {
  if (octets.size() > kLargestAnswer) {
    return std::nullopt;
  }
  try {
    return mail::openpgp::unpacked<WebAnswer>(octets);
  } catch (const Garbled&) {
    return std::nullopt;
  }
}

}  // namespace pouch::gateway
