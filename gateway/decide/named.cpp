#include "gateway/decide/named.hpp"

#include <algorithm>
#include <array>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/order_line.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"
#include "mail/structure/headers.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/names.hpp"

namespace pouch::gateway {
namespace {

using templates::fold;

constexpr std::size_t kMostNamed = 50;
constexpr std::size_t kMostLines = 4;  // `To:` lines on top

// "all" in the languages of the forms.
bool means_all(std::string_view word) {
  static const std::array<std::string, 13> kAll = templates::each_folded(
      std::array<std::string, 13>{"all", "everybody", "everyone", "toți", "всички", "сви", "svi",
                                  "сите", "όλοι", "όλους", "hepsi", "mindenki", "të gjithë"});
  return std::find(kAll.begin(), kAll.end(), fold(word)) != kAll.end();
}

std::vector<std::string> to_labels(const templates::TemplateSet& templates) {
  // Beside the forms' own label: how letters of the region are addressed.
  std::vector<std::string> labels{
      "To",        "Recipient", "Recipients", "Addressee",  "Addressees",  "Към",
      "Получател", "Прима",     "Прималац",   "Коме",       "Кому",        "Prima",
      "Primalac",  "Primatelj", "Kome",       "Destinatar", "Destinatari", "Αποδέκτης",
      "Αποδέκτες", "Részére",   "Marrësi",    "Alıcı"};
  for (auto& one : labels) {
    one = fold(one);
  }
  const auto* request = templates.find("request");
  if (request == nullptr) {
    return labels;
  }
  for (const auto& field : request->fields) {
    if (field.id != "to_states") {
      continue;
    }
    labels.push_back(fold(field.label));
    for (const auto& [tag, words] : field.words) {
      labels.push_back(fold(words.label));
    }
  }
  return labels;
}

// Commas and semicolons part names; words between them are looked at where it is known who may be
// named: "Bosnia and Herzegovina" is one.
void add_names(std::string_view value, std::vector<std::string>& names) {
  std::string word;
  const auto end = [&] {
    auto text = std::string(templates::trim(word));
    const auto open = text.find('<'), close = text.find('>');
    if (open != std::string::npos && close != std::string::npos && open < close) {
      text = text.substr(open + 1, close - open - 1);
    }
    if (!text.empty() && text.back() == '.') {
      text.pop_back();
    }
    if (!text.empty() && names.size() < kMostNamed) {
      names.push_back(std::move(text));
    }
    word.clear();
  };
  for (const char c : value) {
    if (c == ',' || c == ';') {
      end();
    } else {
      word += c;
    }
  }
  end();
}

void add_once(Receiver receiver, std::vector<Receiver>& list) {
  const bool known = std::any_of(list.begin(), list.end(),
                                 [&](const Receiver& one) { return one.id == receiver.id; });
  if (!known) {
    list.push_back(std::move(receiver));
  }
}

bool belongs(const Situation& situation, const config::Group& group) {
  const auto& sender = situation.sender;
  return std::find(group.members.begin(), group.members.end(), sender.id) != group.members.end() ||
         std::any_of(group.desks.begin(), group.desks.end(),
                     [&](const std::string& id) { return sender.acts_for(id); });
}

// "only BG", "send it to BG": words beside names that leave nobody out and add nobody.
bool says_nothing_more(const std::string& word) {
  static const auto kWords = templates::each_folded(std::array<std::string, 22>{
      "only",   "just",   "send",    "it",      "to",      "the",  "само", "до",
      "samo",   "doar",   "numai",   "către",   "la",      "μόνο", "csak", "vetëm",
      "yalnız", "sadece", "pošalji", "изпрати", "trimite", "one"});
  const bool is_code = std::all_of(word.begin(), word.end(), [](char c) {
    return c >= 'A' && c <= 'Z';  // "IT" is a country
  });
  return !is_code && std::find(kWords.begin(), kWords.end(), fold(word)) != kWords.end();
}

// The receivers that may be named at all, by what they are to the case.
class Candidates {
 public:
  Candidates(const Situation& situation, const Case* subject)
      : situation_(situation), subject_(subject), actor_(actor_of(situation.sender)) {
    if (subject_ == nullptr) {
      fresh();
    } else if (subject_->kind == CaseKind::kGroupNote) {
      group_case();
    } else {
      parties();
    }
  }

  const std::vector<Receiver>& all() const { return all_; }
  const std::vector<const config::Group*>& groups() const { return groups_; }

 private:
  void add(const std::string& id, Role role) {
    if (!id.empty() && !actor_.is(id)) {
      add_once(receiver_of(id, role, situation_.directory), all_);
    }
  }

  void parties() {
    for (const auto* leg : reached_legs(*subject_)) {
      add(leg->desk, Role::kAskedDesk);
    }
    if (!is_requester_side(actor_, *subject_)) {
      add(subject_->requester, Role::kRequester);
      add(subject_->requester_desk, Role::kRequesterDesk);
    }
  }

