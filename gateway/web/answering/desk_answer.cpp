#include "gateway/web/answering/desk_answer.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/archive/readable.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/digest.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/messages.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kSoonDue{48};
constexpr std::size_t kMostLater = 50, kMostAsked = 50, kMostNews = 20;

class DeskLooks {
 public:
  DeskLooks(const Visit& visit, std::string desk) : visit_(visit), desk_(std::move(desk)) {}

  WebAnswer look() {
    page_.desk = desk_;
    page_.country = visit_.reader.country;
    page_.at = visit_.now;
    if (!desk_.empty()) {
      page_.name = shown_name(visit_.runtime.directory, desk_, visit_.now);
    }
    const auto open = visit_.store.cases().open_of(
        visit_.reader.id,
        desk_.empty() ? std::vector<std::string>() : std::vector<std::string>{desk_});
    for (const auto& subject : open) {
      open_.emplace(subject.number.text(), &subject);
    }
    const auto digest = digest_of(open, desk_, visit_.now);
    for (const auto& line : digest.to_answer) {
      owe(line);
    }
    for (const auto& line : digest.waits_for) {
      wait(line);
    }
    add_news();
    add_keys();
    add_kept();
    add_people();
    visit_.note({{.act = "listed",
                  .detail = "desk " + (desk_.empty() ? "of no desk" : desk_) + ", " +
                            std::to_string(listed_) + " cases"}},
                "");
    answer_.outcome = WebOutcome::kDone;
    answer_.page = std::move(page_);
    return std::move(answer_);
  }

 private:
  DeskLeg leg_of(const DigestLine& line, const Leg& leg) {
    const auto& subject = *open_.at(line.number.text());
    ++listed_;
    add_to(answer_.banner, subject.classification, subject.handling);
    const auto first = said({subject.number, 1});
    return {.number = subject.number.text(),
            .country = subject.requester_country,
            .from = shown_name(visit_.runtime.directory, subject.requester, visit_.now),
            .to = leg.country,
            .subject = first.subject,
            .form = first.form,
            .priority = subject.priority,
            .crime_area = subject.crime_area,
            .handling = subject.handling,
            .state = leg.state,
            .opened = subject.opened,
            .since = leg.since,
            .deadline = line.due,
            .stopped = line.stands,
            .overdue = line.late};
  }

  // Of a desk's own cases a message may be somebody else's alone.
  struct Said {
    std::string subject{}, form{};
  };
  Said said(const MessageNumber& number) {
    Said said;
    const bool readable = is_readable([&] {
      const auto message = visit_.store.messages().find(number);
      if (message && may_read(*message, visit_.tags)) {
        said = {visit_.store.bodies().text(number).subject, message->form};
      }
    });
    return readable ? said : Said{};
  }

  void owe(const DigestLine& line) {
    for (const auto& leg : open_.at(line.number.text())->legs) {
      if (leg.desk != desk_ || !is_open(leg.state)) {
        continue;
      }
      ++page_.open;
      page_.late += line.late ? 1 : 0;
      page_.stopped += line.stands ? 1 : 0;
      const bool soon =
          !line.late && !line.stands && line.due && *line.due - visit_.now <= kSoonDue;
      page_.due_soon += soon ? 1 : 0;
      auto& list = line.late ? page_.overdue : soon ? page_.soon : page_.later;
      if (&list != &page_.later || list.size() < kMostLater) {
        list.push_back(leg_of(line, leg));
      }
      return;
    }
  }

  void wait(const DigestLine& line) {
    for (const auto& leg : open_.at(line.number.text())->legs) {
      if (leg.country != line.country || leg.desk == desk_ || !is_open(leg.state)) {
        continue;
      }
      ++page_.asked_open;
      page_.asked_late += line.late ? 1 : 0;
      if (page_.asked.size() < kMostAsked) {
        page_.asked.push_back(leg_of(line, leg));
      }
      return;
    }
  }

  void add_news() {
    page_.last_look = visit_.store.web_book().last_look(visit_.session, visit_.now);
    if (desk_.empty() || !page_.last_look) {
      return;
    }
    const auto readers = desk_tags(desk_, visit_.runtime.directory);
    for (const auto& number :
         visit_.store.digests().fresh(desk_, readers, *page_.last_look, kMostNews)) {
      const auto message = visit_.store.messages().find(number);
      if (!message || !may_read(*message, visit_.tags)) {
        continue;
      }
      if (const auto subject = visit_.store.cases().find(number.number)) {
        add_to(answer_.banner, subject->classification, subject->handling);
      }
      page_.news.push_back({number.text(), message->sender_country,
                            shown_name(visit_.runtime.directory, message->sender, visit_.now),
                            message->form, said(number).subject, message->received});
    }
  }

  void add_keys() {
    for (const auto& key : read_key_notes(visit_.runtime.site.state)) {
      const bool his = key.holder == visit_.reader.id || (key.holder == desk_ && !desk_.empty());
      if (his && key.expires && state_at(key, visit_.now) == "usable" &&
          *key.expires - visit_.now <= kKeyEnds) {
        page_.keys.push_back({key.holder, key.fingerprint, *key.expires});
      }
    }
  }

  void add_kept() {
    for (const auto& kept : visit_.store.kept_searches().of(visit_.reader.id)) {
      if (const auto question = read_search_context(kept.question)) {
        page_.kept.push_back({kept.name, question->query, question->justification, kept.kept});
      }
    }
  }

  void add_people() {
    const auto& directory = visit_.runtime.directory;
    const auto today = std::chrono::floor<std::chrono::days>(visit_.now);
    const auto absences = as_they_stand(visit_.store.absences().since(visit_.now), visit_.now);
    for (const auto& member : directory.members) {
      const bool sits =
          !desk_.empty() && member.validity.holds(today) &&
          std::find(member.desks.begin(), member.desks.end(), desk_) != member.desks.end();
      if (!sits) {
        continue;
      }
      DeskPerson person{.id = member.id, .name = member.name, .you = member.id == visit_.reader.id};
      for (const auto& away : absences) {
        if (away.who == member.id && away.holds) {
          person.away_until = away.until;
          person.substitute = shown_name(directory, away.substitute, visit_.now);
        }
      }
      page_.people.push_back(std::move(person));
    }
  }

  static constexpr std::chrono::days kKeyEnds{60};

  const Visit& visit_;
  std::string desk_;
  std::map<std::string, const Case*> open_;
  std::size_t listed_ = 0;
  DeskPage page_;
  WebAnswer answer_;
};

}  // namespace

WebAnswer answer_desk(const Visit& visit) {
  auto desk = visit.question.desk;
  if (desk.empty() && !visit.reader.desks.empty()) {
    desk = visit.reader.desks.front();
  }
  if (!desk.empty() && !visit.reader.acts_for(desk)) {
    return refused(WebOutcome::kNotFound);
  }
  return DeskLooks(visit, std::move(desk)).look();
}

}  // namespace pouch::gateway
