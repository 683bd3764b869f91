#include "gateway/web/pages/case_message.hpp"

#include <array>
#include <optional>
#include <vector>

#include "gateway/web/pages/case_post.hpp"
#include "gateway/web/words/codes.hpp"
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

// A fingerprint four by four.
std::string spaced(std::string_view fingerprint) {
  std::string text;
  for (std::size_t at = 0; at < fingerprint.size(); at += 4) {
    text += (at == 0 ? "" : " ") + std::string(fingerprint.substr(at, 4));
  }
  return text;
}

// Which countries have answered, and which still owe it.
Html marks(const Look& look, const CaseAsked& question) {
  Html all;
  const auto add = [&](const std::vector<std::string>& codes, Say say, bool good) {
    for (const auto& code : codes) {
      const auto text = said(code, 10) += Html(" ") += Html(look.words(say));
      all += " ";
      all += good ? element(Tag::kSpan, {of_class("tag good")}, text)
                  : element(Tag::kSpan, {of_class("tag due")}, text);
    }
  };
  add(question.answered, Say::kStateAnswered, true);
  add(question.open, Say::kStillOpen, false);
  return all;
}

Html questions(const Look& look, const CaseField& field, TextRoom& room) {
  Html rows;
  for (const auto& question : field.asked) {
    rows += element(Tag::kLi, {},
                    element(Tag::kSpan, {of_class("num")}, std::to_string(question.number), ". "),
                    room.said(question.text), marks(look, question));
  }
  return element(Tag::kDd, {}, element(Tag::kUl, {}, rows));
}

Html row_of(const Look& look, const CaseField& field, TextRoom& room) {
  Html row = element(Tag::kDt, {}, said(field.label));
  row += !field.asked.empty() ? questions(look, field, room)
         : field.query.empty()
             ? element(Tag::kDd, {of_class("said")}, room.said(field.value))
             : element(Tag::kDd, {}, search_button(look, field.query, field.value));
  return row;
}

// Of a few words: it may stand beside others.
bool is_brief(const CaseField& field) {
  constexpr std::size_t kBrief = 80;  // octets
  return field.asked.empty() && field.value.size() <= kBrief &&
         field.value.find('\n') == std::string::npos;
}

// What is brief of a block on one line, as one says it: "Person 1, suspect: Јовановић, Милан ·
// Birth date 12.04.1980"; all else below, each by itself.
Html block_of(const Look& look, const std::vector<CaseField>& fields, TextRoom& room) {
  Html name = element(Tag::kB, {}, said(fields.front().block)), line, rows;
  for (const auto& field : fields) {
    if (!is_brief(field)) {
      rows += row_of(look, field, room);
      continue;
    }
    if (field.as == CaseFieldAs::kKind) {
      name += ", ";
      name += room.said(field.value);
      continue;
    }
    line += line.empty() ? "" : " · ";
    if (field.as == CaseFieldAs::kLabelled) {
      line += soft(said(field.label));
      line += " ";
    }
    line += field.query.empty() ? room.said(field.value)
                                : search_button(look, field.query, field.value);
  }
  return element(Tag::kDl, {of_class("form thing")}, element(Tag::kDt, {}, name),
                 element(Tag::kDd, {}, line), rows);
}

// Fields of the message, then those of each block.
Html form(const Look& look, const std::vector<CaseField>& fields, TextRoom& room) {
  Html all, rows;
  std::vector<CaseField> block;
  const auto close = [&] {
    all += rows.empty() ? rows : element(Tag::kDl, {of_class("form")}, rows);
    all += block.empty() ? Html() : block_of(look, block, room);
    rows = Html();
    block.clear();
  };
  for (const auto& field : fields) {
    if (!block.empty() && field.block != block.front().block) {
      close();
    }
    if (field.block.empty()) {
      rows += row_of(look, field, room);
    } else {
      block.push_back(field);
    }
  }
  close();
  return all;
}

// Its first page, small; where there is none, or none yet, lines as on a sheet of paper. Its name
// stands beside it, so nobody needs to hear of it.
Html small_picture(const CaseMessage& message, const CaseFile& file) {
  return element(
      Tag::kSpan, {of_class("thumb")},
      file.small
          ? element(Tag::kImg, {html::picture_at(small_picture_url(message.number, file.part)),
                                {Named::kAlt, ""},
                                {Named::kWidth, 50},
                                {Named::kHeight, 64},
                                {Named::kLoading, "lazy"}})
          : Html());
}