  void participants(const config::Group& group) {
    const auto day = day_of(situation_.now);
    groups_.push_back(&group);
    for (const auto& id : group.desks) {
      const auto* desk = situation_.directory.desk(id);
      if (desk != nullptr && desk->validity.holds(day)) {
        add(id, Role::kNamed);
      }
    }
    for (const auto& id : group.members) {
      const auto* member = situation_.directory.member(id);
      if (member != nullptr && member->validity.holds(day)) {
        add(id, Role::kNamed);
      }
    }
  }

  void group_case() {
    const auto* group = situation_.directory.group(subject_->group);
    if (group != nullptr && belongs(situation_, *group)) {
      participants(*group);
    } else if (subject_->group.empty() && situation_.records.messages) {
      for (const auto& past : situation_.records.messages(subject_->number)) {
        add(past.sender, Role::kNamed);
        for (const auto& one : past.audience.to) {
          if (!is_copy(one.role)) {
            add(one.id, Role::kNamed);
          }
        }
      }
    }
  }

  void fresh() {
    if (detail::routing_community(situation_.sender) == "prosecution") {
      for (const auto& group : situation_.directory.groups) {
        if (belongs(situation_, group)) {
          participants(group);
        }
      }
    }
    for (const auto* desk : situation_.directory.focal_points(
             situation_.sender.country, detail::routing_community(situation_.sender),
             detail::agency_of(situation_.sender), "", day_of(situation_.now))) {
      add(desk->id, Role::kOwnFocalPoint);
    }
  }

  const Situation& situation_;
  const Case* subject_;
  Actor actor_;
  std::vector<Receiver> all_;
  std::vector<const config::Group*> groups_;
};

bool is_address_of(const config::Directory& directory, const std::string& id,
                   const std::string& word) {
  if (const auto* desk = directory.desk(id)) {
    return mail::same_address(desk->address, word);
  }
  const auto* member = directory.member(id);
  return member != nullptr &&
         std::any_of(member->addresses.begin(), member->addresses.end(),
                     [&](const std::string& address) { return mail::same_address(address, word); });
}

// "me" is a person who is asked to whom, "ME" Montenegro.
bool is_pronoun(const std::string& word) { return word == "me" || word == "Me"; }

std::string country_named(const config::Directory& directory, const std::string& word) {
  if (is_pronoun(word)) {
    return {};
  }
  for (const auto& country : directory.countries) {
    if (fold(country.code) == fold(word) || fold(country.name) == fold(word)) {
      return country.code;
    }
  }
  return templates::country_code(word);
}

// "Marin" and "Radu Marin" both name Radu Marin, as long as one person alone has it.
bool has_word(std::string_view name, const std::string& folded) {
  std::string word;
  for (const char c : std::string(name) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      if (fold(word) == folded) {
        return true;
      }
      word.clear();
    }
  }
  return false;
}

class Resolver {
 public:
  Resolver(const Situation& situation, const Case* subject)
      : situation_(situation), subject_(subject), candidates_(situation, subject) {}

  Named resolve(const std::vector<std::string>& names) {
    for (const auto& name : names) {
      one(name);
    }
    return std::move(result_);
  }

 private:
  void one(const std::string& word) {
    if (resolves(word)) {
      return;
    }
    const auto phrases = phrases_of(word);
    if (!phrases.empty() && !all_resolve(phrases)) {  // none: it is courtesy alone
      result_.wrong.push_back(why_not(word));
    }
  }

  // Each of them names somebody; else none counts, for a word that is not understood may be "not".
  bool all_resolve(const std::vector<std::string>& phrases) {
    const auto before = result_;
    for (const auto& phrase : phrases) {
      const auto words = detail::words_in(phrase);
      const bool each = resolves(phrase) ||
                        (words.size() > 1 &&
                         std::all_of(words.begin(), words.end(), [this](const std::string& one) {
                           return by_id(one) || by_country(one);  // "BG RS"; no name of two people
                         }));
      if (!each || result_.wrong.size() > before.wrong.size()) {
        result_ = before;
        return false;
      }
    }
    return true;
  }

  // "BG & RS, please", "BG/RS": what stands between the signs and words that join names, without
  // courtesy.
  std::vector<std::string> phrases_of(const std::string& text) const {
    std::vector<std::string> phrases(1);
    std::string spaced;
    for (const char c : text) {
      const bool sign = c == '&' || c == '+' || c == '/';
      spaced += sign ? std::string(" & ") : std::string(1, c);
    }
    for (const auto& word : detail::words_in(spaced)) {
      if (word == "&" || detail::is_connective(word)) {
        phrases.emplace_back();
      } else if (!says_nothing_more(word)) {
        phrases.back() += (phrases.back().empty() ? "" : " ") + word;
      }
    }
    for (auto& phrase : phrases) {
      if (situation_.templates != nullptr) {
        phrase = detail::without_courtesy(phrase, *situation_.templates);
      }
    }
    std::erase(phrases, std::string());
    return phrases;
  }

