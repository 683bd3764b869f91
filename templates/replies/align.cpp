#include "templates/replies/align.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

namespace pouch::templates {
namespace {

// What it costs to explain a line so. A typed line is dearer than a line of ours where it is
// expected, cheaper than leaping to a place where we said the same and back.
constexpr int kTypedRun = 3, kTypedLine = 1, kTypedWord = 2;
constexpr int kRestOfLine = 2;  // left out: its value was replaced
constexpr int kToLine = 5, kToLabel = 1, kIntoLine = 9, kBack = 3;
constexpr int kInsideLine = 3;    // typed in the middle of a line of ours
constexpr int kNoOverflow = 3;    // though it could be
constexpr std::size_t kBeam = 8;  // readings kept
constexpr std::size_t kPlaces = 12;
constexpr std::size_t kLookedAt = 64;    // places, to find these
constexpr std::size_t kInsideWords = 3;  // of ours at least, before what was typed inside
constexpr std::size_t kSearchWords = 3;  // with which a place inside a line is looked for
constexpr std::size_t kLongTail = 2000;  // words of one line in which its end is looked for

constexpr std::uint32_t kRoot = std::numeric_limits<std::uint32_t>::max();

struct Node {
  std::uint32_t before = kRoot;
  std::uint32_t line = 0;
  Aligned aligned;
};

struct Reading {
  std::size_t place = 0;  // in our words, of the next one
  int cost = 0;
  bool typed = false;  // the line before was
  std::uint32_t before = kRoot;
  Aligned aligned;
};

class Aligner {
 public:
  Aligner(const std::vector<QuotedLine>& lines, const std::vector<Word>& words,
          const OurLetters& ours)
      : lines_(lines), words_(words), ours_(ours) {
    for (std::size_t i = 0; i + kSearchWords <= ours.words.size(); ++i) {
      add(runs_[key(ours.words, i)], i);
    }
    for (const auto& line : ours.lines) {
      add(starts_[ours.words[line.first].id], line.first);
    }
  }

  std::vector<Aligned> run() {
    readings_ = {Reading{}};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      next_.clear();
      if (lines_[i].overflow) {
        overflow(lines_[i]);
      } else {
        take(lines_[i]);
      }
      keep(i);
    }
    std::vector<Aligned> result(lines_.size());
    for (auto at = readings_.front().before; at != kRoot; at = nodes_[at].before) {
      result[nodes_[at].line] = nodes_[at].aligned;
    }
    return result;
  }

  std::size_t steps() const { return steps_; }

 private:
  static std::uint64_t key(const std::vector<Word>& words, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kSearchWords; ++i) {
      value = value * 0x9E3779B97F4A7C15ULL + words[at + i].id;
    }
    return value;
  }

  static void add(std::vector<std::size_t>& places, std::size_t place) {
    if (places.size() < kLookedAt) {
      places.push_back(place);
    }
  }

  const OurLine& line_at(std::size_t place) const { return ours_.lines[ours_.words[place].line]; }

  std::size_t common(std::size_t word, std::size_t last, std::size_t place) {
    std::size_t count = 0;
    while (word + count < last && place + count < ours_.words.size() &&
           words_[word + count].id == ours_.words[place + count].id) {
      ++count;
    }
    steps_ += count + 1;
    return count;
  }

  void overflow(const QuotedLine& line) {
    for (const auto& reading : readings_) {
      const auto place = reading.place;
      next_.push_back({place, reading.cost + kNoOverflow, reading.typed, reading.before, {}});
      if (place >= ours_.words.size() || place == line_at(place).first) {
        continue;
      }
      const auto head = common(line.first, line.last, place);
      const bool all = head == line.last - line.first;
      const bool rest = head > 0 && place + head == line_at(place).last;
      if (all || rest) {
        next_.push_back({place + head, reading.cost, false, reading.before, {head, place, 0, 0}});
      }
    }
  }