// "PDF", "picture"; its media type where there is no better word.
Html kind_of(const Look& look, const CaseFile& file) {
  const auto words = value_in_words(look.words, "has", file.kind);
  return words.empty() || file.kind == "other" ? said(file.media_type, 100) : Html(words);
}

Html files_of(const Look& look, const CaseMessage& message) {
  Html all;
  for (const auto& file : message.files) {
    Html more = file.evidence ? Html(look.words(Say::kEvidence)) : kind_of(look, file);
    more += ", " + size_in_words(file.size);
    Html lines = element(Tag::kA, {href(file_url(message.number, file.part))}, said(file.name));
    lines += element(Tag::kBr, {});
    lines += soft(more);
    if (!file.replaces.empty()) {
      lines += element(Tag::kBr, {});
      lines += soft(Html(Tag::kSpan, {}, {look.words(Say::kReplaces), " ", said(file.replaces)}));
    }
    if (!file.unread.empty()) {
      lines += element(Tag::kBr, {});
      lines += soft(said(file.unread));
    }
    for (const auto& fact : file.facts) {
      lines += element(Tag::kBr, {});
      lines += soft(said(fact.field + ": " + fact.value));
    }
    lines += element(Tag::kBr, {});
    lines +=
        element(Tag::kA, {href(saved_url(message.number, file.part))}, look.words(Say::kSaveIt));
    all += element(Tag::kDiv, {of_class("file")}, small_picture(message, file),
                   element(Tag::kDiv, {}, lines));
  }
  return all.empty() ? all : element(Tag::kDiv, {of_class("files")}, all);
}

// What an answer is, by the code of its form; nullopt: none of these.
std::optional<Say> said_kind(std::string_view code) {
  constexpr std::array<std::pair<std::string_view, Say>, 10> kKinds{
      {{"ACK", Say::kKindAcknowledged},
       {"FULL", Say::kKindAnswer},
       {"PARTIAL", Say::kKindPartly},
       {"NO_TRACE", Say::kKindNoTrace},
       {"HIT", Say::kKindHit},
       {"NO_HIT", Say::kKindNoHit},
       {"DELAY", Say::kKindDelay},
       {"REFUSAL", Say::kKindRefusal},
       {"CLARIFY", Say::kKindAsksBack},
       {"FORWARDED", Say::kKindForwarded}}};
  for (const auto& [known, say] : kKinds) {
    if (known == code) {
      return say;
    }
  }
  return std::nullopt;
}

// What it is before what its subject says: the title of the page has that of the case.
Html heading_of(const Look& look, const CasePage& page, const CaseMessage& message) {
  if (const auto kind = said_kind(message.kind)) {
    return look.words(*kind);
  }
  const auto form = message.title.empty() ? said(plain_code(message.form)) : said(message.title);
  const bool own = !message.subject.empty() && message.subject != page.subject;
  return own && !opens_case(message) ? said(message.subject) : form;
}

// Source and information, as the desk that answers weighs them.
Html grade(const Look& look, const CaseMessage& message) {
  constexpr std::size_t kBoth = 2;
  if (message.grade.size() != kBoth) {
    return {};
  }
  return look.words(Say::kSource, message.grade.substr(0, 1)) + ", " +
         look.words(Say::kInformation, message.grade.substr(1));
}

Html seal(const Look& look, const CaseMessage& message) {
  Html line;
  if (message.signer.empty()) {
    line = look.words(Say::kUnsigned);
  } else {
    line = element(Tag::kSpan, {of_class("good")}, "✓ ", look.words(Say::kSigned));
    line += " ";
    line += element(Tag::kSpan, {of_class("num")}, said(spaced(message.signer), 200));
    if (message.signed_at) {
      line += ", " + day_and_time(look.words, *message.signed_at, look.zone);
    }
  }
  if (const auto weighed = grade(look, message); !weighed.empty()) {
    line += " · ";
    line += weighed;
  }
  line += " · ";
  line += element(Tag::kA, {href(received_url(message.number))}, look.words(Say::kMailAsItCame));
  return element(Tag::kP, {of_class("seal")}, line);
}

// On paper alone: what one compares a file with.
Html hashes(const CaseMessage& message) {
  return message.raw_sha256.empty()
             ? Html()
             : element(Tag::kP, {of_class("seal paper")}, "SHA-256 ",
                       element(Tag::kSpan, {of_class("num")}, said(message.raw_sha256, 100)), " ",
                       element(Tag::kSpan, {of_class("num")}, said(message.body_sha256, 100)));
}

