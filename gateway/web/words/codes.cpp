#include "gateway/web/words/codes.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway::web {
namespace {

struct Called {
  std::string_view code;
  std::array<std::string_view, 2> words;  // by Language
};

constexpr std::array kStates = std::to_array<Called>({
    {"open", {"open", "deschise"}},
    {"closed", {"closed", "închise"}},
    {"overdue", {"overdue", "întârziate"}},
    {"waiting", {"waiting to go out", "așteaptă să plece"}},
    {"sent", {"sent", "trimise"}},
    {"acknowledged", {"acknowledged", "confirmate"}},
    {"partly-answered", {"partly answered", "cu răspuns parțial"}},
    {"answered", {"answered", "cu răspuns"}},
    {"refused", {"refused", "refuzate"}},
    {"clarification-asked", {"asked back", "se cer lămuriri"}},
    {"withdrawn", {"withdrawn", "retrase"}},
    {"not-delivered", {"not delivered", "nelivrate"}},
    {"ended", {"ended", "încheiate"}},
    {"request", {"request", "cerere"}},
    {"note", {"note", "notă"}},
    {"group-note", {"note to a group", "notă către un grup"}},
});

constexpr std::array kFiles = std::to_array<Called>({
    {"form", {"a form", "un formular"}},
    {"attachment", {"any file", "orice fișier"}},
    {"pdf", {"PDF", "PDF"}},
    {"photo", {"picture", "imagine"}},
    {"document", {"text document", "document text"}},
    {"table", {"table", "tabel"}},
    {"text", {"plain text", "text simplu"}},
    {"mail", {"mail or card", "mesaj sau carte de vizită"}},
    {"archive", {"archive of files", "arhivă de fișiere"}},
    {"other", {"another kind", "alt fel"}},
});

constexpr std::array kTierCodes = std::to_array<Called>({
    {"written", {"as written", "așa cum e scris"}},
    {"spelling", {"other spelling", "altă grafie"}},
    {"sound", {"similar sound", "sună asemănător"}},
    {"part", {"part of the date", "o parte din dată"}},
    {"swapped", {"day and month swapped", "ziua și luna inversate"}},
});

constexpr std::array kHow = std::to_array<Called>({
    {"as written", {"as written", "așa cum e scris"}},
    {"other script", {"other script", "alt alfabet"}},
    {"other spelling", {"other spelling", "altă grafie"}},
    {"look-alike signs", {"look-alike signs", "semne care seamănă"}},
    {"part of the date", {"part of the date", "o parte din dată"}},
    {"day and month swapped", {"day and month swapped", "ziua și luna inversate"}},
    {"similar sound", {"similar sound", "sună asemănător"}},
    {"one letter apart", {"one letter apart", "diferă o literă"}},
});

// In Romanian; English is what the table of the fields says.
constexpr std::array kFields = std::to_array<Called>({
    {"from", {"", "cine a trimis: identificatorul din registru"}},
    {"to", {"", "o țară către care a plecat"}},
    {"country", {"", "țara expeditorului"}},
    {"about", {"", "o țară numită în formular: a numerelor, actelor, persoanelor, locurilor"}},
    {"form", {"", "ce formular este"}},
    {"case", {"", "numărul cazului"}},
    {"person", {"", "numele unei persoane, în orice alfabet"}},
    {"born", {"", "o dată a nașterii sau o parte din ea: an, lună și an"}},
    {"plate", {"", "un număr de înmatriculare"}},
    {"vin", {"", "seria de șasiu a unui vehicul"}},
    {"phone", {"", "un număr de telefon"}},
    {"document", {"", "numărul unui document"}},
    {"iban", {"", "un cont"}},
    {"area", {"", "codul unui domeniu infracțional"}},
    {"handling", {"", "un cod de regim"}},
    {"attachment", {"", "cuvinte din numele unui fișier atașat"}},
    {"taken", {"", "ziua în care s-a făcut o fotografie"}},
    {"place", {"", "unde s-a făcut o fotografie: grade"}},
    {"subject", {"", "cuvinte din subiect"}},
    {"text", {"", "cuvinte din mesaj, din formular și din fișierele atașate"}},
    {"date", {"", "când a fost primit, UTC: o zi, o lună, un an sau un interval"}},
    {"deadline", {"", "până când i s-a cerut răspuns unei țări, UTC: ca la date"}},
    {"is", {"", "ce este cazul și cum stă astăzi cererea"}},
    {"has", {"", "ce conține"}},
});

std::size_t place_of(const PageWords& words) { return static_cast<std::size_t>(words.language()); }

template <std::size_t Size>
std::string_view called(const std::array<Called, Size>& list, std::string_view code,
                        const PageWords& words) {
  const auto* const found =
      std::find_if(list.begin(), list.end(), [&](const Called& one) { return one.code == code; });
  return found == list.end() ? std::string_view() : found->words.at(place_of(words));
}

// English has one and many; Romanian one, few, and from 20 on, and at 0, "de" (CLDR, plural rules).
std::string counted(const PageWords& words, std::uint64_t count,
                    const std::array<std::string_view, 2>& one,
                    const std::array<std::string_view, 2>& many) {
  const auto at = place_of(words);
  const bool romanian = words.language() == Language::kRomanian;
  const bool de = romanian && (count % 100 == 0 ? count > 0 : count % 100 >= 20);
  return std::to_string(count) + (de ? " de " : " ") +
         std::string((count == 1 ? one : many).at(at));
}

}  // namespace

std::string_view value_in_words(const PageWords& words, std::string_view field,
                                std::string_view value) {
  return field == "is"    ? called(kStates, value, words)
         : field == "has" ? called(kFiles, value, words)
         : field == "how" ? called(kTierCodes, value, words)
                          : std::string_view();
}

std::string_view how_in_words(const PageWords& words, std::string_view how) {
  const auto said = called(kHow, how, words);
  return said.empty() ? how : said;
}

std::string_view field_in_words(const PageWords& words, std::string_view field,
                                std::string_view english) {
  const auto said = called(kFields, field, words);
  return said.empty() ? english : said;
}

std::string messages_in_words(const PageWords& words, std::uint64_t messages, bool at_least,
                              std::uint64_t cases) {
  auto text = counted(words, messages, {"message", "mesaj"}, {"messages", "mesaje"});
  if (at_least) {
    return words(Say::kOrMore, text);
  }
  if (cases > 0) {
    text += " " + std::string(words(Say::kIn)) + " " +
            counted(words, cases, {"case", "caz"}, {"cases", "cazuri"});
  }
  return text;
}

}  // namespace pouch::gateway::web
