#include "templates/replies/printed.hpp"

#include <algorithm>

namespace pouch::templates {
namespace {

constexpr Printed kPrinted[] = {
    {"en", "(form {id} begins here)", "(form {id} ends here)", "Answers, by the numbers above",
     "today", "More fields: reply \"{word}\", or see the attached reply-form.txt"},
    {"bg", "(образец {id} започва тук)", "(образец {id} свършва тук)",
     "Отговори, по номерата по-горе", "днес",
     "Още полета: отговорете \"{word}\" или вижте reply-form.txt"},
    {"bs", "(obrazac {id} počinje ovdje)", "(obrazac {id} završava ovdje)",
     "Odgovori, po brojevima iznad", "danas",
     "Još polja: odgovorite \"{word}\" ili vidite reply-form.txt"},
    {"cnr", "(obrazac {id} počinje ovdje)", "(obrazac {id} završava ovdje)",
     "Odgovori, po brojevima iznad", "danas",
     "Još polja: odgovorite \"{word}\" ili vidite reply-form.txt"},
    {"el", "(το έντυπο {id} αρχίζει εδώ)", "(το έντυπο {id} τελειώνει εδώ)",
     "Απαντήσεις, με τους αριθμούς παραπάνω", "σήμερα",
     "Άλλα πεδία: απαντήστε \"{word}\" ή δείτε το reply-form.txt"},
    {"hr", "(obrazac {id} počinje ovdje)", "(obrazac {id} završava ovdje)",
     "Odgovori, po brojevima iznad", "danas",
     "Još polja: odgovorite \"{word}\" ili vidite reply-form.txt"},
    {"hu", "(űrlap {id} itt kezdődik)", "(űrlap {id} itt ér véget)",
     "Válaszok, a fenti számok szerint", "ma",
     "További mezők: válasz \"{word}\", vagy lásd: reply-form.txt"},
    {"mk", "(образецот {id} почнува тука)", "(образецот {id} завршува тука)",
     "Одговори, по броевите погоре", "денес",
     "Уште полиња: одговорете \"{word}\" или видете reply-form.txt"},
    {"ro", "(formularul {id} începe aici)", "(formularul {id} se termină aici)",
     "Răspunsuri, după numerele de mai sus", "azi",
     "Alte câmpuri: răspundeți \"{word}\" sau vedeți reply-form.txt"},
    {"sq", "(formulari {id} fillon këtu)", "(formulari {id} mbaron këtu)",
     "Përgjigjet, sipas numrave më lart", "sot",
     "Fusha të tjera: përgjigjuni \"{word}\" ose shihni reply-form.txt"},
    {"sr", "(образац {id} почиње овде)", "(образац {id} се завршава овде)",
     "Одговори, по бројевима изнад", "данас",
     "Још поља: одговорите \"{word}\" или видите reply-form.txt"},
    {"sr-Latn", "(obrazac {id} počinje ovde)", "(obrazac {id} se završava ovde)",
     "Odgovori, po brojevima iznad", "danas",
     "Još polja: odgovorite \"{word}\" ili vidite reply-form.txt"},
    {"tr", "(form {id} burada başlıyor)", "(form {id} burada bitiyor)",
     "Cevaplar, yukarıdaki numaralarla", "bugün",
     "Diğer alanlar: \"{word}\" yazın veya reply-form.txt dosyasına bakın"},
};

}  // namespace

std::span<const Printed> all_printed() { return kPrinted; }

const Printed& printed(std::string_view language) {
  const auto all = all_printed();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Printed& one) { return one.language == language; });
  return found == all.end() ? all.front() : *found;
}

std::string with(std::string_view text, std::string_view place, std::string_view value) {
  const auto at = std::min(text.find(place), text.size());
  return std::string(text.substr(0, at)) + std::string(value) +
         std::string(text.substr(std::min(at + place.size(), text.size())));
}

}  // namespace pouch::templates