  void take(const QuotedLine& line) {
    const auto count = static_cast<int>(line.last - line.first);
    const auto best = readings_.front();
    for (const auto& reading : readings_) {
      const int run = reading.typed ? kTypedLine : kTypedRun;
      next_.push_back(
          {reading.place, reading.cost + run + kTypedWord * count, true, reading.before, {}});
      try_at(line, reading, reading.place, 0);
      if (reading.place < ours_.words.size() && reading.place > line_at(reading.place).first) {
        try_at(line, reading, line_at(reading.place).last, kRestOfLine);
      }
    }
    for (const auto place : places(line, best.place)) {
      try_at(line, best, place, leap(line, best.place, place));
    }
  }

  int leap(const QuotedLine& line, std::size_t from, std::size_t to) const {
    const auto& ours = line_at(to);
    const bool label = to == ours.first && ours.label_last > to && names_label(line, ours);
    const int cost = label ? kToLabel : to == ours.first ? kToLine : kIntoLine;
    return from == 0 && to == 0 ? 0 : cost + (to < from ? kBack : 0);
  }

  // Places where the line's beginning stands in our letters: the next ones first.
  std::vector<std::size_t> places(const QuotedLine& line, std::size_t from) {
    std::vector<std::size_t> found;
    const auto look = [&](const std::vector<std::size_t>& places, bool lines) {
      const auto next = std::lower_bound(places.begin(), places.end(), from);
      const auto start = static_cast<std::size_t>(next - places.begin());
      for (std::size_t i = 0; i < places.size() && found.size() < kPlaces; ++i) {
        const auto place = places[(start + i) % places.size()];
        const auto same = common(line.first, std::min(line.last, line.first + kSearchWords), place);
        const auto& ours = line_at(place);
        const auto enough = std::min(
            {kSearchWords, line.last - line.first, lines ? ours.last - ours.first : kSearchWords});
        const bool label = lines && ours.label_last > place &&
                           line.first + (ours.label_last - place) <= line.last &&
                           names_label(line, ours);
        if (same >= enough || label) {
          found.push_back(place);
        }
      }
    };
    if (const auto at = starts_.find(words_[line.first].id); at != starts_.end()) {
      look(at->second, true);
    }
    if (line.last - line.first >= kSearchWords) {
      if (const auto at = runs_.find(key(words_, line.first)); at != runs_.end()) {
        look(at->second, false);
      }
    }
    return found;
  }

  // Whether the line begins with this label and what parts it from its value.
  bool names_label(const QuotedLine& line, const OurLine& ours) const {
    const auto count = ours.label_last - ours.first;
    if (count == 0 || count > line.last - line.first) {
      return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (words_[line.first + i].id != ours_.words[ours.first + i].id) {
        return false;
      }
    }
    const auto rest = line.text.substr(words_[line.first + count - 1].end);
    const auto mark = rest.find_first_not_of("*_ ]");
    return mark != std::string_view::npos && (rest[mark] == ':' || rest[mark] == '\t' ||
                                              rest.substr(mark).starts_with("\xEF\xBC\x9A"));
  }

  void try_at(const QuotedLine& line, const Reading& from, std::size_t place, int cost) {
    if (place >= ours_.words.size()) {
      return;
    }
    const auto count = line.last - line.first;
    const auto head = common(line.first, line.last, place);
    if (head > 0) {
      typed_behind(line, from, place, head, cost);
    }
    if (head == count) {
      next_.push_back({place + head, from.cost + cost, false, from.before, {head, place, 0, 0}});
      return;
    }
    if (head == 0) {
      typed_before(line, from, place, cost);
      return;
    }
    const auto& last = line_at(place + head - 1);
    const auto& first = line_at(place);
    const bool label = place == first.first && first.label_last > place &&
                       head >= first.label_last - place && names_label(line, first);
    const bool whole = place + head == last.last;
    if (!whole && !label && head < kInsideWords) {
      return;
    }
    const int run = label ? 0 : whole ? kTypedRun : kTypedRun + kInsideLine;
    const int typed = run + kTypedWord * static_cast<int>(count - head);
    next_.push_back(
        {place + head, from.cost + cost + typed, false, from.before, {head, place, 0, 0}});
    end_of(line, from, place, head, cost + kInsideLine);
  }

