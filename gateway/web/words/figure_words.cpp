#include "gateway/web/words/figure_words.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway::web {
namespace {

struct Figure {
  std::string_view english, romanian;
};

constexpr std::array kFigures = std::to_array<Figure>({
    // --- headings
    {"The year", "Anul"},
    {"Directive (EU) 2023/977, Article 18", "Directiva (UE) 2023/977, articolul 18"},
    {"How fast", "Cât de repede"},
    {"How late", "Cât de târziu"},
    {"How urgent", "Cât de urgent"},
    {"How it is counted", "Cum se numără"},
    {"None.", "Niciuna."},
    {"requests made", "cereri făcute"},
    {"overdue, of those due", "întârziate, din cele scadente"},
    {"all others", "toate celelalte"},
    {"the median until the answer", "mediana până la răspuns"},
    {"the share", "ponderea"},
    {"median until the answer, from acceptance; the line goes on to 90 %",
     "mediana de la primire până la răspuns; linia continuă până la 90 %"},
    // --- titles
    {"Requests made", "Cereri făcute"},
    {"Requests received and answered", "Cereri primite și răspunsuri date"},
    {"Requests refused, by ground", "Cereri refuzate, după motiv"},
    {"Time limits not kept because of a judicial authorisation",
     "Termene nerespectate din cauza unei autorizări judiciare"},
    {"Time to acknowledge and to answer, by country",
     "Timpul până la confirmare și răspuns, pe țări"},
    {"Time to acknowledge and to answer, by form",
     "Timpul până la confirmare și răspuns, pe formulare"},
    {"Time to acknowledge and to answer, by crime area",
     "Timpul până la confirmare și răspuns, pe domenii"},
    {"Overdue answers, by country", "Răspunsuri întârziate, pe țări"},
    {"Overdue answers, by form", "Răspunsuri întârziate, pe formulare"},
    {"Overdue answers, by crime area", "Răspunsuri întârziate, pe domenii"},
    {"Urgent requests, by country", "Cereri urgente, pe țări"},
    {"Urgent requests, by form", "Cereri urgente, pe formulare"},
    {"Urgent requests, by crime area", "Cereri urgente, pe domenii"},
    {"Requests by month", "Cereri pe luni"},
    {"Requests by week", "Cereri pe săptămâni"},
    // --- notes
    {"By the country that asked. A request to three countries is three, in one case.",
     "După țara care a cerut. O cerere către trei țări înseamnă trei, într-un singur caz."},
    {"By the asked country and the one that asked. Answers count in the year in which they came, a "
     "partial one when it is made whole.",
     "După țara solicitată și cea care a cerut. Răspunsurile se numără în anul în care au venit, "
     "cel parțial când este completat."},
    {"Grounds of Article 6, as the refusal names them; a refusal of a part is none.",
     "Motivele din articolul 6, așa cum le numește refuzul; refuzul unei părți nu este unul."},
    {"Requests of which a delay for that reason was told in the year, each once.",
     "Cererile pentru care s-a anunțat în an o întârziere din acest motiv, fiecare o dată."},
    {"Half of them took no longer than the median, nine of ten no longer than 90 %. From "
     "acceptance by the gateway, and from delivery to the asked desk.",
     "Jumătate nu au durat mai mult decât mediana, nouă din zece nu mai mult decât 90 %. De la "
     "primirea de către poartă și de la livrarea la biroul solicitat."},
    {"Of the requests that fell due in the year: those not ended on their first day.",
     "Din cererile scadente în an: cele neîncheiate la prima lor scadență."},
    {"Share of the requests made as URGENT or FLASH; by country: the one that asked.",
     "Ponderea cererilor făcute ca URGENT sau FLASH; pe țări: cea care a cerut."},
    {"By the country that asked; with those between prosecutors.",
     "După țara care a cerut; împreună cu cele dintre procurori."},
    {"By the week in which a request came, and how it stands now: an answer or a refusal by its "
     "deadline, or after it; open, or open beyond it. One that was withdrawn is among the requests "
     "alone.",
     "După săptămâna în care a venit cererea și cum stă acum: răspuns sau refuz în termen ori după "
     "termen; deschisă ori deschisă peste termen. Una retrasă apare doar între cereri."},
    // --- columns and words in them
    {"country", "țară"},
    {"cases", "cazuri"},
    {"urgent", "urgente"},
    {"not urgent", "neurgente"},
    {"not known", "necunoscut"},
    {"requests", "cereri"},
    {"asked by", "cerut de"},
    {"received, urgent", "primite, urgente"},
    {"received, not urgent", "primite, neurgente"},
    {"received", "primite"},
    {"answered, urgent", "cu răspuns, urgente"},
    {"answered, not urgent", "cu răspuns, neurgente"},
    {"answered", "cu răspuns"},
    {"refused", "refuzate"},
    {"ground", "motiv"},
    {"form", "formular"},
    {"crime area", "domeniu"},
    {"until", "până la"},
    {"from", "de la"},
    {"count", "număr"},
    {"median", "mediană"},
    {"90 %", "90 %"},
    {"due", "scadente"},
    {"overdue", "întârziate"},
    {"share", "pondere"},
    {"week", "săptămâna"},
    {"answered in time", "răspuns la timp"},
    {"answered late", "răspuns întârziat"},
    {"open", "deschise"},
    {"total", "total"},
    {"acknowledge", "confirmare"},
    {"answer", "răspuns"},
    {"accepted", "primire"},
    {"delivered", "livrare"},
    {"headquarters", "sediul central"},
    {"Jan", "ian."},
    {"Feb", "feb."},
    {"Mar", "mar."},
    {"Apr", "apr."},
    {"May", "mai"},
    {"Jun", "iun."},
    {"Jul", "iul."},
    {"Aug", "aug."},
    {"Sep", "sept."},
    {"Oct", "oct."},
    {"Nov", "nov."},
    {"Dec", "dec."},
    {"Requests by month and asking country; the table has the numbers",
     "Cereri pe luni și pe țara care a cerut; numerele sunt în tabel"},
    // --- how it is counted
    {"A year is the calendar year in the site's time zone. A request counts in the year in which "
     "the gateway accepted it; an answer, a refusal or a delay in the year in which it came.",
     "Un an este anul calendaristic în fusul orar al instalației. O cerere se numără în anul în "
     "care a primit-o poarta; un răspuns, un refuz sau o întârziere în anul în care a venit."},
    {"A request is a form that expects an answer, as one country got it: one to three countries "
     "is three. Urgent is what was sent as URGENT or FLASH.",
     "O cerere este un formular care așteaptă răspuns, așa cum l-a primit o țară: una către trei "
     "țări înseamnă trei. Urgent este ce s-a trimis ca URGENT sau FLASH."},
    {"Acknowledged is a request with the first word of the asked desk, whatever it said. Of an "
     "answer and a refusal the later stands.",
     "O cerere este confirmată prin primul cuvânt al biroului solicitat, oricare ar fi. Dintre un "
     "răspuns și un refuz este valabil cel mai târziu."},
    {"Directive (EU) 2023/977 Article 18 asks for the first four tables; requests between "
     "prosecutors are not under it and stand in the others only.",
     "Articolul 18 din Directiva (UE) 2023/977 cere primele patru tabele; cererile dintre "
     "procurori "
     "nu intră sub ea și apar doar în celelalte."},
    {"Percentiles are by nearest rank: each is a time that occurred.",
     "Percentilele sunt după rangul cel mai apropiat: fiecare este un timp care a avut loc."},
});

constexpr std::string_view kErased =
    " requests were erased before their codes were noted: their urgency, form and crime area are "
    "not known.";
constexpr std::string_view kErasedSaid =
    " cereri au fost șterse înainte de notarea codurilor: urgența, formularul și domeniul lor nu "
    "se cunosc.";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1 d 5 h" is "1 z 5 h", "66.7 %" is "66,7 %".
std::string number_in_romanian(std::string text) {
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] == '.' && is_digit(text[at - 1]) && is_digit(text[at + 1])) {
      text[at] = ',';
    }
  }
  for (auto at = text.find(" d"); at != std::string::npos; at = text.find(" d", at + 1)) {
    const bool ends = at + 2 == text.size() || text[at + 2] == ' ' || text[at + 2] == ',';
    if (ends && is_digit(text[at - 1])) {
      text[at + 1] = 'z';
    }
  }
  return text;
}

}  // namespace

std::string figure_in_words(const PageWords& words, std::string_view english) {
  if (words.language() == Language::kEnglish || english.empty()) {
    return std::string(english);
  }
  const auto* const found = std::find_if(kFigures.begin(), kFigures.end(),
                                         [&](const Figure& one) { return one.english == english; });
  if (found != kFigures.end()) {
    return std::string(found->romanian);
  }
  if (english.ends_with(kErased)) {
    return std::string(english.substr(0, english.size() - kErased.size())) +
           std::string(kErasedSaid);
  }
  return is_digit(english.front()) ? number_in_romanian(std::string(english))
                                   : std::string(english);
}

}  // namespace pouch::gateway::web
