#include "search/index/terms.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "search/index/edges.hpp"
#include "search/names/fold.hpp"
#include "search/names/name_meeting.hpp"
#include "search/things/persons.hpp"

namespace pouch::search {
namespace {

constexpr std::uint32_t kGap = 100;        // between two feeds: no phrase runs across
constexpr std::size_t kLongestWord = 200;  // octets; longer ones are armour or noise
constexpr std::size_t kLeastName = 3;      // letters of a word that is written by its sound
constexpr std::size_t kLeastPlain = 4;     // where nothing tells names from other words
constexpr std::size_t kMostPersons = 200;  // of one text

// Terms of one word, packed: most words have one or two, and tens of thousands are remembered.
class Written {
 public:
  void add(std::string_view term, bool placed) {
    packed_ += static_cast<char>(term.size() << 1U | (placed ? 1U : 0U));
    packed_ += term;
  }
  // `see` is given each, and whether it has the word's position.
  template <typename See>
  void each(See see) const {
    for (std::size_t at = 0; at < packed_.size();) {
      const auto head = static_cast<unsigned char>(packed_[at]);
      const std::size_t size = head >> 1U;
      see(packed_.substr(at + 1, size), (head & 1U) != 0);
      at += 1 + size;
    }
  }

 private:
  std::string packed_;
};

struct Made {
  Written terms;
  std::string words;  // folded, for the lexicon: each behind a line feed
  unsigned told = 0;  // in which round of telling
};

bool ends_sentence(std::string_view between) {
  return between.find_first_of(".!?:;\n\t\"") != between.npos;
}

}  // namespace

struct TermWriter::Impl {
  Impl(const Blind& secret, Tell told) : blind(secret), tell(std::move(told)) {}

  // Of a feed: which of its words may be names.
  struct Names {
    std::vector<Capital> capitals;  // of each word
    bool all = false;               // nothing tells
  };

  Names names_of(const FieldRow& row, std::string_view text, const std::vector<Word>& all) const {
    Names names;
    names.all = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      names.capitals.push_back(first_letter(of(text, all[i])));
      if (i > 0 && names.capitals[i] == Capital::kYes && row.kind == Kind::kText &&
          !ends_sentence(text.substr(all[i - 1].end, all[i].begin - all[i - 1].end))) {
        names.all = false;
      }
    }
    return names;
  }

  static std::string_view of(std::string_view text, const Word& word) {
    return text.substr(word.begin, word.end - word.begin);
  }

  void add(Written& terms, TermKind kind, std::string_view field, std::string_view folded,
           bool placed = false) const {
    if (!folded.empty()) {
      terms.add(blind.term(kind, field, folded), placed);
    }
  }

  void add_sounds(Written& terms, std::string_view field, const NameKeys& keys, bool always) const {
    for (std::size_t i = 0; i < keys.skeletons.size(); ++i) {
      // A word without marks that is its own sound is found as the word.
      const bool marked = !keys.marked.empty() && !is_whole(keys);
      if (keys.readings[i] != kPlainSound || keys.skeletons[i] != keys.generic || marked ||
          always) {
        add(terms, TermKind::kSound, field, sound_key(keys.readings[i], keys.skeletons[i]));
      }
    }
  }

  void add_word(Written& terms, std::string_view field, const NameKeys& keys, bool name,
                bool placed) const {
    if (is_whole(keys)) {
      add(terms, TermKind::kMarked, field, keys.marked, placed);
    } else {
      const bool marked = !keys.marked.empty();
      add(terms, marked ? TermKind::kFolded : TermKind::kWord, field, keys.generic, placed);
      add(terms, TermKind::kMarked, field, keys.marked);
    }
    if (keys.spelling != keys.generic) {
      add(terms, TermKind::kSpelling, field, keys.spelling);
    }
    for (const auto& other : keys.others) {
      if (other != keys.generic && other != keys.spelling) {
        add(terms, TermKind::kSpelling, field, other);
      }
    }
    if (name) {
      add_sounds(terms, field, keys, false);
    }
  }

  static std::string words_of(const NameKeys& keys) {
    auto words = "\n" + keys.generic;
    if (keys.spelling != keys.generic) {
      words.append("\n").append(keys.spelling);
    }
    for (const auto& other : keys.others) {
      words.append("\n").append(other);
    }
    return words;
  }

  // Once in each round.
  void tell_words(Made& made) const {
    if (!tell || std::exchange(made.told, round) == round) {
      return;
    }
    const std::string_view all = made.words;
    for (std::size_t at = 0; at < all.size();) {
      const auto end = std::min(all.find('\n', at + 1), all.size());
      tell(all.substr(at + 1, end - at - 1));
      at = end;
    }
  }

