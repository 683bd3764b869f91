#include "mail/structure/headers.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/structure/automatic.hpp"
#include "mail/structure/date.hpp"
#include "mail/structure/encoded_words.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/structure/mailbox.hpp"

namespace pouch::mail {
namespace {

// RFC 5322 section 3.6: at most one of each. Thunderbird writes its protected Subject twice; what
// says the same twice says it once (DECISIONS 43).
constexpr std::array<std::string_view, 8> kOnce = {
    "From", "To", "Cc", "Subject", "Message-ID", "Date", "In-Reply-To", "References"};

// RFC 5322 section 3.6.4, read loosely: whatever stands between angle brackets without blanks.
std::vector<std::string> message_ids(std::string_view raw) {
  std::vector<std::string> out;
  const auto text = unfold(raw);
  if (!text) return out;
  for (auto open = text->find('<'); open != std::string::npos; open = text->find('<', open + 1)) {
    const auto close = text->find_first_of("<> \t", open + 1);
    if (close == std::string::npos || (*text)[close] != '>' || close == open + 1) continue;
    const std::string id = text->substr(open, close - open + 1);
    bool printable = true;
    for (const char c : id) printable = printable && !is_eight_bit(c) && !is_control(c);
    if (printable) out.push_back(id);
  }
  return out;
}

// Some clients leave out the brackets of what they answer: where there is none at all, each word
// with an @ in it is an identifier.
std::vector<std::string> answered_ids(std::string_view raw) {
  auto ids = message_ids(raw);
  const auto text = ids.empty() ? unfold(raw) : std::nullopt;
  if (!text || text->find_first_of("<>\"") != std::string::npos) return ids;
  for (std::size_t at = 0; (at = text->find_first_not_of(" \t,", at)) != std::string::npos;) {
    const auto end = std::min(text->find_first_of(" \t,", at), text->size());
    const auto word = text->substr(at, end - at);
    const auto sign = word.find('@');
    bool printable = sign != std::string::npos && sign > 0 && sign + 1 < word.size();
    for (const char c : word) printable = printable && !is_eight_bit(c) && !is_control(c);
    if (printable) ids.push_back("<" + word + ">");
    at = end;
  }
  return ids;
}

class Reader {
 public:
  Reader(const Entity& entity, const Limits& limits) : entity_(entity), limits_(limits) {}

  std::variant<Headers, HeaderRefusal> read(bool require_from) {
    if (!check_fields() || !read_from(require_from)) return HeaderRefusal{rule_};
    if (!read_list("To", out_.to) || !read_list("Cc", out_.cc)) return HeaderRefusal{rule_};
    out_.subject = decode_text(value("Subject"), limits_);
    out_.message_id = first_id("Message-ID");
    const auto answered = answered_ids(value("In-Reply-To"));
    out_.in_reply_to = answered.empty() ? std::string() : answered.front();
    out_.references = answered_ids(value("References"));
    out_.date = read_date(value("Date"));
    out_.received_count = entity_.values("Received").size();
    out_.automatic = automatic_mark(entity_, out_.from);
    return out_;
  }

 private:
  bool refuse(std::string rule) {
    rule_ = std::move(rule);
    return false;
  }

  bool check_fields() {
    for (const auto name : kOnce) {
      const auto found = entity_.values(name);
      for (const auto value : found) {
        if (!same_field_value(value, found.front())) {
          return refuse("two " + std::string(name) + " fields");
        }
      }
      if (!found.empty() && count_encoded_words(found.front()) > limits_.encoded_words) {
        return refuse(std::string(name) + " field with over " +
                      std::to_string(limits_.encoded_words) + " encoded words");
      }
    }
    return true;
  }

  std::string_view value(std::string_view name) const {
    const auto found = entity_.values(name);
    return found.empty() ? std::string_view() : found.front();
  }

  std::string first_id(std::string_view name) const {
    auto ids = message_ids(value(name));
    return ids.empty() ? std::string() : std::move(ids.front());
  }

  bool read_from(bool require_from) {
    if (entity_.values("From").empty()) return !require_from || refuse("no From field");
    auto list = read_address_list(value("From"), limits_);
    if (!list) return refuse("From field cannot be read for sure");
    if (list->has_group) return refuse("group in the From field");
    if (list->mailboxes.empty()) return refuse("empty From field");
    if (list->mailboxes.size() > 1) return refuse("two mailboxes in the From field");
    out_.from = std::move(list->mailboxes.front());
    return true;
  }

  // They decide the audience, so one that cannot be read for sure is not the same as none.
  bool read_list(std::string_view name, std::vector<Address>& to) {
    auto list = read_address_list(value(name), limits_);
    if (!list) return refuse(std::string(name) + " field cannot be read for sure");
    to = std::move(list->mailboxes);
    return true;
  }

  const Entity& entity_;
  const Limits& limits_;
  Headers out_;
  std::string rule_;
};

}  // namespace

std::variant<Headers, HeaderRefusal> read_headers(const Entity& entity, const Limits& limits,
                                                  bool require_from) {
  return Reader(entity, limits).read(require_from);
}

}  // namespace pouch::mail