  bool resolves(const std::string& word) {
    if (means_all(word)) {
      everybody();
      return true;
    }
    for (const auto* group : candidates_.groups()) {
      if (fold(group->id) == fold(word) || mail::same_address(group->address, word)) {
        result_.group = group->id;
        return true;
      }
    }
    return by_id(word) || by_country(word) || by_name(word);
  }

  void everybody() {
    const auto& groups = candidates_.groups();
    if (groups.size() == 1) {
      result_.group = groups.front()->id;
    } else if (groups.empty() && subject_ != nullptr) {
      for (const auto& one : candidates_.all()) {
        add_once(one, result_.to);
      }
    } else {
      result_.wrong.push_back(groups.empty()
                                  ? "\"all\" needs a case: this mail names none"
                                  : "you belong to several groups: name the one that you mean");
    }
  }

  bool by_id(const std::string& word) {
    for (const auto& one : candidates_.all()) {
      if (fold(one.id) == fold(word) || is_address_of(situation_.directory, one.id, word)) {
        add_once(one, result_.to);
        return true;
      }
    }
    return false;
  }

  bool by_country(const std::string& word) {
    const auto code = country_named(situation_.directory, word);
    bool any = false;
    for (const auto& one : candidates_.all()) {
      if (!code.empty() && one.country == code) {
        add_once(one, result_.to);
        any = true;
      }
    }
    return any;
  }

  bool by_name(const std::string& word) {
    const auto folded = fold(word);
    std::vector<const Receiver*> whole, part;
    for (const auto& one : candidates_.all()) {
      if (fold(one.name) == folded) {
        whole.push_back(&one);
      } else if (has_word(one.name, folded)) {
        part.push_back(&one);
      }
    }
    const auto& found = whole.empty() ? part : whole;
    if (folded.empty() || found.size() != 1) {
      return false;
    }
    add_once(*found.front(), result_.to);
    return true;
  }

  // Whether it exists elsewhere is told of the directory's desks and countries alone: the forms
  // tell them too.
  std::string why_not(const std::string& word) const {
    const auto code = country_named(situation_.directory, word);
    if (subject_ == nullptr && !code.empty()) {
      return "to write to " + country_of(code, situation_.directory) +
             " outside a case, send a form (a request starts with \"Form: request\")";
    }
    if (!code.empty()) {
      return country_of(code, situation_.directory) + " has no part in " + subject_->number.text();
    }
    const auto* desk = situation_.directory.desk(word);
    if (desk != nullptr && desk->community != situation_.sender.community) {
      return display_name(*desk, situation_.directory) +
             " belongs to the other side: police and prosecutors are kept apart, unless the field "
             "\"Share with police\" of a case note says otherwise";
    }
    return "\"" + word + "\" names nobody who can be reached here";
  }

  const Situation& situation_;
  const Case* subject_;
  Candidates candidates_;
  Named result_;
};

}  // namespace

std::vector<std::string> take_named(std::string& own, const templates::TemplateSet& templates) {
  std::vector<std::string> names;
  const auto labels = to_labels(templates);
  for (std::size_t taken = 0; taken < kMostLines; ++taken) {
    const auto begin = own.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) {
      break;
    }
    const auto end = std::min(own.find('\n', begin), own.size());
    const auto line = templates::labelled(std::string_view(own).substr(begin, end - begin));
    if (!line || line->value.empty() ||
        std::find(labels.begin(), labels.end(), fold(line->label)) == labels.end()) {
      break;
    }
    add_names(line->value, names);
    own.erase(0, std::min(end + 1, own.size()));
  }
  if (!names.empty()) {
    own.erase(0, std::min(own.find_first_not_of("\r\n"), own.size()));
  }
  return names;
}

Named resolve_named(const Situation& situation, const Case* subject,
                    const std::vector<std::string>& names) {
  return Resolver(situation, subject).resolve(names);
}

std::vector<ReplyChoice> choices_of(const Situation& situation, const Case* subject) {
  const auto& words = Words::in(situation.sender.reads);
  const Candidates candidates(situation, subject);
  std::vector<ReplyChoice> choices;
  std::size_t countries = 0;
  for (const auto& one : candidates.all()) {
    const bool alone =
        std::count_if(candidates.all().begin(), candidates.all().end(),
                      [&](const Receiver& other) { return other.country == one.country; }) == 1;
    const bool by_country = alone && !one.country.empty();
    choices.push_back({by_country ? one.country : one.id, known_name(one.name, words)});
    ++countries;
  }
  if (candidates.groups().size() == 1) {
    choices.push_back(
        {"all", words("the_whole_group", {{"group", candidates.groups().front()->id}})});
  } else if (countries > 1 && candidates.groups().empty()) {
    choices.push_back({"all", words("all_of_them")});
  }
  return choices;
}

}  // namespace pouch::gateway