  Made of_word(const FieldRow& row, std::string_view word, Capital capital,
               bool nothing_tells) const {
    auto keys = fold_spelling(word);
    const bool name =
        row.kind == Kind::kName ||
        (row.kind == Kind::kText &&
         ((capital == Capital::kYes && keys.generic.size() >= kLeastName) ||
          ((nothing_tells || capital == Capital::kNone) && keys.generic.size() >= kLeastPlain)));
    if (name) {
      keys = fold_name(word);
    }
    Made made{{}, words_of(keys)};
    add_word(made.terms, kAnywhere, keys, name, true);
    if (row.name != kAnywhere && row.kind != Kind::kExact) {
      add_word(made.terms, row.name, keys, name, row.kind == Kind::kText);
    }
    return made;
  }

  Made of_pair(const FieldRow& row, std::string_view one_word) const {
    const auto keys = fold_name(one_word);
    Made made{{}, words_of(keys)};
    auto& terms = made.terms;
    for (const auto field : {kAnywhere, row.name}) {
      const bool marked = !keys.marked.empty();
      add(terms, marked ? TermKind::kJoined : TermKind::kSpelling, field, keys.generic);
      add(terms, TermKind::kSpelling, field, keys.marked);
      auto others = keys.others;
      others.push_back(keys.spelling);
      for (const auto& other : others) {
        if (other != keys.generic) {
          add(terms, TermKind::kSpelling, field, other);
        }
      }
      add_sounds(terms, field, keys, true);
      if (row.kind != Kind::kName) {
        break;
      }
    }
    return made;
  }

  template <typename Make>
  const Written& known(std::string name, Make make) {
    constexpr std::size_t kKept = 80'000;  // words, about 14 MB
    auto found = kept.find(name);
    if (found == kept.end()) {
      if (kept.size() >= kKept) {
        kept.clear();
      }
      found = kept.emplace(std::move(name), make()).first;
    }
    tell_words(found->second);
    return found->second.terms;
  }

  static std::string memo_name(const FieldRow& row, char what, std::string_view word) {
    std::string name(1, static_cast<char>(&row - fields().data()));
    return name.append(1, what).append(word);
  }

  // Two names side by side, or joined by a sign, are also one.
  static bool is_pair(const FieldRow& row, const Names& names, std::string_view word,
                      std::string_view between, std::size_t second) {
    const auto first = names.capitals[second - 1], behind = names.capitals[second];
    if (first == Capital::kDigit || behind == Capital::kDigit) {
      return false;
    }
    if (row.kind == Kind::kName) {
      return true;
    }
    const bool capitals = first == Capital::kYes && behind == Capital::kYes;
    if (joins_names(between)) {
      return capitals || first == Capital::kYes || behind == Capital::kYes || names.all;
    }
    const bool particle = behind == Capital::kYes && is_particle(word);
    return (capitals || particle) && (between == " " || between == "\u00A0");
  }

  std::uint32_t write_words(const FieldRow& row, std::string_view text,
                            const std::vector<Word>& all, std::uint32_t position,
                            const Emit& emit) {
    const auto names = names_of(row, text, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ++position;
      const auto word = of(text, all[i]);
      if (word.size() > kLongestWord) {
        continue;
      }
      const char what = names.all ? 'a' : 'w';
      const auto make = [&] { return of_word(row, word, names.capitals[i], names.all); };
      const auto see = [&](const std::string& term, bool placed) {
        emit(term, placed ? position : 0);
      };
      // Numbers hardly come again, and would drive out the words that do.
      if (names.capitals[i] == Capital::kDigit) {
        auto once = make();
        tell_words(once);
        once.terms.each(see);
      } else {
        known(memo_name(row, what, word), make).each(see);
      }
      if (i > 0 && (row.kind == Kind::kText || row.kind == Kind::kName)) {
        write_pair(row, text, all, i, names, emit);
      }
    }
    return position + kGap;
  }

  void write_pair(const FieldRow& row, std::string_view text, const std::vector<Word>& all,
                  std::size_t second, const Names& names, const Emit& emit) {
    constexpr std::size_t kLongest = 60;  // octets
    const auto left = of(text, all[second - 1]), right = of(text, all[second]);
    const auto between = text.substr(all[second - 1].end, all[second].begin - all[second - 1].end);
    if (left.size() + right.size() > kLongest || !is_pair(row, names, left, between, second)) {
      return;
    }
    const auto both = side_by_side(left, right);
    known(memo_name(row, 'p', both), [&] {
      return of_pair(row, both);
    }).each([&](const std::string& term, bool) { emit(term, 0); });
  }

  void write_term(TermKind kind, std::string_view field, std::string_view folded,
                  const Emit& emit) const {
    emit(blind.term(kind, field, folded), 0);
    if (field != kAnywhere && kind != TermKind::kEdge && kind != TermKind::kEnd) {
      emit(blind.term(kind, kAnywhere, folded), 0);
    }
  }

