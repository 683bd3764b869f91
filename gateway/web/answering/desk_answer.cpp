#include "gateway/web/answering/desk_answer.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/kept_news.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/cases/calendar_week.hpp"
#include "gateway/cases/local_day.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/digest.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/fault.hpp"
#include "gateway/figures/percentile.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/web/answering/code_names.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kSoonDue{48};
constexpr std::size_t kMostLater = 50, kMostAsked = 50, kMostNews = 20;

class DeskLooks {
 public:
  DeskLooks(const Visit& visit, std::string desk)
      : visit_(visit), names_(visit), desk_(std::move(desk)) {}

  WebAnswer look() {
    page_.desk = desk_;
    page_.country = visit_.reader.country;
    page_.at = visit_.now;
    if (!desk_.empty()) {
      page_.name = names_.desk(shown_name(visit_.runtime.directory, desk_, visit_.now));
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
    add_weeks();
    visit_.note({{.act = "listed",
                  .detail = "desk " + (desk_.empty() ? "of no desk" : desk_) + ", " +
                            std::to_string(listed_) + " cases, " +
                            std::to_string(page_.kept.size()) + " kept searches"}},
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
            .form = first.form.empty() ? "" : names_.form(first.form),
            .crime_area = subject.crime_area.empty() ? "" : names_.area(subject.crime_area),
            .priority = subject.priority,
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
      page_.news.push_back(
          {.number = number.text(),
           .country = message->sender_country,
           .from = shown_name(visit_.runtime.directory, message->sender, visit_.now),
           .subject = said(number).subject,
           .form = names_.form(message->form),
           .received = message->received});
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

  // How many messages are new for each: a count, of what he may read. Seeing the number is no look;
  // the search itself is (search_answer.cpp).
  void add_kept() {
    const auto all = visit_.store.kept_searches().of(visit_.reader.id);
    if (all.empty()) {
      return;
    }
    KeptLook look;
    look.readers = visit_.tags;
    look.country = visit_.reader.country;
    look.detail = HitDetail::kNumber;
    look.limit = 0;
    look.now = visit_.now;
    look.until = std::chrono::steady_clock::now() + visit_.patience / 4;
    for (const auto& kept : all) {
      const auto question = read_search_context(kept.question);
      if (!question) {
        continue;
      }
      KeptLine line{kept.name, question->query, question->justification, kept.kept};
      line.fresh = fresh_of(kept, look);
      page_.kept.push_back(std::move(line));
    }
  }

  // An index that is built anew, and one that takes too long, keep nobody from the desk.
  std::optional<std::uint64_t> fresh_of(const KeptSearch& kept, const KeptLook& look) const {
    const auto& state = visit_.runtime.site.state;
    if (is_missing(state)) {
      return std::nullopt;
    }
    try {
      if (kept.new_after(look.name) >= indexed_now(state)) {
        return 0;
      }
      const auto news = news_of(visit_.store, state, *visit_.runtime.index_key, kept, look);
      return news && !news->found.too_late ? std::optional<std::uint64_t>(news->found.total)
                                           : std::nullopt;
    } catch (const Fault& fault) {
      if (!fault.transient()) {
        throw;
      }
      return std::nullopt;
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
          person.substitute = names_.desk(shown_name(directory, away.substitute, visit_.now));
        }
      }
      page_.people.push_back(std::move(person));
    }
  }

  // Twelve weeks of the calendar on the wall, with the one that has begun.
  void add_weeks() {
    constexpr std::size_t kWeeks = 12;
    constexpr std::chrono::days kWeek{7};
    const auto begin_of = [&](Time time) {
      return monday_of(local_moment(time, visit_.runtime.site.time_zone).day);
    };
    const auto first = begin_of(visit_.now) - kWeek * (kWeeks - 1);
    const auto answered = desk_.empty()
                              ? std::vector<AnsweredLeg>()
                              : visit_.store.cases().answered_by(
                                    desk_, time_at({first, {}}, visit_.runtime.site.time_zone));
    if (answered.empty()) {
      return;
    }
    for (std::size_t i = 0; i < kWeeks; ++i) {
      page_.weeks.push_back({first + kWeek * i});
    }
    std::vector<figures::Duration> times;
    for (const auto& one : answered) {
      const auto at = (begin_of(one.answered) - first) / kWeek;
      auto& week = page_.weeks[std::min<std::size_t>(static_cast<std::size_t>(at), kWeeks - 1)];
      ++week.answered;
      week.late += one.late ? 1 : 0;
      times.push_back(std::max(one.answered - one.opened, figures::Duration(0)));
    }
    page_.half = static_cast<std::uint64_t>(figures::spread_of(std::move(times)).median->count());
  }

  static constexpr std::chrono::days kKeyEnds{60};

  const Visit& visit_;
  const CodeNames names_;
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