Html audience(const Look& look, const CaseMessage& message) {
  Html line = look.words(Say::kToWhom);
  line += " ";
  for (std::size_t i = 0; i < message.to.size(); ++i) {
    line += i == 0 ? "" : ", ";
    line += said(message.to[i]);
  }
  if (!message.audience.empty()) {
    line += message.to.empty() ? "" : " · ";
    line += said(message.audience, 1000);
  }
  return message.to.empty() && message.audience.empty()
             ? Html()
             : element(Tag::kP, {of_class("seal")}, line);
}

std::string place_of(std::string_view number) {
  const auto slash = number.rfind('/');
  return "m" + std::string(slash == std::string_view::npos ? number : number.substr(slash + 1));
}

// --- short acts

// An acknowledgement, a "no trace", a note of one line: it is there, and does not stand in the way.
bool is_short(const CaseMessage& message) {
  constexpr std::size_t kOneLine = 120;
  const bool has_files = std::any_of(message.files.begin(), message.files.end(),
                                     [](const CaseFile& file) { return !file.evidence; });
  const auto& text = message.text;
  const bool one_line = text.size() <= kOneLine && text.find('\n') == std::string::npos;
  const bool says_little = message.kind == "ACK" || message.kind == "NO_TRACE" ||
                           message.kind == "NO_HIT" ||
                           (message.kind.empty() && message.fields.empty() && !text.empty());
  return !opens_case(message) && !has_files && one_line && says_little;
}

Html folded(const Look& look, const CasePage& page, const CaseMessage& message,
            const Html& article) {
  Html line = element(
      Tag::kSpan, {of_class("num")},
      said(message.number.substr(std::min(message.number.rfind('/'), message.number.size())), 20));
  line += " ";
  line += said_kind(message.kind) || message.text.empty() ? heading_of(look, page, message)
                                                          : said(message.text);
  line += ", ";
  line += country(message.country);
  line += " ";
  line += said(message.name);
  line += " · " + near_time(look.words, message.received, look.now, look.zone);
  if (const auto weighed = grade(look, message); !weighed.empty()) {
    line += " · ";
    line += weighed;
  }
  return element(Tag::kDetails, {of_class("short")}, element(Tag::kSummary, {}, line), article);
}

}  // namespace

Html search_button(const Look& look, std::string_view query, std::string_view value) {
  return element(
      Tag::kForm, {of_class("as-link"), html::post_to(search_url())}, token_field(look),
      element(Tag::kInput, {{Named::kType, "hidden"}, {Named::kName, "q"}, {Named::kValue, query}}),
      element(Tag::kButton,
              {{Named::kAriaLabel, std::string(look.words(Say::kSearchForIt)) + ": " +
                                       std::string(mail::utf8_head(value, kLongestName))}},
              said(value)));
}

std::string size_in_words(std::uint64_t octets) {
  return octets < 1000      ? std::to_string(octets) + " B"
         : octets < 1000000 ? std::to_string(octets / 1000) + " KB"
                            : std::to_string(octets / 1000000) + " MB";
}

Html field_rows(const Look& look, const std::vector<CaseField>& fields, TextRoom& room) {
  Html rows;
  for (const auto& field : fields) {
    rows += row_of(look, field, room);
  }
  return rows;
}

Html shown_message(const Look& look, const CasePage& page, const CaseMessage& message,
                   TextRoom& room) {
  Html content = form(look, message.fields, room);
  if (!message.text.empty()) {
    content += element(Tag::kP, {of_class("said")}, room.said(message.text));
  }
  auto article =
      element(Tag::kArticle, {of_class("message sheet"), {Named::kId, place_of(message.number)}},
              element(Tag::kHeader, {}, element(Tag::kH3, {}, heading_of(look, page, message)),
                      country(message.country), element(Tag::kSpan, {}, said(message.name)),
                      element(Tag::kSpan, {of_class("right")},
                              message.number.empty() ? Html() : number_link(message.number), " · ",
                              time_element(look, message.received,
                                           day_and_time(look.words, message.received, look.zone))),
                      seal(look, message), audience(look, message), hashes(message)),
              content.empty() ? Html() : element(Tag::kDiv, {of_class("text")}, content),
              files_of(look, message), what_became(look, page, message));
  return is_short(message) ? folded(look, page, message, article) : article;
}

}  // namespace pouch::gateway::web