  void write_number(std::string_view field, std::string_view value, bool phone, bool alone,
                    bool parts, const Emit& emit) const {
    for (const auto& alias : aliases_written(value, phone)) {
      write_term(TermKind::kAlias, field, alias_key(alias), emit);
    }
    const auto keys = fold_identifier(value);
    const bool address = is_address(value);
    const auto key = fold_word(keys.whole);
    if (parts) {
      write_parts(field, key, address, emit);
      for (const auto& way : keys.spoken) {
        write_parts(field, fold_word(way), false, emit);
      }
    }
    if (address) {
      return;
    }
    // A word of running text that is the number itself is there already.
    if (!alone || key != fold_word(value)) {
      write_term(TermKind::kWhole, field, keys.whole, emit);
    }
    if (keys.look != keys.whole) {
      write_term(TermKind::kLook, field, keys.look, emit);
    }
  }

  // An address is never written whole.
  void write_parts(std::string_view field, std::string_view key, bool address,
                   const Emit& emit) const {
    for (const auto start : written_starts(key)) {
      write_term(TermKind::kEdge, field, start, emit);
    }
    for (const auto end : written_ends(key)) {
      write_term(TermKind::kEnd, field, end, emit);
    }
    if (address) {
      write_term(TermKind::kEdge, field, key, emit);
      write_term(TermKind::kEnd, field, key, emit);
    }
  }

  void write_numbers(const FieldRow& row, std::string_view text, const std::vector<Word>& all,
                     const Emit& emit) const {
    for (const auto& run : identifier_runs(text, all)) {
      write_number(row.name, run_text(text, all, run), false, run.first == run.last, run.whole,
                   emit);
    }
    for (const auto& address : addresses_in(text)) {
      write_number(row.name, address, false, false, false, emit);
    }
  }

  void write_identifier(const FieldRow& row, std::string_view text, const Emit& emit) const {
    const auto keys = fold_identifier(text);
    if (keys.whole.empty() || keys.whole.size() > kLongestWord) {
      return;
    }
    write_number(row.name, text, row.name == "phone", false, true, emit);
  }

  void write_birth(const BirthDate& date, const Emit& emit) const {
    write_term(TermKind::kBirth, "born", birth_key(date, false), emit);
    if (date.day != 0) {
      write_term(TermKind::kBirth, "born", birth_key({date.year, date.month, 0}, true), emit);
    }
    if (date.month != 0) {
      write_term(TermKind::kBirth, "born", birth_key({date.year, 0, 0}, true), emit);
    }
  }

  // Whom somebody names in plain words is a person as one of a form.
  void write_persons(std::string_view text, const Emit& emit) {
    for (const auto& person : persons_in(text, kMostPersons)) {
      write_birth(person.birth, emit);
      const Emit placeless = [&](const std::string& term, std::uint32_t) { emit(term, 0); };
      write_words(*field("person"), person.name, words(person.name), 0, placeless);
    }
  }

  Blind blind;
  Tell tell;
  std::unordered_map<std::string, Made> kept;
  unsigned round = 1;
};

TermWriter::TermWriter(const Blind& blind, Tell tell)
    : impl_(std::make_unique<Impl>(blind, std::move(tell))) {}
TermWriter::~TermWriter() = default;

void TermWriter::tell_again() { ++impl_->round; }

std::uint32_t TermWriter::write(const FieldRow& row, std::string_view text, std::uint32_t position,
                                const Emit& emit) {
  switch (row.kind) {
    case Kind::kIdentifier:
      impl_->write_identifier(row, text, emit);
      break;
    case Kind::kExact:
      emit(exact_term(impl_->blind, row.name, text), 0);
      break;
    case Kind::kBirth: {
      const auto dates = births_in(text);
      for (const auto& date : dates) {
        impl_->write_birth(date, emit);
      }
      if (!dates.empty()) {
        return position;
      }
      break;
    }
    case Kind::kText:
    case Kind::kName:
      break;
    case Kind::kDay:
    case Kind::kFlag:
      return position;  // these are no feeds: Document::day and Document::flags
  }
  const auto all = words(text);
  if (row.kind == Kind::kText) {
    impl_->write_numbers(row, text, all, emit);
    impl_->write_persons(text, emit);
  }
  return impl_->write_words(row, text, all, position, emit);
}

std::string exact_term(const Blind& blind, std::string_view field, std::string_view value) {
  std::string folded;
  for (const auto& word : words(value)) {
    folded.append(folded.empty() ? "" : " ")
        .append(fold_word(value.substr(word.begin, word.end - word.begin)));
  }
  return blind.term(TermKind::kExact, field, folded);
}

}  // namespace pouch::search