  // What was typed behind a line of ours may begin with a word of the next one.
  void typed_behind(const QuotedLine& line, const Reading& from, std::size_t place,
                    std::size_t head, int cost) {
    const auto end = line_at(place + head - 1).first;
    if (end <= place || place + head == line_at(place + head - 1).last) {
      return;
    }
    const auto count = line.last - line.first - (end - place);
    next_.push_back({end,
                     from.cost + cost + kTypedRun + kTypedWord * static_cast<int>(count),
                     false,
                     from.before,
                     {end - place, place, 0, 0}});
  }

  // Typed before our words in their line, "yes: 1. Who is the owner?".
  void typed_before(const QuotedLine& line, const Reading& from, std::size_t place, int cost) {
    if (place == line_at(place).first) {
      end_of(line, from, place, 0, cost + kInsideLine);
    }
  }

  // The longest end of the line with which our words go on behind `head` of them.
  void end_of(const QuotedLine& line, const Reading& from, std::size_t place, std::size_t head,
              int cost) {
    const auto count = line.last - line.first;
    const auto goes_on = place + head;
    const auto most =
        std::min({count - head - 1, ours_.words.size() - std::min(goes_on, ours_.words.size()),
                  line_at(place + (head == 0 ? 0 : head - 1)).last - goes_on});
    if (count > kLongTail || count - head < 2) {
      return;
    }
    const auto tail = longest_end(line.last, most, goes_on);
    if (tail < kInsideWords) {
      return;
    }
    const int typed = kTypedRun + kTypedWord * static_cast<int>(count - head - tail);
    next_.push_back({goes_on + tail,
                     from.cost + cost + typed,
                     false,
                     from.before,
                     {head, place, tail, goes_on}});
  }

  // How many words before `last` are, as a row, those at `place`; at most `most`. (Knuth, Morris,
  // Pratt: the failure function of our words, run over the line.)
  std::size_t longest_end(std::size_t last, std::size_t most, std::size_t place) {
    failure_.assign(most + 1, 0);
    const auto id = [&](std::size_t i) { return ours_.words[place + i].id; };
    for (std::size_t i = 1, same = 0; i < most; ++i) {
      while (same > 0 && id(i) != id(same)) {
        same = failure_[same];
      }
      same += id(i) == id(same) ? 1 : 0;
      failure_[i + 1] = same;
    }
    std::size_t same = 0;
    for (auto word = last - most; word < last; ++word) {
      while (same > 0 && (same == most || words_[word].id != id(same))) {
        same = failure_[same];
      }
      same += same < most && words_[word].id == id(same) ? 1 : 0;
    }
    steps_ += 2 * most;
    return same;
  }

  // The cheapest readings go on, one for each place.
  void keep(std::size_t line) {
    std::stable_sort(next_.begin(), next_.end(), [](const Reading& one, const Reading& other) {
      return one.cost < other.cost || (one.cost == other.cost && !one.typed && other.typed);
    });
    readings_.clear();
    for (auto& reading : next_) {
      const bool known = std::any_of(readings_.begin(), readings_.end(), [&](const Reading& kept) {
        return kept.place == reading.place && kept.typed == reading.typed;
      });
      if (known) {
        continue;
      }
      if (reading.aligned.any()) {
        nodes_.push_back({reading.before, static_cast<std::uint32_t>(line), reading.aligned});
        reading.before = static_cast<std::uint32_t>(nodes_.size() - 1);
        reading.aligned = {};
      }
      readings_.push_back(reading);
      if (readings_.size() == kBeam) {
        break;
      }
    }
  }

  const std::vector<QuotedLine>& lines_;
  const std::vector<Word>& words_;
  const OurLetters& ours_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> runs_;
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> starts_;
  std::vector<Reading> readings_, next_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> failure_;
  std::size_t steps_ = 0;
};

}  // namespace

std::vector<Aligned> align(const std::vector<QuotedLine>& lines, const std::vector<Word>& words,
                           const OurLetters& ours, std::size_t* steps) {
  if (ours.words.empty()) {
    return std::vector<Aligned>(lines.size());
  }
  Aligner aligner(lines, words, ours);
  auto result = aligner.run();
  if (steps != nullptr) {
    *steps = aligner.steps();
  }
  return result;
}

}  // namespace pouch::templates
